import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { conformCli, formatReport, type Report } from '../../scripts/conform-cli/index.mjs';

const source = (path: string) =>
  import(new URL(`../../src/${path.replace(/\.js$/, '.ts')}`, import.meta.url).href);

interface Line {
  name: string;
  argv: string[];
  exitCode: number | null;
  signal?: string;
  stdin?: string;
  stdout: string;
  stderr: string;
}

function line(argv: string, more: Partial<Line> = {}): Line {
  return { name: 'made', argv: argv.split(' '), exitCode: 0, stdout: '', stderr: '', ...more };
}

function fileOf(lines: readonly Line[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'felhom-conform-cli-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'made.jsonl');
  writeFileSync(file, lines.map((each) => `${JSON.stringify(each)}\n`).join(''));
  return file;
}

async function conform(...lines: Line[]): Promise<Report> {
  return conformCli(source, [fileOf(lines)]);
}

const usage = 'pct create <vmid> <ostemplate> [OPTIONS]\n';

/** Recordings as they could be, and how they go: word by word, alike, refused or left out. */
const matched: [how: 'exact' | 'alike' | 'refused' | 'left', recorded: Line][] = [
  ['exact', line('pct create 400 local:vztmpl/a.tar.zst --rootfs local:1 --unprivileged 1')],
  // In another order, within a value, too.
  [
    'exact',
    line(
      '/usr/sbin/pct create 400 local:vztmpl/a.tar.zst --memory 64 --features keyctl=1,nesting=1 --hostname x',
    ),
  ],
  ['exact', line('pct create 400 local:vztmpl/a.tar.zst -memory=64')],
  ['exact', line('pct create 400 local:vztmpl/a.tar.zst --password', { stdin: 'secret12\nsecret12\n' })],
  ['exact', line('pct create 400 local:vztmpl/a.tar.zst --ssh-public-keys /root/keys.pub')],
  ['exact', line('pct set 401 --mp0 /srv,mp=/mnt/usb,ro=1,backup=0')],
  [
    'exact',
    line('pct create 400 local:vztmpl/a.tar.zst', { exitCode: null, signal: 'SIGKILL', stdout: 'x\n' }),
  ],
  ['exact', line('setpriv --reuid=33 pct list', { exitCode: 255, stderr: 'please run as root\n' })],
  [
    'exact',
    {
      ...line('', {
        exitCode: 4,
        stderr: "trying to acquire lock...\ncan't lock file '/run/lock/x' - got timeout\n",
      }),
      argv: ['sh', '-c', 'flock /run/lock/x pct set 401 --features nesting=1'],
    },
  ],
  [
    'exact',
    line('pvesh get /nodes/pve9/tasks --vmid 7000 --source all --limit 100 --output-format json', {
      stdout: '[]\n',
    }),
  ],
  ['alike', line('umount /srv/x', { exitCode: 32, stderr: 'umount: /srv/x: target is busy.\n' })],
  [
    'refused',
    line('pct create 1 local:vztmpl/a.tar.zst', {
      exitCode: 255,
      stderr: `400 Parameter verification failed.\nvmid: too low\n${usage}`,
    }),
  ],
  [
    'refused',
    line('pct create 400 local:vztmpl/a.tar.zst --bogus 1', {
      exitCode: 255,
      stderr: `Unknown option: bogus\n400 unable to parse option\n${usage}`,
    }),
  ],
  // Taken by the host, and not by us; of no command that we build; a password for all to see; a shell.
  ['left', line('pct set 401 --mp2 /srv,mp=mnt/x')],
  [
    'left',
    line('pct set 401 --memory 100', { exitCode: 2, stderr: "Configuration file 'x' does not exist\n" }),
  ],
  ['left', line('pct exec 400 -- true')],
  ['left', line('pct create 400 local:vztmpl/a.tar.zst --password secret12')],
  ['left', { ...line(''), argv: ['sh', '-c', 'pct list >/dev/full; echo rc=$?'] }],
  ['left', line('wipefs /dev/loop1')],
];

it.each(matched)('is %s: %j', async (how, recorded) => {
  const { played, passed, exact, alike, refused, left } = await conform(recorded);
  expect({ played, passed }).toEqual(how === 'left' ? { played: 0, passed: 0 } : { played: 1, passed: 1 });
  expect({ exact, alike, refused, left: left.size }).toEqual({
    exact: 0,
    alike: 0,
    refused: 0,
    left: 0,
    [how]: 1,
  });
});

/** Recordings that no host makes: what they show is not what our commands do, and has to be noticed. */
const wrong: [why: string, recorded: Line][] = [
  ['configuration is read otherwise', line('pct config 400', { stdout: 'hostname: a\nno key\n' })],
  ['the list is read otherwise', line('pct list', { stdout: 'VMID Status Lock Name\n100 running web\n' })],
  [
    '1 warnings, not 2',
    line('pct create 400 local:vztmpl/a.tar.zst', {
      stdout: 'WARN: x\n',
      stderr: 'Task finished with 2 warning(s)!\n',
    }),
  ],
  [
    '0 is no failure',
    line('pvesh get /nodes/n/lxc/400/config --output-format json', { stdout: 'no JSON\n' }),
  ],
  [
    'refused for vmid, and by the host for memory',
    line('pct create 1 local:vztmpl/a.tar.zst --memory 64', {
      exitCode: 255,
      stderr: `400 Parameter verification failed.\nmemory: no\n${usage}`,
    }),
  ],
];

it.each(wrong)('notices: %s', async (why, recorded) => {
  const { played, passed, mismatches } = await conform(recorded);
  expect({ played, passed }).toEqual({ played: 1, passed: 0 });
  expect(mismatches[0]).toContain(`made.jsonl: made: `);
  expect(mismatches[0]).toContain(why);
});

it('closes its report with one line', async () => {
  const [, good] = matched[0] ?? [];
  const [, bad] = wrong[0] ?? [];
  const text = formatReport(
    await conform(...[good, bad, line('wipefs /dev/loop1')].flatMap((each) => each ?? [])),
  );
  expect(text.split('\n')).toEqual([
    'left out: 1',
    '     1 wipefs: not a program that we run',
    'run through a stand-in: 2 word by word, 0 alike; refused before they run: 0',
    'MISMATCH made.jsonl: made: the configuration is read otherwise',
    'conform-cli: 1/2',
  ]);
});

describe('npm run conform-cli', () => {
  const script = fileURLToPath(new URL('../../scripts/conform-cli.mjs', import.meta.url));
  const run = (...files: string[]) =>
    new Promise<{ code: unknown; last: string | undefined }>((resolve) => {
      execFile(process.execPath, [script, ...files], (error, stdout) => {
        resolve({ code: error?.code ?? 0, last: stdout.trimEnd().split('\n').at(-1) });
      });
    });

  it('fails for one that does not conform, and for none at all', { timeout: 120_000 }, async () => {
    const [good, bad] = [line('pct unlock 401'), wrong[0]?.[1] ?? line('')];
    expect(await run(fileOf([good]))).toEqual({ code: 0, last: 'conform-cli: 1/1' });
    expect(await run(fileOf([good, bad]))).toEqual({ code: 1, last: 'conform-cli: 1/2' });
    expect(await run(fileOf([]))).toEqual({ code: 1, last: 'conform-cli: 0/0' });
  });

  it("plays the project's own recordings", { timeout: 120_000 }, async () => {
    const { code, last = '' } = await run();
    expect(code).toBe(0);
    const [, passed = '', played = ''] = /^conform-cli: (\d+)\/(\d+)$/.exec(last) ?? [];
    expect(passed).toBe(played);
    expect(Number(played)).toBeGreaterThanOrEqual(150);
  });
});
