import {
  AbortedError,
  AuthenticationError,
  ConnectionError,
  HttpError,
  NotFoundError,
  ParamsError,
  PermissionError,
  ProxyError,
  ResponseShapeError,
  systemClock,
  TaskError,
  type TaskProgress,
  TaskTimeoutError,
  TimeoutError,
  TlsPinError,
  type Transport,
  type WaitOptions,
} from '@felhom/proxmox';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { errorOf, failure, identity } from '../support/client.js';
import { FastClock, StoppedClock } from '../support/clock.js';
import { lines, type Poll, TaskHost, upid } from '../support/task-host.js';

const ok = { exitstatus: 'OK' };
const unknown: Poll = [
  400,
  { message: 'Parameter verification failed.\n', errors: { upid: 'no such task' } },
];
const reset = new ConnectionError('broken', { kind: 'reset', sent: 'unknown' });
const reason = new Error('^C');

describe('the pauses of a wait', () => {
  it('begin after a poll at once, and grow from 1 s to 5 s', async () => {
    const clock = new FastClock();
    const host = new TaskHost(...Array<Poll>(8).fill('running'), ok);
    const start = clock.now();
    const result = await host.client({ clock }).tasks.wait(upid);
    expect(host.polls).toBe(9);
    expect(clock.pauses).toEqual([1_000, 1_500, 2_250, 3_375, 5_000, 5_000, 5_000, 5_000]);
    expect(result).toEqual({
      upid,
      exitstatus: 'OK',
      outcome: 'ok',
      warnings: 0,
      elapsed: clock.now() - start,
    });
    expect(host.requests[0]).toBe(`GET nodes/pve1/tasks/${upid}/status`);
  });

  it('are none where the task has ended already', async () => {
    const clock = new FastClock();
    const host = new TaskHost(ok);
    await expect(host.client({ clock }).tasks.wait(upid)).resolves.toMatchObject({
      outcome: 'ok',
      elapsed: 0,
    });
    expect(clock.pauses).toEqual([]);
    expect(host.requests).toHaveLength(1);
  });

  it('are up to a fifth shorter, at random', async () => {
    const clock = new FastClock();
    await new TaskHost('running', 'running', ok).client({ clock, random: () => 1 }).tasks.wait(upid);
    expect(clock.pauses).toEqual([800, 1_200]);
  });

  it('can be set', async () => {
    const clock = new FastClock();
    const options = { initialInterval: 100, factor: 10, maxInterval: 3_000 };
    await new TaskHost('running', 'running', 'running', ok).client({ clock }).tasks.wait(upid, options);
    expect(clock.pauses).toEqual([100, 1_000, 3_000]);
  });

  it.each([
    ['timeout', '500' as never],
    ['factor', '2' as never],
    ['timeout', null as never],
    ['timeout', 0],
    ['timeout', -1],
    ['timeout', Number.NaN],
    ['initialInterval', 0],
    ['initialInterval', Number.NaN],
    ['maxInterval', 0],
    ['factor', 0.5],
    ['grace', -1],
    ['grace', Number.NaN],
  ])('cannot be made endless polling without pause: %s %j', async (name, value) => {
    const host = new TaskHost('running');
    const error = await failure(host.client().tasks.wait(upid, { [name]: value }), ParamsError);
    expect(error.issues).toMatchObject([{ path: name }]);
    expect(host.polls).toBe(0);
  });
});

describe('the time limit of a wait', () => {
  it('is 10 minutes by default, not a moment more', async () => {
    const clock = new FastClock();
    const start = clock.now();
    const error = await failure(new TaskHost('running').client({ clock }).tasks.wait(upid), TaskTimeoutError);
    expect(error).toMatchObject({ upid, timeout: 600_000, code: 'PVE_TASK_TIMEOUT' });
    expect(error.cause).toBeUndefined();
    expect(error.hint).toMatch(/goes on/);
    expect(clock.now() - start).toBe(600_000);
  });

  it('says what the last poll failed with', async () => {
    const host = new TaskHost('running', [596, { message: 'Connection timed out\n' }]);
    const error = await failure(host.client().tasks.wait(upid, { timeout: 20_000 }), TaskTimeoutError);
    expect(error.timeout).toBe(20_000);
    expect(error.cause).toBeInstanceOf(ProxyError);
  });

  it('forgets a failure that was over', async () => {
    const host = new TaskHost(reset, 'running');
    const error = await failure(host.client().tasks.wait(upid), TaskTimeoutError);
    expect(error.cause).toBeUndefined();
  });

  it('ends a poll that hangs', async () => {
    const host = new TaskHost('running');
    const transport = ({ signal }: { signal: AbortSignal }) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new TimeoutError('call', 1, { sent: 'unknown' })));
      });
    const client = host.client({ transport, clock: systemClock });
    const error = await failure(client.tasks.wait(upid, { timeout: 50 }), TaskTimeoutError);
    expect(error.cause).toBeInstanceOf(TimeoutError);
  });

  it('may be none', async () => {
    const clock = new FastClock();
    const host = new TaskHost(...Array<Poll>(500).fill('running'), ok);
    await host.client({ clock }).tasks.wait(upid, { timeout: Number.POSITIVE_INFINITY });
    expect(host.polls).toBe(501);
  });
});

