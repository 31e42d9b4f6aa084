import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StateError } from '~/agent/daemon/errors.js';
import { haltAgent, isHalted, readHalt, resumeAgent } from '~/agent/daemon/halt.js';
import { haltAndWait } from '~/agent/daemon/halt-and-wait.js';
import { stateFolder } from '~/agent/daemon/places.js';
import { lockState } from '~/agent/daemon/state-lock.js';
import { type DaemonStatus, readStatus, reportOf, writeStatus } from '~/agent/daemon/status.js';
import { run } from '~/cli/run.js';
import { Terminal } from '../terminal.js';

const esc = String.fromCharCode(27);

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'felhom-state-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** A state folder that an agent has, as far as others see it. */
async function livingAgent(status: Partial<DaemonStatus> = {}) {
  const folder = await newFolder();
  const lock = await lockState(folder);
  onTestFinished(() => lock.release());
  await writeStatus(folder, statusOf(status));
  return { folder, lock };
}

function statusOf(more: Partial<DaemonStatus> = {}): DaemonStatus {
  return {
    at: Date.now(),
    pid: 4711,
    version: '0.1.0',
    agent: 'host-1',
    epoch: 2,
    hub: 'https://hub.example.com',
    startedAt: Date.now() - 90_000,
    state: 'ok',
    degraded: [],
    lastBeat: { answeredAt: Date.now() - 12_000, failures: 0 },
    running: [],
    waiting: [],
    refused: [],
    unacknowledged: 0,
    journal: { bytes: 2 << 20, limit: 64 << 20 },
    ...more,
  };
}

const at = (args: string[], folder: string) => [...args, '--state', folder];

/** Runs the program in this process. */
async function cli(...args: string[]) {
  const terminal = new Terminal();
  const code = await run(args, terminal);
  return { code, out: terminal.out, err: terminal.err };
}

/** A clock whose pauses take no time, and during each of which something may happen. */
function clockWith(during: (slept: number) => void | Promise<void>) {
  let slept = 0;
  return {
    now: () => 0,
    sleep: async (ms: number) => {
      slept += ms;
      await during(slept);
    },
    slept: () => slept,
  };
}

