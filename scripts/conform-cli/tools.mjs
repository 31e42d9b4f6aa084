// Debian's tools: what of their words our commands can make, and what their ends are to be.
//
// `'alike'` are recordings that differ from our command only in what it always adds, or in which device or folder is meant: what such a program
// prints and how it ends is the same, so they are played, too.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sorted = (words) => JSON.stringify([...words].sort());

/** `-j`, `--json` and `--json=c` ask for the same. */
const withoutJson = (words) => words.filter((word) => !/^(?:-j|--json(?:=c)?)$/.test(word));

/** The container whose root a path is. */
function vmidIn(path) {
  const [, vmid] = /^\/var\/lib\/lxc\/(\d+)\/rootfs$/.exec(path) ?? [];
  return vmid === undefined ? undefined : Number(vmid);
}

function option(words, name) {
  const at = words.indexOf(name);
  return at === -1 ? undefined : words[at + 1];
}

/** The usual rule: 0 is success, and everything else a CommandError that tells it. */
function expectUsual(sdk, recorded, outcome, isFine = ({ exitCode }) => exitCode === 0) {
  const { finished, error } = outcome;
  const complaints = [];
  const check = (fine, text) => fine || complaints.push(text);
  check(finished.stdout === recorded.stdout, 'stdout is not as it was printed');
  check(finished.stderr === recorded.stderr, 'stderr is not as it was printed');
  const signal = recorded.signal ?? undefined;
  if (signal === undefined && isFine(recorded))
    check(error === undefined, `it is no failure, but: ${error?.message}`);
  else if (!(error instanceof sdk.CommandError)) complaints.push(`not a CommandError: ${error}`);
  else {
    check(
      error.exitCode === (signal === undefined ? recorded.exitCode : undefined),
      `exit code ${error.exitCode}`,
    );
    check((error.signal ?? undefined) === signal, `signal ${error.signal}`);
  }
  return complaints;
}

const smartctl = {
  program: 'smartctl',
  read(_sdk, words) {
    const rest = withoutJson(words);
    if (words.length === 1 && words[0] === '--version') return { name: 'host.smartctl', params: {} };
    if (rest.length === words.length) return undefined;
    if (rest.length === 1 && rest[0] === '--scan-open') return { name: 'smart.scan', params: {} };
    const device = rest.find((word) => word.startsWith('/'));
    const type = option(rest, '-d');
    const standby = option(rest, '-n');
    if (device === undefined || !rest.includes('-a')) return undefined;
    return {
      name: 'smart.read',
      params: { device, ...(type === undefined ? {} : { type }), wake: standby === undefined },
    };
  },
  same: (_sdk, ours, theirs) => sorted(withoutJson(ours)) === sorted(withoutJson(theirs)),
  async expect(sdk, recorded, { name }, outcome) {
    const complaints = expectUsual(sdk, recorded, outcome, ({ stdout }) =>
      stdout.trimStart().startsWith('{'),
    );
    if (outcome.error !== undefined) return complaints;
    const json = JSON.parse(recorded.stdout);
    if (name === 'smart.scan') {
      const { parseSmartctlScan } = await sdk.load('privileged/smart/scan.js');
      const found = parseSmartctlScan(recorded.stdout).map(({ device }) => device);
      const real = (json.devices ?? []).map((each) => each.name);
      return JSON.stringify(found) === JSON.stringify(real)
        ? complaints
        : [...complaints, `devices ${found}`];
    }
    const { parseSmartctl } = await sdk.load('privileged/smart/report.js');
    const { state, verdict, messages } = parseSmartctl(recorded.stdout, recorded.exitCode);
    // Bits 0 and 1: it was not opened, and nothing is known of its health. With standby it is left asleep.
    const unread = (recorded.exitCode & 3) !== 0;
    if (unread && state === 'read') complaints.push('it could not be opened, and is said to have been read');
    if (unread && verdict !== 'unknown')
      complaints.push(`it could not be opened, and its verdict is ${verdict}`);
    if (!unread && state !== 'read') complaints.push(`it was read, and is said to be ${state}`);
    for (const { string } of json.smartctl?.messages ?? [])
      if (!messages.includes(string)) complaints.push(`it does not pass on '${string}'`);
    return complaints;
  },
};

