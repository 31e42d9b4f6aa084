import { AbortedError, type LogLine, NotFoundError, ParamsError, type TaskLog } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { errorOf, failure } from '../support/client.js';
import { FastClock, StoppedClock } from '../support/clock.js';
import { lines, type Poll, TaskHost, upid } from '../support/task-host.js';

async function all(log: TaskLog): Promise<LogLine[]> {
  const found: LogLine[] = [];
  for await (const line of log) found.push(line);
  return found;
}

const texts = (found: readonly LogLine[]) => found.map((line) => line.t);
const ok = { exitstatus: 'OK' };

function hostWith(log: readonly string[], ...states: Poll[]): TaskHost {
  const host = new TaskHost(...(states.length === 0 ? [ok] : states));
  host.log.push(...log);
  return host;
}

describe('a loop over a log', () => {
  it.each([0, 1, 499, 500, 501, 1_000, 1_234])('gives each of %d lines once, in order', async (count) => {
    const host = hostWith(lines(count));
    const found = await all(host.client().tasks.log(upid));
    expect(texts(found)).toEqual(lines(count));
    expect(found.map((line) => line.n)).toEqual(lines(count).map((_, index) => index + 1));
    expect(host.logReads.map((read) => read.start)).toEqual(
      Array.from({ length: Math.max(1, Math.ceil(count / 500)) }, (_, index) => index * 500),
    );
    expect(host.polls).toBe(0);
  });

  it('may be left early, and begun again', async () => {
    const host = hostWith(lines(1_200));
    const log = host.client().tasks.log(upid);
    for await (const line of log) if (line.n === 3) break;
    expect(host.logReads).toHaveLength(1);
    expect(await all(log)).toHaveLength(1_200);
  });

  it('over one that PVE has not (any more) gives nothing', async () => {
    const host = new TaskHost(ok);
    host.logAnswer = () => [200, { data: [{ n: 1, t: 'unable to open file - No such file' }], total: 1 }];
    const log = host.client().tasks.log(upid);
    expect(await all(log)).toEqual([]);
    expect(await log.tail(5)).toEqual([]);
    expect(await log.page()).toEqual({ lines: [], total: 0, found: false });
  });
});

describe('following a log', () => {
  it('ends with the task, and misses no line', async () => {
    const clock = new FastClock();
    const host = new TaskHost('running', 'running', 'running', ok);
    host.onPoll = (poll) => {
      // The last lines come together with the end.
      host.log.push(...(poll === 4 ? [...lines(900, 4), 'TASK OK'] : [`line ${poll}`]));
    };
    const found = await all(host.client({ clock }).tasks.log(upid, { follow: true }));
    expect(texts(found)).toEqual([...lines(900), 'TASK OK']);
    expect(clock.pauses).toEqual([1_000, 1_000, 1_000]);
  });

  it('begins with a task that has printed nothing yet', async () => {
    const host = new TaskHost('running', 'running', ok);
    host.onPoll = (poll) => {
      if (poll === 3) host.log.push('first', 'last');
    };
    expect(texts(await all(host.client().tasks.log(upid, { follow: true })))).toEqual(['first', 'last']);
  });

  it('gives lines as they come, and looks as often as told', async () => {
    const clock = new FastClock();
    const host = new TaskHost('running', 'running', ok);
    host.onPoll = (poll) => void host.log.push(`line ${poll}`);
    const seen: [string, number][] = [];
    for await (const line of host.client({ clock }).tasks.log(upid, { follow: true, interval: 250 }))
      seen.push([line.t, clock.pauses.length]);
    expect(seen).toEqual([
      ['line 1', 0],
      ['line 2', 1],
      ['line 3', 2],
    ]);
    expect(clock.pauses).toEqual([250, 250]);
  });

  it('of a task that has ended reads it once', async () => {
    const host = hostWith(lines(3));
    expect(await all(host.client().tasks.log(upid, { follow: true }))).toHaveLength(3);
    expect(host.polls).toBe(1);
    expect(host.logReads).toHaveLength(1);
  });

  it('survives a node that does not answer for a moment', async () => {
    const host = hostWith(lines(2), 'running', [596, ''], [596, ''], 'running', ok);
    expect(await all(host.client().tasks.log(upid, { follow: true }))).toHaveLength(2);
  });

  it('is ended by its signal, in the pause too', async () => {
    const clock = new StoppedClock();
    const controller = new AbortController();
    const host = hostWith(lines(2), 'running');
    const log = host.client({ clock }).tasks.log(upid, { follow: true, signal: controller.signal });
    const loop = failure(all(log), AbortedError);
    await clock.untilPaused();
    controller.abort(new Error('enough'));
    expect(await loop).toMatchObject({ name: 'AbortError', cause: new Error('enough') });
  });

  it.each([0, -1, Number.NaN, '5' as never])('cannot be told to look every %j ms', (interval) => {
    const client = new TaskHost('running').client();
    expect(() => client.tasks.log(upid, { follow: true, interval })).toThrow(ParamsError);
  });

  it('begins with a task that PVE does not know yet', async () => {
    const unknown: Poll = [400, { message: 'no', errors: { upid: 'no such task' } }];
    const host = hostWith(lines(2), unknown, unknown, 'running', { exitstatus: 'OK' });
    expect(texts(await all(host.client().tasks.log(upid, { follow: true })))).toEqual(lines(2));
  });

  it('of an unknown task is a NotFoundError', async () => {
    const host = new TaskHost([400, { message: 'no', errors: { upid: 'no such task' } }]);
    await failure(all(host.client().tasks.log(upid, { follow: true })), NotFoundError);
  });
});

