import { describe, expect, it } from 'vitest';
import { haltAgent, isHalted, resumeAgent } from '~/agent/daemon/halt.js';
import type { Heartbeat } from '~/agent/daemon/protocol/heartbeat.js';
import { readStatus } from '~/agent/daemon/status.js';
import { contentOf, countedActions, openPolicy, startDaemon } from './support/daemon.js';
import { approvalOf, commandOf, pair, sealed, start, TestClocks } from './support/dispatch.js';

const hour = 3_600_000;
const day = 24 * hour;
const resultOf = (beat: Heartbeat, id: string) => beat.results.find((one) => one.id === id);
const acksOf = (beat: Heartbeat) => beat.results.map(({ id, digest }) => ({ id, digest }));

describe('a command', () => {
  it('is received, done, told of until it is acknowledged, and then no more', async () => {
    const { hub, done } = startDaemon();
    const command = commandOf();
    const beat = await hub.ask(sealed(command));
    expect(hub.beats.flatMap(({ received }) => received.map(({ id }) => id))).toEqual([command.id]);
    expect(resultOf(beat, command.id)).toMatchObject({ result: { outcome: 'succeeded' } });
    // An acknowledgement of something else is none.
    const again = await hub.turn({ acks: [{ id: command.id, digest: 'f'.repeat(64) }] });
    expect(resultOf(again, command.id)).toEqual(resultOf(beat, command.id));
    expect((await hub.turn({ acks: acksOf(beat) })).results).toEqual([]);
    expect(done).toEqual([command.id]);
  });

  it('is told of again where its answer was lost', async () => {
    const { hub, done } = startDaemon();
    const command = commandOf();
    const beat = await hub.ask(sealed(command));
    const { results } = await hub.fail();
    expect(results).toEqual(beat.results);
    expect(done).toHaveLength(1);
  });

  it('that was acknowledged, and is sent again, is answered with its outcome', async () => {
    const first = startDaemon();
    const command = commandOf();
    const beat = await first.hub.ask(sealed(command));
    await first.hub.turn({ acks: acksOf(beat) });
    await first.end();
    const second = startDaemon(first);
    const again = await second.hub.ask(sealed(command));
    expect(resultOf(again, command.id)).toEqual({
      ...resultOf(beat, command.id),
      result: { outcome: 'succeeded', dropped: { bytes: 0, why: 'acked' } },
    });
    // Once is enough.
    expect((await second.hub.turn()).results).toEqual([]);
    expect(second.done).toEqual([command.id]);
  });

  it('that is not for this agent is rejected by its digest, and fills no log however often it comes', async () => {
    const { hub, done, end, folder } = startDaemon();
    const forged = sealed(commandOf(), [pair()]);
    const other = sealed(commandOf({ agent: 'pve2' }));
    for (let turn = 0; turn < 30; turn += 1) await hub.turn({ commands: [forged, other] });
    const reasons = hub.beats.flatMap(({ rejected }) => rejected.map(({ reason }) => reason));
    expect(new Set(reasons)).toEqual(new Set(['bad-signature', 'wrong-agent']));
    expect(reasons.length).toBeGreaterThan(50);
    await end();
    expect(done).toEqual([]);
    expect(contentOf(folder).match(/command\.rejected/g)).toHaveLength(2);
  });

  it('is cancelled while it waits, and ended while it runs', async () => {
    const { hub, done, running } = startDaemon();
    const slow = commandOf({ action: 'test.slow', params: { vmid: 101 } });
    const behind = commandOf({ params: { vmid: 101 } });
    await hub.turn({ commands: [sealed(slow), sealed(behind)] });
    await hub.until(() => running.has(slow.id));
    const beat = await hub.until(({ results }) => results.length === 2, { cancel: [slow.id, behind.id] });
    expect(resultOf(beat, behind.id)?.result).toMatchObject({ outcome: 'cancelled' });
    expect(resultOf(beat, slow.id)?.result).toMatchObject({ outcome: 'interrupted' });
    expect(done).toEqual([slow.id]);
  });
});

