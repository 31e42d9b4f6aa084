import {
  AbortedError,
  AuthenticationError,
  ConnectionError,
  type LogLine,
  NotFoundError,
  ParamsError,
  ProxyError,
} from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { failure } from '../support/client.js';
import { type ModelTask, reset, TaskModel } from '../support/task-model.js';

/** A model whose task prints a line a second for ten seconds. */
function printing(facts: Partial<ModelTask> = {}) {
  const model = new TaskModel();
  const task = model.task(10_500, facts);
  const start = model.clock.now();
  const print = async () => {
    for (let n = 1; n <= 10; n += 1) {
      await model.clock.sleep(1_000);
      task.log.push(`line ${n}`);
    }
    await model.clock.sleep(500);
    task.log.push('TASK OK');
  };
  const all = async (lines: AsyncIterable<LogLine>) => {
    const found: { n: number; t: string; at: number }[] = [];
    for await (const line of lines) found.push({ ...line, at: model.clock.now() - start });
    return found;
  };
  return { model, task, print, all, start };
}

const tenLines = [...Array.from({ length: 10 }, (_, index) => `line ${index + 1}`), 'TASK OK'];

describe('following a task', () => {
  it('gives each line once, as it comes, and never `no content`', async () => {
    const { model, task, print, all } = printing();
    const lines = all(model.client().tasks.follow(task.upid));
    const [found] = await model.clock.run(Promise.all([lines, print()]));
    expect(found.map(({ t }) => t)).toEqual(tenLines);
    expect(found.map(({ n }) => n)).toEqual(tenLines.map((_, index) => index + 1));
    for (const { n, at } of found) expect(at - n * 1_000).toBeLessThanOrEqual(1_000);
  });

  it.each<[string, () => [number, unknown] | Error]>([
    ['a 596', () => [596, '']],
    ['a broken connection', reset],
    ['half a JSON', () => [200, 'x']],
    ['a cluster file system that is down', () => [500, { message: 'cluster not ready' }]],
  ])('survives %s', async (_what, fault) => {
    const { model, task, print, all, start } = printing();
    model.fault = ({ at }) => (at - start > 3_000 && at - start < 8_000 ? fault() : undefined);
    const lines = all(model.client().tasks.follow(task.upid));
    const [found] = await model.clock.run(Promise.all([lines, print()]));
    expect(found.map(({ t }) => t)).toEqual(tenLines);
  });

  it('gives a line again that was read before it was complete', async () => {
    const { model, task, all } = printing();
    const print = async () => {
      task.log.push('first', 'transferred 1 ');
      await model.clock.sleep(1_500);
      task.log.splice(1, 1, 'transferred 1 GiB', 'last');
    };
    const lines = all(model.client().tasks.follow(task.upid));
    const [found] = await model.clock.run(Promise.all([lines, print()]));
    expect(found.map(({ n, t }) => [n, t])).toEqual([
      [1, 'first'],
      [2, 'transferred 1 '],
      [2, 'transferred 1 GiB'],
      [3, 'last'],
    ]);
  });

  it('ends when the host stays away', async () => {
    const { model, task, all, start } = printing();
    model.fault = () => [596, ''];
    const lines = all(model.client().tasks.follow(task.upid, { patience: 30_000 }));
    await model.clock.run(failure(lines, ProxyError));
    expect(model.clock.now() - start).toBe(30_000);
  });

  it('waits for a task that is not known yet, and ends where it stays unknown', async () => {
    const { model, task, print, all, start } = printing();
    task.appears = start + 4_000;
    const lines = all(model.client().tasks.follow(task.upid));
    const [found] = await model.clock.run(Promise.all([lines, print()]));
    expect(found.map(({ t }) => t)).toEqual(tenLines);
    const unknown = task.upid.replace(':vzdump:', ':vzstart:');
    await model.clock.run(failure(all(model.client().tasks.follow(unknown)), NotFoundError));
  });

  it('is refused at once where the token is', async () => {
    const { model, task, all } = printing();
    model.fault = () => [401, ''];
    await model.clock.run(failure(all(model.client().tasks.follow(task.upid)), AuthenticationError));
    expect(model.requests).toHaveLength(1);
  });

  it('ends by its signal, and with the client', async () => {
    const { model, task, all } = printing();
    const client = model.client();
    const controller = new AbortController();
    const aborted = failure(all(client.tasks.follow(task.upid, { signal: controller.signal })), AbortedError);
    const closed = failure(all(client.tasks.follow(task.upid)), ConnectionError);
    const logged = failure(all(client.tasks.log(task.upid, { follow: true })), ConnectionError);
    const end = model.clock.sleep(2_500).then(async () => {
      controller.abort(new Error('enough'));
      await client.close();
    });
    const [first, second, third] = await model.clock.run(Promise.all([aborted, closed, logged, end]));
    expect(first.cause).toEqual(new Error('enough'));
    expect([second.kind, third.kind]).toEqual(['closed', 'closed']);
    expect(model.clock.sleeping).toBe(0);
  });

  it('may be left early', async () => {
    const { model, task, print } = printing();
    const first = async () => {
      for await (const { t } of model.client().tasks.follow(task.upid)) return t;
      return undefined;
    };
    const [line] = await model.clock.run(Promise.all([first(), print()]));
    expect(line).toBe('line 1');
  });

  it.each<[string, object]>([
    ['interval', { interval: 0 }],
    ['patience', { patience: Number.NaN }],
    ['grace', { grace: -1 }],
    ['signal', { signal: {} }],
  ])('refuses a wrong %s', (name, options) => {
    const { model, task } = printing();
    expect(() => model.client().tasks.follow(task.upid, options)).toThrow(ParamsError);
    expect(() => model.client().tasks.follow(task.upid, options)).toThrow(name);
  });
});
