import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Ran, RootHarness } from './harness.js';
import { before, differing, lists, skipped } from './recorded-differences.js';
import { furnish, HostFiles, linesOf, settled } from './recorded-host.js';

interface Recorded {
  name: string;
  on: string;
  argv: string[];
  stdin?: string;
  env?: Record<string, string>;
  exitCode: number;
  stdout: string;
  stderr: string;
  note?: string;
}

const file = new URL('../../fixtures/recorded-cli/cli.jsonl', import.meta.url);
const recorded: Recorded[] = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

function of(...tools: string[]): Recorded[] {
  return recorded.filter(({ argv: [tool = ''] }) => tools.includes(tool));
}

/** What of our answer is not as it was there. */
function differences(real: Recorded, ours: Ran): string[] {
  const told = (what: string, wanted: unknown, got: unknown): string[] =>
    wanted === got ? [] : [`${what}: ${JSON.stringify(wanted)}, here ${JSON.stringify(got)}`];
  const out = lists.test(real.name) ? formOf : settled;
  return [
    ...told('exit', real.exitCode, ours.code),
    ...told('stdout', out(real.stdout), out(ours.stdout)),
    ...told('stderr', linesOf(real.stderr).join('\n'), linesOf(ours.stderr).join('\n')),
  ];
}

/** The keys that every row has, or the heading of a table, or the words in front of colons. */
function formOf(text: string): string {
  if (text.startsWith('[')) {
    const rows: object[] = JSON.parse(text);
    return Object.keys(rows[0] ?? {})
      .filter((key) => rows.every((row) => key in row))
      .join(',');
  }
  const heading = text.split('\n').find((line) => line !== '' && !line.startsWith('+')) ?? '';
  if (!/^\w+: /.test(heading)) return heading.replace(/ +/g, ' ');
  return text.replace(/: .*/g, '');
}

it('pct and pveum do what they did on a real host, but for what is listed', async () => {
  await using h = await RootHarness.open();
  using files = new HostFiles();
  furnish(h.engine.world);
  const found: Record<string, string[]> = {};
  let same = 0;
  for (const real of of('pct', 'pveum')) {
    const { name, argv, note, env = {}, stdin = '' } = real;
    if (note !== undefined || skipped.some(([names]) => names.test(name))) continue;
    for (const [tool = '', ...words] of before[name] ?? []) {
      const { code, stderr } = await h.ask(tool, words);
      expect([name, code, stderr]).toEqual([name, 0, '']);
    }
    const [tool = '', ...words] = files.words(argv);
    const wrong = differences(real, await h.ask(tool, words, { env, stdin }));
    if (wrong.length > 0) found[name] = wrong;
    else same += 1;
  }
  // What is not listed shows with what is wrong about it.
  expect(Object.fromEntries(Object.entries(found).filter(([name]) => !(name in differing)))).toEqual({});
  expect(Object.keys(differing).filter((name) => !(name in found))).toEqual([]);
  expect(same).toBeGreaterThan(180);
});

it('lsblk has the columns and complaints of the one of Proxmox VE 9', async () => {
  await using h = await RootHarness.open();
  const all = of('lsblk').find(({ name }) => name === 'lsblk/json-bytes-O-ext4-trixie');
  const keys = (text: string): string[] => Object.keys(JSON.parse(text).blockdevices[0]);
  const ours = await h.ask('lsblk', ['--json', '--bytes', '-O', '/dev/sda']);
  expect(keys(ours.stdout)).toEqual(keys(all?.stdout ?? '{}'));
  const types = (text: string): unknown[] =>
    Object.entries(JSON.parse(text).blockdevices[0]).map(([key, value]) => [key, typeof value]);
  // Numbers are numbers and flags flags, where there is a value at all in both.
  const wanted = new Map(types(all?.stdout ?? '{}').map((row) => row as [string, string]));
  const other = types(ours.stdout).filter(
    (row) =>
      Array.isArray(row) &&
      row[1] !== 'object' &&
      wanted.get(row[0]) !== 'object' &&
      wanted.get(row[0]) !== row[1],
  );
  expect(other).toEqual([]);
  for (const name of ['lsblk/not-a-block-device', 'lsblk/bad-column']) {
    const real = of('lsblk').find((one) => one.name === name);
    const { code, stdout, stderr } = await h.ask('lsblk', real?.argv.slice(1) ?? []);
    expect({ code, stdout, stderr }).toEqual({
      code: real?.exitCode,
      stdout: real?.stdout,
      stderr: real?.stderr,
    });
  }
  const partly = await h.ask('lsblk', ['--json', '-o', 'NAME', '/dev/sda', '/dev/sdz']);
  expect(partly).toMatchObject({ code: 64, stderr: 'lsblk: /dev/sdz: not a block device\n' });
});

it('smartctl says what the one of Debian 13 says of what is not a disk', async () => {
  await using h = await RootHarness.open();
  // Forced types on a loop device are about that device, and a host without any disk is another host.
  const comparable = of('smartctl').filter(
    ({ name, on }) => on.includes('Debian 13') && !/scan|-on-loop|text|no-args/.test(name),
  );
  expect(comparable.length).toBeGreaterThan(5);
  for (const real of comparable) {
    const ours = await h.ask('smartctl', real.argv.slice(1));
    const settle = (text: string): unknown => ({
      ...JSON.parse(text),
      ...(text.includes('local_time') ? { local_time: { time_t: 0, asctime: '' } } : {}),
      smartctl: { ...JSON.parse(text).smartctl, platform_info: '' },
    });
    expect([real.name, ours.code, ours.stderr]).toEqual([real.name, real.exitCode, real.stderr]);
    expect(settle(ours.stdout)).toEqual(settle(real.stdout));
  }
});

