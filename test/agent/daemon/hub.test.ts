import { appendFileSync, chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { enroll } from '~/agent/daemon/enroll.js';
import { HttpsLink } from '~/agent/daemon/https-link.js';
import { type OwnIdentity, openIdentity } from '~/agent/daemon/identity.js';
import { type ApprovalRequest, readApproval } from '~/agent/daemon/protocol/approval.js';
import { bodyTypes, signatureHeader, signBody } from '~/agent/daemon/protocol/body-signature.js';
import { readCommand } from '~/agent/daemon/protocol/command.js';
import type { Heartbeat, HeartbeatAnswer } from '~/agent/daemon/protocol/heartbeat.js';
import { type Asked, describe as described, plain, sign } from '../../../examples/hub/approve.ts';
import { operatorSocket, type RunningHub, serve } from '../../../examples/hub/serve.ts';
import { callHub } from '../../../examples/hub/server.ts';
import {
  beatOf,
  enrolledAt,
  enrolOptions,
  never,
  newFolder,
  pair,
  startHub,
  tokenFileOf,
} from './support/hub.js';

const boots = ['a', 'b', 'c'].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`);
const [bootA = '', bootB = ''] = boots;

function linkOf(own: OwnIdentity): HttpsLink {
  const link = new HttpsLink(own);
  onTestFinished(() => link.close());
  return link;
}

/** An agent that is enrolled, and counts its heartbeats. */
async function agentAt(running: RunningHub, name = 'pve1') {
  const own = await enrolledAt(running, name);
  const link = linkOf(own);
  let sequence = 0;
  const beat = (more: Partial<Heartbeat> = {}) =>
    link.beat(beatOf(own, { sequence: sequence++, ...more }), never);
  const restart = () => {
    sequence = 0;
  };
  return { own, beat, restart };
}

/** The commands of an answer, as an agent reads them. */
function commandsIn({ commands }: HeartbeatAnswer, { identity, hubKeys }: OwnIdentity) {
  return commands.map((envelope) => {
    const { agent, epoch } = identity;
    const reading = readCommand(envelope, { agent, epoch, hub: hubKeys }, Date.now() / 1000);
    if ('refusal' in reading) throw new Error(reading.detail);
    return reading.authentic;
  });
}

const wish = { agent: 'pve1', action: 'echo', params: { text: 'hello' }, requester: 'me' };
const report = (id: string, command: string, digest = 'e'.repeat(64)) => ({
  id,
  command,
  result: { outcome: 'succeeded' as const, value: { upid: 'x' } },
  digest,
  endedAt: 1,
});

describe('the reference hub', () => {
  it('hands out a command until it is received, and acknowledges its result, again and again', async () => {
    const running = await startHub();
    const { own, beat } = await agentAt(running);
    const id = await running.hub.queue(wish);
    expect(running.hub.show(id).state).toBe('queued');
    const [first] = commandsIn((await beat()).answer, own);
    expect(first?.command).toMatchObject({
      id,
      agent: 'pve1',
      epoch: 1,
      action: 'echo',
      params: wish.params,
    });
    // The agent has lost the answer.
    const [second] = commandsIn((await beat()).answer, own);
    expect(second?.digest).toBe(first?.digest);
    const digest = first?.digest ?? '';
    expect((await beat({ received: [{ id, digest }] })).answer.commands).toEqual([]);
    expect(running.hub.show(id).state).toBe('received');
    const results = [report(id, digest)];
    for (const _ of [1, 2])
      expect((await beat({ results })).answer.acks).toEqual([{ id, digest: 'e'.repeat(64) }]);
    expect(running.hub.show(id)).toMatchObject({ state: 'succeeded', command: { report: results[0] } });
    expect(readFileSync(join(running.folder, 'hub.jsonl'), 'utf8').match(/"t":"report"/g)).toHaveLength(1);
  });

  it('sends again what a new start of the agent may not have', async () => {
    const running = await startHub();
    const { own, beat, restart } = await agentAt(running);
    const id = await running.hub.queue(wish);
    const [{ digest } = { digest: '' }] = commandsIn((await beat()).answer, own);
    await beat({ received: [{ id, digest }] });
    expect((await beat()).answer.commands).toHaveLength(0);
    restart();
    expect((await beat()).answer.commands).toHaveLength(1);
  });

  it('keeps 20 commands an answer, and gives the others with the next ones', async () => {
    const running = await startHub();
    const { own, beat } = await agentAt(running);
    const ids = new Set<string>();
    for (let index = 0; index < 50; index += 1) ids.add(await running.hub.queue(wish));
    let received: Heartbeat['received'] = [];
    for (const count of [20, 20, 10, 0]) {
      const { answer } = await beat({ received });
      const commands = commandsIn(answer, own);
      expect(commands).toHaveLength(count);
      for (const { command } of commands) ids.delete(command.id);
      received = commands.map(({ command, digest }) => ({ id: command.id, digest }));
    }
    expect(ids.size).toBe(0);
  });

  it('does not take another result in place of the first one, and keeps one that it does not know', async () => {
    const running = await startHub();
    const { own, beat } = await agentAt(running);
    const id = await running.hub.queue(wish);
    const [{ digest } = { digest: '' }] = commandsIn((await beat()).answer, own);
    await beat({ results: [report(id, digest)] });
    expect((await beat({ results: [report(id, digest, 'f'.repeat(64))] })).answer.acks).toEqual([]);
    expect(running.hub.show(id).command.report?.digest).toBe('e'.repeat(64));
    const stray = report('who-knows', 'a'.repeat(64));
    expect((await beat({ results: [stray] })).answer.acks).toEqual([
      { id: 'who-knows', digest: stray.digest },
    ]);
    expect(running.state().strays['pve1 who-knows']).toEqual(stray);
  });

  it('does not let one agent speak for another', async () => {
    const running = await startHub();
    const one = await agentAt(running, 'pve1');
    const other = await agentAt(running, 'pve2');
    const id = await running.hub.queue(wish);
    const [{ digest } = { digest: '' }] = commandsIn((await one.beat()).answer, one.own);
    await other.beat({ results: [report(id, digest)], rejected: [{ digest, reason: 'malformed' }] });
    expect(running.hub.show(id).state).toBe('queued');
    await expect(other.beat({ agent: 'pve1' })).rejects.toMatchObject({ why: 'unknown-agent' });
    await expect(one.beat({ epoch: 2 })).rejects.toMatchObject({ why: 'unknown-agent' });
    expect((await other.beat()).answer.commands).toEqual([]);
  });

  it('hears why a command is not kept, lets it expire, and cancels it', async () => {
    let now = Date.now();
    const running = await startHub({ now: () => now });
    const { own, beat } = await agentAt(running);
    const refused = await running.hub.queue(wish);
    const [{ digest } = { digest: '' }] = commandsIn((await beat()).answer, own);
    await beat({ rejected: [{ digest, reason: 'expired' }] });
    expect(running.hub.show(refused).state).toBe('rejected: expired');
    const cancelled = await running.hub.queue(wish);
    const [second] = commandsIn((await beat()).answer, own);
    await beat({ received: [{ id: cancelled, digest: second?.digest ?? '' }] });
    await running.hub.cancel(cancelled);
    const { answer, statement } = await beat();
    expect([answer.commands, statement.cancel]).toEqual([[], [cancelled]]);
    now += 301_000;
    // It may have begun before it expired.
    expect((await beat()).statement.cancel).toEqual([cancelled]);
    await beat({
      results: [{ ...report(cancelled, second?.digest ?? ''), result: { outcome: 'cancelled' } }],
    });
    expect((await beat()).statement.cancel).toEqual([]);
    const old = await running.hub.queue(wish);
    now += 301_000;
    expect((await beat()).answer.commands).toEqual([]);
    expect(running.hub.show(old).state).toBe('expired');
  });

  it('halts an agent until that says that it is, and not again after it was resumed', async () => {
    const running = await startHub();
    const { beat } = await agentAt(running);
    await running.hub.halt('pve1');
    expect((await beat()).statement.halt).toBe(true);
    expect((await beat()).statement.halt).toBe(true);
    await beat({ halted: true });
    expect((await beat({ halted: false })).statement.halt).toBe(false);
  });

  it.each<[string, (own: OwnIdentity) => { body: string; signature?: string | undefined }, number, string]>([
    [
      'no signature',
      (own) => ({ body: JSON.stringify(beatOf(own)), signature: undefined }),
      403,
      'unknown-agent',
    ],
    [
      'the signature of other bytes',
      (own) => ({
        body: `${JSON.stringify(beatOf(own))} `,
        signature: signBody(bodyTypes.heartbeat, Buffer.from('{}'), own.key),
      }),
      403,
      'unknown-agent',
    ],
    [
      'the signature of another purpose',
      (own) => ({
        body: JSON.stringify(beatOf(own)),
        signature: signBody(bodyTypes.enroll, Buffer.from(JSON.stringify(beatOf(own))), own.key),
      }),
      403,
      'unknown-agent',
    ],
    ['no JSON', () => ({ body: '{' }), 400, 'malformed'],
    ['another shape', (own) => ({ body: JSON.stringify({ ...beatOf(own), results: 1 }) }), 400, 'malformed'],
    ['more than 1 MiB', () => ({ body: 'x'.repeat(1024 * 1024 + 1) }), 413, 'too-large'],
  ])('refuses a heartbeat with %s', async (_what, make, status, error) => {
    const running = await startHub();
    const own = await enrolledAt(running);
    const made = make(own);
    const signature =
      'signature' in made ? made.signature : signBody(bodyTypes.heartbeat, Buffer.from(made.body), own.key);
    const { request } = await import('node:https');
    const answer = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const headers = signature === undefined ? {} : { [signatureHeader]: signature };
      const asking = request(
        `${running.url}v1/heartbeat`,
        { method: 'POST', headers, rejectUnauthorized: false },
        (response) => {
          let body = '';
          response.on('data', (piece) => (body += piece));
          response.on('end', () => resolve({ status: response.statusCode, body }));
        },
      );
      asking.once('error', reject);
      asking.end(made.body);
    });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, { error }]);
    expect(running.state().agents['pve1']?.boots).toEqual([]);
  });
});

describe('a copy of an agent', () => {
  it('is noticed when a start that was over comes back: then both only look, until one is enrolled anew', async () => {
    const running = await startHub();
    const options = await enrolOptions(running);
    await enroll(options);
    const own = await openIdentity(options.folder);
    const link = linkOf(own);
    let sequence = 0;
    const beat = async (bootId: string) =>
      (await link.beat(beatOf(own, { bootId, sequence: sequence++ }), never)).statement.readOnly;
    // A host that is started anew is none.
    expect([await beat(bootA), await beat(bootA), await beat(bootB), await beat(bootB)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(await beat(bootA)).toBe(true);
    expect([await beat(bootB), await beat(bootB), await beat(boots[2] ?? '')]).toEqual([true, true, true]);
    const tokenFile = tokenFileOf(await running.hub.token('pve1'));
    await enroll({ ...options, tokenFile, again: true });
    const fresh = await openIdentity(options.folder);
    const next = await linkOf(fresh).beat(beatOf(fresh, { bootId: bootA }), never);
    expect([next.statement.epoch, next.statement.readOnly]).toEqual([2, false]);
    // The other one has the key of an enrolment that is over.
    await expect(beat(bootB)).rejects.toMatchObject({ why: 'unknown-agent' });
  });

  it('is remembered over a restart of the hub', async () => {
    const folder = newFolder();
    let running = await serve({ folder });
    const own = await enrolledAt(running);
    const beats = async (...bootIds: string[]) => {
      // The certificate stays, the port does not.
      const { url } = running;
      const moved = { ...own, identity: { ...own.identity, hub: { ...own.identity.hub, url } } };
      const link = linkOf(moved);
      const said: boolean[] = [];
      for (const bootId of bootIds)
        said.push((await link.beat(beatOf(own, { bootId }), never)).statement.readOnly);
      return said;
    };
    expect(await beats(bootA, bootB)).toEqual([false, false]);
    await running.close();
    running = await serve({ folder });
    expect(await beats(bootB, bootA)).toEqual([false, true]);
    await running.close();
    running = await startHub({ folder });
    expect(await beats(bootB)).toEqual([true]);
  });
});

describe('an approval', () => {
  const approver = pair();

  async function asked() {
    const running = await startHub();
    const { own, beat } = await agentAt(running);
    const id = await running.hub.queue({ ...wish, action: 'guest.power', params: { vmid: 101, do: 'stop' } });
    const [{ digest } = { digest: '' }] = commandsIn((await beat()).answer, own);
    const request: ApprovalRequest = {
      id,
      digest,
      nonce: 'n'.repeat(43),
      state: 'd'.repeat(64),
      risk: 'HIGH',
      reasons: ['guest.power is HIGH'],
      left: 60_000,
    };
    await beat({ received: [{ id, digest }], approvals: [request] });
    return { running, own, beat, id, digest, request };
  }

  it('is shown from the bytes that are signed, passed on as long as it is asked for, and read by the agent', async () => {
    const { running, beat, id, digest, request } = await asked();
    const shown = running.hub.show(id);
    expect(shown.state).toBe('waits for an approval');
    const { lines, request: toSign } = described(shown);
    expect(lines.join('\n')).toMatch(
      /params +\{"vmid":101,"do":"stop"\}[\s\S]*risk +HIGH[\s\S]*digest +[0-9a-f]{64}[\s\S]*state +d{64}/,
    );
    await running.hub.approval(sign(shown, toSign, 'approve', approver));
    for (const _ of [1, 2]) {
      const { answer } = await beat({ approvals: [request] });
      const read = readApproval(answer.approvals[0], new Map([['me', approver.publicKey]]));
      const { agent, epoch } = shown.command;
      const { nonce, state } = request;
      expect(read).toEqual({
        by: ['me'],
        approval: { agent, epoch, id, digest, nonce, state, verdict: 'approve' },
      });
    }
    expect((await beat()).answer.approvals).toEqual([]);
  });

  it('is not passed on for a request that is not there any more', async () => {
    const { running, beat, id, request } = await asked();
    const shown = running.hub.show(id);
    await beat({ approvals: [{ ...request, nonce: 'm'.repeat(43) }] });
    await expect(running.hub.approval(sign(shown, request, 'approve', approver))).rejects.toThrow(
      'does not ask for this',
    );
  });

  it.each<[string, (asked: Asked) => Asked]>([
    [
      'other bytes than those of the digest',
      ({ command, request }) => ({
        request,
        command: {
          ...command,
          envelope: { ...command.envelope, payload: Buffer.from('{}').toString('base64') },
        },
      }),
    ],
    [
      'another agent than the bytes have',
      ({ command, request }) => ({ request, command: { ...command, agent: 'pve2' } }),
    ],
    ['no request', ({ command }) => ({ command, request: undefined })],
  ])('is not signed where the hub shows %s', async (_what, change) => {
    const { running, id } = await asked();
    expect(() => described(change(running.hub.show(id)))).toThrow();
  });

  it('shows nothing that a terminal would take for an order', () => {
    expect(plain('a\u001b[2J\u202eb')).toBe('a\\u001b[2J\\u202eb');
  });
});

describe('what the hub keeps', () => {
  it('is closed to others, and read back to the last whole line', async () => {
    const folder = newFolder();
    const first = await serve({ folder });
    await enrolledAt(first);
    const id = await first.hub.queue(wish);
    await first.close();
    for (const name of ['hub.jsonl', 'hub.key', 'tls.pem'])
      expect((statSync(join(folder, name)).mode & 0o777).toString(8)).toBe('600');
    appendFileSync(join(folder, 'hub.jsonl'), '[{"t":"cancelled","id":"');
    const second = await serve({ folder });
    expect([second.fingerprint, second.keyid]).toEqual([first.fingerprint, first.keyid]);
    expect(second.hub.show(id).state).toBe('queued');
    await second.hub.cancel(id);
    await second.close();
    const third = await startHub({ folder });
    expect(third.hub.show(id).state).toBe('to be cancelled');
  });

  it('is not in a folder that others may enter', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o755);
    await expect(serve({ folder })).rejects.toThrow('chmod 700');
  });

  it('operators reach by a socket in its folder, and nothing but what is theirs', async () => {
    const running = await startHub();
    const socket = operatorSocket(running.folder);
    expect((statSync(socket).mode & 0o777).toString(8)).toBe('600');
    expect(await callHub<string>(socket, 'token', 'pve1')).toMatch(/^felhom1\./);
    await expect(callHub(socket, 'heartbeat' as never, 'x')).rejects.toThrow('no such call');
    await expect(callHub(socket, 'queue', wish)).rejects.toThrow('there is no agent pve1');
    await expect(callHub(socket, 'token', '../x')).rejects.toThrow('lower-case');
    await expect(callHub(operatorSocket(newFolder()), 'list')).rejects.toThrow('no hub runs there');
  });
});
