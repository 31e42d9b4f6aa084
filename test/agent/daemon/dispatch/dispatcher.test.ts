import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateError } from '~/agent/daemon/errors.js';
import { DiskError, MemoryDisk } from '../memory-disk.js';
import {
  approvalOf,
  commandOf,
  openDispatcher,
  pair,
  policyOf,
  sealed,
  settle,
  start,
} from '../support/dispatch.js';

/** The disk as the next process finds it. */
const copyOf = (disk: MemoryDisk) =>
  MemoryDisk.of(Object.fromEntries(disk.paths().map((path) => [path, disk.get(path)])));

describe('a command', () => {
  it('is done, once, and its result is kept', async () => {
    const { send, done, outcomeOf } = await openDispatcher();
    const command = commandOf({ params: { vmid: 101 } });
    expect(await send(sealed(command))).toBe('received');
    await settle();
    expect(done).toEqual([{ id: command.id, params: { vmid: 101 } }]);
    expect(outcomeOf(command.id)).toEqual({ outcome: 'succeeded', value: { ok: true } });
  });

  it('is not done again, however often it comes', async () => {
    const { send, done } = await openDispatcher();
    const command = sealed(commandOf());
    for (let turn = 0; turn < 5; turn += 1) {
      await send(command);
      await settle();
    }
    await Promise.all(Array.from({ length: 20 }, () => send(command)));
    await settle();
    expect(done).toHaveLength(1);
  });

  it('with an id that is taken is refused, whatever else it says', async () => {
    const { send, done, outcomeOf } = await openDispatcher();
    const command = commandOf();
    await send(sealed(command));
    await settle();
    expect(await send(sealed({ ...command, params: { vmid: 105 } }))).toBe('id-conflict');
    await settle();
    expect(done).toHaveLength(1);
    expect(outcomeOf(command.id)).toMatchObject({ outcome: 'succeeded' });
  });

  it.each<[string, object, string]>([
    ['an unknown action', { action: 'test.unknown' }, 'unknown-action'],
    ['foreign parameters', { params: { shell: 'x' } }, 'bad-params'],
  ])('with %s is refused, and says so', async (_what, more, code) => {
    const { send, done, outcomeOf } = await openDispatcher();
    const command = commandOf(more);
    expect(await send(sealed(command))).toBe('received');
    await settle();
    expect(done).toEqual([]);
    expect(outcomeOf(command.id)).toMatchObject({ outcome: 'refused', error: { code } });
  });

  it('waits for its time, and expires when it comes too late', async () => {
    const { send, done, dispatcher, clocks, outcomeOf } = await openDispatcher();
    const later = commandOf({ notBefore: start / 1_000 + 60 });
    const never = commandOf({ notBefore: start / 1_000 + 60, exp: start / 1_000 + 50 });
    await send(sealed(later));
    await send(sealed(never));
    await settle();
    expect(done).toEqual([]);
    clocks.pass(60_000);
    dispatcher.tick();
    await settle();
    expect(done.map(({ id }) => id)).toEqual([later.id]);
    expect(outcomeOf(never.id)).toMatchObject({ outcome: 'expired' });
  });

  it('is not begun while another one works on the same thing, and then in its turn', async () => {
    const { send, done } = await openDispatcher();
    const commands = Array.from({ length: 5 }, () => commandOf({ params: { vmid: 101 } }));
    await Promise.all(commands.map((command) => send(sealed(command))));
    await settle(200);
    expect(done.map(({ id }) => id)).toEqual(commands.map(({ id }) => id));
  });

  it('leaves its secrets in no file', async () => {
    const secret = 'correct horse battery staple';
    const { send, disk, done } = await openDispatcher();
    await send(sealed(commandOf({ params: { secret } })));
    await send(sealed(commandOf({ params: { secret, shell: true } })));
    await send(sealed(commandOf({ action: 'test.unknown', params: { password: secret } })));
    await settle();
    expect(done).toHaveLength(1);
    for (const path of disk.paths()) {
      const bytes = disk.get(path);
      expect(bytes.includes(secret)).toBe(false);
      expect(bytes.includes(Buffer.from(secret).toString('base64').slice(0, 20))).toBe(false);
    }
  });
});