describe('results', () => {
  it('go in pages below 1 MiB, and what a hub never takes is not in the way of the rest', async () => {
    const { hub, done } = startDaemon();
    const text = 'x'.repeat(9_000);
    const commands = Array.from({ length: 150 }, () => commandOf({ params: { text } }));
    for (let from = 0; from < commands.length; from += 20)
      await hub.turn({ commands: commands.slice(from, from + 20).map((each) => sealed(each)) });
    await hub.until(() => done.length === commands.length);
    // This hub takes every third one only, and what it leaves is more than a page.
    const disliked = new Set(commands.filter((_, index) => index % 3 > 0).map(({ id }) => id));
    const seen = new Set<string>();
    for (let turn = 0; turn < 40; turn += 1) {
      const beat = await hub.next();
      for (const { id } of beat.results) seen.add(id);
      await hub.turn({ acks: acksOf(beat).filter(({ id }) => !disliked.has(id)) });
    }
    expect(seen.size).toBe(commands.length);
    for (const beat of hub.beats) {
      expect(JSON.stringify(beat).length).toBeLessThan(1 << 20);
      expect(beat.results.length).toBeLessThanOrEqual(500);
    }
    const left = new Set<string>();
    for (let turn = 0; turn < 3; turn += 1) for (const { id } of (await hub.turn()).results) left.add(id);
    expect(left).toEqual(disliked);
  });

  it('wait on the disk while the hub is away, and a heartbeat is small meanwhile', async () => {
    const first = startDaemon();
    const command = commandOf();
    await first.hub.ask(sealed(command));
    for (let turn = 0; turn < 6; turn += 1) await first.hub.fail();
    expect((await first.hub.next()).results).toEqual([]);
    expect((await first.hub.turn()).results).toHaveLength(1);
    await first.end();
    const second = startDaemon(first);
    expect(resultOf(await second.hub.next(), command.id)).toMatchObject({ result: { outcome: 'succeeded' } });
  });
});

describe('the policy', () => {
  it('that breaks lets nothing run and is told of, until it is mended', async () => {
    let broken = true;
    const actions = countedActions();
    const policy = () => {
      if (broken) throw new Error('its mode 0666 lets others change it');
      return openPolicy(actions.names);
    };
    const { hub, done, clocks } = startDaemon({ actions, policy });
    const command = commandOf();
    const beat = await hub.turn({ commands: [sealed(command)] });
    expect(beat.health.state).toBe('degraded');
    expect(beat.degraded.join()).toContain('0666');
    for (let turn = 0; turn < 5; turn += 1) await hub.turn();
    expect(done).toEqual([]);
    broken = false;
    clocks.pass(5_000);
    await hub.until(({ results }) => results.length === 1);
    expect(done).toEqual([command.id]);
    expect((await hub.turn()).degraded).toEqual([]);
  });

  it('is tightened by the hub, also after a restart, and never widened', async () => {
    const actions = countedActions();
    const policy = () => openPolicy(['test.change', 'test.slow', 'test.probed']);
    const tighter = openPolicy(['test.look', 'test.slow']);
    const first = startDaemon({ actions, policy });
    await first.hub.turn({ policy: JSON.parse(JSON.stringify(tighter)) });
    const changed = commandOf();
    const looked = commandOf({ action: 'test.look' });
    await first.hub.turn({
      commands: [sealed(changed), sealed(looked)],
      policy: JSON.parse(JSON.stringify(tighter)),
    });
    await first.end();
    expect(first.done).toEqual([]);
    const second = startDaemon({ folder: first.folder, clocks: first.clocks, actions, policy });
    const beat = await second.hub.next();
    for (const { id } of [changed, looked])
      expect(resultOf(beat, id)?.result).toMatchObject({
        outcome: 'refused',
        error: { code: 'not-allowed' },
      });
    // What it says is in force in the same answer, and from the disk before the first one: a command that has waited.
    const later = commandOf({ notBefore: start / 1_000 + 60 });
    const said = { policy: JSON.parse(JSON.stringify(tighter)) };
    await second.hub.turn({ commands: [sealed(later)], ...said });
    await second.hub.turn(said);
    await second.end();
    second.clocks.pass(61_000);
    const third = startDaemon({ folder: first.folder, clocks: first.clocks, actions, policy });
    const told = await third.hub.until(({ results }) => results.some(({ id }) => id === later.id), said);
    expect(resultOf(told, later.id)?.result).toMatchObject({ outcome: 'refused' });
    expect(third.done).toEqual([]);
    // It takes its rules back.
    await third.hub.turn();
    const free = commandOf();
    expect(resultOf(await third.hub.ask(sealed(free)), free.id)?.result.outcome).toBe('succeeded');
  });

  it('of the hub that this agent does not understand lets nothing run', async () => {
    const { hub, done } = startDaemon();
    const command = sealed(commandOf());
    const policy = { version: 2, everything: true };
    const beat = await hub.turn({ commands: [command], policy });
    expect(beat.degraded.join()).toContain('the rules of the hub cannot be read');
    for (let turn = 0; turn < 5; turn += 1) await hub.turn({ policy });
    expect(done).toEqual([]);
  });
});

