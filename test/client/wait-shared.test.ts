import {
  ConnectionError,
  NotFoundError,
  PermissionError,
  TaskError,
  type TaskResult,
  TaskTimeoutError,
} from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { waitForTask } from '~/client/wait.js';
import { failure } from '../support/client.js';
import { type ModelRequest, type ModelTask, reset, seeded, TaskModel } from '../support/task-model.js';

/** The pause that a single wait would make, at the longest, so long after its start. Its jitter makes it up to a fifth quicker. */
function pauseAt(elapsed: number): number {
  let pause = 1_000;
  for (let next = 0.8 * pause; next <= elapsed && pause < 5_000; next += 0.8 * pause)
    pause = Math.min(5_000, pause * 1.5);
  return pause;
}

/** What a node may be asked within so many milliseconds: 2 requests a second, after a few at once, and some logs of failures. */
const allowance = (ms: number, logs = 0) => 6 + logs + (2 * ms) / 1_000;

function perNode(requests: readonly ModelRequest[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { node } of requests) counts.set(node, (counts.get(node) ?? 0) + 1);
  return counts;
}

interface Seen {
  task: ModelTask;
  began: number;
  seen: number;
  result: TaskResult | TaskError;
}

/** Waits on each task from `after` ms on, and tells when each wait was over. */
async function watchAll(
  model: TaskModel,
  plan: readonly { task: ModelTask; after: number }[],
): Promise<Seen[]> {
  const client = model.client({ random: seeded(plan.length) });
  const { clock } = model;
  const waits = plan.map(async ({ task, after }): Promise<Seen> => {
    if (after > 0) await clock.sleep(after);
    const began = clock.now();
    const wait = client.tasks.wait(task.upid, { timeout: 3_600_000 });
    const result = await wait.catch((error: unknown) => {
      if (error instanceof TaskError) return error;
      throw error;
    });
    return { task, began, seen: clock.now(), result };
  });
  const seen = await clock.run(Promise.all(waits));
  await client.close();
  return seen;
}

/** How much later an end was seen than the single-wait rule allows, in milliseconds; below 0 is in time. */
function overdue({ task, began, seen }: Seen): number {
  const ends = Math.max(task.ends, began);
  return seen - ends - pauseAt(ends - began);
}

describe('1,000 waits on one node', () => {
  it('cost 2 requests a second at most, and see each end in time', async () => {
    const model = new TaskModel();
    const random = seeded(7);
    const plan = Array.from({ length: 1_000 }, () => ({ task: model.task(random() * 300_000), after: 0 }));
    const start = model.clock.now();
    const seen = await watchAll(model, plan);
    expect(seen.map(({ result }) => 'outcome' in result && result.outcome)).toEqual(
      Array.from({ length: 1_000 }, () => 'ok'),
    );
    expect(Math.max(...seen.map(overdue))).toBeLessThanOrEqual(0);
    const took = model.clock.now() - start;
    expect(model.requests.length).toBeLessThanOrEqual((2 * took) / 1_000);
    // Some 4.5 s between looks, each one list or two.
    expect(model.requests.length).toBeLessThan(took / 1_000);
  });

  it('that end all at once cost two lists, not 1,000 requests', async () => {
    const model = new TaskModel();
    const plan = Array.from({ length: 1_000 }, () => ({ task: model.task(60_000), after: 0 }));
    const seen = await watchAll(model, plan);
    expect(Math.max(...seen.map(overdue))).toBeLessThanOrEqual(0);
    const { at } = model.requests.at(-1) ?? { at: 0 };
    expect(model.requests.filter((request) => request.at === at).map(({ kind }) => kind)).toEqual([
      'active',
      'archive',
    ]);
    expect(model.requests.every(({ kind }) => kind === 'active' || kind === 'archive')).toBe(true);
  });

  it('that fail all at once are told at once, and their logs are read within the rate', async () => {
    const model = new TaskModel();
    const plan = Array.from({ length: 1_000 }, () => ({
      task: model.task(60_000, { exitstatus: 'no space left', log: ['TASK ERROR: no space left'] }),
      after: 0,
    }));
    const start = model.clock.now();
    const seen = await watchAll(model, plan);
    const errors = seen.map(({ result }) => result as TaskError);
    expect(errors.every(({ exitstatus }) => exitstatus === 'no space left')).toBe(true);
    expect(Math.max(...seen.map(overdue))).toBeLessThanOrEqual(0);
    expect(model.requests.length).toBeLessThanOrEqual(allowance(model.clock.now() - start, 20));
    const withLog = errors.filter(({ log }) => log.length > 0).length;
    expect(withLog).toBeGreaterThan(90);
    expect(withLog).toBe(model.requests.filter(({ kind }) => kind === 'log').length);
  });

  it('that begin one after the other are within the rate, too', async () => {
    const model = new TaskModel();
    const random = seeded(11);
    const plan = Array.from({ length: 1_000 }, (_, index) => ({
      task: model.task(index * 30 + random() * 20_000),
      after: index * 30,
    }));
    const start = model.clock.now();
    const seen = await watchAll(model, plan);
    expect(Math.max(...seen.map(overdue))).toBeLessThanOrEqual(0);
    expect(model.requests.length).toBeLessThanOrEqual(allowance(model.clock.now() - start));
  });

  it('are 500 and 500 for two nodes', async () => {
    const model = new TaskModel();
    const random = seeded(3);
    const plan = Array.from({ length: 1_000 }, (_, index) => ({
      task: model.task(random() * 100_000, { node: index % 2 === 0 ? 'pve1' : 'pve2' }),
      after: 0,
    }));
    const start = model.clock.now();
    const seen = await watchAll(model, plan);
    expect(Math.max(...seen.map(overdue))).toBeLessThanOrEqual(0);
    for (const count of perNode(model.requests).values())
      expect(count).toBeLessThanOrEqual(allowance(model.clock.now() - start));
  });
});

