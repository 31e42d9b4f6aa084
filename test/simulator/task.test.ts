import { describe, expect, it } from 'vitest';
import { parseUpid } from '~/core/upid.js';
import { ManualClock } from '~/simulator/clock.js';
import { fail, forbidden, invalid, taskText } from '~/simulator/errors.js';
import { Random } from '~/simulator/random.js';
import { Interrupted, type TaskOutput, Tasks, Vanished, type Work } from '~/simulator/tasks.js';
import { Harness, N } from './harness.js';

const path = (upid: string): string => `${N}/tasks/${encodeURIComponent(upid)}`;

describe('a task over time', () => {
  it('has no output first, then more and more of it, then an end', async () => {
    const h = new Harness();
    const { data: upid } = await h.call('agent', 'POST', `${N}/vzdump`, { vmid: 101, storage: 'local' });
    const log = async (): Promise<{ n: number; t: string }[]> =>
      (await h.call('agent', 'GET', `${path(upid)}/log`)).data;
    const status = async () => (await h.call('agent', 'GET', `${path(upid)}/status`)).data;
    expect(await log()).toEqual([{ n: 1, t: 'no content' }]);
    expect(await status()).toMatchObject({ status: 'running' });
    expect(await status()).not.toHaveProperty('exitstatus');
    const counts = [];
    for (let second = 0; second < 7; second += 1) {
      h.clock.advance(1000);
      counts.push((await log()).length);
    }
    expect(counts[0]).toBeGreaterThan(3);
    expect([...counts].sort((a, b) => a - b)).toEqual(counts);
    expect(new Set(counts).size).toBeGreaterThan(2);
    expect(await status()).toMatchObject({ status: 'stopped', exitstatus: 'OK' });
    expect((await log()).at(-1)?.t).toBe('TASK OK');
  });

  it('has an id that tells who, what and when', async () => {
    const h = new Harness();
    const { data: upid } = await h.call('agent', 'POST', `${N}/lxc/101/status/start`);
    const { node, pid, pstart, starttime, type, id, user, tokenid } = parseUpid(upid);
    expect({ node, type, id, user, tokenid }).toEqual({
      node: 'demo-felhom',
      type: 'vzstart',
      id: '101',
      user: 'agent@pve!selftest',
      tokenid: 'selftest',
    });
    expect(starttime).toBe(Math.floor(h.clock.now() / 1000));
    const { data } = await h.call('agent', 'GET', `${path(upid)}/status`);
    expect(data).toEqual({
      upid,
      node,
      pid,
      pstart,
      starttime,
      type,
      id,
      user: 'agent@pve',
      tokenid: 'selftest',
      status: 'running',
    });
    const other = await h.call('agent', 'POST', `${N}/lxc/100/status/shutdown`);
    expect(parseUpid(other.data).pid).toBeGreaterThan(pid);
  });

  it('has no token name where a ticket started it', async () => {
    const h = new Harness();
    const { upid } = await h.run('ticket', 'POST', `${N}/lxc/101/status/start`);
    const { data } = await h.call('full', 'GET', `${path(upid)}/status`);
    expect(data.user).toBe('root@pam');
    expect(data).not.toHaveProperty('tokenid');
  });
});

describe('the log', () => {
  async function long(h: Harness): Promise<string> {
    return (await h.run('full', 'POST', `${N}/vzdump`, { vmid: '100,101,102,110', storage: 'local' })).upid;
  }

  it('comes in pages', async () => {
    const h = new Harness();
    const upid = await long(h);
    const page = async (
      query: Record<string, number> = {},
    ): Promise<{ lines: number[]; total: number | undefined }> => {
      const answer = await h.call('full', 'GET', `${path(upid)}/log`, query);
      return { lines: answer.data.map((line: { n: number }) => line.n), total: answer.total };
    };
    const everything = await page({ limit: 0 });
    const count = everything.lines.length;
    expect(count).toBeGreaterThan(50);
    expect(everything).toEqual({
      lines: Array.from({ length: count }, (_, index) => index + 1),
      total: count,
    });
    expect((await page()).lines).toHaveLength(50);
    expect((await page({ start: 50 })).lines[0]).toBe(51);
    expect(await page({ start: 40, limit: 5 })).toEqual({ lines: [41, 42, 43, 44, 45], total: count });
    expect(await page({ start: 1000 })).toEqual({ lines: [], total: count });
  });

  it('of an unknown task is a line that says so', async () => {
    const h = new Harness();
    const upid = 'UPID:demo-felhom:00000001:00000001:00000001:vzstart:100:root@pam:';
    expect(await h.call('full', 'GET', `${path(upid)}/log`)).toMatchObject({
      status: 200,
      data: [{ n: 1, t: 'unable to open file - No such file or directory' }],
      total: 1,
    });
    expect((await h.call('full', 'GET', `${path(upid)}/status`)).errors).toEqual({ upid: 'no such task' });
    expect((await h.call('full', 'DELETE', path(upid))).errors).toEqual({ upid: 'no such task' });
    expect((await h.call('noacl', 'GET', `${path(upid)}/log`)).status).toBe(403);
    expect((await h.call('full', 'GET', `${path(upid.slice(0, -1))}/log`)).status).toBe(400);
  });
});

