import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  Client,
  fetchTransport,
  ParamsError,
  TaskError,
  type TaskPollEvent,
  type TaskProgress,
  type TaskWaitState,
  type Upid,
} from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failure } from '../support/client.js';
import { seeded } from '../support/task-model.js';
import { VirtualClock } from '../support/virtual-clock.js';

/** A simulated host whose time is that of a virtual clock, and its client. */
function simulated(guests = 0) {
  const host = new SimulatedHost({ clock: 'manual' });
  const clock = new VirtualClock(host.now);
  clock.onAdvance = (ms) => host.advance(ms);
  // Their first program does not hear a shutdown: it takes as long as it is given.
  const deaf = { status: 'running', config: { entrypoint: '/bin/app' } } as const;
  const vmids = Array.from({ length: guests }, (_, index) => 1_000 + index);
  host.arrange({ guests: Object.fromEntries(vmids.map((vmid) => [vmid, deaf])) });
  let requests = 0;
  const newClient = (token = host.tokens.full) =>
    new Client({
      url: host.url,
      token,
      clock,
      random: seeded(5),
      transport: fetchTransport((request) => {
        requests += 1;
        return host.fetch(request);
      }),
    });
  const client = newClient();
  const shutdown = (vmid: number, timeout: number, forceStop = true) =>
    client.lxc.shutdown({ node: host.node, vmid, timeout, forceStop });
  return { host, clock, client, newClient, vmids, shutdown, count: () => requests };
}

describe('1,000 tasks of a simulated host', () => {
  it('are waited for with 2 requests a second at most, and each end is seen in time', async () => {
    const { client, clock, vmids, shutdown, count } = simulated(1_000);
    const random = seeded(1);
    const jobs = await clock.run(
      Promise.all(
        vmids.map(async (vmid) => {
          const seconds = 20 + Math.floor(random() * 160);
          const fails = random() < 0.05;
          return { upid: await shutdown(vmid, seconds, !fails), seconds, fails };
        }),
      ),
    );
    const before = count();
    const start = clock.now();
    const ends = new Map<string, number>();
    const onOutcome = ({ upid }: { upid: Upid }) => void ends.set(upid, clock.now() - start);
    const upids = jobs.map(({ upid }) => upid);
    const { ok, failed, outcomes } = await clock.run(client.tasks.waitAll(upids, { onOutcome }));
    const took = clock.now() - start;
    expect(outcomes.map(({ upid }) => upid)).toEqual(upids);
    expect(failed.map(({ upid }) => upid)).toEqual(jobs.filter(({ fails }) => fails).map(({ upid }) => upid));
    expect(ok).toHaveLength(1_000 - failed.length);
    expect(failed.every(({ error }) => error instanceof TaskError && error.log.length > 0)).toBe(true);
    expect(count() - before).toBeLessThanOrEqual((2 * took) / 1_000);
    for (const { upid, seconds, fails } of jobs) {
      const ended = 60 + seconds * 1_000 + (fails ? 0 : 500);
      expect((ends.get(upid) ?? Infinity) - ended).toBeLessThanOrEqual(5_000);
    }
    expect(clock.sleeping).toBe(0);
    await client.close();
  }, 60_000);
});