describe('status', () => {
  it('of an agent that is well: exit code 0, what it does', async () => {
    const { folder } = await livingAgent({
      running: [{ id: 'cmd-0001', action: 'guest.backup', startedAt: Date.now() - 61_000 }],
      waiting: [{ id: 'cmd-0002', action: 'guest.restore', for: 'an approval' }],
      refused: [{ at: Date.UTC(2026, 0, 2), id: 'cmd-0003', action: 'guest.power', reason: 'not-allowed' }],
      unacknowledged: 3,
    });
    const { code, out } = await cli(...at(['status'], folder));
    expect(out).toMatch(/^felhom-agent: ok, process 4711$/m);
    expect(out).toMatch(/^ {2}agent +host-1, epoch 2, release 0\.1\.0$/m);
    expect(out).toMatch(/^ {2}last beat +answered \d{4}-.* \(1\d\.\d s ago\)$/m);
    expect(out).toMatch(/^ {2}results +3 not acknowledged yet$/m);
    expect(out).toMatch(/^ {2}journal +2\.0 MiB of 64\.0 MiB$/m);
    expect(out).toMatch(/^runs:\n {2}cmd-0001 {2}guest\.backup {2}for 1 min 1 s$/m);
    expect(out).toMatch(/^waits:\n {2}cmd-0002 {2}guest\.restore {2}for an approval$/m);
    expect(out).toMatch(/^refused:\n {2}2026-01-02 00:00:00 {2}cmd-0003 {2}guest\.power {2}not-allowed$/m);
    expect(code).toBe(0);
  });

  it('--json: one object with the same', async () => {
    const { folder } = await livingAgent({ unacknowledged: 1 });
    const { code, out } = await cli(...at(['status', '--json'], folder));
    expect(JSON.parse(out)).toMatchObject({
      program: 'felhom-agent',
      exitCode: 0,
      ok: true,
      folder,
      state: 'ok',
      running: true,
      status: { agent: 'host-1', unacknowledged: 1 },
    });
    expect(code).toBe(0);
  });

  it.each([
    {
      name: 'says that it is',
      status: { state: 'degraded', degraded: ['the hub is away'] },
      seen: /the hub is away/,
    },
    {
      name: 'has said nothing for long',
      status: { at: Date.now() - 1_500_000 },
      seen: /nothing for 25 minutes/,
    },
  ] as const)('of one that $name: degraded, exit code 1', async ({ status, seen }) => {
    const { folder } = await livingAgent(status as Partial<DaemonStatus>);
    const { code, out } = await cli(...at(['status'], folder));
    expect(out).toMatch(/^felhom-agent: degraded/);
    expect(out).toMatch(seen);
    expect(code).toBe(1);
  });

  it('of one that is dead: says so, and how it was', async () => {
    const { folder, lock } = await livingAgent({
      running: [{ id: 'cmd-0001', action: 'guest.backup', startedAt: Date.now() - 5_000 }],
      degraded: ['was late'],
    });
    await lock.release();
    const { code, out } = await cli(...at(['status'], folder));
    expect(out).toMatch(/^felhom-agent: stopped \(no agent runs here\)\nwhat follows is from \d{4}-/);
    expect(out).toMatch(/^ran:\n {2}cmd-0001 {2}guest\.backup {2}for 5\.\d s$/m);
    expect(code).toBe(1);
  });

  it('takes no lock: an agent can start while it is asked', async () => {
    const folder = await newFolder();
    const [report, lock] = await Promise.all([reportOf(folder, Date.now()), lockState(folder)]);
    expect(['stopped', 'degraded']).toContain(report.state);
    await Promise.all(Array.from({ length: 20 }, () => reportOf(folder, Date.now())));
    await lock.release();
    const before = await readdir(folder);
    await reportOf(folder, Date.now());
    expect(await readdir(folder)).toEqual(before);
  });

  it.each([
    ['nothing', undefined],
    ['no JSON', '{"at":'],
    ['another form', '{"at":1}'],
    ['nothing in it', ''],
  ])('with %s of a status: says so, degraded', async (_, text) => {
    const { folder } = await livingAgent();
    await rm(join(folder, 'status.json'));
    if (text !== undefined) await writeFile(join(folder, 'status.json'), text);
    const report = await reportOf(folder, Date.now());
    expect(report).toMatchObject({ state: 'degraded', running: true, status: undefined });
    expect(report.problems).toHaveLength(1);
  });

  it('without a state folder, and with words that it does not know', async () => {
    const none = await cli('status', '--state', '/nonexistent/state');
    expect(none.code).toBe(1);
    expect(none.err).toContain('there is no such folder');
    expect((await cli('status', 'now')).code).toBe(2);
    expect((await cli('status', '--reason', 'x')).code).toBe(2);
    expect((await cli('status', '--state')).code).toBe(2);
    expect((await cli('--json', 'status')).out).toContain('`status` comes first');
  });

  it('lets nothing that the agent wrote work on the terminal', async () => {
    const { folder } = await livingAgent({ hub: `https://x/${esc}[2J`, degraded: [`${esc}]0;title`] });
    await writeFile(join(folder, 'halt'), `${esc}[2J`);
    expect((await cli(...at(['status'], folder))).out).not.toContain(esc);
  });

  it('follows no link out of the folder', async () => {
    const { folder } = await livingAgent();
    const elsewhere = join(await newFolder(), 'other');
    await writeFile(elsewhere, JSON.stringify(statusOf({ agent: 'other' })));
    await rm(join(folder, 'status.json'));
    await symlink(elsewhere, join(folder, 'status.json'));
    expect(await readStatus(folder)).toContain('cannot be read');
    await symlink(elsewhere, join(folder, 'halt'));
    expect(await readHalt(folder)).toEqual({ since: 0, reason: '' });
  });

  it('is written whole or not at all, by many at once, closed to others', async () => {
    const folder = await newFolder();
    await Promise.all(
      Array.from({ length: 50 }, (_, pid) =>
        writeStatus(folder, statusOf({ pid, agent: 'a'.repeat(pid + 1) })),
      ),
    );
    const read = (await readStatus(folder)) as DaemonStatus;
    expect(read.agent).toHaveLength(read.pid + 1);
    expect(await readdir(folder)).toEqual(['status.json']);
    expect(((await stat(join(folder, 'status.json'))).mode & 0o777).toString(8)).toBe('600');
  });
});