describe('what cannot be options of a wait', () => {
  it.each([
    ['null', null],
    ['a text', 'soon'],
    ['a signal that is none', { signal: {} }],
    ['a signal that is null', { signal: null }],
    ['a report that is no function', { onProgress: 'yes' }],
  ])('is refused before anything is asked: %s', async (_what, options) => {
    const host = new TaskHost('running');
    await failure(host.client().tasks.wait(upid, options as never), ParamsError);
    expect(host.polls).toBe(0);
  });
});

describe('the one deadline of a wait', () => {
  const never = () => new Promise<never>(() => {});

  it('holds for the log of a failed task: it gets a second at least, not ten', async () => {
    const host = new TaskHost({ exitstatus: 'no space left' });
    const limits: number[] = [];
    const spy = vi.spyOn(globalThis, 'setTimeout');
    onTestFinished(() => void spy.mockRestore());
    const transport: Transport = (request) => {
      if (!request.url.pathname.endsWith('/log')) return host.transport(request);
      limits.push(...spy.mock.calls.map(([, ms]) => ms ?? 0).filter((ms) => ms > 500));
      return new Promise((_resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason));
      });
    };
    const options = { timeout: 500, timeouts: { call: 400 } };
    const client = host.client({ transport, timeouts: options.timeouts });
    const error = await failure(client.tasks.wait(upid, { timeout: options.timeout }), TaskError);
    expect(error).toMatchObject({ exitstatus: 'no space left', log: [] });
    expect(limits.length).toBeGreaterThan(0);
    expect(Math.max(...limits)).toBe(1_000);
  });

  it('ends a report that never ends', async () => {
    const host = new TaskHost('running');
    const wait = host.client().tasks.wait(upid, { timeout: 30, onProgress: never });
    expect(await failure(wait, TaskTimeoutError)).toMatchObject({ timeout: 30 });
  });

  it('and so does the signal', async () => {
    const host = new TaskHost('running');
    const controller = new AbortController();
    const onProgress = () => {
      setImmediate(() => controller.abort(reason));
      return never();
    };
    const wait = host.client().tasks.wait(upid, { signal: controller.signal, onProgress });
    expect(await failure(wait, AbortedError)).toMatchObject({ cause: reason });
  });

  it('does not lose the result of a task that has ended', async () => {
    const wait = new TaskHost(ok).client().tasks.wait(upid, { timeout: 30, onProgress: never });
    await expect(wait).resolves.toMatchObject({ outcome: 'ok' });
  });
});

describe('an abort of a wait', () => {
  const aborted = { name: 'AbortError', code: 'PVE_ABORTED', cause: reason };

  it('before it asks nothing', async () => {
    const host = new TaskHost('running');
    const error = await errorOf(host.client().tasks.wait(upid, { signal: AbortSignal.abort(reason) }));
    expect(error).toMatchObject(aborted);
    expect(host.polls).toBe(0);
  });

  it('in a pause ends it at once', async () => {
    const clock = new StoppedClock();
    const controller = new AbortController();
    const wait = failure(
      new TaskHost('running').client({ clock }).tasks.wait(upid, { signal: controller.signal }),
      AbortedError,
    );
    await clock.untilPaused();
    controller.abort(reason);
    expect(await wait).toMatchObject(aborted);
    expect(clock.paused).toBe(0);
  });

  it('in a pause of the real time ends that too', async () => {
    const host = new TaskHost('running');
    const controller = new AbortController();
    const options = { signal: controller.signal, initialInterval: 60_000, maxInterval: 60_000 };
    const wait = failure(host.client({ clock: systemClock }).tasks.wait(upid, options), AbortedError);
    host.onPoll = () => setImmediate(() => setImmediate(() => controller.abort(reason)));
    expect(await wait).toMatchObject(aborted);
  });

  it('at a poll ends it, and does not stop the task', async () => {
    const controller = new AbortController();
    const host = new TaskHost('running');
    host.onPoll = (poll) => {
      if (poll === 3) controller.abort(reason);
    };
    const error = await errorOf(host.client().tasks.wait(upid, { signal: controller.signal }));
    expect(error).toMatchObject(aborted);
    expect(host.requests.every((request) => request.startsWith('GET'))).toBe(true);
  });
});

