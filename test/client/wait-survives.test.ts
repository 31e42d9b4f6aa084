import { Client, fetchTransport, NotFoundError, type TaskError } from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { describe, expect, it } from 'vitest';
import { failure } from '../support/client.js';
import { TaskModel } from '../support/task-model.js';
import { VirtualClock } from '../support/virtual-clock.js';

const hour = 3_600_000;

describe('a task whose log is gone', () => {
  it.each([1, 5])('is looked up in the history of its node (%d waits)', async (count) => {
    const model = new TaskModel();
    const { clock } = model;
    const tasks = Array.from({ length: count }, (_, index) =>
      model.task(-hour, { age: 2 * hour, logGone: clock.now(), exitstatus: index === 1 ? 'no space' : 'OK' }),
    );
    const all = model.client().tasks.waitAll(tasks.map(({ upid }) => upid));
    const { ok, failed } = await clock.run(all);
    expect(ok).toHaveLength(count === 1 ? 1 : count - 1);
    expect(failed.map(({ error }) => error)).toMatchObject(
      count === 1 ? [] : [{ code: 'PVE_TASK', exitstatus: 'no space', log: [] }],
    );
  });

  it('while it is waited for is no surprise, either', async () => {
    const model = new TaskModel();
    const task = model.task(10 * 60_000, { logGone: model.clock.now() + 5 * 60_000 });
    const other = model.task(20 * 60_000);
    const { tasks } = model.client();
    const both = [task, other].map(({ upid }) => tasks.wait(upid, { timeout: hour }));
    await expect(model.clock.run(Promise.all(both))).resolves.toHaveLength(2);
  });

  it('and that the history has forgotten is unknown', async () => {
    const model = new TaskModel();
    model.remembered = 0;
    const task = model.task(-hour, { age: 2 * hour, logGone: model.clock.now() });
    const wait = failure(model.client().tasks.wait(task.upid), NotFoundError);
    expect(await model.clock.run(wait)).toMatchObject({ kind: 'task' });
  });

  it('is not asked for there where it is new: it may not be known yet', async () => {
    const model = new TaskModel();
    const task = model.task(30_000, { appears: model.clock.now() + 5_000 });
    await model.clock.run(model.client().tasks.wait(task.upid));
    expect(model.requests.every(({ kind }) => kind === 'status')).toBe(true);
  });
});

describe('waits on a simulated host', () => {
  function simulated() {
    const host = new SimulatedHost({ clock: 'manual' });
    const clock = new VirtualClock(host.now);
    clock.onAdvance = (ms) => host.advance(ms);
    const deaf = { status: 'running', config: { entrypoint: '/bin/app' } } as const;
    host.arrange({ guests: { 1000: deaf, 1001: deaf, 1002: deaf } });
    const { username: user, password } = host.logins.root;
    const transport = fetchTransport(host.fetch);
    const client = new Client({ url: host.url, user, password, clock, transport, random: () => 0 });
    const begin = () =>
      clock.run(
        Promise.all(
          [1000, 1001, 1002].map((vmid) =>
            client.lxc.shutdown({ node: host.node, vmid, timeout: 300, forceStop: true }),
          ),
        ),
      );
    return { host, clock, client, begin };
  }

  it.each([1, 3])('log in again where their ticket is refused (%d waits)', async (count) => {
    const { host, clock, client, begin } = simulated();
    const upids = (await begin()).slice(0, count);
    const expire = clock.sleep(20_000).then(() => host.expireTickets());
    const again = clock.sleep(120_000).then(() => host.expireTickets());
    const [{ ok }] = await clock.run(Promise.all([client.tasks.waitAll(upids), expire, again]));
    expect(ok).toHaveLength(count);
  });

  it.each([1, 3])('see a restart of the node as the end of its tasks (%d waits)', async (count) => {
    const { host, clock, client, begin } = simulated();
    const upids = (await begin()).slice(0, count);
    const restart = clock.sleep(20_000).then(() => host.restart());
    const [{ failed }] = await clock.run(Promise.all([client.tasks.waitAll(upids), restart]));
    expect(failed.map(({ error }) => (error as TaskError).exitstatus)).toEqual(
      Array(count).fill('unexpected status'),
    );
  });
});