describe('a wait that outlives its process', () => {
  it('goes on with its start, its deadline and the lines that were told', async () => {
    const { host, client, clock, newClient } = simulated();
    const upid = await clock.run(
      client.vzdump.create({ node: host.node, vmid: [100], storage: 'local', mode: 'snapshot' }),
    );
    const lines: string[] = [];
    const onProgress = (progress: TaskProgress) => void lines.push(...progress.lines);
    const wait = client.tasks.track(upid, { timeout: 900_000 });
    const controller = new AbortController();
    const first = wait.result({
      signal: controller.signal,
      onProgress: (progress) => {
        onProgress(progress);
        if (lines.length > 2) controller.abort();
      },
    });
    await clock.run(failure(first, Error));
    const stored = JSON.stringify(wait);
    await client.close();
    const state = JSON.parse(stored) as TaskWaitState;
    expect(state).toEqual({
      ...{ version: 1, upid, started: wait.started, deadline: wait.started + 900_000 },
      lines: lines.length,
    });
    await clock.run(clock.sleep(60_000));

    const other = newClient().tasks.resume(state);
    expect(other.deadline).toBe(wait.deadline);
    const result = await clock.run(other.result({ onProgress }));
    expect(result.outcome).toBe('ok');
    expect(result.elapsed).toBe(clock.now() - wait.started);
    const log = await newClient().tasks.log(upid).page();
    expect(lines).toEqual(log.lines.map(({ t }) => t));
  });

  it('looks once at least, also after its deadline', async () => {
    const { clock, client, shutdown, vmids } = simulated(2);
    const [one = 0, two = 0] = vmids;
    const done = client.tasks.track(await clock.run(shutdown(one, 5)), { timeout: 10_000 });
    const late = client.tasks.track(await clock.run(shutdown(two, 500)), { timeout: 10_000 });
    await clock.run(clock.sleep(100_000));
    const resumed = client.tasks.resume(JSON.parse(JSON.stringify(done)));
    expect(await clock.run(resumed.result())).toMatchObject({ outcome: 'ok' });
    expect(await clock.run(failure(late.result(), Error))).toMatchObject({
      code: 'PVE_TASK_TIMEOUT',
      timeout: 10_000,
    });
  });

  it('needs no deadline', async () => {
    const { clock, client, shutdown, vmids } = simulated(1);
    const upid = await clock.run(shutdown(vmids[0] ?? 0, 3_000));
    const wait = client.tasks.track(upid, { timeout: Number.POSITIVE_INFINITY });
    expect(wait.toJSON().deadline).toBeNull();
    const again = client.tasks.resume(JSON.parse(JSON.stringify(wait)));
    expect(await clock.run(again.result())).toMatchObject({ outcome: 'ok' });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', '{}'],
    ['another version', { version: 2, upid: 'UPID:a:00000001:00000001:00000001:x::r@pam:', started: 1 }],
    ['a UPID that is none', { version: 1, upid: 'x', started: 1, deadline: null, lines: 0 }],
  ])('is refused where it is none: %s', (_what, state) => {
    const { client } = simulated();
    expect(() => client.tasks.resume(state as TaskWaitState)).toThrow(ParamsError);
  });

  it('does not take up bad options', () => {
    const { client } = simulated();
    const upid = 'UPID:pve1:00000001:00000001:00000001:vzstart:1:r@pam:';
    expect(() => client.tasks.track(upid, { timeout: 0 })).toThrow(ParamsError);
    expect(() => client.tasks.track('UPID')).toThrow(ParamsError);
  });
});

describe('waiting for several', () => {
  it('refuses what is no list of UPIDs before it asks', async () => {
    const { client, count } = simulated();
    await failure(client.tasks.waitAll('UPID' as never), ParamsError);
    const error = await failure(client.tasks.waitAll(['x', 'y']), ParamsError);
    expect(error.issues.map(({ path }) => path)).toEqual(['upids[0]', 'upids[1]']);
    await failure(client.tasks.waitAll([], { timeout: -1 }), ParamsError);
    await failure(client.tasks.waitAll([], { onOutcome: 5 as never }), ParamsError);
    expect(count()).toBe(0);
    expect(await client.tasks.waitAll([])).toEqual({ outcomes: [], ok: [], failed: [] });
  });

  it('waits once for a task that is named twice', async () => {
    const { clock, client, shutdown, vmids } = simulated(1);
    const upid = await clock.run(shutdown(vmids[0] ?? 0, 30));
    let told = 0;
    const all = client.tasks.waitAll([upid, upid], {
      onOutcome: () => {
        told += 1;
      },
    });
    const { outcomes } = await clock.run(all);
    expect(outcomes).toHaveLength(2);
    expect(told).toBe(1);
  });

  it('throws what its caller threw, when all are over', async () => {
    const { clock, client, shutdown, vmids } = simulated(2);
    const upids = await clock.run(Promise.all(vmids.map((vmid) => shutdown(vmid, 30))));
    const thrown = new Error('the screen is gone');
    let told = 0;
    const onOutcome = () => {
      told += 1;
      throw thrown;
    };
    expect(await clock.run(failure(client.tasks.waitAll(upids, { onOutcome }), Error))).toBe(thrown);
    expect(told).toBe(2);
  });
});

describe('the channel task:poll', () => {
  it('tells of each look', async () => {
    const { clock, client, shutdown, vmids, host } = simulated(3);
    const events: TaskPollEvent[] = [];
    const listen = (event: unknown) => void events.push(event as TaskPollEvent);
    subscribe('felhom-proxmox:task:poll', listen);
    onTestFinished(() => void unsubscribe('felhom-proxmox:task:poll', listen));
    const upids = await clock.run(Promise.all(vmids.map((vmid) => shutdown(vmid, 3))));
    await clock.run(client.tasks.waitAll(upids));
    const { node } = host;
    expect(events[0]).toEqual({ node, kind: 'list', waits: 3, ended: 0, elapsed: 0 });
    expect(events.at(-1)).toEqual({ node, kind: 'history', waits: 3, ended: 3, elapsed: 0 });
    events.length = 0;
    await clock.run(client.tasks.wait(upids[0] ?? ''));
    expect(events).toEqual([{ node, kind: 'status', upid: upids[0], waits: 1, ended: 1, elapsed: 0 }]);
    events.length = 0;
    const unknown = (upids[0] ?? '').replace(/:0000/, ':0FFF');
    await clock.run(failure(client.tasks.wait(unknown, { grace: 0 }), Error));
    expect(events).toMatchObject([{ kind: 'status', ended: 0, error: 'PVE_NOT_FOUND' }]);
  });
});