describe('halt and resume', () => {
  it('without an agent: at once, and kept until resume', async () => {
    const folder = await newFolder();
    const halted = await cli(...at(['halt', '--reason', `work ${esc}[2J on\nthe roof`], folder));
    expect(halted.out).toMatch(/^halted: no agent runs here; one that starts takes no work$/m);
    expect(halted.code).toBe(0);
    expect(await isHalted(folder)).toBe(true);
    expect((await readHalt(folder))?.reason).toBe('work \\x1b[2J on the roof');
    const status = await cli(...at(['status'], folder));
    expect(status.out).toMatch(/^ {2}halted +since \d{4}-.*work/m);
    expect(status.code).toBe(1);
    expect((await cli(...at(['halt', '--reason', 'again'], folder))).out).toMatch(/^was halted already/);
    expect((await readHalt(folder))?.reason).toContain('roof');
    const resumed = await cli(...at(['resume'], folder));
    expect(resumed).toMatchObject({ code: 0, out: 'resumed: an agent that starts will take work again\n' });
    expect(await readdir(folder)).toEqual([]);
    expect((await cli(...at(['resume', '--json'], folder))).out).toContain('"resumed": false');
  });

  it('waits until the agent says that nothing runs any more', async () => {
    const running = [{ id: 'cmd-0001', action: 'guest.backup', startedAt: 1 }];
    const { folder } = await livingAgent({ running });
    const clock = clockWith(async (slept) => {
      if (slept === 300)
        await writeStatus(folder, statusOf({ state: 'halted', running, at: Date.now() + 1 }));
      if (slept === 900) await writeStatus(folder, statusOf({ state: 'halted', at: Date.now() + 1 }));
    });
    expect(await haltAndWait(folder, 'test', { clock })).toEqual({
      running: true,
      quiet: true,
      already: false,
      left: [],
    });
    expect(clock.slept()).toBe(900);
    expect((await cli(...at(['status'], folder))).out).toMatch(/^felhom-agent: halted, process 4711/);
  });

  it('gives up after 6 s, names what runs, and stays halted', async () => {
    const running = [{ id: 'cmd-0001', action: 'guest.backup', startedAt: 1 }];
    const { folder } = await livingAgent({ running });
    const clock = clockWith(() => undefined);
    expect(await haltAndWait(folder, 'test', { clock })).toMatchObject({ quiet: false, left: running });
    expect(clock.slept()).toBe(6_000);
    expect(await isHalted(folder)).toBe(true);
  });

  it('believes no status from before: it may have been halted then, too', async () => {
    const { folder } = await livingAgent({ state: 'halted', at: Date.now() - 60_000 });
    const clock = clockWith(() => undefined);
    expect(await haltAndWait(folder, 'test', { clock })).toMatchObject({ quiet: false });
  });

  it('an agent that ends in the meantime runs nothing', async () => {
    const { folder, lock } = await livingAgent();
    const clock = clockWith(() => lock.release());
    expect(await haltAndWait(folder, 'test', { clock })).toMatchObject({ quiet: true, running: false });
  });

  it('one of the wrong folder is an error, not a halt', async () => {
    const folder = join(await newFolder(), 'typo');
    await expect(haltAndWait(folder, 'test')).rejects.toThrow(StateError);
    expect((await cli('halt', '--state', folder)).code).toBe(1);
    expect((await cli('resume', '--state', folder)).code).toBe(1);
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });

  it.skipIf(process.getuid?.() !== 0)(
    'root leaves a file of the user of the folder, and writes through no link that this one has put there (needs root)',
    async () => {
      const folder = await newFolder();
      const { chown } = await import('node:fs/promises');
      await chown(folder, 1234, 1235);
      const target = join(await newFolder(), 'passwd');
      await writeFile(target, 'root');
      await symlink(target, join(folder, 'halt.new'));
      const mask = process.umask(0o077);
      try {
        await haltAgent(folder, 'by root');
      } finally {
        process.umask(mask);
      }
      const { uid, gid, mode } = await stat(join(folder, 'halt'));
      expect([uid, gid, (mode & 0o777).toString(8)]).toEqual([1234, 1235, '644']);
      expect(await readFile(target, 'utf8')).toBe('root');
      // A link in the place of the file itself counts as a halt, and is removed as a link.
      await resumeAgent(folder);
      await symlink(target, join(folder, 'halt'));
      expect(await isHalted(folder)).toBe(true);
      await resumeAgent(folder);
      expect(await readFile(target, 'utf8')).toBe('root');
      expect(await isHalted(folder)).toBe(false);
    },
  );

  it('something else in the place of the halt file halts as well', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'halt'));
    expect(await readHalt(folder)).toEqual({ since: 0, reason: '' });
  });
});

describe('the state folder', () => {
  it.each([
    [undefined, undefined, '/var/lib/felhom-agent'],
    [undefined, '/run/x', '/run/x'],
    [undefined, '/a:/b', '/var/lib/felhom-agent'],
    [undefined, 'relative', '/var/lib/felhom-agent'],
    ['state', '/run/x', '/here/state'],
    ['/abs', undefined, '/abs'],
  ])('%s given, and %s by systemd: %s', (named, given, found) => {
    expect(stateFolder(named, { STATE_DIRECTORY: given }, '/here')).toBe(found);
  });
});
