// Whether the simulator's answer is the recorded one: status, reason, the keys of `errors`, and the body's keys, types
// and, where a value does not hang on the moment or on the machine, its values.

/**
 * @typedef {{ status: number, reason: string, body: any, text: string | undefined }} Answer
 * @param {Answer} wanted @param {Answer} got
 * @param {string} [path] What was asked.
 * @returns {string[]} What is different; nothing where they are equal.
 */
export function differences(wanted, got, path = '') {
  const found = [];
  if (wanted.status !== got.status)
    found.push(`status ${wanted.status} expected: ${got.status} ${got.reason}`);
  else if (plain(wanted.reason) !== plain(got.reason))
    found.push(`reason '${wanted.reason}' expected: '${got.reason}'`);
  if (found.length > 0) return found;
  const [one, other] = [Object.keys(wanted.body?.errors ?? {}), Object.keys(got.body?.errors ?? {})].map(
    (keys) => keys.sort().join(),
  );
  if (one !== other) found.push(`errors of '${one}' expected: '${other}'`);
  if (wanted.body === undefined) return found;
  if (wanted.body === null) {
    if (got.body !== null && got.body !== undefined) found.push('no JSON expected');
    return found;
  }
  if (got.body === null || got.body === undefined) return [...found, 'JSON expected'];
  const { errors: _, ...envelope } = wanted.body;
  const { errors: __, ...own } = got.body;
  compare(envelope, own, 'body', found, '', aboutMachine.test(path));
  return found;
}

