import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { textOf } from '~/agent/daemon/protocol/public-key.js';
import { readStatus } from '~/agent/daemon/status.js';
import { run } from '~/cli/run.js';
import { describe as described, sign } from '../../../examples/hub/approve.ts';
import type { RunningHub } from '../../../examples/hub/serve.ts';
import { Terminal } from '../terminal.js';
import { machineOf, newFolder, pair, startHub, tokenFileOf } from './support/hub.js';

const approver = pair();
const names = ['echo', 'guest.list', 'guest.power', 'plan.run', 'host.sensors'];
const policy = {
  version: 1,
  actions: Object.fromEntries(names.map((name) => [name, {}])),
  bounds: { vmids: [101, 102] },
  approvers: { anna: textOf(approver.publicKey) },
};
const patience = { timeout: 15_000, interval: 50 };

/** An agent of a simulated host, enrolled by the command line and run by it. */
async function startAgent(hub: RunningHub) {
  const folder = newFolder();
  const state = join(folder, 'state');
  const policyFile = join(folder, 'policy.json');
  writeFileSync(policyFile, JSON.stringify(policy), { mode: 0o600 });
  const machine = machineOf();
  const cli = (...args: string[]) => {
    const terminal = Object.assign(new Terminal(), { machine });
    return { terminal, ended: run([...args, '--state', state], terminal) };
  };
  const tokenFile = tokenFileOf(await hub.hub.token('pve1'));
  const given = ['--hub', hub.url, '--token-file', tokenFile, '--fingerprint', hub.fingerprint];
  expect(await cli('enroll', ...given).ended).toBe(0);
  const start = () => {
    const { terminal, ended } = cli('run', '--simulate', '--policy', policyFile);
    const end = async () => {
      terminal.signals.emit('SIGTERM', 'SIGTERM');
      return ended;
    };
    onTestFinished(async () => void (await end()));
    return { terminal, ended, end };
  };
  return { state, policyFile, cli, start };
}

describe('felhom-agent run', () => {
  it('does what the hub asks for and the policy allows, tells what came of it, and can be halted', async () => {
    const hub = await startHub({ interval: 2 });
    const { state, cli, start, policyFile } = await startAgent(hub);
    const agent = start();
    const queue = (action: string, params: object) =>
      hub.hub.queue({ agent: 'pve1', action, params: params as never, requester: 'me' });
    const ended = (id: string) =>
      vi.waitFor(() => {
        const result = hub.state().commands[id]?.report?.result;
        if (result === undefined) throw new Error(`nothing of ${id} yet`);
        return result;
      }, patience);

    const [reboot, outside, high] = await Promise.all([
      queue('guest.power', { vmid: 101, do: 'start' }),
      queue('guest.power', { vmid: 100, do: 'reboot' }),
      queue('guest.power', { vmid: 102, do: 'stop' }),
    ]);
    expect(await ended(reboot)).toMatchObject({
      outcome: 'succeeded',
      value: { upid: expect.stringContaining(':vzstart:101:'), outcome: 'ok' },
    });
    expect(await ended(outside)).toMatchObject({ outcome: 'refused', error: { code: 'outside-bounds' } });

    // Nothing happens without an approver, who has a key that the hub does not have.
    const asked = await vi.waitFor(() => {
      const shown = hub.hub.show(high);
      if (shown.request === undefined) throw new Error('nothing is asked yet');
      return shown;
    }, patience);
    expect(hub.state().commands[high]?.report).toBeUndefined();
    const { request, lines } = described(asked);
    expect(lines.join('\n')).toContain('HIGH');
    await hub.hub.approval(sign(asked, request, 'approve', approver));
    expect(await ended(high)).toMatchObject({ outcome: 'succeeded' });

    const seen = await vi.waitFor(async () => {
      const status = await readStatus(state);
      if (typeof status === 'string') throw new Error(status);
      expect(status).toMatchObject({ running: [], unacknowledged: 0 });
      return status;
    }, patience);
    expect(seen).toMatchObject({ agent: 'pve1', state: 'ok', lastBeat: { failures: 0 } });
    expect(await cli('status').ended).toBe(0);

    // A policy that others may write counts for nothing, from the next heartbeat on.
    chmodSync(policyFile, 0o666);
    await vi.waitFor(async () => {
      expect(await readStatus(state)).toMatchObject({ state: 'degraded' });
    }, patience);
    const waiting = await queue('echo', { text: 'hi' });
    await vi.waitFor(async () => {
      expect(await readStatus(state)).toMatchObject({ waiting: [{ id: waiting, action: 'echo' }] });
    }, patience);

    const halt = cli('halt', '--reason', 'a test');
    expect(await halt.ended).toBe(0);
    expect(await ended(waiting)).toMatchObject({ outcome: 'cancelled', error: { code: 'halted' } });
    expect(await agent.end()).toBe(0);

    // Still halted after a restart; and after that it works again.
    chmodSync(policyFile, 0o600);
    const again = start();
    const refused = await queue('echo', { text: 'hi' });
    expect(await ended(refused)).toMatchObject({ outcome: 'refused', error: { code: 'halted' } });
    expect(await cli('resume').ended).toBe(0);
    await vi.waitFor(async () => expect(await readStatus(state)).toMatchObject({ state: 'ok' }), patience);
    const echo = await queue('echo', { text: 'hi' });
    expect(await ended(echo)).toMatchObject({ outcome: 'succeeded', value: { text: 'hi' } });
    expect(await again.end()).toBe(0);

    for (const name of readdirSync(state)) {
      const { mode } = statSync(join(state, name));
      expect([name, mode & 0o022]).toEqual([name, 0]);
    }
    const audit = new Terminal();
    const log = join(state, 'audit', 'audit-000000000001.jsonl');
    expect(await run(['audit', 'verify', log, '--anchor', join(state, 'audit.anchor')], audit)).toBe(0);
  }, 60_000);

  it('says what is missing before it does anything', async () => {
    const terminal = new Terminal();
    expect(await run(['run', '--simulate', '--state', newFolder()], terminal)).toBe(2);
    expect(terminal.err).toMatch(/is not enrolled\n {2}-> The hub makes a token/);
  });
});