describe('10,000 schedules', () => {
  it.each(Array.from({ length: 10 }, (_, index) => index))(
    'see every end in time, truly, and within the rate (part %d)',
    async (part) => {
      for (let seed = part * 1_000; seed < (part + 1) * 1_000; seed += 1) {
        const random = seeded(seed);
        const model = new TaskModel();
        const latency = seed % 3 === 0 ? Math.floor(random() * 200) : 0;
        model.latency = latency;
        const start = model.clock.now();
        const spread = random() < 0.5 ? 0 : random() * 6_000;
        const burst = random() < 0.3 ? random() * 12_000 : undefined;
        const exits = ['OK', 'OK', 'OK', 'WARNINGS: 2', 'job errors'];
        const plan = Array.from({ length: seed % 1_000 === 0 ? 300 : 2 + Math.floor(random() * 5) }, () => ({
          task: model.task(burst ?? random() * 10 ** (2 + random() * 2.4), {
            node: random() < 0.8 ? 'pve1' : 'pve2',
            exitstatus: exits[Math.floor(random() * exits.length)] ?? 'OK',
          }),
          after: random() * spread,
        }));
        // A wait that is alone on its node asks for itself, and is not counted: on both there is one more.
        const last = Math.max(...plan.map(({ task, after }) => Math.max(task.ends, start + after)));
        for (const node of ['pve1', 'pve2'])
          plan.push({ task: model.task(last - start + 1_000, { node }), after: 0 });
        const context = model.context(random);
        const seen = await model.clock.run(
          Promise.all(
            plan.map(async ({ task, after }): Promise<Seen> => {
              if (after > 0) await model.clock.sleep(after);
              const began = model.clock.now();
              const result = await waitForTask(task.upid, { timeout: 3_600_000 }, context).catch(
                (error: TaskError) => error,
              );
              return { task, began, seen: model.clock.now(), result };
            }),
          ),
        );
        // A request that is under way when an end comes is too early for it: that one, the next, and those that look it up
        // and read the log.
        expect(Math.max(...seen.map(overdue)), `seed ${seed}`).toBeLessThanOrEqual(5 * latency);
        expect(seen.map(({ result }) => result.exitstatus)).toEqual(plan.map(({ task }) => task.exitstatus));
        const counted = model.requests.filter(({ at }) => at <= last);
        for (const count of perNode(counted).values())
          expect(count, `seed ${seed}`).toBeLessThanOrEqual(allowance(last - start, 20));
        expect(model.clock.sleeping, `seed ${seed}`).toBe(0);
      }
    },
    60_000,
  );
});

