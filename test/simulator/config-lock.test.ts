import { describe, expect, it } from 'vitest';
import { type Answer, Harness, N } from './harness.js';

/** Lets time pass, a second at a time, until an answer is there; gives the seconds that it took. */
async function waited(h: Harness, asked: Promise<Answer>): Promise<[Answer, number]> {
  let answer: Answer | undefined;
  const arrived = asked.then((value) => {
    answer = value;
  });
  for (let second = 0; second <= 60; second += 1) {
    await new Promise(setImmediate);
    if (answer !== undefined) return [answer, second];
    h.clock.advance(1000);
  }
  await arrived;
  throw new Error('no answer in a minute of the clock');
}

/** A container whose first program does not hear that it is to go down. */
async function deaf(): Promise<Harness> {
  const h = new Harness();
  await h.call('full', 'PUT', `${N}/lxc/101/config`, { entrypoint: '/bin/app' });
  await h.run('full', 'POST', `${N}/lxc/101/status/start`);
  return h;
}

const lxcLock = "can't lock file '/run/lock/lxc/pve-config-101.lock' - got timeout\n";
const qemuLock = "can't lock file '/var/lock/qemu-server/lock-120.conf' - got timeout\n";

/** Calls that hold a guest's configuration file for a moment before they answer. */
const calls = [
  ['PUT', 'lxc/101/config', { hostname: 'x' }],
  ['PUT', 'lxc/101/snapshot/one/config', { description: 'x' }],
  ['POST', 'lxc/101/move_volume', { volume: 'rootfs', storage: 'local' }],
  ['POST', 'lxc/101/template', {}],
  ['POST', 'lxc/101/clone', { newid: 300 }],
] as const;

describe.each(calls)('%s %s', (method, path, values) => {
  it('gives up after ten seconds while a task holds the configuration file', async () => {
    const h = await deaf();
    await h.call('full', 'POST', `${N}/lxc/101/status/shutdown`, { timeout: 30 });
    h.clock.advance(1000);
    const [answer, seconds] = await waited(h, h.call('full', method, `${N}/${path}`, values));
    expect(answer).toMatchObject({ status: 500, message: lxcLock });
    expect(seconds).toBe(10);
  });
});

it('a change waits for a start, and is made then', async () => {
  const h = new Harness();
  const { data } = await h.call('full', 'POST', `${N}/lxc/101/status/start`);
  h.clock.advance(100);
  const [answer, seconds] = await waited(h, h.call('full', 'PUT', `${N}/lxc/101/config`, { cores: 2 }));
  expect(answer.status).toBe(200);
  expect(seconds).toBe(1);
  expect((await h.finish(data)).exitstatus).toBe('OK');
  expect((await h.call('full', 'GET', `${N}/lxc/101/config`)).data.cores).toBe(2);
});

it('what a killed task held is free', async () => {
  const h = await deaf();
  const { data } = await h.call('full', 'POST', `${N}/lxc/101/status/shutdown`, { timeout: 30 });
  h.clock.advance(1000);
  await h.call('full', 'DELETE', `${N}/tasks/${encodeURIComponent(data)}`);
  const answer = await h.call('full', 'PUT', `${N}/lxc/101/config`, { hostname: 'x' });
  expect(answer.status).toBe(200);
});

describe('a virtual machine', () => {
  it('is held while it goes up or down, also by tasks for tasks', async () => {
    const h = new Harness();
    await h.run('full', 'POST', `${N}/qemu/120/status/start`);
    const [down, stop] = [
      await h.call('full', 'POST', `${N}/qemu/120/status/reboot`),
      await h.call('full', 'POST', `${N}/qemu/120/status/stop`),
    ];
    h.clock.advance(1000);
    const [answer, seconds] = await waited(h, h.call('full', 'PUT', `${N}/qemu/120/config`, { cores: 2 }));
    expect(answer.status).toBe(200);
    expect(seconds).toBeGreaterThanOrEqual(6);
    expect((await h.finish(down.data)).exitstatus).toBe('OK');
    expect((await h.finish(stop.data)).exitstatus).toBe('OK');
    const { data } = await h.call('full', 'GET', `${N}/qemu/120/status/current`);
    expect(data.status).toBe('stopped');
  });

  it('is not locked by a copy of it: copies of one that is off are made side by side, and a change waits', async () => {
    const h = new Harness();
    const copy = (newid: number) =>
      h.call('full', 'POST', `${N}/qemu/120/clone`, { newid, storage: 'local' });
    const copies = [await copy(121), await copy(122)];
    h.clock.advance(500);
    expect((await h.call('full', 'GET', `${N}/qemu/120/config`)).data).not.toHaveProperty('lock');
    expect((await h.call('full', 'GET', `${N}/qemu/121/config`)).data.lock).toBe('clone');
    const [answer, seconds] = await waited(h, h.call('full', 'PUT', `${N}/qemu/120/config`, { cores: 2 }));
    expect(answer.status).toBe(200);
    expect(seconds).toBeGreaterThan(1);
    for (const { data } of copies) expect((await h.finish(data)).exitstatus).toBe('OK');
  });

  it('that runs is copied once at a time: the second copy gives up after a second', async () => {
    const h = new Harness();
    await h.run('full', 'POST', `${N}/qemu/120/status/start`);
    const copy = (newid: number) =>
      h.call('full', 'POST', `${N}/qemu/120/clone`, { newid, storage: 'local' });
    const [first, second] = [await copy(121), await copy(122)];
    expect((await h.finish(second.data)).exitstatus).toBe(qemuLock.trim());
    expect((await h.finish(first.data)).exitstatus).toBe('OK');
  });
});

describe('the number of a copy', () => {
  const clone = (h: Harness, path: string, newid: number) =>
    h.call('full', 'POST', `${N}/${path}/clone`, { newid });

  it('of a container is looked at once the source is locked', async () => {
    const h = new Harness();
    const used = "CT 100 already exists on node 'demo-felhom'\n";
    expect((await clone(h, 'lxc/101', 100)).message).toBe(used);
    expect((await h.call('full', 'GET', `${N}/lxc/101/config`)).data).not.toHaveProperty('lock');
    await h.call('full', 'PUT', `${N}/lxc/101/config`, { lock: 'backup' });
    expect((await clone(h, 'lxc/101', 100)).message).toBe('CT is locked (backup)\n');
  });

  it('of a machine is looked at last, and a container of that number shows in the task', async () => {
    const h = new Harness();
    expect((await clone(h, 'qemu/120', 120)).message).toBe(
      'unable to create VM 120: config file already exists\n',
    );
    const missing = { newid: 120, snapname: 'none' };
    expect((await h.call('full', 'POST', `${N}/qemu/120/clone`, missing)).message).toBe(
      "snapshot 'none' does not exist\n",
    );
    const { data } = await clone(h, 'qemu/120', 100);
    expect((await h.finish(data)).exitstatus).toBe(
      "close (rename) atomic file '/etc/pve/nodes/demo-felhom/qemu-server/100.conf' failed: File exists",
    );
    const twice = [await clone(h, 'qemu/120', 125), await clone(h, 'qemu/120', 125)];
    expect((await h.finish(twice[1]?.data)).exitstatus).toBe(
      'unable to create VM 125: config file already exists',
    );
    expect((await h.finish(twice[0]?.data)).exitstatus).toBe('OK');
  });
});