describe('a poll that fails', () => {
  it.each<[string, Poll]>([
    ['a broken connection', reset],
    ['a refused connection', new ConnectionError('x', { kind: 'refused', sent: 'no' })],
    ['a time limit', new TimeoutError('headers', 1, { sent: 'unknown' })],
    ['595', [595, '']],
    ['599', [599, 'Too many redirections']],
    ['502', [502, '<html>Bad Gateway</html>']],
    ['503', [503, '']],
    ['500 while the cluster file system is down', [500, { message: 'cluster not ready - no quorum?' }]],
    ['an HTML page', [200, '<html></html>']],
    ['half a JSON', [200, '{"data":']],
    ['nothing', [200, '']],
    ['no data', [200, { data: null }]],
  ])('does not fail the wait: %s', async (_what, poll) => {
    const clock = new FastClock();
    const host = new TaskHost('running', poll, poll, poll, 'running', ok);
    await expect(host.client({ clock }).tasks.wait(upid)).resolves.toMatchObject({ outcome: 'ok' });
    // No retries in between: the next poll is the retry.
    expect(host.polls).toBe(6);
    expect(clock.pauses).toEqual([1_000, 1_500, 2_250, 3_375, 5_000]);
  });

  it.each<[string, Poll, abstract new (...args: never[]) => Error]>([
    ['401', [401, ''], AuthenticationError],
    ['403', [403, { message: 'Permission check failed (/nodes/pve1, Sys.Audit)' }], PermissionError],
    ['another certificate', new TlsPinError(['AA'], 'BB'), TlsPinError],
    ['a certificate', new ConnectionError('x', { kind: 'certificate', sent: 'no' }), ConnectionError],
    ['a closed client', new ConnectionError('x', { kind: 'closed', sent: 'no' }), ConnectionError],
    ['501', [501, ''], HttpError],
    ['400', [400, { message: 'Parameter verification failed.', errors: { x: 'y' } }], HttpError],
    ['a wrong shape', [200, { data: { status: 5 } }], ResponseShapeError],
  ])('fails the wait where the next one would too: %s', async (_what, poll, kind) => {
    const host = new TaskHost('running', poll, ok);
    await failure(host.client().tasks.wait(upid), kind);
    expect(host.polls).toBe(2);
  });
});

describe('a task that PVE does not know', () => {
  it('is given time: it may be too new', async () => {
    const host = new TaskHost(unknown, unknown, 'running', ok);
    await expect(host.client().tasks.wait(upid)).resolves.toMatchObject({ outcome: 'ok' });
  });

  it('is believed not to exist after 10 s', async () => {
    const clock = new FastClock();
    const start = clock.now();
    const error = await failure(new TaskHost(unknown).client({ clock }).tasks.wait(upid), NotFoundError);
    expect(error.kind).toBe('task');
    expect(clock.now() - start).toBeGreaterThanOrEqual(10_000);
    expect(clock.now() - start).toBeLessThan(16_000);
  });

  it('after the time that was asked for, or at once', async () => {
    const host = new TaskHost(unknown);
    await failure(host.client().tasks.wait(upid, { grace: 0 }), NotFoundError);
    expect(host.polls).toBe(1);
  });

  it('any more is given the same time', async () => {
    const clock = new FastClock();
    const host = new TaskHost(...Array<Poll>(20).fill('running'), unknown);
    await failure(host.client({ clock }).tasks.wait(upid), NotFoundError);
    expect(host.polls).toBe(23);
  });

  it('now and then is waited for', async () => {
    const flickers = Array.from({ length: 30 }, (_, index): Poll => (index % 2 === 0 ? unknown : 'running'));
    const host = new TaskHost(...flickers, ok);
    await expect(host.client().tasks.wait(upid)).resolves.toMatchObject({ outcome: 'ok' });
  });

  it('is a timeout where that comes first', async () => {
    const host = new TaskHost(unknown);
    const error = await failure(host.client().tasks.wait(upid, { timeout: 2_000 }), TaskTimeoutError);
    expect(error.cause).toBeInstanceOf(NotFoundError);
  });
});