it('smartctl without JSON and without a device', async () => {
  await using h = await RootHarness.open();
  const platform = /x86_64-linux-\S+/g;
  for (const real of of('smartctl').filter(({ name }) => /(?:text-missing|no-args)-trixie/.test(name))) {
    const ours = await h.ask('smartctl', real.argv.slice(1));
    expect([ours.code, ours.stdout.replace(platform, '')]).toEqual([
      real.exitCode,
      real.stdout.replace(platform, ''),
    ]);
  }
});

it('sensors prints the same chips the same way', async () => {
  await using h = await RootHarness.open();
  h.engine.world.system.disks.splice(0);
  const { chips } = h.root.machine;
  const complete = of('sensors').find(({ name }) => name === 'sensors13/json-ok');
  const none = of('sensors').filter(({ name }) =>
    /sensors13\/(?:text-none|nolc|chip-missing|chip-bad-name)$/.test(name),
  );
  chips.splice(0);
  for (const real of none.filter(({ argv }) => argv.includes('-j'))) await compare(real);
  const seen: Record<string, Record<string, Record<string, number>>> = JSON.parse(complete?.stdout ?? '{}');
  for (const [name, { Adapter, ...features }] of Object.entries(seen))
    chips.push({
      name,
      adapter: String(Adapter),
      features: Object.entries(features).map(([label, values]) => ({ label, values })),
    });
  const names = [
    'json-ok',
    'json-one-chip',
    'json-chip-wildcard',
    'json-no-adapter',
    'raw',
    'json-fahrenheit',
  ];
  for (const name of names) await compare(of('sensors').find((one) => one.name === `sensors13/${name}`));
  const core = chips.find(({ name }) => name.startsWith('coretemp'))?.features[1];
  if (core !== undefined) core.values['temp2_input'] = 'unreadable';
  await compare(of('sensors').find(({ name }) => name === 'sensors13/json-read-error'));

  async function compare(real: Recorded | undefined): Promise<void> {
    const { code, stdout, stderr } = await h.ask('sensors', real?.argv.slice(1) ?? []);
    expect([real?.name, code, stdout, stderr]).toEqual([
      real?.name,
      real?.exitCode,
      real?.stdout,
      real?.stderr,
    ]);
  }
});

it('blkid finds the same on the same file systems', async () => {
  await using h = await RootHarness.open();
  h.engine.world.system.disks.splice(0);
  const uuid = (end: string): string => `11111111-2222-4333-8444-5555555555${end}`;
  const contents = [
    { fstype: 'ext4', fsver: '1.0', label: 'USB Disk', uuid: uuid('01') },
    { fstype: 'xfs', label: 'xfsdisk', uuid: uuid('03') },
    { fstype: 'crypto_LUKS', fsver: '2', label: 'LK', uuid: uuid('05') },
    {},
  ];
  for (const each of contents) h.root.machine.plug({ contents: each });
  const names: Readonly<Record<string, string>> = {
    loop1: 'sda',
    loop5: 'sdb',
    loop13: 'sdc',
    loop14: 'sdd',
  };
  const real = of('blkid').filter(({ name }) =>
    /blkid\/(?:p?-?export-(?:ext4|xfs|luks|none)|U-(?:ext4|missing|empty|upper)|L|uuid-value)$/.test(name),
  );
  expect(real.length).toBeGreaterThan(8);
  // Block sizes are not modelled, and the order of the tags is that of each file system's own probe.
  const tags = (text: string): string[] =>
    text
      .replace(/loop\d+/g, (name) => names[name] ?? name)
      .split('\n')
      .filter((line) => !line.startsWith('BLOCK_SIZE'))
      .sort();
  for (const { name, argv, exitCode, stdout } of real) {
    const words = argv.slice(1).map((word) => word.replace(/loop\d+$/, (loop) => names[loop] ?? loop));
    const ours = await h.ask('blkid', words);
    expect([name, ours.code, ours.stderr, tags(ours.stdout)]).toEqual([name, exitCode, '', tags(stdout)]);
  }
});

it('pvesm lists storages and volumes in the same columns', async () => {
  await using h = await RootHarness.open();
  furnish(h.engine.world);
  const byName = (name: string) => of('pvesm').find((one) => one.name === `pvesm/${name}`);
  const columns = (text = ''): string => (text.split('\n')[0] ?? '').replace(/ +/g, ' ');
  for (const name of ['status', 'list', 'list-vmid', 'path', 'status-missing', 'list-missing', 'path-bad']) {
    const real = byName(name);
    const ours = await h.ask('pvesm', real?.argv.slice(1) ?? []);
    expect([name, ours.code, columns(ours.stdout), ours.stderr]).toEqual([
      name,
      real?.exitCode,
      columns(real?.stdout),
      real?.stderr,
    ]);
  }
  // With the figures of that host the whole table is the same.
  const status = await h.ask('pvesm', ['status', '--storage', 'nas']);
  expect(status.stdout).toBe(
    'Name        Type     Status     Total (KiB)      Used (KiB) Available (KiB)        %\n' +
      'nas          nfs   inactive               0               0               0    0.00%\n',
  );
  const volumes = await h.ask('pvesm', ['list', 'local', '--vmid', '101', '--content', 'backup']);
  expect(volumes.stdout.split('\n').at(-2)).toMatch(
    /^local:backup\/vzdump-lxc-101-\S+ tar\.zst backup +\d+ 101$/,
  );
});