describe('a copy of the machine', () => {
  it.each([
    ['by its own look', { options: { cloneSigns: ['the id of this machine is another'] } }, false],
    ['by what the hub says', {}, true],
  ])('only looks: %s', async (_how, rig, readOnly) => {
    const first = startDaemon(rig);
    const [change, look] = [commandOf(), commandOf({ action: 'test.look' })];
    await first.hub.turn({ readOnly });
    await first.hub.turn({ readOnly, commands: [sealed(change), sealed(look)] });
    const beat = await first.hub.until(({ results }) => results.length === 2, { readOnly });
    expect(resultOf(beat, change.id)?.result).toMatchObject({
      outcome: 'refused',
      error: { code: 'read-only' },
    });
    expect(resultOf(beat, look.id)?.result).toMatchObject({ outcome: 'succeeded' });
    expect(beat.health.state).toBe('degraded');
    await first.end();
    // It is remembered: what waits is judged by it before the hub says anything.
    if (!readOnly) return;
    const second = startDaemon(first);
    expect((await second.hub.next()).degraded.join()).toContain('two hosts');
  });
});

describe('what a secret is in', () => {
  it('is asked for again after a restart, and is in no file and in nothing that is sent', async () => {
    const secret = 'correct horse battery staple';
    let broken = true;
    const actions = countedActions();
    const policy = () => {
      if (broken) throw new Error('broken');
      return openPolicy(actions.names);
    };
    const first = startDaemon({ actions, policy });
    const command = commandOf({ params: { secret, text: `it is ${secret}` } });
    await first.hub.turn({ commands: [sealed(command)] });
    await first.hub.turn();
    await first.end();
    broken = false;
    const second = startDaemon({ folder: first.folder, clocks: first.clocks, actions, policy });
    const { wanted } = await second.hub.next();
    expect(wanted).toEqual([{ id: command.id, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(second.done).toEqual([]);
    const beat = await second.hub.ask(sealed(command));
    expect(resultOf(beat, command.id)?.result).toEqual({
      outcome: 'succeeded',
      value: { text: expect.not.stringContaining('horse') },
    });
    expect((await second.hub.turn({ acks: acksOf(beat) })).wanted).toEqual([]);
    await second.end();
    const base64 = Buffer.from(secret).toString('base64').slice(0, 20);
    for (const text of [
      contentOf(first.folder),
      first.hub.wire,
      second.hub.wire,
      first.log.join(),
      second.log.join(),
    ])
      expect([text.includes(secret), text.includes(base64)]).toEqual([false, false]);
  });
});

describe('a halt', () => {
  it('by the hub ends what runs, gives up what waits, and stays after a restart until it is resumed', async () => {
    const first = startDaemon();
    const slow = commandOf({ action: 'test.slow', params: { vmid: 101 } });
    const behind = commandOf({ params: { vmid: 101 } });
    await first.hub.turn({ commands: [sealed(slow), sealed(behind)] });
    await first.hub.until(() => first.running.has(slow.id));
    await first.hub.turn({ halt: true });
    const beat = await first.hub.until(({ results }) => results.length === 2);
    expect(beat.halted).toBe(true);
    expect(beat.results.map(({ result }) => result.outcome).sort()).toEqual(['cancelled', 'interrupted']);
    expect(await isHalted(first.folder)).toBe(true);
    await first.end();
    const second = startDaemon(first);
    expect((await second.hub.next()).halted).toBe(true);
    const refused = commandOf();
    // A hub that does not ask for it any more does not take it back.
    const told = await second.hub.ask(sealed(refused));
    expect(resultOf(told, refused.id)?.result).toMatchObject({
      outcome: 'refused',
      error: { code: 'halted' },
    });
    await resumeAgent(first.folder);
    await second.hub.until(({ halted }) => !halted);
    const free = commandOf();
    await second.hub.ask(sealed(free));
    expect(second.done).toEqual([slow.id, free.id]);
  });

  it('by the file, while the agent runs, and one that is there at the start', async () => {
    const first = startDaemon();
    const slow = commandOf({ action: 'test.slow' });
    await first.hub.turn({ commands: [sealed(slow)] });
    await first.hub.until(() => first.running.has(slow.id));
    await haltAgent(first.folder, 'enough');
    const beat = await first.hub.until(({ results }) => results.length === 1);
    expect([beat.halted, first.running.get(slow.id)?.signal.aborted]).toEqual([true, true]);
    await first.end();
    expect(await readStatus(first.folder)).toMatchObject({ state: 'halted' });
    const second = startDaemon(first);
    const waits = commandOf();
    const told = await second.hub.ask(sealed(waits));
    expect(resultOf(told, waits.id)?.result).toMatchObject({ outcome: 'refused', error: { code: 'halted' } });
  });
});

it('a halt that is there at the start keeps from running what was accepted before', async () => {
  const actions = countedActions();
  let broken = true;
  const policy = () => {
    if (broken) throw new Error('broken');
    return openPolicy(actions.names);
  };
  const first = startDaemon({ actions, policy });
  const command = commandOf();
  await first.hub.turn({ commands: [sealed(command)] });
  await first.hub.turn();
  await first.end();
  broken = false;
  await haltAgent(first.folder, 'enough');
  const second = startDaemon({ folder: first.folder, clocks: first.clocks, actions, policy });
  const beat = await second.hub.until(({ results }) => results.length === 1);
  expect(resultOf(beat, command.id)?.result).toMatchObject({ outcome: 'refused', error: { code: 'halted' } });
  expect(second.done).toEqual([]);
});

describe('the clock', () => {
  it('set back over a restart makes no expired command valid again', async () => {
    const clocks = new TestClocks();
    const first = startDaemon({ clocks });
    const soon = commandOf({ exp: start / 1_000 + 3_600 });
    const waits = commandOf({ notBefore: start / 1_000 + 600, exp: start / 1_000 + 3_600 });
    await first.hub.turn({ commands: [sealed(waits)] });
    // Both hours are over, as the hub has signed.
    clocks.wallTime += 2 * hour;
    await first.hub.turn();
    clocks.wallTime -= 26 * hour;
    await first.end();
    const second = startDaemon({ folder: first.folder, clocks, actions: first.actions });
    second.hub.time = () => start;
    const beat = await second.hub.until(({ results }) => results.length === 1);
    expect(resultOf(beat, waits.id)?.result.outcome).toBe('expired');
    const rejected = await second.hub.turn({ commands: [sealed(soon)] });
    expect(rejected.rejected).toMatchObject([{ reason: 'expired' }]);
    expect(rejected.degraded.join()).toContain("behind the hub's");
    expect(second.done).toEqual([]);
  });

  it('may jump by a day at any moment of an approval: 60 s are 60 s, and nothing expired runs', async () => {
    for (const jump of [0, day, -day, 1_500, -1_500])
      for (const [late, runs] of [
        [59_000, true],
        [61_000, false],
      ] as const) {
        const { hub, done, clocks, end } = startDaemon();
        // The hub's own time goes on as it should.
        let time = start;
        hub.time = () => time;
        const command = commandOf({ action: 'test.high', exp: start / 1_000 + 86_400 });
        await hub.turn({ commands: [sealed(command)] });
        const { approvals } = await hub.until((beat) => beat.approvals.length > 0);
        const [request] = approvals;
        if (request === undefined) throw new Error('nothing is asked');
        clocks.wallTime += jump;
        await hub.turn();
        clocks.pass(late);
        time += late;
        await hub.turn({ approvals: [approvalOf(request)] });
        // Another one takes as long, and begins after it.
        const now = Math.floor(Math.max(clocks.wallTime, time) / 1_000);
        await hub.ask(sealed(commandOf({ action: 'test.look', iat: now, exp: now + 3_600 })));
        // One day ahead, it has expired by the agent's own clock, and is void too early: that is the safe side.
        const ran = done.includes(command.id);
        expect([jump, late, ran]).toEqual([jump, late, runs && jump < day]);
        await end();
      }
  });

  it('that steps while commands expire lets none of them run', async () => {
    const clocks = new TestClocks();
    const { hub, done } = startDaemon({ clocks });
    let time = start;
    hub.time = () => time;
    for (const step of [day, -day, 1_000, -1_000, hour, -2 * hour]) {
      const command = commandOf({
        iat: time / 1_000 - 60,
        exp: time / 1_000 + 30,
        notBefore: time / 1_000 + 20,
      });
      await hub.turn({ commands: [sealed(command)] });
      clocks.wallTime += step;
      clocks.monotonicTime += 31_000;
      time += 31_000;
      for (let turn = 0; turn < 3; turn += 1) await hub.turn();
    }
    expect(done).toEqual([]);
  });
});

describe('the end of the agent', () => {
  it('waits for what runs, and leaves what the next start can conclude', async () => {
    const first = startDaemon({ options: { grace: 0 } });
    const [slow, probed] = [commandOf({ action: 'test.slow' }), commandOf({ action: 'test.probed' })];
    await first.hub.turn({ commands: [sealed(slow), sealed(probed)] });
    await first.hub.until(() => first.running.size === 2);
    await first.end();
    const last = first.hub.beats.at(-1);
    expect(last && resultOf(last, slow.id)?.result.outcome).toBe('interrupted');
    expect(last && resultOf(last, probed.id)).toBeUndefined();
    const second = startDaemon(first);
    const beat = await second.hub.until(({ results }) => results.some(({ id }) => id === probed.id));
    expect(resultOf(beat, probed.id)?.result).toEqual({ outcome: 'succeeded', value: { found: true } });
    expect(second.done).toEqual([slow.id, probed.id]);
  });

  it('lets what ends within its grace end', async () => {
    const { hub, running, end } = startDaemon();
    const slow = commandOf({ action: 'test.slow' });
    await hub.turn({ commands: [sealed(slow)] });
    await hub.until(() => running.has(slow.id));
    const over = end();
    running.get(slow.id)?.end();
    await over;
    const last = hub.beats.at(-1);
    expect(last && resultOf(last, slow.id)?.result.outcome).toBe('succeeded');
  });
});