const sensors = {
  program: 'sensors',
  read(_sdk, words) {
    if (words.length === 1 && words[0] === '--version') return { name: 'host.sensors', params: {} };
    return words[0] === '-j' ? { name: 'sensors.read', params: {} } : undefined;
  },
  // Chips that are named only leave out others.
  same: (_sdk, ours, theirs, { exitCode }) =>
    sorted(ours) === sorted(theirs) ||
    (exitCode === 0 && ours[0] === '-j' && theirs.slice(1).every((word) => /^[a-z][a-z0-9*_-]*$/.test(word))),
  async expect(sdk, recorded, { name }, outcome) {
    const isNone = ({ stdout, stderr }) =>
      /^\s*\{\s*\}\s*$/.test(stdout) && stderr.includes('No sensors found');
    const isFine = (one) => one.exitCode === 0 || isNone(one);
    const complaints = expectUsual(sdk, recorded, outcome, isFine);
    if (outcome.error !== undefined || name !== 'sensors.read') return complaints;
    const { parseSensors } = await sdk.load('privileged/sensors/parse-sensors.js');
    const values = parseSensors(recorded.stdout).flatMap(({ value }) => (value === undefined ? [] : [value]));
    const inputs = recorded.stdout.matchAll(/"[a-z]+\d+_(?:input|average)":\s*(-?\d+(?:\.\d+)?)/g);
    const real = Array.from(inputs, ([, text]) => Number(text));
    const order = (list) => JSON.stringify([...list].sort((a, b) => a - b));
    return order(values) === order(real)
      ? complaints
      : [...complaints, `readings ${order(values)}, not ${order(real)}`];
  },
};

const pveversion = {
  program: 'pveversion',
  read(_sdk, words) {
    if (words.length === 0) return { name: 'host.release', params: {} };
    return words.length === 1 && words[0] === '-v' ? { name: 'host.packages', params: {} } : undefined;
  },
  same: (_sdk, ours, theirs) => sorted(ours) === sorted(theirs),
  expect: (sdk, recorded, _read, outcome) => expectUsual(sdk, recorded, outcome),
};

const systemctl = {
  program: 'systemctl',
  read(_sdk, words) {
    if (words.length !== 1) return undefined;
    if (words[0] === '--version') return { name: 'host.systemd', params: {} };
    return words[0] === 'daemon-reload' ? { name: 'systemd.reload', params: {} } : undefined;
  },
  same: (_sdk, ours, theirs) => sorted(ours) === sorted(theirs),
  expect: (sdk, recorded, _read, outcome) => expectUsual(sdk, recorded, outcome),
};

const lsblk = {
  program: 'lsblk',
  read(_sdk, words) {
    if (words.length === 1 && words[0] === '--version') return { name: 'host.util-linux', params: {} };
    return words.includes('--json') || words.includes('-J') ? { name: 'block.list', params: {} } : undefined;
  },
  // Fewer columns are fewer facts of the same form.
  same(_sdk, ours, theirs) {
    if (sorted(ours) === sorted(theirs)) return true;
    const [known, asked] = [ours, theirs].map((words) => option(words, '-o')?.split(',') ?? []);
    const rest = theirs.filter((word, index) => word !== '-o' && theirs[index - 1] !== '-o');
    const isPlain = rest.every((word) => /^(?:--json|-J|--bytes|-b|--paths|-p|\/dev\/\S+)$/.test(word));
    return isPlain && asked.includes('NAME') && asked.every((column) => known.includes(column)) && 'alike';
  },
  async expect(sdk, recorded, { name }, outcome) {
    const complaints = expectUsual(sdk, recorded, outcome);
    if (outcome.error !== undefined || name !== 'block.list') return complaints;
    const nodes = (list) => list.flatMap((node) => [node, ...nodes(node.children ?? [])]);
    return nodes(JSON.parse(recorded.stdout).blockdevices).length > 0
      ? complaints
      : [...complaints, 'no device'];
  },
};

const blkid = {
  program: 'blkid',
  read(_sdk, words) {
    const device = words.at(-1) ?? '';
    // Without `-p` the same is said, of what udev or a cache knows.
    const rest = sorted(words.slice(0, -1));
    const isProbe = rest === sorted(['-p', '-o', 'export']) || rest === sorted(['-o', 'export']);
    return isProbe ? { name: 'block.probe', params: { device } } : undefined;
  },
  same: (_sdk, ours, theirs) => sorted(ours) === sorted(theirs) || 'alike',
  async expect(sdk, recorded, _read, outcome) {
    // 2 and not a word: there is nothing on it. 8: there are several things.
    const isFine = ({ exitCode, stderr }) =>
      exitCode === 0 || exitCode === 8 || (exitCode === 2 && stderr === '');
    const complaints = expectUsual(sdk, recorded, outcome, isFine);
    if (outcome.error !== undefined) return complaints;
    const { parseProbe } = await sdk.load('privileged/usb/blkid.js');
    const probe = JSON.stringify(parseProbe(recorded));
    for (const key of ['UUID', 'TYPE']) {
      const value = new RegExp(`^${key}=(.*)$`, 'm').exec(recorded.stdout)?.[1];
      if (value !== undefined && !probe.includes(value)) complaints.push(`it does not tell ${key} ${value}`);
    }
    return complaints;
  },
};