describe('waits that share their looks', () => {
  it('are several; one alone asks for its own status', async () => {
    const model = new TaskModel();
    await watchAll(model, [{ task: model.task(20_000), after: 0 }]);
    expect(model.requests.every(({ kind }) => kind === 'status')).toBe(true);
    model.requests.length = 0;
    await watchAll(model, [
      { task: model.task(20_000), after: 0 },
      { task: model.task(20_000), after: 0 },
    ]);
    expect(model.requests[0]?.kind).toBe('active');
  });

  it('ask for the status of one that has ended, and for a list of several', async () => {
    const model = new TaskModel();
    const tasks = [5_000, 30_000, 30_000, 60_000].map((ms) => model.task(ms));
    await watchAll(
      model,
      tasks.map((task) => ({ task, after: 0 })),
    );
    const lookUps = model.requests.filter(({ kind }) => kind !== 'active').slice(0, 2);
    expect(lookUps.map(({ kind, upid }) => [kind, upid])).toEqual([
      ['status', tasks[0]?.upid],
      ['archive', undefined],
    ]);
  });

  it('are as quick as they are told to be', async () => {
    const model = new TaskModel();
    const client = model.client();
    const start = model.clock.now();
    const upids = Array.from({ length: 20 }, (_, index) => model.task(3_000 + 137 * index).upid);
    const ends = upids.map(async (upid, index) => {
      await client.tasks.wait(upid, { initialInterval: 100, maxInterval: 200 });
      return model.clock.now() - start - (3_000 + 137 * index);
    });
    const late = await model.clock.run(Promise.all(ends));
    expect(Math.max(...late)).toBeLessThanOrEqual(200);
    expect(model.requests.length).toBeLessThan(200);
  });

  it.each<[string, [number, unknown] | Error]>([
    ['596', [596, '']],
    ['500', [500, { message: 'cluster not ready' }]],
    ['a broken connection', reset()],
  ])('survive a list that fails: %s', async (_what, fault) => {
    const model = new TaskModel();
    const until = model.clock.now() + 20_000;
    model.fault = () => (model.clock.now() < until ? fault : undefined);
    const plan = Array.from({ length: 5 }, () => ({ task: model.task(10_000), after: 0 }));
    const seen = await watchAll(model, plan);
    for (const one of seen) expect(one.seen - until).toBeLessThanOrEqual(5_000);
  });

  it.each<[string, [number, unknown]]>([
    ['403', [403, { message: 'Permission check failed' }]],
    ['501', [501, '']],
    ['another shape', [200, { data: 5 }]],
  ])('ask each for itself where lists are refused: %s', async (_what, fault) => {
    const model = new TaskModel();
    model.fault = ({ kind }) => (kind === 'active' || kind === 'archive' ? fault : undefined);
    const plan = Array.from({ length: 5 }, () => ({ task: model.task(10_000), after: 0 }));
    const seen = await watchAll(model, plan);
    expect(Math.max(...seen.map(overdue))).toBeLessThanOrEqual(0);
    expect(model.requests.filter(({ kind }) => kind === 'active')).toHaveLength(1);
  });

  it('ask each for itself where only the archive fails', async () => {
    const model = new TaskModel();
    model.fault = ({ kind }) => (kind === 'archive' ? [596, ''] : undefined);
    const plan = Array.from({ length: 6 }, () => ({ task: model.task(10_000), after: 0 }));
    const seen = await watchAll(model, plan);
    for (const one of seen) expect(one.result).toMatchObject({ outcome: 'ok' });
    expect(model.requests.filter(({ kind }) => kind === 'status').length).toBeGreaterThan(0);
  });

  it('fail each as it would alone: a task that PVE does not know', async () => {
    const model = new TaskModel();
    const known = model.task(30_000);
    const other = new TaskModel(model.clock).task(5_000, { age: -1_000 });
    const client = model.client();
    const start = model.clock.now();
    const both = Promise.all([
      client.tasks.wait(known.upid),
      failure(client.tasks.wait(other.upid.replace(':vzdump:', ':vzstart:')), NotFoundError).then(
        (error) => ({
          error,
          after: model.clock.now() - start,
        }),
      ),
    ]);
    const [good, bad] = await model.clock.run(both);
    expect(good.outcome).toBe('ok');
    expect(bad.error.kind).toBe('task');
    expect(bad.after).toBeGreaterThanOrEqual(10_000);
    expect(bad.after).toBeLessThan(20_000);
  });

  it('wait for one that is not known yet', async () => {
    const model = new TaskModel();
    const late = model.task(20_000, { appears: model.clock.now() + 6_000 });
    const seen = await watchAll(
      model,
      [late, model.task(20_000), model.task(9_000)].map((task) => ({ task, after: 0 })),
    );
    expect(Math.max(...seen.map(overdue))).toBeLessThanOrEqual(0);
  });

  it('see tasks that the list hides, by the list of the ended ones', async () => {
    const model = new TaskModel();
    const random = seeded(2);
    const plan = Array.from({ length: 200 }, () => ({
      task: model.task(5_000 + random() * 120_000, { hidden: true }),
      after: 0,
    }));
    const start = model.clock.now();
    const seen = await watchAll(model, plan);
    expect(seen.every(({ result }) => result.exitstatus === 'OK')).toBe(true);
    expect(Math.max(...seen.map(overdue))).toBeLessThanOrEqual(0);
    expect(model.requests.length).toBeLessThanOrEqual(allowance(model.clock.now() - start));
  });

  it('find an end that the list does not tell, in a minute or so', async () => {
    const model = new TaskModel();
    model.stale = Number.POSITIVE_INFINITY;
    const plan = Array.from({ length: 5 }, () => ({ task: model.task(10_000), after: 0 }));
    const start = model.clock.now();
    await watchAll(model, plan);
    expect(model.clock.now() - start).toBeLessThan(120_000);
  });

  it('are refused together where the caller is', async () => {
    const model = new TaskModel();
    model.fault = ({ at }) => (at > start + 5_000 ? [401, ''] : undefined);
    const start = model.clock.now();
    const client = model.client();
    const upids = Array.from({ length: 3 }, () => model.task(60_000).upid);
    const { failed } = await model.clock.run(client.tasks.waitAll(upids));
    expect(failed.map(({ error }) => (error as Error).name)).toEqual(Array(3).fill('AuthenticationError'));
  });

  it('end each by its own time limit and signal', async () => {
    const model = new TaskModel();
    const client = model.client();
    const controller = new AbortController();
    const upids = Array.from({ length: 3 }, () => model.task(60_000).upid);
    const [first = '', second = '', third = ''] = upids;
    const all = Promise.all([
      client.tasks.wait(first),
      failure(client.tasks.wait(second, { timeout: 7_000 }), TaskTimeoutError).then(() => model.clock.now()),
      failure(client.tasks.wait(third, { signal: controller.signal }), ConnectionError),
      model.clock.sleep(12_000).then(() => controller.abort(new Error('^C'))),
    ]);
    const start = model.clock.now();
    const [good, at, aborted] = await model.clock.run(all);
    expect(good.outcome).toBe('ok');
    expect(at - start).toBe(7_000);
    expect(aborted).toMatchObject({ code: 'PVE_ABORTED', cause: new Error('^C') });
    expect(model.clock.sleeping).toBe(0);
  });

  it('end with the client, at once, and leave no pause behind', async () => {
    const model = new TaskModel();
    const client = model.client();
    const single = model.client();
    const upids = Array.from({ length: 50 }, () => model.task(600_000).upid);
    const all = Promise.all([
      client.tasks.waitAll(upids),
      failure(single.tasks.wait(upids[0] ?? ''), ConnectionError),
      model.clock.sleep(33_000).then(() => Promise.all([client.close(), single.close()])),
    ]);
    const start = model.clock.now();
    const [{ failed }, alone] = await model.clock.run(all);
    expect(model.clock.now() - start).toBe(33_000);
    expect(alone.kind).toBe('closed');
    expect(failed.map(({ error }) => (error as ConnectionError).kind)).toEqual(Array(50).fill('closed'));
    expect(model.clock.sleeping).toBe(0);
  });

  it('each keep the rhythm of their reports', async () => {
    const model = new TaskModel();
    const client = model.client({ random: () => 0 });
    const times: number[] = [];
    const start = model.clock.now();
    const upids = Array.from({ length: 3 }, () => model.task(20_000).upid);
    const onProgress = () => void times.push(model.clock.now() - start);
    const waits = upids.map((upid, index) => client.tasks.wait(upid, index === 0 ? { onProgress } : {}));
    await model.clock.run(Promise.all(waits));
    expect(times.slice(0, 5)).toEqual([0, 1_000, 2_500, 4_750, 8_125]);
  });

  it('is refused as PVE refuses it: a status that is not ours', async () => {
    const model = new TaskModel();
    const client = model.client();
    const hidden = model.task(60_000, { hidden: true });
    model.fault = ({ kind, upid }) =>
      kind === 'status' && upid === hidden.upid
        ? [403, { message: 'Permission check failed (/nodes/pve1, Sys.Audit)' }]
        : undefined;
    const upids = [hidden.upid, model.task(5_000).upid, model.task(5_000).upid];
    const { ok, failed } = await model.clock.run(client.tasks.waitAll(upids));
    expect(ok).toHaveLength(2);
    expect(failed[0]?.error).toBeInstanceOf(PermissionError);
  });
});