/** Ids of processes and moments, addresses and names of volumes come from the machine. */
function plain(text) {
  return String(text ?? '')
    .replace(/UPID:[^\s']*/g, upidFacts)
    .replace(/\d{4}_\d\d_\d\d-\d\d_\d\d_\d\d/g, 'TIME')
    .replace(/\b(vm|subvol|base)-(\d+)-disk-\d+/g, '$1-$2-disk-N')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'UUID')
    .replace(/\b(?:[0-9a-f]{40}|[0-9a-f]{64})\b/g, 'HASH')
    .replace(/\b[0-9A-F]{2}(?::[0-9A-F]{2}){5}\b/gi, 'ADDRESS');
}

function upidFacts(upid) {
  const [, node, , , , type, id, user] = upid.split(':');
  return `UPID of ${type} ${id} by ${user} on ${node}`;
}

/** What depends on the moment, the load, or the machine: only its type counts. */
const volatile = new RegExp(
  `^(?:${[
    // Load, memory, traffic, disks
    'cpu|cpus|maxcpu|mem|maxmem|memhost|disk|maxdisk|diskread|diskwrite|netin|netout|maxswap|uptime|idle|wait|loadavg',
    'pressure\\w+|used|avail|total|used_fraction|free|available|iowait|disk_write_speed|balloon\\w*',
    // Moments and processes
    'pid|pstart|starttime|endtime|time|localtime|ctime|mtime|snaptime|timestamp|utc|next-run|saved|age|upid',
    // Made at random, or by the machine
    'ssl_fingerprint|digest|ticket|CSRFPreventionToken|password|cert|image|hwaddr|port|fingerprint|ip-address\\w*',
    // The installation: its releases, its hardware, its services
    'Description|Title|Version|OldVersion|repoid|kversion|pveversion|mhz|current-kernel|cpuinfo|t',
  ].join('|')})$`,
);

/** What tells of the machine, its interfaces and what is installed on it: of all of it only the types count. */
const aboutMachine = /^\/nodes\/[^/]+\/(?:apt|hardware|netstat|network|services)(?:\/|$)/;

/** Identifies a row of a list. */
const keys = [
  'volid',
  'upid',
  'sid',
  'id',
  'vmid',
  'userid',
  'tokenid',
  'roleid',
  'groupid',
  'poolid',
  'storage',
  'iface',
  'key',
  'subdir',
  'realm',
  'devpath',
  'Package',
  'service',
  'node',
  'n',
  'pos',
  'cidr',
];

function compare(wanted, got, where, found, key = '', shapeOnly = false) {
  if (kindOf(wanted) !== kindOf(got))
    return void found.push(`${where}: ${kindOf(wanted)} expected: ${kindOf(got)}`);
  const loose = shapeOnly || volatile.test(key);
  if (Array.isArray(wanted)) return compareRows(wanted, got, where, found, loose);
  if (wanted !== null && typeof wanted === 'object') return compareObjects(wanted, got, where, found, loose);
  if (loose || key === '') return undefined;
  if (typeof wanted === 'string' ? plain(wanted) !== plain(got) && !sameSet(wanted, got) : wanted !== got)
    found.push(`${where}: ${JSON.stringify(wanted)} expected: ${JSON.stringify(got)}`);
  return undefined;
}

function sameSet(one, other) {
  const sorted = (text) => text.split(/[,;]/).sort().join();
  return sorted(one) === sorted(String(other));
}

function kindOf(value) {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function compareObjects(wanted, got, where, found, loose) {
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
    if (!(name in got)) found.push(`${where}.${name} is missing`);
    else if (!(name in wanted)) found.push(`${where}.${name} is too much`);
    else compare(wanted[name], got[name], `${where}.${name}`, found, where === 'body' ? '' : name, loose);
  }
}

/** Rows that both have are compared one by one; of the others, the shapes that occur. */
function compareRows(wanted, got, where, found, loose) {
  if (wanted.length === 0 || got.length === 0) {
    if (wanted.length !== got.length) found.push(`${where}: ${wanted.length} rows expected: ${got.length}`);
    return;
  }
  // What happened is another story on each host: only what its rows look like can be the same.
  const isHistory = wanted.every((row) => isObject(row) && ('time' in row || 'starttime' in row));
  const id = isHistory
    ? undefined
    : keys.find(
        (name) =>
          wanted.every((row) => row?.[name] !== undefined) && got.every((row) => row?.[name] !== undefined),
      );
  const pairs =
    id === undefined
      ? []
      : wanted.flatMap((row) =>
          got
            .filter((other) => other[id] === row[id])
            .slice(0, 1)
            .map((other) => [row, other]),
        );
  for (const [row, other] of pairs) compare(row, other, `${where}[${row[id]}]`, found, '', loose);
  const others = got.filter((row) => !pairs.some(([, other]) => other === row));
  compareShapes(wanted, others, `${where}[]`, found);
}

/** Each row that is there has to look like one of the recorded ones. */
function compareShapes(wanted, got, where, found) {
  const shapes = new Set(wanted.map(shapeOf));
  const all = new Map(wanted.flatMap((row) => fieldsOf(row)));
  const always = [...all.keys()].filter((name) => wanted.every((row) => isObject(row) && name in row));
  for (const row of got) {
    if (shapes.has(shapeOf(row))) continue;
    if (!isObject(row))
      return void found.push(`${where}: rows of ${[...shapes].join(' or ')} expected: ${shapeOf(row)}`);
    for (const name of always) if (!(name in row)) return void found.push(`${where}.${name} is missing`);
    for (const [name, value] of Object.entries(row)) {
      if (!all.has(name)) return void found.push(`${where}.${name} is too much`);
      const kinds = new Set(
        wanted.filter((other) => isObject(other) && name in other).map((other) => kindOf(other[name])),
      );
      if (!kinds.has(kindOf(value)))
        return void found.push(`${where}.${name}: ${[...kinds].join(' or ')} expected: ${kindOf(value)}`);
    }
  }
  return undefined;
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function fieldsOf(row) {
  return isObject(row) ? Object.entries(row) : [];
}

function shapeOf(row) {
  if (!isObject(row)) return kindOf(row);
  return Object.keys(row)
    .sort()
    .map((name) => `${name}:${kindOf(row[name])}`)
    .join();
}