const findmnt = {
  program: 'findmnt',
  read(_sdk, words) {
    const file = option(words, '--tab-file');
    if (sorted(words) === sorted(['--verify', '--tab-file', file ?? '']))
      return { name: 'fstab.verify', params: { file: file.split('/').pop() } };
    const target = option(words, '--mountpoint');
    if (!words.includes('--json') || target === undefined) return undefined;
    return { name: 'rootfs.mount', params: { vmid: vmidIn(target) ?? 100 } };
  },
  // The file is handed over by the descriptor of its folder.
  same(_sdk, ours, theirs) {
    const plain = (words) => words.map((word) => (word.startsWith('/') ? word.split('/').pop() : word));
    if (sorted(plain(ours)) === sorted(plain(theirs))) return true;
    // Another folder and other columns, of which ours has the source.
    return ours.includes('--mountpoint') && (option(theirs, '-o') ?? 'SOURCE').includes('SOURCE') && 'alike';
  },
  // 1 is a verdict of --verify; where nothing is mounted it is the caller's to judge. A crash is neither.
  expect: (sdk, recorded, { name }, outcome) =>
    expectUsual(
      sdk,
      recorded,
      outcome,
      ({ exitCode }) => exitCode === 0 || (exitCode === 1 && name === 'fstab.verify'),
    ),
};

/** Words of mount and umount, and what they mean. */
const reasons = [
  [/special device \S+ does not exist|can't find UUID=/, 'missing-device'],
  [/mount point is not a directory/, 'mountpoint-not-folder'],
  [/mount point does not exist|no mount point specified/, 'mountpoint-missing'],
  [/unknown filesystem type/, 'unknown-filesystem'],
  [/probably corrupted/, 'corrupt'],
  [/must be superuser/, 'not-root'],
  [/target is busy/, 'busy'],
  [/: not mounted/, 'not-mounted'],
  [/wrong fs type, bad option|Unknown parameter/, 'wrong-filesystem-or-option'],
];

async function expectMount(sdk, recorded, _read, outcome) {
  // 0 is success, also with a warning that the disk is mounted for reading only.
  const complaints = expectUsual(sdk, recorded, outcome);
  const reason = reasons.find(([pattern]) => pattern.test(recorded.stderr))?.[1];
  if (outcome.error === undefined || reason === undefined) return complaints;
  const { mountReason } = await sdk.load('privileged/usb/mount-reasons.js');
  if (mountReason(outcome.error) !== reason)
    complaints.push(`reason ${mountReason(outcome.error)}, not ${reason}`);
  return complaints;
}

/** A folder for the runner to hand over: the recorded one was on another host. */
function withFolder(make) {
  const root = mkdtempSync(join(tmpdir(), 'felhom-mount-'));
  mkdirSync(join(root, 'mnt'));
  return {
    ...make(root, join(root, 'mnt')),
    site: { mountRoots: [root] },
    done: () => rmSync(root, { recursive: true }),
  };
}

const drivers = /^(?:vfat|exfat|ntfs3|ntfs-3g|ext[234]|xfs|btrfs)$/;

const mount = {
  program: 'mount',
  read(_sdk, words) {
    // A device and a folder, with or without a driver and options: ours always has both, and never a UUID.
    const type = option(words, '-t');
    const rest = words.filter(
      (word, index) => !/^-[to]$/.test(word) && !/^-[to]$/.test(words[index - 1] ?? ''),
    );
    const [device = '', target = ''] = rest;
    const isPlain = rest.length === 2 && /^(?:\/dev\/|UUID=)/.test(device) && target.startsWith('/');
    if (!isPlain || (type !== undefined && !drivers.test(type))) return undefined;
    return withFolder((_root, mountpoint) => ({
      name: 'mount.mount',
      params: {
        device: device.replace(/^UUID=.*/, '/dev/sdb1'),
        mountpoint,
        driver: type ?? 'ext4',
        options: {},
      },
    }));
  },
  same: () => 'alike',
  expect: expectMount,
};

const umount = {
  program: 'umount',
  read(_sdk, [target = '', ...rest]) {
    if (rest.length > 0 || !target.startsWith('/')) return undefined;
    return { name: 'rootfs.unmount', params: { vmid: vmidIn(target) ?? 100 } };
  },
  same: (_sdk, ours, theirs) => sorted(ours) === sorted(theirs) || 'alike',
  expect: expectMount,
};

export const tools = [smartctl, sensors, pveversion, systemctl, lsblk, blkid, findmnt, mount, umount];
