// pct, pvesm and pvesh: how their words become parameters of our commands, and what their ends are to be.

import { optionPairs } from './words.mjs';

const flags = new Set(
  'unprivileged console onboot protection debug start force unique ignore-unpack-errors purge destroy-unreferenced-disks'.split(
    ' ',
  ),
);
const numbers = new Set('cores cpulimit cpuunits memory swap tty bwlimit'.split(' '));
const lists = { nameserver: ' ', searchdomain: ' ', tags: ';', delete: ',' };
const listsInside = new Set(['mount', 'mountoptions', 'trunks']);
/** What is in a file that only the host had. */
const anyKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEexampleexampleexampleexampleexampleexample root@pve1';

function readValue(sdk, key, text) {
  if (flags.has(key)) return text === '1' ? true : text === '0' ? false : text;
  if (numbers.has(key)) return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
  if (Object.hasOwn(lists, key)) return text.split(lists[key]);
  if (key === 'ssh-public-keys') return anyKey;
  const facts = sdk.factsFor(key);
  if (facts === undefined) return text;
  try {
    const parsed = Object.entries(sdk.parsePropertyString(facts, text));
    return Object.fromEntries(
      parsed.map(([name, value]) => [name, listsInside.has(name) ? String(value).split(';') : value]),
    );
  } catch {
    return text;
  }
}

/** Parameters of options; undefined where their words have a form that we never write. */
function paramsOf(sdk, pairs, recorded) {
  const params = {};
  for (const [key, text] of pairs) {
    if (Object.hasOwn(params, key)) return undefined;
    if (key === 'password') {
      // With a value it would be seen: our words are others then.
      const [first, second] = (recorded.stdin ?? '').split('\n');
      if (text === undefined && first !== second) return undefined;
      params.password = text ?? first;
    } else if (text === undefined) return undefined;
    else params[key] = readValue(sdk, key, text);
  }
  return params;
}

const number = (text) => (/^\d{1,10}$/.test(text ?? '') ? Number(text) : text);

/** Verbs of pct with their words. */
const verbs = {
  create: ['vmid', 'ostemplate'],
  restore: ['vmid', 'archive'],
  set: ['vmid'],
  unlock: ['vmid'],
  destroy: ['vmid'],
  status: ['vmid'],
  config: ['vmid'],
  pending: ['vmid'],
  list: [],
};

export const pct = {
  program: 'pct',
  read(sdk, [verb, ...words], recorded) {
    if (!Object.hasOwn(verbs, verb)) return undefined;
    if (verb === 'status' && words.length === 2 && words[1] === '--verbose')
      return { name: 'pct.status', params: { vmid: number(words[0]), verbose: true } };
    const read = optionPairs(words);
    if (read === undefined) return undefined;
    const names = verbs[verb];
    const { positional, pairs } = read;
    if (positional.length > names.length) return undefined;
    const options = paramsOf(sdk, pairs, recorded);
    if (options === undefined) return undefined;
    const given = names
      .slice(0, positional.length)
      .map((name, index) => [name, name === 'vmid' ? number(positional[index]) : positional[index]]);
    return { name: `pct.${verb}`, params: { ...Object.fromEntries(given), ...options } };
  },
  same: samePairs,
  expect: expectPve,
};

export const pvesm = {
  program: 'pvesm',
  read(_sdk, [verb, ...words]) {
    if (verb !== 'status' && verb !== 'list') return undefined;
    const read = optionPairs(words);
    if (read === undefined || read.pairs.some(([, value]) => value === undefined)) return undefined;
    const params = Object.fromEntries(
      read.pairs.map(([key, value]) => [key, key === 'vmid' ? number(value) : value]),
    );
    const [storage] = read.positional;
    return { name: `pvesm.${verb}`, params: { ...(storage === undefined ? {} : { storage }), ...params } };
  },
  same: samePairs,
  expect: expectPve,
};

export const pvesh = {
  program: 'pvesh',
  read(_sdk, [verb, path = '', ...words]) {
    const config = /^\/nodes\/([^/]+)\/lxc\/([^/]+)\/config$/.exec(path);
    const tasks = /^\/nodes\/([^/]+)\/tasks$/.exec(path);
    if (verb !== 'get') return undefined;
    if (config !== null)
      return { name: 'pvesh.config', params: { node: config[1], vmid: number(config[2]) } };
    const at = words.indexOf('--vmid');
    if (tasks !== null && at !== -1)
      return { name: 'pvesh.tasks', params: { node: tasks[1], vmid: number(words[at + 1]) } };
    return undefined;
  },
  same: samePairs,
  expect: expectPve,
};