describe('the list', () => {
  it('shows finished tasks by default, and running ones on request', async () => {
    const h = new Harness();
    const { data: upid } = await h.call('agent', 'POST', `${N}/lxc/101/status/start`);
    const list = async (query: Record<string, string | number> = {}) =>
      (await h.call('full', 'GET', `${N}/tasks`, query)).data;
    const seeded = await list();
    expect(seeded).toHaveLength(4);
    expect(seeded[0]).toMatchObject({
      type: 'aptupdate',
      id: '',
      user: 'root@pam',
      status: 'OK',
      endtime: expect.any(Number),
    });
    const [running, ...none] = await list({ source: 'active' });
    expect(none).toEqual([]);
    expect(running).toMatchObject({ upid, status: 'RUNNING', user: 'agent@pve!selftest' });
    expect(running).not.toHaveProperty('endtime');
    expect(running).not.toHaveProperty('tokenid');
    expect(await list({ source: 'all' })).toHaveLength(5);
    await h.finish(upid);
    expect((await list())[0]).toMatchObject({ upid, status: 'OK', user: 'agent@pve', tokenid: 'selftest' });
    expect(await list({ source: 'active' })).toEqual([]);
  });

  it('can be filtered', async () => {
    const h = new Harness();
    await h.run('agent', 'POST', `${N}/lxc/999/status/start`);
    const types = async (query: Record<string, string | number>): Promise<string[]> =>
      (await h.call('full', 'GET', `${N}/tasks`, query)).data.map(
        (row: { type: string; id: string }) => `${row.type} ${row.id}`,
      );
    expect(await types({ vmid: 999 })).toEqual(['vzstart 999']);
    expect(await types({ typefilter: 'aptupdate' })).toEqual(['aptupdate ']);
    expect(await types({ userfilter: 'AGENT' })).toEqual(['vzstart 999']);
    expect(await types({ errors: 1 })).toEqual(['vzstart 999']);
    expect(await types({ statusfilter: 'error' })).toEqual(['vzstart 999']);
    expect(await types({ statusfilter: 'OK', typefilter: 'vzdump', limit: 1, start: 1 })).toEqual([
      'vzdump 101',
    ]);
    expect(await types({ since: Math.floor(h.clock.now() / 1000) - 60 })).toEqual(['vzstart 999']);
    expect(await types({ until: 1 })).toEqual([]);
    const none = await h.call('full', 'GET', `${N}/tasks`, { limit: 0 });
    expect(none).toMatchObject({ data: [], total: 5 });
  });

  it('of the cluster has the same tasks in other words', async () => {
    const h = new Harness();
    const { data: upid } = await h.call('agent', 'POST', `${N}/lxc/101/status/start`);
    const rows = async () => (await h.call('readonly', 'GET', '/cluster/tasks')).data;
    const [running] = await rows();
    expect(running).toMatchObject({ upid, user: 'agent@pve!selftest', saved: '0' });
    expect(running).not.toHaveProperty('endtime');
    await h.finish(upid);
    expect((await rows())[0]).toEqual({
      upid,
      node: 'demo-felhom',
      type: 'vzstart',
      id: '101',
      user: 'agent@pve',
      tokenid: 'selftest',
      status: 'OK',
      saved: '1',
      starttime: expect.any(Number),
      endtime: expect.any(Number),
    });
  });
});

