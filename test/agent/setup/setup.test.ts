import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Simulator } from '@felhom/proxmox/simulator';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { enroll } from '~/agent/daemon/enroll.js';
import { haltAgent } from '~/agent/daemon/halt.js';
import { openIdentity } from '~/agent/daemon/identity.js';
import { lockState } from '~/agent/daemon/state-lock.js';
import { writeStatus } from '~/agent/daemon/status.js';
import { type SetupPlace, setupReport } from '~/agent/setup/setup.js';
import { run } from '~/cli/run.js';
import { Helper } from '~/privileged/helper/helper.js';
import { enrolOptions, machineOf, newFolder, startHub } from '../daemon/support/hub.js';
import { Terminal } from '../terminal.js';

const user = process.getuid?.() ?? 0;

/** An agent that is enrolled and set up, and its hub. */
async function setUp(policy: object = { version: 1, actions: { echo: {} } }) {
  const hub = await startHub();
  const options = await enrolOptions(hub);
  await enroll(options);
  const file = join(newFolder(), 'policy.json');
  writeFileSync(file, JSON.stringify(policy), { mode: 0o644 });
  const place: SetupPlace = {
    state: options.folder,
    policy: file,
    socket: join(newFolder(), 'priv.sock'),
    machine: options.machine,
    owners: [0, user],
  };
  return { hub, place, machine: options.machine };
}

async function found(place: SetupPlace) {
  const report = await setupReport(place);
  return { report, of: (name: string) => report.checks.find((check) => check.name === name) };
}

