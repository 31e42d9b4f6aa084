import { describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

const stopped = `${N}/lxc/101/config`;
const running = `${N}/lxc/100/config`;

async function put(h: Harness, path: string, values: Record<string, string | number>): Promise<string> {
  return (await h.call('full', 'PUT', path, values)).reason;
}

// biome-ignore lint/suspicious/noExplicitAny: what is expected is for each assertion to say.
async function config(h: Harness, path: string, query: Record<string, string | number> = {}): Promise<any> {
  return (await h.call('full', 'GET', path, query)).data;
}

describe('reading a configuration', () => {
  it('gives whole numbers and flags as numbers, the rest as text', async () => {
    const h = new Harness();
    await put(h, stopped, { cpulimit: '1.5', onboot: 1, tty: 3, startup: 'order=2,up=5' });
    expect(await config(h, stopped)).toMatchObject({
      memory: 512,
      unprivileged: 1,
      onboot: 1,
      tty: 3,
      cores: 1,
      cpulimit: '1.5',
      startup: 'order=2,up=5',
      digest: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
  });

  it('shows raw lines as pairs', async () => {
    const h = new Harness();
    expect((await config(h, `${N}/lxc/110/config`)).lxc).toEqual([['lxc.apparmor.profile', 'unconfined']]);
    expect(await config(h, stopped)).not.toHaveProperty('lxc');
  });

  it('of a missing one fails as PVE does', async () => {
    const h = new Harness();
    for (const path of ['config', 'pending', 'status/current', 'snapshot']) {
      expect(await h.call('full', 'GET', `${N}/lxc/999/${path}`)).toMatchObject({
        status: 500,
        reason: "Configuration file 'nodes/demo-felhom/lxc/999.conf' does not exist",
      });
    }
    // A virtual machine is no container.
    expect((await h.call('full', 'GET', `${N}/lxc/120/config`)).reason).toContain('lxc/120.conf');
  });
});

describe('writing a configuration', () => {
  it('normalises what PVE normalises', async () => {
    const h = new Harness();
    const before = (await config(h, stopped)).net0;
    const values = {
      description: 'line1\nline2',
      tags: 'b;a,B c',
      net0: 'bridge=vmbr0,name=eth0,firewall=1,ip=10.99.0.5/24',
    };
    expect(await put(h, stopped, values)).toBe('OK');
    const mac = /hwaddr=([0-9A-F:]+)/.exec(before)?.[1];
    expect(await config(h, stopped)).toMatchObject({
      description: 'line1\nline2\n',
      tags: 'a;b;c',
      net0: `name=eth0,bridge=vmbr0,firewall=1,hwaddr=${mac},ip=10.99.0.5/24,type=veth`,
    });
    await put(h, stopped, { net1: 'name=eth1,hwaddr=aa:bb:cc:dd:ee:f0', net2: 'name=eth2' });
    const after = await config(h, stopped);
    expect(after.net1).toBe('name=eth1,hwaddr=AA:BB:CC:DD:EE:F0,type=veth');
    expect(after.net2).toMatch(/^name=eth2,hwaddr=BC:24:11:/);
    expect(await put(h, stopped, { description: '' })).toBe('OK');
    expect(await config(h, stopped)).not.toHaveProperty('description');
  });

  it('refuses what cannot be', async () => {
    const h = new Harness();
    expect(await put(h, stopped, {})).toBe('no options specified');
    expect(await put(h, stopped, { unprivileged: 0 })).toBe(
      "unable to modify read-only option: 'unprivileged'",
    );
    expect(await put(h, stopped, { delete: 'unprivileged' })).toBe(
      "unable to delete read-only option: 'unprivileged'",
    );
    expect(await put(h, stopped, { delete: 'rootfs' })).toBe("unable to delete required option 'rootfs'");
    expect(await put(h, stopped, { delete: 'memory' })).toBe("unable to delete required option 'memory'");
    expect(await put(h, stopped, { net0: 'name=eth0,bridge=vmbr9' })).toBe("bridge 'vmbr9' does not exist");
    expect(await put(h, stopped, { mp0: 'nas:1,mp=/x' })).toBe("storage 'nas' is not online");
    expect(await put(h, stopped, { mp0: 'ro:1,mp=/x' })).toBe(
      "storage 'ro' does not support content-type 'rootdir'",
    );
    expect(await put(h, stopped, { mp0: 'nosuch:1,mp=/x' })).toBe("storage 'nosuch' does not exist");
    const both = await h.call('full', 'PUT', stopped, { cores: 2, delete: 'cores' });
    expect(both.errors).toEqual({ delete: "you can't use '-cores' and -delete cores' at the same time" });
  });

  it('does all or nothing', async () => {
    const h = new Harness();
    const before = await config(h, stopped);
    expect(
      await put(h, stopped, { hostname: 'changed', mp0: 'local:1,mp=/a', net0: 'name=eth0,bridge=vmbr9' }),
    ).not.toBe('OK');
    expect(await config(h, stopped)).toEqual(before);
  });

  it('deletes a key that is not set without complaint', async () => {
    const h = new Harness();
    expect(await put(h, stopped, { delete: 'mp5' })).toBe('OK');
  });

  it('goes by the digest, which every change moves', async () => {
    const h = new Harness();
    const { digest } = await config(h, stopped);
    expect(await put(h, stopped, { cores: 2, digest })).toBe('OK');
    const moved = 'detected modified configuration - file changed by other user? Try again.';
    expect(await put(h, stopped, { cores: 3, digest })).toBe(moved);
    expect((await config(h, stopped)).cores).toBe(2);
    const second = (await config(h, stopped)).digest;
    await h.run('full', 'POST', `${N}/lxc/101/snapshot`, { snapname: 's1' });
    expect(await put(h, stopped, { cores: 3, digest: second })).toBe(moved);
  });

  it('can lock itself out', async () => {
    const h = new Harness();
    expect((await h.call('agent', 'PUT', stopped, { lock: 'backup' })).reason).toBe('OK');
    expect(await put(h, stopped, { onboot: 0 })).toBe('CT is locked (backup)');
    expect(await put(h, stopped, { delete: 'lock' })).toBe('CT is locked (backup)');
    expect((await h.call('full', 'GET', `${N}/lxc/101/status/current`)).data.lock).toBe('backup');
    expect((await h.call('full', 'DELETE', `${N}/lxc/101`)).reason).toBe('CT is locked (backup)');
    expect((await h.run('full', 'POST', `${N}/lxc/101/status/start`)).exitstatus).toBe(
      'CT is locked (backup)',
    );
    expect((await h.run('full', 'POST', `${N}/lxc/101/snapshot`, { snapname: 's1' })).exitstatus).toBe(
      'CT is locked (backup)',
    );
  });
});

it('has a digest over snapshots and pending changes, too', async () => {
  const h = new Harness();
  const seen = [(await config(h, `${N}/lxc/102/config`)).digest];
  await h.call('full', 'PUT', `${N}/lxc/102/snapshot/before-upgrade/config`, { description: 'other' });
  seen.push((await config(h, `${N}/lxc/102/config`)).digest);
  await put(h, `${N}/lxc/102/config`, { tty: 3 });
  seen.push((await config(h, `${N}/lxc/102/config`)).digest);
  await put(h, `${N}/lxc/102/config`, { revert: 'tty' });
  expect((await config(h, `${N}/lxc/102/config`)).digest).toBe(seen[1]);
  expect(new Set(seen).size).toBe(3);
});

describe('a running container', () => {
  it('takes some keys at once and parks the others', async () => {
    const h = new Harness();
    expect(
      await put(h, running, { hostname: 'web2', memory: 2048, cmode: 'shell', tty: 3, arch: 'i386' }),
    ).toBe('OK');
    expect(await config(h, running)).toMatchObject({
      hostname: 'web2',
      memory: 2048,
      cmode: 'shell',
      tty: 3,
      arch: 'i386',
    });
    const now = await config(h, running, { current: 1 });
    expect(now).toMatchObject({ hostname: 'web2', memory: 2048, arch: 'amd64' });
    expect(now).not.toHaveProperty('cmode');
    const rows = (await h.call('full', 'GET', `${N}/lxc/100/pending`)).data;
    expect(rows).toContainEqual({ key: 'arch', value: 'amd64', pending: 'i386' });
    expect(rows).toContainEqual({ key: 'tty', pending: 3 });
    expect(rows).toContainEqual({ key: 'memory', value: 2048 });
  });

  it('parks removals, too', async () => {
    const h = new Harness();
    expect(await put(h, running, { delete: 'features,tags' })).toBe('OK');
    const rows = (await h.call('full', 'GET', `${N}/lxc/100/pending`)).data;
    expect(rows).toContainEqual({ key: 'features', value: 'nesting=1', delete: 1 });
    expect(await config(h, running)).not.toHaveProperty('features');
    expect((await config(h, running, { current: 1 })).features).toBe('nesting=1');
    expect(await config(h, running, { current: 1 })).not.toHaveProperty('tags');
  });

  it('forgets what is reverted, and takes the rest with its next start', async () => {
    const h = new Harness();
    await put(h, running, { cmode: 'shell', tty: 3 });
    expect(await put(h, running, { revert: 'cmode' })).toBe('OK');
    await h.run('full', 'POST', `${N}/lxc/100/status/reboot`);
    const rows = (await h.call('full', 'GET', `${N}/lxc/100/pending`)).data;
    expect(rows).toContainEqual({ key: 'tty', value: 3 });
    expect(rows.some((row: { key: string }) => row.key === 'cmode')).toBe(false);
    expect(rows.some((row: object) => 'pending' in row)).toBe(false);
  });
});

describe('disks', () => {
  const volids = async (h: Harness): Promise<string[]> =>
    (await h.call('full', 'GET', `${N}/storage/local/content`, { vmid: 101, content: 'rootdir' })).data.map(
      (row: { volid: string }) => row.volid,
    );

  it('of mount points are made, put aside, and freed', async () => {
    const h = new Harness();
    expect(await put(h, stopped, { mp1: 'local:0.05,mp=/data,backup=1' })).toBe('OK');
    expect((await config(h, stopped)).mp1).toBe('local:101/vm-101-disk-0.raw,mp=/data,backup=1,size=51M');
    expect(await volids(h)).toEqual(['local:101/vm-101-disk-0.raw']);
    expect(await put(h, stopped, { mp1: 'local:1,mp=/data' })).toBe('OK');
    const replaced = await config(h, stopped);
    expect(replaced.mp1).toBe('local:101/vm-101-disk-1.raw,mp=/data,size=1G');
    expect(replaced.unused0).toBe('local:101/vm-101-disk-0.raw');
    expect(await put(h, stopped, { delete: 'mp1' })).toBe('OK');
    expect((await config(h, stopped)).unused1).toBe('local:101/vm-101-disk-1.raw');
    expect(await put(h, stopped, { delete: 'unused0,unused1' })).toBe('OK');
    expect(await volids(h)).toEqual([]);
  });

  it('of others are let go, not freed', async () => {
    const h = new Harness();
    const disk = 'local-btrfs:102/vm-102-disk-1.raw';
    await put(h, stopped, { mp1: `${disk},mp=/x` });
    await put(h, stopped, { delete: 'mp1' });
    expect((await config(h, stopped)).unused0).toBe(disk);
    await put(h, stopped, { delete: 'unused0' });
    expect((await h.call('full', 'GET', `${N}/storage/local-btrfs/content/${disk}`)).status).toBe(200);
  });

  it('are not made for a new root disk, only written down', async () => {
    const h = new Harness();
    expect(await put(h, stopped, { rootfs: 'local:8' })).toBe('OK');
    expect((await config(h, stopped)).rootfs).toBe('local:8');
    expect(await volids(h)).toEqual([]);
  });

  it('of a running container keep their place until it stops', async () => {
    const h = new Harness();
    expect(await put(h, running, { mp1: 'local:1,mp=/data' })).toBe('OK');
    expect((await config(h, running, { current: 1 })).mp1).toContain('local:100/vm-100-disk-0.raw');
    await put(h, running, { delete: 'mp1' });
    expect(await config(h, running, { current: 1 })).toHaveProperty('mp1');
    await h.run('full', 'POST', `${N}/lxc/100/status/stop`);
    await h.run('full', 'POST', `${N}/lxc/100/status/start`);
    expect(await config(h, running, { current: 1 })).toMatchObject({
      unused0: 'local:100/vm-100-disk-0.raw',
    });
  });
});

describe('resize', () => {
  const resize = `${N}/lxc/101/resize`;

  it('grows a disk in a task', async () => {
    const h = new Harness();
    const run = await h.run('agent', 'PUT', resize, { disk: 'rootfs', size: '+64M' });
    expect(run.exitstatus).toBe('OK');
    expect(run.upid).toContain(':resize:101:');
    expect(run.log.slice(0, 2)).toEqual(['Image resized.', 'e2fsck 1.47.2 (1-Jan-2025)']);
    const online = await h.run('agent', 'PUT', `${N}/lxc/100/resize`, { disk: 'rootfs', size: '+1G' });
    expect(online.log[2]).toContain('on-line resizing required');
    expect((await config(h, stopped)).rootfs).toContain('size=4160M');
    expect((await h.call('full', 'GET', `${N}/lxc/101/status/current`)).data.maxdisk).toBe(4160 * 1024 ** 2);
    expect((await h.run('agent', 'PUT', resize, { disk: 'rootfs', size: '5G' })).exitstatus).toBe('OK');
    expect((await config(h, stopped)).rootfs).toContain('size=5G');
  });

  it('refuses what cannot be', async () => {
    const h = new Harness();
    const reason = async (values: Record<string, string>): Promise<string> =>
      (await h.call('agent', 'PUT', resize, values)).reason;
    expect(await reason({ disk: 'rootfs', size: '512M' })).toBe('unable to shrink disk size');
    expect(await reason({ disk: 'rootfs', size: '4G' })).toBe('disk is already at specified size');
    const missing = await h.call('agent', 'PUT', resize, { disk: 'mp7', size: '+1G' });
    expect(missing).toMatchObject({
      status: 500,
      reason: 'format error',
      errors: {
        mp: 'property is missing and it is not optional',
        volume: 'property is missing and it is not optional',
      },
    });
  });
});