describe('nothing is done of what is not for this agent, now', () => {
  it('5,000 replays, other agents, other epochs, expired ones, flipped bits, taken ids', async () => {
    const { send, done, clocks, dispatcher } = await openDispatcher();
    const original = commandOf({ exp: start / 1_000 + 60 });
    const whole = sealed(original);
    await send(whole);
    await settle();
    expect(done).toHaveLength(1);
    const stranger = pair();
    const flipped = (text: string, bit: number) => {
      const bytes = Buffer.from(text, 'base64');
      const at = (bit >> 3) % bytes.length;
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit & 7)), at);
      return bytes.toString('base64');
    };
    const hostile = (turn: number) => {
      const [signature] = whole.signatures;
      const sig = flipped(signature?.sig ?? '', turn);
      const kinds = [
        () => whole,
        () => sealed(commandOf({ agent: 'pve2' })),
        () => sealed(commandOf({ epoch: 2 })),
        () => sealed(commandOf({ iat: start / 1_000 - 600, exp: start / 1_000 - 1 - (turn % 500) })),
        () => ({ ...whole, signatures: [{ keyid: signature?.keyid ?? '', sig }] }),
        () => ({ ...whole, payload: flipped(whole.payload, turn) }),
        () => sealed({ ...original, params: { vmid: 100 + turn } }),
        () => sealed(commandOf(), [stranger]),
        () => sealed(commandOf({ iat: start / 1_000 + 3_600, exp: start / 1_000 + 7_200 })),
        () => sealed(commandOf({ exp: start / 1_000 + 90_000 })),
      ];
      return kinds[turn % kinds.length]?.();
    };
    for (let turn = 0; turn < 5_000; turn += 1) {
      if (turn === 2_500) clocks.pass(61_000);
      if (turn === 4_000) clocks.wallTime -= 48 * 3_600_000;
      await send(hostile(turn));
    }
    dispatcher.tick();
    await settle();
    expect(done).toHaveLength(1);
  });
});