describe('stopping', () => {
  it('interrupts a command, which leaves no closing line', async () => {
    const h = new Harness();
    await h.call('full', 'PUT', `${N}/lxc/101/config`, { entrypoint: '/bin/sleep 99999' });
    await h.run('agent', 'POST', `${N}/lxc/101/status/start`);
    const { data: upid } = await h.call('agent', 'POST', `${N}/lxc/101/status/shutdown`, { timeout: 60 });
    h.clock.advance(2000);
    expect((await h.call('agent', 'DELETE', path(upid))).body).toBe('{"data":null}');
    expect(await h.finish(upid)).toMatchObject({
      exitstatus: 'unexpected status',
      log: ["command 'lxc-stop -n 101 --nokill --timeout 60' failed: received interrupt"],
    });
    expect((await h.call('full', 'GET', `${N}/lxc/101/status/current`)).data.status).toBe('running');
    expect((await h.call('agent', 'DELETE', path(upid))).body).toBe('{"data":null}');
    const errors = (await h.call('full', 'GET', `${N}/tasks`, { statusfilter: 'unknown' })).data;
    expect(errors).toHaveLength(1);
  });

  it('ends a backup, which leaves neither a file nor a lock', async () => {
    const h = new Harness();
    const { data: upid } = await h.call('agent', 'POST', `${N}/vzdump`, {
      vmid: '100,101',
      storage: 'local',
    });
    h.clock.advance(2000);
    const state = async () => (await h.call('full', 'GET', `${N}/lxc/100/status/current`)).data;
    expect(await state()).toMatchObject({ lock: 'backup' });
    await h.call('agent', 'DELETE', path(upid));
    const run = await h.finish(upid);
    expect(run.exitstatus).toBe('interrupted by signal');
    expect(run.log).toContain('ERROR: Backup of VM 100 failed - interrupted by signal');
    expect(run.log.join('\n')).not.toContain('VM 101 (lxc)');
    expect(await state()).not.toHaveProperty('lock');
    const rows = (await h.call('full', 'GET', `${N}/storage/local/content`, { content: 'backup', vmid: 100 }))
      .data;
    expect(rows).toEqual([]);
  });

  it('ends a creation, a clone and a snapshot without a trace', async () => {
    const h = new Harness();
    const stop = async (upid: string): Promise<string> => {
      h.clock.advance(1000);
      await h.call('agent', 'DELETE', path(upid));
      return (await h.finish(upid)).exitstatus;
    };
    const ostemplate = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';
    const created = await h.call('agent', 'POST', `${N}/lxc`, { vmid: 300, ostemplate });
    expect(await stop(created.data)).toBe('interrupted by signal');
    const cloned = await h.call('agent', 'POST', `${N}/lxc/101/clone`, { newid: 301 });
    expect(await stop(cloned.data)).toBe('received interrupt');
    expect([...h.engine.world.guests.keys()]).toEqual([100, 101, 102, 110, 120]);
    const snapshot = await h.call('agent', 'POST', `${N}/lxc/101/snapshot`, { snapname: 's1' });
    expect(await stop(snapshot.data)).toBe('received interrupt');
    expect((await h.call('agent', 'GET', `${N}/lxc/101/snapshot`)).data).toHaveLength(1);
    expect((await h.call('agent', 'PUT', `${N}/lxc/101/config`, { cores: 2 })).reason).toBe('OK');
  });
});

describe('the engine of tasks', () => {
  function engine(): { clock: ManualClock; tasks: Tasks } {
    const clock = new ManualClock();
    return { clock, tasks: new Tasks('n1', clock.now() - 1000, clock, new Random(1)) };
  }

  function* noisy(output: TaskOutput): Work {
    output.line('one');
    yield 100;
    output.warn('careful');
    yield 100;
  }

  it('counts warnings', () => {
    const { clock, tasks } = engine();
    const task = tasks.start('root@pam', 'test', '', noisy);
    clock.advance(1000);
    expect(task).toMatchObject({
      exitstatus: 'WARNINGS: 1',
      lines: ['one', 'WARN: careful', 'TASK WARNINGS: 1'],
    });
    expect(tasks.running).toEqual([]);
    expect(tasks.finished).toEqual([task]);
  });

  it('kills a worker that does not stop', () => {
    const { clock, tasks } = engine();
    const task = tasks.start('root@pam', 'test', '', function* () {
      for (;;) {
        try {
          yield 100;
        } catch {
          // Deaf on purpose.
        }
      }
    });
    clock.advance(500);
    tasks.stop(task);
    expect(task).toMatchObject({ exitstatus: 'unexpected status', lines: [] });
    clock.advance(10_000);
    expect(tasks.finished).toHaveLength(1);
  });

  it('lets a worker that tidies up end well, and stops one that has not begun', () => {
    const { clock, tasks } = engine();
    const tidy = tasks.start('root@pam', 'test', '', function* (output) {
      try {
        yield 1000;
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        output.line('tidied up');
      }
    });
    clock.advance(500);
    tasks.stop(tidy);
    expect(tidy.lines).toEqual(['tidied up', 'TASK OK']);
    const young = tasks.start('root@pam', 'test', '', noisy);
    tasks.stop(young);
    expect(young.lines).toEqual(['TASK ERROR: received interrupt']);
    tasks.stop(young);
    expect(tasks.finished).toHaveLength(2);
  });

  it('tells when a task has ended', async () => {
    const { clock, tasks } = engine();
    const task = tasks.start('root@pam', 'test', '', noisy);
    let ended = false;
    const wait = tasks.ended(task).then(() => {
      ended = true;
    });
    await Promise.resolve();
    expect(ended).toBe(false);
    clock.advance(1000);
    await wait;
    await tasks.ended(task);
    expect(tasks.find(task.upid)).toBe(task);
    expect(tasks.find('UPID:x')).toBeUndefined();
  });

  it('prints errors as PVE does', () => {
    expect(taskText(fail('plain'))).toBe('plain');
    expect(taskText(forbidden('/vms/1, VM.Backup'))).toBe('403 Permission check failed (/vms/1, VM.Backup)');
    expect(taskText(invalid({ key: 'text\n' }))).toBe('400 Parameter verification failed. key: text');
    expect(taskText(new Interrupted())).toBe('received interrupt');
    expect(taskText(new Vanished())).toBe('unexpected status');
    expect(taskText('odd')).toBe('odd');
  });
});
