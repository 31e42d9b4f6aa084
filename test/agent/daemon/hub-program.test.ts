import { type ChildProcess, execFile, spawn } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { enroll } from '~/agent/daemon/enroll.js';
import { HttpsLink } from '~/agent/daemon/https-link.js';
import { type OwnIdentity, openIdentity } from '~/agent/daemon/identity.js';
import { policy } from '~/agent/daemon/policy/schema.js';
import { readApproval } from '~/agent/daemon/protocol/approval.js';
import { readCommand } from '~/agent/daemon/protocol/command.js';
import type { Heartbeat } from '~/agent/daemon/protocol/heartbeat.js';
import { keyOf } from '~/agent/daemon/protocol/public-key.js';
import { beatOf, machineOf, never, newFolder } from './support/hub.js';
import { buildHubProgram } from './support/hub-program.js';

let program: ReturnType<typeof buildHubProgram>;
beforeAll(() => {
  program = buildHubProgram();
});
afterAll(() => program.remove());

interface Serving {
  child: ChildProcess;
  url: string;
  fingerprint: string;
  kill(): Promise<void>;
}

/** `hub serve` as a process of its own. */
async function serving(folder: string, port = 0): Promise<Serving> {
  const args = [program.file, 'serve', '--folder', folder, '--port', String(port), '--interval', '2'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const url = /hub on (\S+?),/.exec((await lines.next()).value)?.[1] ?? '';
  const fingerprint = /certificate (\S+)/.exec((await lines.next()).value)?.[1] ?? '';
  return { child, url, fingerprint, kill };
}

/** One word of its command line. */
async function hub(folder: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const run = promisify(execFile)(process.execPath, [program.file, ...args, '--folder', folder]);
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ code, out: stdout, err: stderr }),
  );
}

async function enrolled(folder: string, { url, fingerprint }: Serving): Promise<OwnIdentity> {
  const tokenFile = join(newFolder(), 'token');
  const { code } = await hub(folder, 'token', 'pve1', '--out', tokenFile);
  expect([code, statSync(tokenFile).mode & 0o777]).toEqual([0, 0o600]);
  const state = join(newFolder(), 'state');
  await enroll({
    hub: url,
    tokenFile,
    fingerprints: [fingerprint],
    folder: state,
    version: '0.1.0',
    machine: machineOf(),
  });
  return openIdentity(state);
}