describe('the end of a task', () => {
  it('with warnings is success, and they are counted', async () => {
    const result = await new TaskHost({ exitstatus: 'WARNINGS: 3' }).client().tasks.wait(upid);
    expect(result).toMatchObject({ outcome: 'warnings', warnings: 3, exitstatus: 'WARNINGS: 3' });
  });

  it.each([
    'command failed: exit code 1',
    'job errors',
    'unexpected status',
    'WARNINGS: many',
    'ok',
    'OK ',
    '',
  ])('with %j is a TaskError', async (exitstatus) => {
    const error = await failure(new TaskHost({ exitstatus }).client().tasks.wait(upid), TaskError);
    expect(error).toMatchObject({ upid, exitstatus, code: 'PVE_TASK', permission: undefined });
  });

  it('without an exit status is not success', async () => {
    const error = await failure(new TaskHost({}).client().tasks.wait(upid), TaskError);
    expect(error.exitstatus).toBe('unexpected status');
  });

  it('in failure comes with the last lines of the log', async () => {
    const host = new TaskHost('running', { exitstatus: 'no space left' });
    host.log.push(...lines(1_234), 'TASK ERROR: no space left');
    const error = await failure(host.client().tasks.wait(upid), TaskError);
    expect(error.log).toEqual([...lines(1_234, 1_216), 'TASK ERROR: no space left']);
    expect(error.message).toBe(`task ${upid} failed: no space left`);
  });

  it('in failure comes with a short log whole, and an empty one empty', async () => {
    const host = new TaskHost({ exitstatus: 'no' });
    expect((await failure(host.client().tasks.wait(upid), TaskError)).log).toEqual([]);
    host.log.push('TASK ERROR: no');
    expect((await failure(host.client().tasks.wait(upid), TaskError)).log).toEqual(['TASK ERROR: no']);
  });

  it.each<[string, [number, unknown]]>([
    ['403', [403, { message: 'Permission check failed' }]],
    ['500', [500, '']],
    ['401', [401, '']],
    ['a wrong shape', [200, { data: [{ n: 1 }] }]],
    ['an HTML page', [200, '<html>']],
    ['no file', [200, { data: [{ n: 1, t: 'unable to open file - No such file' }], total: 1 }]],
  ])('in failure is a TaskError also if the log cannot be read: %s', async (_what, log) => {
    const host = new TaskHost({ exitstatus: 'no space left' });
    host.logAnswer = () => log;
    const error = await failure(host.client({ retries: 0 }).tasks.wait(upid), TaskError);
    expect(error).toMatchObject({ exitstatus: 'no space left', log: [] });
  });

  it('for want of a right names the right, and how to give it', async () => {
    const exitstatus = '403 Permission check failed (/storage/local, Datastore.AllocateSpace)';
    const error = await failure(new TaskHost({ exitstatus }).client().tasks.wait(upid), TaskError);
    expect(error.permission).toMatchObject({
      path: '/storage/local',
      privileges: ['Datastore.AllocateSpace'],
      rootOnly: false,
    });
    expect(error.permission?.fix).toContain(identity);
    expect(error.hint).toContain(error.permission?.fix);
  });
});

