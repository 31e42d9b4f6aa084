import { describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

const path = (vmid: number) => `${N}/lxc/${vmid}/move_volume`;

// biome-ignore lint/suspicious/noExplicitAny: what is expected is for each assertion to say.
async function config(h: Harness, vmid: number): Promise<any> {
  return (await h.call('full', 'GET', `${N}/lxc/${vmid}/config`)).data;
}

describe('moving a volume to another storage', () => {
  it('copies it, and keeps the old one as an unused volume', async () => {
    const h = new Harness();
    const run = await h.run('agent', 'POST', path(101), { volume: 'rootfs', storage: 'local' });
    expect(run.upid).toMatch(/:move_volume:101:agent@pve!selftest:$/);
    expect(run.exitstatus).toBe('OK');
    expect(run.log).toContain('Number of deleted files: 0');
    expect(await config(h, 101)).toMatchObject({
      rootfs: 'local:101/vm-101-disk-0.raw,size=4G',
      unused0: 'local-btrfs:101/vm-101-disk-0.raw',
    });
    expect(await config(h, 101)).not.toHaveProperty('lock');
  });

  it('removes the old one with delete', async () => {
    const h = new Harness();
    await h.run('agent', 'POST', path(101), { volume: 'rootfs', storage: 'local', delete: 1 });
    expect(await config(h, 101)).not.toHaveProperty('unused0');
    const left = await h.call('full', 'GET', `${N}/storage/local-btrfs/content`, { vmid: 101 });
    expect(left.data).toEqual([]);
  });

  it('goes to the same storage as well, as on a host', async () => {
    const h = new Harness();
    await h.run('agent', 'POST', path(101), { volume: 'rootfs', storage: 'local-btrfs' });
    expect(await config(h, 101)).toMatchObject({ rootfs: 'local-btrfs:101/vm-101-disk-1.raw,size=4G' });
  });

  it.each([
    [100, { volume: 'rootfs', storage: 'local' }, 500, 'cannot move volumes of a running container'],
    [101, { volume: 'mp4', storage: 'local' }, 500, 'format error'],
    [
      101,
      { volume: 'unused0', storage: 'local' },
      500,
      "cannot move volume 'unused0', only configured volumes",
    ],
    [101, { volume: 'rootfs', storage: 'local', digest: 'x' }, 500, 'detected modified configuration'],
    [101, { volume: 'rootfs' }, 400, 'Parameter verification failed.'],
    [101, { volume: 'rootfs', storage: 'local', 'target-vmid': 110 }, 400, 'Parameter verification failed.'],
    [101, { volume: 'disk0', storage: 'local' }, 400, 'Parameter verification failed.'],
    [999, { volume: 'rootfs', storage: 'local' }, 500, "Configuration file 'nodes/demo-felhom/lxc/999.conf'"],
  ])('refuses %i with %j', async (vmid, values, status, text) => {
    const h = new Harness();
    const answer = await h.call('full', 'POST', path(vmid), values as Record<string, string>);
    expect(answer).toMatchObject({ status, reason: expect.stringContaining(text) });
  });

  it('refuses to delete what a snapshot uses', async () => {
    const h = new Harness();
    await h.run('full', 'POST', `${N}/lxc/102/status/stop`);
    const values = { volume: 'mp0', storage: 'local', delete: 1 };
    const answer = await h.call('full', 'POST', path(102), values);
    expect(answer.reason).toBe("you can't move a volume with snapshots and delete the source");
  });

  it('fails in its task on a storage that cannot hold it, and leaves nothing behind', async () => {
    const h = new Harness();
    for (const [storage, text] of [
      ['nas', "storage 'nas' is not online"],
      ['ro', "content type 'rootdir' is not available or configured on storage 'ro'"],
    ] as const) {
      expect((await h.run('full', 'POST', path(101), { volume: 'rootfs', storage })).exitstatus).toBe(text);
    }
    expect(await config(h, 101)).toMatchObject({ rootfs: 'local-btrfs:101/vm-101-disk-0.raw,size=4G' });
    expect(await config(h, 101)).not.toHaveProperty('lock');
  });

  it('needs VM.Config.Disk, and space', async () => {
    const h = new Harness();
    const answer = await h.call('readonly', 'POST', path(101), { volume: 'rootfs', storage: 'local' });
    expect(answer.reason).toBe('Permission check failed (/vms/101, VM.Config.Disk)');
  });
});

describe('moving a volume to another container', () => {
  it('renames it and takes its key along', async () => {
    const h = new Harness();
    await h.call('full', 'PUT', `${N}/lxc/101/config`, { mp0: 'local:1,mp=/srv,backup=1' });
    const values = { volume: 'mp0', 'target-vmid': 110, 'target-volume': 'mp2' };
    const run = await h.run('agent', 'POST', path(101), values);
    expect(run.upid).toContain(':move_volume:101-mp0>110-mp2:');
    expect(run.log).toEqual([
      "moving volume 'mp0' from container '101' to '110'",
      "removing volume 'mp0' from container '101' config",
      "target container '110' updated with 'mp2'",
      'TASK OK',
    ]);
    expect(await config(h, 101)).not.toHaveProperty('mp0');
    expect(await config(h, 110)).toMatchObject({
      mp2: 'local:110/vm-110-disk-1.raw,mp=/srv,backup=1,size=1G',
    });
  });

  it.each([
    [{ volume: 'rootfs' }, "Cannot move to/from 'rootfs'"],
    [{ volume: 'unused0', 'target-volume': 'mp0' }, 'Moving an unused volume to a used one is not possible'],
    [{ volume: 'mp7' }, "volume 'mp7' for container '101' does not exist"],
    [{ volume: 'mp0', digest: 'x' }, 'Container 101: detected modified configuration'],
    [{ volume: 'mp0', 'target-digest': 'x' }, 'Container 110: detected modified configuration'],
  ])('refuses %j', async (values, text) => {
    const h = new Harness();
    await h.call('full', 'PUT', `${N}/lxc/101/config`, { mp0: 'local:1,mp=/srv' });
    const answer = await h.call('full', 'POST', path(101), {
      ...(values as Record<string, string>),
      'target-vmid': 110,
    });
    expect(answer).toMatchObject({ status: 500, reason: expect.stringContaining(text) });
  });

  it('refuses a key that is taken, and a guest that is not there', async () => {
    const h = new Harness();
    for (const vmid of [101, 110])
      await h.call('full', 'PUT', `${N}/lxc/${vmid}/config`, { mp0: 'local:1,mp=/srv' });
    const taken = await h.call('full', 'POST', path(101), { volume: 'mp0', 'target-vmid': 110 });
    expect(taken.reason).toBe("Target volume key 'mp0' is already in use for container '110'");
    const missing = await h.call('full', 'POST', path(101), { volume: 'mp0', 'target-vmid': 999 });
    expect(missing.reason).toBe('could not find CT 999');
  });
});