describe('the tail of a log', () => {
  it.each([
    [1, 1_234, lines(1_234, 1_234)],
    [20, 1_234, lines(1_234, 1_215)],
    [700, 1_234, lines(1_234, 535)],
    [20, 20, lines(20)],
    [20, 5, lines(5)],
    [5_000, 1_234, lines(1_234)],
    [0, 5, []],
    [-3, 5, []],
    [20, 0, []],
  ])('of %d lines out of %d', async (n, count, expected) => {
    expect(texts(await hostWith(lines(count)).client().tasks.log(upid).tail(n))).toEqual(expected);
  });

  it('that is not asked for is not read', async () => {
    const host = hostWith(lines(3));
    await host.client().tasks.log(upid).tail(0);
    expect(host.logReads).toEqual([]);
  });

  it('keeps a real line that looks like the stand-in for an empty log', async () => {
    const host = hostWith(['starting', 'no content']);
    expect(texts(await host.client().tasks.log(upid).tail(1))).toEqual(['no content']);
    expect(texts(await all(host.client().tasks.log(upid)))).toEqual(['starting', 'no content']);
    const first = hostWith(['no content', 'more']);
    expect(texts(await all(first.client().tasks.log(upid)))).toEqual(['no content', 'more']);
    expect(texts(await first.client().tasks.log(upid).tail(2))).toEqual(['no content', 'more']);
  });

  it.each([Number.NaN, 1.5])('is a whole number of lines, not %d', async (n) => {
    await failure(hostWith(lines(3)).client().tasks.log(upid).tail(n), ParamsError);
  });
});

describe('a page of a log', () => {
  it('has lines, and how many there are in all', async () => {
    const host = hostWith(lines(1_234));
    const page = await host.client().tasks.log(upid).page({ start: 10, limit: 2 });
    expect(page).toEqual({
      lines: [
        { n: 11, t: 'line 11' },
        { n: 12, t: 'line 12' },
      ],
      total: 1_234,
      found: true,
    });
    expect(await host.client().tasks.log(upid).page()).toMatchObject({ total: 1_234 });
  });

  it('past the end is empty', async () => {
    const page = await hostWith(lines(3)).client().tasks.log(upid).page({ start: 3 });
    expect(page).toEqual({ lines: [], total: 3, found: true });
  });

  it('of a log that is empty so far is empty, and there is one', async () => {
    const log = new TaskHost('running').client().tasks.log(upid);
    expect(await log.page()).toEqual({ lines: [], total: 0, found: true });
  });

  it('takes a total that is missing or a text', async () => {
    const host = new TaskHost('running');
    host.logAnswer = () => [
      200,
      {
        data: [
          { n: '1', t: 'a' },
          { n: 2, t: 'b' },
        ],
      },
    ];
    expect(await host.client().tasks.log(upid).page()).toMatchObject({
      total: 2,
      lines: [{ n: 1 }, { n: 2 }],
    });
    host.logAnswer = () => [200, { data: [{ n: 1, t: 'a' }], total: '70' }];
    expect(await host.client().tasks.log(upid).page({ limit: 1 })).toMatchObject({ total: 70 });
  });
});

describe('a log behind something that changes its answers', () => {
  /** Answers reads out of these lines, at most `most` at once, with or without a total. */
  function answers(all: readonly string[], most: number, counted: boolean): TaskHost {
    const host = new TaskHost('running', ok);
    const { transport } = host;
    const numbered = all.map((t, index) => ({ n: index + 1, t }));
    Object.assign(host, {
      transport: async (request: Parameters<typeof transport>[0]) => {
        const start = Number(request.url.searchParams.get('start'));
        const limit = Number(request.url.searchParams.get('limit'));
        const data = numbered.slice(start, start + Math.min(limit, most));
        host.logAnswer = () => [200, counted ? { data, total: all.length } : { data }];
        return transport(request);
      },
    });
    return host;
  }

  it.each([
    ['the total is missing', 1_000, false],
    ['pages are shorter than was asked for', 7, true],
    ['both', 7, false],
  ])('is read whole where %s', async (_what, most, counted) => {
    const log = answers(lines(1_234), most, counted).client().tasks.log(upid);
    expect(texts(await all(log))).toEqual(lines(1_234));
    expect(texts(await log.tail(2))).toEqual(['line 1233', 'line 1234']);
    expect(texts(await log.tail(20))).toEqual(lines(1_234, 1_215));
    const seen: string[] = [];
    const onProgress = (report: { lines: readonly string[] }) => void seen.push(...report.lines);
    await answers(lines(1_234), most, counted).client().tasks.wait(upid, { onProgress });
    expect(seen).toEqual(lines(1_234));
  });
});

describe('stopping a task', () => {
  it('sends a DELETE to its node, and gives nothing', async () => {
    const host = new TaskHost('running');
    await expect(host.client().tasks.stop(upid)).resolves.toBeUndefined();
    expect(host.requests).toEqual([`DELETE nodes/pve1/tasks/${upid}`]);
  });

  it('and asking once are plain calls, with plain errors', async () => {
    const host = new TaskHost({ exitstatus: 'job errors' });
    await expect(host.client().tasks.status(upid)).resolves.toMatchObject({
      status: 'stopped',
      exitstatus: 'job errors',
    });
    const gone = new TaskHost([400, { message: 'no', errors: { upid: 'no such task' } }]);
    expect(await errorOf(gone.client().tasks.status(upid))).toMatchObject({
      code: 'PVE_NOT_FOUND',
      kind: 'task',
    });
  });
});