describe('an approval', () => {
  const high = () => commandOf({ action: 'test.high', params: { vmid: 101 } });

  it('is asked for with the very bytes, and then the command runs', async () => {
    const { send, done, dispatcher, approve, outcomeOf, state } = await openDispatcher();
    const command = high();
    const envelope = sealed(command);
    await send(envelope);
    await settle();
    expect(done).toEqual([]);
    const [request] = dispatcher.requests();
    expect(request).toMatchObject({
      id: command.id,
      bytes: envelope.payload,
      state: state.value,
      risk: 'HIGH',
      left: 60_000,
    });
    if (request === undefined) throw new Error('nothing is asked');
    await approve(approvalOf(request));
    await settle();
    expect(outcomeOf(command.id)).toMatchObject({ outcome: 'succeeded' });
    expect(dispatcher.requests()).toEqual([]);
    // It was good for that start only.
    await approve(approvalOf(request));
    await settle();
    expect(done).toHaveLength(1);
  });

  it('that says no ends it', async () => {
    const { send, done, dispatcher, approve, outcomeOf } = await openDispatcher();
    const command = high();
    await send(sealed(command));
    await settle();
    for (const request of dispatcher.requests()) await approve(approvalOf(request, { verdict: 'reject' }));
    await settle();
    expect(done).toEqual([]);
    expect(outcomeOf(command.id)).toMatchObject({
      outcome: 'refused',
      error: { code: 'rejected', message: 'rejected by anna' },
    });
  });

  it.each<[string, object]>([
    ['another agent', { agent: 'pve2' }],
    ['another enrolment', { epoch: 2 }],
    ['another command', { id: 'other' }],
    ['other bytes', { digest: 'f'.repeat(64) }],
    ['another nonce', { nonce: 'x'.repeat(43) }],
    ['another state', { state: 'f'.repeat(64) }],
    ['no state', { state: undefined }],
  ])('for %s does not count', async (_what, more) => {
    const { send, done, dispatcher, approve } = await openDispatcher();
    await send(sealed(high()));
    await settle();
    for (const request of dispatcher.requests()) await approve(approvalOf(request, more));
    await settle();
    expect(done).toEqual([]);
    expect(dispatcher.requests()).toHaveLength(1);
  });

  it('lives 60 s by a clock that does not jump, and is asked for anew after that', async () => {
    const hour = 3_600_000;
    const jumps = [0, 24 * hour, -24 * hour, 1_000, -1_000];
    for (const jump of jumps)
      for (const [late, runs] of [
        [59_000, true],
        [61_000, false],
      ] as const) {
        const { send, done, dispatcher, approve, clocks, outcomeOf } = await openDispatcher();
        const command = commandOf({ action: 'test.high', exp: start / 1_000 + 86_400 });
        await send(sealed(command));
        await settle();
        const [request] = dispatcher.requests();
        if (request === undefined) throw new Error('nothing is asked');
        clocks.wallTime += jump;
        clocks.pass(late);
        clocks.wallTime -= jump;
        dispatcher.tick();
        await approve(approvalOf(request));
        await settle();
        expect([jump, late, done.length]).toEqual([jump, late, runs ? 1 : 0]);
        if (runs) continue;
        expect(outcomeOf(command.id)).toBeUndefined();
        const [again] = dispatcher.requests();
        expect(again?.nonce).not.toBe(request.nonce);
      }
  });

  it('that was given counts no longer than 60 s when the command has to wait', async () => {
    const { send, done, dispatcher, approve, clocks } = await openDispatcher({
      policy: { spacing: [{ name: 'dns', minutes: 30, vmids: [101] }] },
    });
    await send(sealed(commandOf({ params: { vmid: 101 } })));
    await settle();
    clocks.pass(1_799_000);
    await send(sealed(commandOf({ action: 'test.high', params: { vmid: 102 } })));
    await settle();
    const [request] = dispatcher.requests();
    if (request === undefined) throw new Error('nothing is asked');
    clocks.pass(60_001);
    await approve(approvalOf(request));
    await settle();
    expect(done).toHaveLength(1);
  });

  it('is void when what it is for has changed since, 1,000 times', async () => {
    const { send, done, dispatcher, approve, state, outcomeOf } = await openDispatcher();
    let refusals = 0;
    for (let batch = 0; batch < 50; batch += 1) {
      const commands = Array.from({ length: 20 }, (_, index) =>
        commandOf({ action: 'test.high', params: { vmid: 100 + index } }),
      );
      await Promise.all(commands.map((command) => send(sealed(command))));
      await settle(10);
      const requests = dispatcher.requests();
      expect(requests).toHaveLength(20);
      const change = () => {
        state.value = batch.toString(16).padStart(64, '0');
      };
      // Before it is approved, or right after that, while the start is on its way to the disk.
      if (batch % 2 === 0) change();
      const approved = Promise.all(requests.map((request) => approve(approvalOf(request))));
      if (batch % 2 === 1) change();
      await approved;
      await settle(60);
      for (const { id } of commands) if (outcomeOf(id)?.error?.code === 'state-changed') refusals += 1;
    }
    expect(refusals).toBe(1_000);
    expect(done).toEqual([]);
  });

  it('is not what a precondition is: that is compared without anybody asked', async () => {
    const { send, done, outcomeOf, state } = await openDispatcher();
    const right = commandOf({ precondition: { digest: state.value } });
    const wrong = commandOf({ precondition: { digest: 'b'.repeat(64) } });
    await send(sealed(right));
    await send(sealed(wrong));
    await settle();
    expect(done.map(({ id }) => id)).toEqual([right.id]);
    expect(outcomeOf(wrong.id)).toMatchObject({ outcome: 'refused', error: { code: 'state-changed' } });
  });
});