describe('the program', () => {
  it('queues, asks for an approval, and tells the result', async () => {
    const folder = newFolder();
    const running = await serving(folder);
    const own = await enrolled(folder, running);
    const link = new HttpsLink(own);
    onTestFinished(() => link.close());
    let sequence = 0;
    const beat = (more: Partial<Heartbeat> = {}) =>
      link.beat(beatOf(own, { sequence: sequence++, ...more }), never);
    const queued = hub(folder, 'queue', 'pve1', 'guest.power', 'vmid=101', 'do=stop', 'note=a b', '--wait');
    let reading: ReturnType<typeof readCommand> | undefined;
    while (reading === undefined) {
      const [envelope] = (await beat()).answer.commands;
      if (envelope !== undefined)
        reading = readCommand(envelope, { agent: 'pve1', epoch: 1, hub: own.hubKeys }, Date.now() / 1000);
    }
    if ('refusal' in reading) throw new Error(reading.detail);
    const { command, digest } = reading.authentic;
    const { id } = command;
    expect(command.params).toEqual({ vmid: 101, do: 'stop', note: 'a b' });
    const request = {
      id,
      digest,
      nonce: 'n'.repeat(43),
      risk: 'HIGH' as const,
      reasons: ['a guest is stopped'],
      left: 60_000,
    };
    await beat({ received: [{ id, digest }], approvals: [request] });
    const keyFile = join(newFolder(), 'approver.key');
    const made = await hub(folder, 'key', keyFile);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    const { approvers } = policy.parse({
      version: 1,
      actions: {},
      ...JSON.parse(`{${made.out.split('\n')[1]}}`),
    });
    const [text = ''] = Object.values(approvers);
    const approved = await hub(folder, 'approve', id, '--as', keyFile, '--yes');
    expect(approved.out).toMatch(/guest\.power[\s\S]*"vmid":101[\s\S]*HIGH[\s\S]*approved\n$/);
    const { answer } = await beat({ approvals: [request] });
    expect(readApproval(answer.approvals[0], new Map([['me', keyOf(text) as KeyObject]]))).toMatchObject({
      by: ['me'],
      approval: { id, verdict: 'approve' },
    });
    expect((await hub(folder, 'reject', id, '--as', keyFile)).out).toMatch(/rejected\n$/);
    const result = { outcome: 'succeeded' as const, value: { upid: 'UPID:x' } };
    await beat({ results: [{ id, command: digest, result, digest: 'e'.repeat(64), endedAt: 1 }] });
    const { code, out } = await queued;
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        new RegExp(`^${id}\n[\\s\\S]*hub -- approve ${id}[\\s\\S]*succeeded\n  \\{"upid":"UPID:x"\\}\n$`),
      ),
    ]);
    const list = await hub(folder, 'list');
    expect(list.out).toMatch(/"name":"pve1"[\s\S]*"state":"succeeded"/);
    expect((await hub(folder, 'halt', 'pve1')).code).toBe(0);
    expect((await beat()).statement.halt).toBe(true);
    expect((await hub(folder, 'cancel', id)).code).toBe(0);
    expect((await hub(folder, 'cancel', 'none')).err).toContain('there is no command none');
    expect((await hub(folder, 'dance', 'x')).code).toBe(2);
    expect((await hub(newFolder(), 'list')).err).toContain('no hub runs there');
  });

  it('killed at any moment has on its disk all that it has acknowledged', async () => {
    const folder = newFolder();
    let running = await serving(folder);
    const port = Number(new URL(running.url).port);
    const own = await enrolled(folder, running);
    const acked = new Set<string>();
    let number = 0;
    for (let round = 0; round < 6; round += 1) {
      const link = new HttpsLink(own);
      const { kill } = running;
      // Some heartbeats on the way when it ends, each with results of its own.
      const beats = Array.from({ length: 12 }, async (_, sequence) => {
        const results = Array.from({ length: 40 }, () => ({
          id: `c-${number++}`,
          command: 'a'.repeat(64),
          result: { outcome: 'succeeded' as const, value: 'x'.repeat(500) },
          digest: 'e'.repeat(64),
          endedAt: 1,
        }));
        const { answer } = await link.beat(beatOf(own, { sequence, results }), never);
        for (const { id } of answer.acks) acked.add(id);
        if (sequence === 2 + round) void kill();
      });
      await Promise.allSettled(beats);
      await kill();
      await link.close();
      running = await serving(folder, port);
    }
    expect(acked.size).toBeGreaterThanOrEqual(6 * 3 * 40);
    expect(acked.size).toBeLessThan(number);
    const text = readFileSync(join(folder, 'hub.jsonl'), 'utf8');
    expect([...acked].filter((id) => !text.includes(`"${id}"`))).toEqual([]);
    // And the one that runs now knows them: the same results are old to it.
    const link = new HttpsLink(own);
    onTestFinished(() => link.close());
    const before = statSync(join(folder, 'hub.jsonl')).size;
    const [id = ''] = acked;
    const result = { outcome: 'succeeded' as const, value: 'x'.repeat(500) };
    const again = { id, command: 'a'.repeat(64), result, digest: 'e'.repeat(64), endedAt: 1 };
    expect((await link.beat(beatOf(own, { results: [again] }), never)).answer.acks).toEqual([
      { id, digest: again.digest },
    ]);
    expect(statSync(join(folder, 'hub.jsonl')).size).toBe(before);
  }, 120_000);
});