describe('how the agent of this machine is set up', () => {
  it('is told in one word where there is none', async () => {
    const report = await setupReport({ state: '/nonexistent', policy: '/nonexistent' });
    expect(report).toEqual({ setUp: false, ok: true, checks: [] });
  });

  it('is fine as enroll leaves it', async () => {
    const { place } = await setUp();
    const lock = await lockState(place.state);
    onTestFinished(() => lock.release());
    const { report, of } = await found(place);
    const problems = report.checks.filter(({ status }) => status === 'fail');
    expect(problems).toEqual([]);
    expect(report).toMatchObject({ setUp: true, ok: true });
    for (const name of ['identity', 'files', 'machine', 'policy', 'hub', 'clock', 'disk'])
      expect([name, of(name)?.status]).toEqual([name, 'ok']);
    expect(of('identity')?.summary).toMatch(/^agent pve1 \(enrolment \d+\) of https:\/\/127/);
    expect(of('hub')?.summary).toContain('known by its pinned certificate');
    // It runs, and has written nothing yet.
    expect(of('process')).toMatchObject({ status: 'warn' });
    expect(of('helper')).toMatchObject({ status: 'warn' });
  });

  it('says what is not enrolled, and what then cannot be looked at', async () => {
    const { report, of } = await found({ state: newFolder(), policy: '/nonexistent/policy.json' });
    expect(of('identity')).toMatchObject({
      status: 'warn',
      summary: expect.stringContaining('not enrolled'),
    });
    for (const name of ['machine', 'hub', 'clock']) expect(of(name)?.status).toBe('skip');
    expect(of('policy')?.status).toBe('fail');
    expect(report.ok).toBe(false);
  });

  it('finds files that others are let at, and links', async () => {
    const { place } = await setUp();
    writeFileSync(join(place.state, 'commands.jsonl'), '', { mode: 0o600 });
    chmodSync(join(place.state, 'commands.jsonl'), 0o640);
    mkdirSync(join(place.state, 'audit'), { mode: 0o700 });
    symlinkSync('/etc/passwd', join(place.state, 'audit', 'audit-1.jsonl'));
    const { of } = await found(place);
    expect(of('files')).toMatchObject({ status: 'fail', summary: expect.stringMatching(/^2 things/) });
    expect(of('files')?.rows?.flat().join(' ')).toMatch(
      /commands\.jsonl mode 0640.*audit-1\.jsonl is a symbolic link/,
    );
    chmodSync(join(place.state, 'agent.key'), 0o644);
    const again = await found(place);
    expect(again.of('identity')).toMatchObject({ status: 'fail', summary: expect.stringContaining('0644') });
    expect(again.report.ok).toBe(false);
  });

  it.skipIf(user !== 0)('finds files of another user (needs root)', async () => {
    const { place } = await setUp();
    const { chownSync } = await import('node:fs');
    chownSync(place.state, 1234, 1234);
    const { of } = await found(place);
    expect(of('files')?.rows?.flat().join(' ')).toContain('belongs to user 0, and its folder to 1234');
  });

  it('finds that it is a copy', async () => {
    const { place } = await setUp();
    const { of } = await found({ ...place, machine: machineOf({ id: 'b2'.repeat(16) }) });
    expect(of('machine')).toMatchObject({
      status: 'fail',
      rows: [[expect.stringContaining('/etc/machine-id')]],
    });
  });

  it.each([
    [{ version: 1, actions: { 'guest.fly': {} } }, /does not have: guest\.fly/],
    [{ version: 1, actions: { echo: { risk: 'CRITICAL' } } }, /Nobody can approve.*echo/],
  ])('finds a policy that means nothing: %j', async (policy, advice) => {
    const { of } = await found((await setUp(policy)).place);
    expect(of('policy')).toMatchObject({ status: 'warn', advice: [expect.stringMatching(advice)] });
  });

  it('finds a policy that others may change, or that is wrong', async () => {
    const { place } = await setUp();
    chmodSync(place.policy, 0o666);
    expect((await found(place)).of('policy')).toMatchObject({
      status: 'fail',
      summary: expect.stringContaining('0666'),
    });
    chmodSync(place.policy, 0o644);
    writeFileSync(place.policy, '{"version":2}');
    expect((await found(place)).of('policy')?.status).toBe('fail');
  });

  it('finds a hub that is away, or another one in its place', async () => {
    const { hub, place } = await setUp();
    const other = await startHub();
    const { identity } = await openIdentity(place.state);
    const moved = { ...identity, hub: { ...identity.hub, url: `${other.url}/` } };
    writeFileSync(join(place.state, 'identity.json'), JSON.stringify(moved), { mode: 0o600 });
    const untrusted = (await found(place)).of('hub');
    expect(untrusted).toMatchObject({ status: 'fail', advice: [expect.stringContaining('enroll --again')] });
    writeFileSync(join(place.state, 'identity.json'), JSON.stringify(identity), { mode: 0o600 });
    expect((await found(place)).of('hub')?.status).toBe('ok');
    await hub.close();
    const away = await found(place);
    expect(away.of('hub')?.status).toBe('fail');
    expect(away.of('clock')?.status).toBe('skip');
  });

  it.each([
    [0, 'ok', /as the hub/],
    [30_000, 'warn', /^(29|30|31)\.\d s ahead of the hub's$/],
    [-3_600_000, 'fail', /^(59|60) min \d+ s behind the hub's: commands are late/],
  ])('compares the clock with the hub`s: %i ms off', async (off, status, summary) => {
    const { place } = await setUp();
    const { of } = await found({ ...place, now: () => Date.now() + off });
    expect(of('clock')).toMatchObject({ status, summary: expect.stringMatching(summary) });
  });

  it('asks the helper, if there is one', async () => {
    const { place } = await setUp();
    const { socket = '' } = place;
    const helper = new Helper({ version: '0.1.0', users: [user], log: () => {}, allow: ['smart.read'] });
    await helper.listen(socket, process.getgid?.() ?? 0);
    onTestFinished(() => helper.close(0));
    expect((await found(place)).of('helper')).toMatchObject({
      status: 'ok',
      summary: 'release 0.1.0, 1 command allowed',
    });
  });

  it('tells whether the agent runs, and is halted', async () => {
    const { place } = await setUp();
    expect((await found(place)).of('process')).toMatchObject({ status: 'warn', summary: 'no agent runs' });
    const lock = await lockState(place.state);
    onTestFinished(() => lock.release());
    await writeStatus(place.state, {
      at: Date.now(),
      pid: 4711,
      version: '0.1.0',
      agent: 'pve1',
      epoch: 1,
      hub: 'https://hub',
      startedAt: 0,
      state: 'ok',
      degraded: [],
      lastBeat: { failures: 0 },
      running: [],
      waiting: [],
      refused: [],
      unacknowledged: 0,
      journal: { bytes: 0, limit: 1 },
    });
    const process = { status: 'ok', summary: 'it runs, process 4711, release 0.1.0' };
    expect((await found(place)).of('process')).toMatchObject(process);
    await haltAgent(place.state, 'for a test');
    expect((await found(place)).of('process')).toMatchObject({
      status: 'warn',
      summary: 'halted: for a test',
    });
  });
});

describe('--selftest', () => {
  let sim: Simulator;
  beforeAll(async () => {
    sim = await Simulator.start({ authDelay: 0, speed: 20 });
  });
  afterAll(() => sim.close());
  const selftest = async (...args: string[]) => {
    const env = {
      FELHOM_AGENT_URL: sim.url,
      FELHOM_AGENT_TOKEN: sim.tokens.agent,
      FELHOM_AGENT_FINGERPRINT: sim.fingerprint,
    };
    const terminal = new Terminal({ env });
    const code = await run(['--selftest', ...args], terminal);
    return { code, out: terminal.out, err: terminal.err };
  };

  it('looks at the agent, too, where one is set up; what fails there is a failure', async () => {
    const { place } = await setUp();
    const where = ['--state', place.state, '--policy', place.policy];
    const text = await selftest(...where);
    expect(text.out).toMatch(/^The agent of this machine:\n\[ ok \] identity /m);
    expect(text.out).toMatch(/^9 checks: /m);
    // The machine of the test is not the one that was enrolled.
    expect(text.out).toMatch(/^\[FAIL\] machine .* it seems to be a copy/m);
    expect(text.code).toBe(1);
    const json = await selftest(...where, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, agent: { setUp: true, ok: false }, exitCode: 1 });
  });

  it('has one line for it where none is set up, and none with a simulated host', async () => {
    const none = await selftest('--state', '/nonexistent');
    expect(none.out).toMatch(/^The agent is not set up on this machine/m);
    expect(none.code).toBe(0);
    const simulated = new Terminal();
    expect(await run(['--selftest', '--simulate'], simulated)).toBe(0);
    expect(simulated.out).not.toContain('The agent');
    expect((await selftest('--simulate', '--state', '/x')).code).toBe(2);
  });
});