describe('the policy', () => {
  it('refuses what it does not allow', async () => {
    const { send, done, outcomeOf } = await openDispatcher({ policy: { bounds: { vmids: [101] } } });
    const outside = commandOf({ params: { vmid: 102 } });
    await send(sealed(outside));
    await settle();
    expect(done).toEqual([]);
    expect(outcomeOf(outside.id)).toMatchObject({ outcome: 'refused', error: { code: 'outside-bounds' } });
  });

  it('keeps two of a group apart, over a restart, too', async () => {
    const spaced = { policy: { spacing: [{ name: 'dns', minutes: 30, vmids: [101, 102] }] } };
    const first = await openDispatcher(spaced);
    const commands = [101, 102].map((vmid) => commandOf({ params: { vmid } }));
    await Promise.all(commands.map((command) => first.send(sealed(command))));
    await settle();
    expect(first.done).toHaveLength(1);
    const { disk, clocks } = first;
    const second = await openDispatcher({ ...spaced, disk: copyOf(disk), clocks });
    second.dispatcher.recover();
    await settle();
    expect(second.done).toEqual([]);
    clocks.pass(29 * 60_000);
    second.dispatcher.tick();
    await settle();
    expect(second.done).toEqual([]);
    clocks.pass(60_000);
    second.dispatcher.tick();
    await settle();
    expect(second.done.map(({ id }) => id)).toEqual([commands[1]?.id]);
  });

  it('counts the risk of a session over a restart', async () => {
    const session = { policy: { session: { minutes: 60, points: 2 } } };
    const first = await openDispatcher(session);
    for (let turn = 0; turn < 2; turn += 1) await first.send(sealed(commandOf()));
    await settle();
    expect(first.done).toHaveLength(2);
    const second = await openDispatcher({ ...session, disk: copyOf(first.disk), clocks: first.clocks });
    await second.send(sealed(commandOf()));
    await settle();
    expect(second.done).toEqual([]);
    expect(second.dispatcher.requests()).toHaveLength(1);
  });

  it('that cannot be read lets nothing run, and what waits runs once it can', async () => {
    const { send, done, dispatcher, clocks, outcomeOf } = await openDispatcher();
    dispatcher.setRules({ own: undefined, tighter: undefined, readOnly: false });
    const command = commandOf();
    await send(sealed(command));
    await settle();
    expect([done.length, outcomeOf(command.id)]).toEqual([0, undefined]);
    dispatcher.setRules({ own: policyOf(), tighter: undefined, readOnly: false });
    clocks.pass(5_000);
    dispatcher.tick();
    await settle();
    expect(done).toHaveLength(1);
  });

  it('of a clone allows nothing that changes anything', async () => {
    const { send, done, outcomeOf } = await openDispatcher({ readOnly: true });
    const command = commandOf();
    await send(sealed(command));
    await settle();
    expect(done).toEqual([]);
    expect(outcomeOf(command.id)).toMatchObject({ error: { code: 'read-only' } });
  });
});

describe('a restart', () => {
  it('does what was accepted, and never again what was begun', async () => {
    const first = await openDispatcher({ policy: { bounds: { vmids: 'all' } } });
    first.dispatcher.setRules({ own: undefined, tighter: undefined, readOnly: false });
    const waiting = commandOf();
    const begun = commandOf();
    await first.send(sealed(waiting));
    await first.send(sealed(begun));
    await first.store.start(begun.id, { resume: 'none' });
    const second = await openDispatcher({ disk: copyOf(first.disk), clocks: first.clocks });
    second.dispatcher.recover();
    await settle();
    expect(second.done.map(({ id }) => id)).toEqual([waiting.id]);
    expect(second.outcomeOf(begun.id)).toMatchObject({ outcome: 'interrupted' });
  });
});

describe('what cannot be written down', () => {
  it('is not done', async () => {
    const { send, done, disk, dispatcher } = await openDispatcher();
    dispatcher.setRules({ own: undefined, tighter: undefined, readOnly: false });
    await send(sealed(commandOf()));
    disk.before = () => new DiskError('EIO');
    dispatcher.setRules({ own: policyOf(), tighter: undefined, readOnly: false });
    dispatcher.tick();
    await settle();
    expect(done).toEqual([]);
    await expect(send(sealed(commandOf()))).rejects.toThrow(StateError);
  });
});

describe('any order of commands', () => {
  it('does each at most once, and never two on one thing at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ vmid: fc.integer({ min: 100, max: 102 }), twice: fc.boolean() }), {
          maxLength: 12,
        }),
        async (wishes) => {
          const { send, done, outcomeOf } = await openDispatcher({ concurrency: 3 });
          const commands = wishes.map(({ vmid }) => commandOf({ params: { vmid } }));
          await Promise.all(
            commands.flatMap((command, index) => {
              const envelope = sealed(command);
              return wishes[index]?.twice ? [send(envelope), send(envelope)] : [send(envelope)];
            }),
          );
          await settle(150);
          expect(done.map(({ id }) => id).sort()).toEqual(commands.map(({ id }) => id).sort());
          for (const { id } of commands) expect(outcomeOf(id)?.outcome).toBe('succeeded');
        },
      ),
      { numRuns: 20 },
    );
  });
});