describe('the progress of a task', () => {
  /** Waits and gives the reports. */
  async function watch(host: TaskHost, options: WaitOptions = {}): Promise<TaskProgress[]> {
    const reports: TaskProgress[] = [];
    await host
      .client()
      .tasks.wait(upid, { ...options, onProgress: (progress) => void reports.push(progress) })
      .catch(() => {});
    return reports;
  }

  it('is told after each poll, each line once, and the last ones too', async () => {
    const host = new TaskHost('running', 'running', 'running', ok);
    host.onPoll = (poll) => {
      if (poll === 2) host.log.push('INFO: starting', 'INFO:  12% (1 GiB of 8 GiB)');
      if (poll === 4) host.log.push('INFO: 100% (8 GiB of 8 GiB)', 'TASK OK');
    };
    const reports = await watch(host);
    expect(reports.map((report) => report.lines)).toEqual([
      [],
      ['INFO: starting', 'INFO:  12% (1 GiB of 8 GiB)'],
      [],
      ['INFO: 100% (8 GiB of 8 GiB)', 'TASK OK'],
    ]);
    expect(reports.map((report) => report.percent)).toEqual([undefined, 12, 12, 100]);
    expect(reports.map((report) => report.status)).toEqual(['running', 'running', 'running', 'stopped']);
    expect(reports.map((report) => report.elapsed)).toEqual([0, 1_000, 2_500, 4_750]);
    expect(reports.every((report) => report.upid === upid)).toBe(true);
  });

  it('is told whole, however much was printed since the last poll', async () => {
    const host = new TaskHost('running', 'running', ok);
    host.onPoll = (poll) => {
      if (poll === 1) host.log.push(...lines(500));
      if (poll === 3) host.log.push(...lines(2_200, 501));
    };
    const reports = await watch(host);
    expect(reports.map((report) => report.lines.length)).toEqual([500, 0, 1_700]);
    expect(reports.flatMap((report) => report.lines)).toEqual(lines(2_200));
  });

  it('is told also where a task fails', async () => {
    const host = new TaskHost({ exitstatus: 'no' });
    host.log.push('TASK ERROR: no');
    expect(await watch(host)).toMatchObject([{ status: 'stopped', lines: ['TASK ERROR: no'] }]);
  });

  it('reads the percentage of the last part of a line that overwrites itself', async () => {
    const host = new TaskHost(ok);
    host.log.push('transferred 1 GiB (10.00%)\rtransferred 5 GiB (50.50%)');
    expect((await watch(host))[0]?.percent).toBe(50.5);
  });

  it.each<[string, () => [number, unknown]]>([
    ['refused', () => [403, { message: 'Permission check failed' }]],
    ['broken', () => [200, '<html>']],
    ['of a wrong shape', () => [200, { data: {} }]],
  ])('goes on without lines where the log is %s', async (_what, logAnswer) => {
    const host = new TaskHost('running', ok);
    host.logAnswer = logAnswer;
    expect(await watch(host)).toMatchObject([
      { status: 'running', lines: [] },
      { status: 'stopped', lines: [] },
    ]);
  });

  it('catches up on lines that could not be read for a while', async () => {
    const host = new TaskHost('running', 'running', ok);
    host.onPoll = (poll) => {
      host.log.push(`line ${poll}`);
      host.logAnswer = poll === 2 ? () => [403, ''] : undefined;
    };
    const reports = await watch(host);
    expect(reports.map((report) => report.lines)).toEqual([['line 1'], [], ['line 2', 'line 3']]);
  });

  it('is not read from the log where nobody asks', async () => {
    const host = new TaskHost('running', ok);
    await host.client().tasks.wait(upid);
    expect(host.logReads).toEqual([]);
  });

  it.each([
    ['an error', new Error('the screen is gone')],
    [
      'an error that a poll would survive',
      new ProxyError({ status: 596, reason: '', text: '', route: 'GET /x' }),
    ],
    ['a time limit', new TimeoutError('headers', 1, { sent: 'unknown' })],
    ['what is no error', 'a text'],
  ])('that throws ends the wait with what it throws: %s', async (_what, thrown) => {
    const host = new TaskHost('running');
    const sync = vi.fn(() => {
      throw thrown;
    });
    expect(await errorOf(host.client().tasks.wait(upid, { onProgress: sync }))).toBe(thrown);
    expect(sync).toHaveBeenCalledOnce();
    const rejecting = () => Promise.reject(thrown);
    expect(await errorOf(host.client().tasks.wait(upid, { onProgress: rejecting }))).toBe(thrown);
  });

  it('is waited for, so reports do not overtake each other', async () => {
    const order: string[] = [];
    const host = new TaskHost('running', ok);
    const onProgress = async ({ status }: TaskProgress) => {
      order.push(`${status} in`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${status} out`);
    };
    await host.client().tasks.wait(upid, { onProgress });
    expect(order).toEqual(['running in', 'running out', 'stopped in', 'stopped out']);
  });
});