/** The same words, the options in any order, and the parts of a property string, too. */
function samePairs(sdk, ours, theirs) {
  const [a, b] = [ours, theirs].map((words) => {
    const read = optionPairs(words);
    if (read === undefined) return undefined;
    const pairs = read.pairs.map(([key, value]) => [key, canonical(sdk, key, value)]);
    return JSON.stringify([read.positional, pairs.sort(([x], [y]) => (x < y ? -1 : 1))]);
  });
  return a !== undefined && a === b;
}

function canonical(sdk, key, value) {
  if (key === 'ssh-public-keys') return 'a file';
  const facts = sdk.factsFor(key);
  if (facts === undefined || value === undefined) return value;
  try {
    return Object.entries(sdk.parsePropertyString(facts, value)).sort(([x], [y]) => (x < y ? -1 : 1));
  } catch {
    return value;
  }
}

// What the manual and the sources say of their ends, apart from how the package finds it out.

/** Words of PVE for what a program may want to act on. */
const meanings = [
  [/(?:CT|VM) is locked \(/, 'locked'],
  [/can't lock file '.*' - got timeout/, 'lock-timeout'],
  [/(?:CT|VM) \d+ already exists on node/, 'exists'],
  [/detected modified configuration/, 'digest'],
  [/protection mode enabled/, 'protected'],
  [/container is running|can't overwrite running container/, 'running'],
  [
    /storage '.*' (?:does not exist|is disabled|does not support)|unable to activate storage|No such storage/,
    'storage',
  ],
  [/Configuration file '.*' does not exist|volume '.*' does not exist|can't find file '/, 'missing'],
];

/** Complaints about one outcome; none where it is as documented. */
function expectPve(sdk, recorded, { name }, { finished, error }) {
  const complaints = [];
  const check = (fine, text) => fine || complaints.push(text);
  const { exitCode, stdout, stderr } = recorded;
  const signal = recorded.signal ?? undefined;
  check(finished.stdout === stdout, 'stdout is not as it was printed');
  check(finished.stderr === stderr, 'stderr is not as it was printed');
  // Any number but 0 is a failure, none of them another one than the rest; a signal is one, too.
  const failed = signal !== undefined || exitCode !== 0;
  if (!failed) {
    check(error === undefined, `exit code 0 is no failure, but: ${error?.message}`);
    complaints.push(...(error === undefined ? expectResult(sdk, name, stdout, stderr) : []));
    return complaints;
  }
  if (!(error instanceof sdk.CommandError)) return [...complaints, `not a CommandError: ${error}`];
  check(error.exitCode === (signal === undefined ? exitCode : undefined), `exit code ${error.exitCode}`);
  check((error.signal ?? undefined) === signal, `signal ${error.signal}`);
  check(error.command === name, `command ${error.command}`);
  const refused = refusedIn(stderr);
  const told = error.issues.map(({ path, message }) => `${path}: ${message}`);
  check(JSON.stringify(told) === JSON.stringify(refused), `issues ${JSON.stringify(told)}`);
  for (const line of refused) check(error.message.includes(line), `its message lacks '${line}'`);
  const meaning = meanings.find(([pattern]) => pattern.test(stderr))?.[1];
  if (meaning !== undefined) check(error.problem === meaning, `problem ${error.problem}, not ${meaning}`);
  const said = stderr
    .split('\n')
    .find((line) => /^(?:unable to|CT |storage |SSH |can't |Configuration )/.test(line));
  if (said !== undefined && refused.length === 0)
    check(error.message.includes(said), `its message lacks '${said}'`);
  return complaints;
}

/** The parameters that were refused: the lines after `400 Parameter verification failed.`, and options that there are not. */
function refusedIn(stderr) {
  const lines = stderr.split('\n').map((line) => line.trim());
  const unknown = lines.flatMap((line) =>
    line.startsWith('Unknown option: ') ? [`${line.slice(16)}: unknown option`] : [],
  );
  const start = lines.indexOf('400 Parameter verification failed.');
  if (start === -1) return unknown;
  const named = lines.slice(start + 1).filter((line) => /^[\w.-]+(?:\[\d+\])?: /.test(line));
  return [...unknown, ...named];
}

/** What the output of a command that worked is read as, written again by its rule. */
function expectResult(sdk, name, stdout, stderr) {
  const complaints = [];
  const check = (fine, text) => fine || complaints.push(text);
  const lines = stdout.split('\n').filter((line) => line !== '');
  if (name === 'pct.create' || name === 'pct.restore') {
    const count = Number(/^Task finished with (\d+) warning\(s\)!$/m.exec(stderr)?.[1] ?? 0);
    check(sdk.warningsIn(stdout).length === count, `${sdk.warningsIn(stdout).length} warnings, not ${count}`);
  } else if (name === 'pct.status') {
    const status = lines.find((line) => line.startsWith('status: '))?.slice(8);
    check(sdk.parseStatus(stdout) === status, `status ${sdk.parseStatus(stdout)}`);
  } else if (name === 'pct.config') {
    const config = sdk.parseConfig(stdout);
    const real = {};
    for (const line of lines) {
      const [key, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)];
      real[key] = Object.hasOwn(real, key) ? `${real[key]}\n${value}` : value;
    }
    const read = Object.entries(config).map(([key, value]) => [
      key,
      key === 'description' ? encoded(value) : value,
    ]);
    check(
      JSON.stringify(read) === JSON.stringify(Object.entries(real)),
      'the configuration is read otherwise',
    );
  } else if (name === 'pct.pending') {
    const changed = lines.filter((line) => /^(?:new|del) /.test(line)).map((line) => line.split(/[ :]/)[1]);
    const read = sdk.parsePending(stdout).map(({ key }) => key);
    check(JSON.stringify(read.sort()) === JSON.stringify([...new Set(changed)].sort()), `pending ${read}`);
  } else if (name === 'pct.list') {
    const rows = sdk
      .parseList(stdout)
      .map(({ vmid, status, lock = '', name: title }) =>
        [String(vmid).padEnd(10), status.padEnd(10), lock.padEnd(12), title.padEnd(20)].join(' ').trimEnd(),
      );
    const real = lines.slice(1).map((line) => line.trimEnd());
    check(JSON.stringify(rows) === JSON.stringify(real), 'the list is read otherwise');
  } else if (name === 'pvesm.status') {
    const rows = sdk
      .parseStorages(stdout)
      .map((row) => [row.storage, row.active, row.total / 1024, row.available / 1024]);
    const real = lines
      .slice(1)
      .map((line) => line.split(/\s+/))
      .map((words) => [words[0], words[2] === 'active', Number(words[3]), Number(words[5])]);
    check(JSON.stringify(rows) === JSON.stringify(real), 'the storages are read otherwise');
  } else if (name === 'pvesm.list') {
    const rows = lines
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((words) => /^(?:rootdir|images)$/.test(words[2]));
    for (const vmid of new Set(rows.map((words) => Number(words[4])))) {
      const real = rows.filter((words) => Number(words[4]) === vmid).map(([volid]) => volid);
      check(JSON.stringify(sdk.parseVolumes(stdout, vmid)) === JSON.stringify(real), `volumes of ${vmid}`);
    }
  } else if (name === 'pvesh.config') {
    const { digest, ...keys } = JSON.parse(stdout);
    const { config, digest: read } = sdk.parseConfigJson(stdout);
    const texts = Object.fromEntries(
      Object.entries(keys)
        .filter(([, value]) => typeof value !== 'object')
        .map(([key, value]) => [key, String(value)]),
    );
    check(
      read === digest && JSON.stringify(config) === JSON.stringify(texts),
      'the configuration is read otherwise',
    );
  } else if (name === 'pvesh.tasks') {
    const real = JSON.parse(stdout).map(({ upid, endtime }) => [upid, endtime === undefined]);
    const read = sdk.parseTasks(stdout).map(({ upid, running }) => [upid, running]);
    check(JSON.stringify(read) === JSON.stringify(real), 'the tasks are read otherwise');
  }
  return complaints;
}

function encoded(text) {
  return Array.from(text, (sign) =>
    /^[\x20-\x39\x3b-\x7e]$/.test(sign) ? sign : encodeURIComponent(sign),
  ).join('');
}
