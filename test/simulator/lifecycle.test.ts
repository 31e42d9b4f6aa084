import { describe, expect, it } from 'vitest';
import { Harness, N, template } from './harness.js';

const debian = 'local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst';

async function status(h: Harness, vmid: number): Promise<Record<string, unknown>> {
  return (await h.call('full', 'GET', `${N}/lxc/${vmid}/status/current`)).data;
}

// biome-ignore lint/suspicious/noExplicitAny: what is expected is for each assertion to say.
async function config(h: Harness, vmid: number): Promise<any> {
  return (await h.call('full', 'GET', `${N}/lxc/${vmid}/config`)).data;
}

async function disks(h: Harness, vmid: number): Promise<string[]> {
  const lists = await Promise.all(
    ['local', 'local-btrfs'].map((storage) =>
      h.call('full', 'GET', `${N}/storage/${storage}/content`, { vmid, content: 'rootdir' }),
    ),
  );
  return lists.flatMap((list) => list.data.map((row: { volid: string }) => row.volid));
}

describe('a container from beginning to end', () => {
  it('is created, started, snapshotted, rolled back, backed up, restored and deleted', async () => {
    const h = new Harness();
    const values = {
      vmid: 200,
      ostemplate: template,
      rootfs: 'local-btrfs:0.2',
      hostname: 'life',
      memory: 64,
      net0: 'name=eth0,bridge=vmbr0,ip=10.99.0.30/24',
      unprivileged: 1,
    };
    const created = await h.run('agent', 'POST', `${N}/lxc`, values);
    expect(created.upid).toMatch(
      /^UPID:demo-felhom:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:vzcreate:200:agent@pve!selftest:$/,
    );
    expect(created.exitstatus).toBe('OK');
    expect(created.log).toEqual([
      'Creating filesystem with 208896 1k blocks and 52208 inodes',
      expect.stringMatching(/^Filesystem UUID: [0-9a-f-]{36}$/),
      'Superblock backups stored on blocks: ',
      '\t8193, 24577, 40961, 57345, 73729, 204801',
      "extracting archive '/var/lib/vz/template/cache/alpine-3.22-default_20250617_amd64.tar.xz'",
      expect.stringMatching(/^Total bytes read: 9420800 \(9\.0MiB, \d+MiB\/s\)$/),
      'Detected container architecture: amd64',
      'TASK OK',
    ]);
    expect(await config(h, 200)).toEqual({
      arch: 'amd64',
      digest: expect.any(String),
      hostname: 'life',
      memory: 64,
      net0: expect.stringMatching(
        /^name=eth0,bridge=vmbr0,hwaddr=BC:24:11:..:..:..,ip=10\.99\.0\.30\/24,type=veth$/,
      ),
      ostype: 'alpine',
      rootfs: 'local-btrfs:200/vm-200-disk-0.raw,size=204M',
      swap: 512,
      unprivileged: 1,
    });
    expect(await status(h, 200)).toMatchObject({
      status: 'stopped',
      name: 'life',
      maxdisk: 213_909_504,
      cpus: 4,
    });

    expect((await h.run('agent', 'POST', `${N}/lxc/200/status/start`)).exitstatus).toBe('OK');
    expect(await status(h, 200)).toMatchObject({
      status: 'running',
      pressurecpusome: '0.17',
      pid: expect.any(Number),
    });
    const [, eth0] = (await h.call('agent', 'GET', `${N}/lxc/200/interfaces`)).data;
    expect(eth0).toMatchObject({ name: 'eth0', inet: '10.99.0.30/24' });

    expect(
      (
        await h.run('agent', 'POST', `${N}/lxc/200/snapshot`, {
          snapname: 's1',
          description: 'first\nline two',
        })
      ).exitstatus,
    ).toBe('OK');
    await h.call('agent', 'PUT', `${N}/lxc/200/config`, { memory: 80, description: 'mine' });
    expect((await h.run('agent', 'POST', `${N}/lxc/200/snapshot`, { snapname: 's2' })).exitstatus).toBe('OK');
    const list = (await h.call('agent', 'GET', `${N}/lxc/200/snapshot`)).data;
    expect(list).toEqual([
      { name: 's1', description: 'first\nline two\n', snaptime: expect.any(Number) },
      { name: 's2', description: '', snaptime: expect.any(Number), parent: 's1' },
      { name: 'current', description: 'You are here!', digest: expect.any(String), running: 1, parent: 's2' },
    ]);
    expect((await h.run('agent', 'POST', `${N}/lxc/200/snapshot/s1/rollback`)).exitstatus).toBe('OK');
    expect(await config(h, 200)).toMatchObject({ memory: 64, parent: 's1', description: 'mine\n' });
    // A rollback stops a running container and leaves it at that.
    expect(await status(h, 200)).toMatchObject({ status: 'stopped', uptime: 0 });

    const backup = await h.run('agent', 'POST', `${N}/vzdump`, {
      vmid: 200,
      storage: 'local',
      mode: 'stop',
      compress: 'zstd',
      'notes-template': 'note for {{guestname}} ({{vmid}} on {{node}})',
    });
    expect(backup.exitstatus).toBe('OK');
    const [row] = (
      await h.call('agent', 'GET', `${N}/storage/local/content`, { content: 'backup', vmid: 200 })
    ).data;
    expect(row).toMatchObject({
      volid: expect.stringMatching(/^local:backup\/vzdump-lxc-200-\d{4}_\d\d_\d\d-\d\d_\d\d_\d\d\.tar\.zst$/),
      format: 'tar.zst',
      subtype: 'lxc',
      notes: 'note for life (200 on demo-felhom)',
    });

    const restored = await h.run('agent', 'POST', `${N}/lxc`, {
      vmid: 201,
      ostemplate: row.volid,
      restore: 1,
      storage: 'local',
      unique: 1,
      hostname: 'again',
    });
    expect(restored.upid).toContain(':vzrestore:201:');
    expect(restored.log[0]).toBe(`recovering backed-up configuration from '${row.volid}'`);
    expect(restored.log.slice(-2)).toEqual(['merging backed-up and given configuration..', 'TASK OK']);
    const [original, copy] = [await config(h, 200), await config(h, 201)];
    expect(copy).toMatchObject({
      hostname: 'again',
      memory: 64,
      unprivileged: 1,
      rootfs: 'local:201/vm-201-disk-0.raw,size=204M',
      description: 'mine\n',
    });
    expect(copy).not.toHaveProperty('parent');
    expect(copy.net0).not.toBe(original.net0);

    expect((await h.run('agent', 'DELETE', `${N}/lxc/200`, { purge: 1 })).log).toEqual([
      'purging CT 200 from related configurations..',
      'TASK OK',
    ]);
    expect((await h.call('agent', 'GET', `${N}/lxc/200/config`)).status).toBe(500);
    expect(await disks(h, 200)).toEqual([]);
    expect(await disks(h, 201)).toEqual(['local:201/vm-201-disk-0.raw']);
    expect((await h.run('agent', 'DELETE', `${N}/lxc/201`)).log).toEqual(['TASK OK']);
  });
});

describe('creation', () => {
  const base = { vmid: 300, ostemplate: template };

  it('holds its number and a lock from the first moment', async () => {
    const h = new Harness();
    const first = await h.call('agent', 'POST', `${N}/lxc`, base);
    expect(first.status).toBe(200);
    expect((await h.call('agent', 'POST', `${N}/lxc`, base)).reason).toBe(
      "CT 300 already exists on node 'demo-felhom'",
    );
    expect((await h.call('full', 'GET', '/cluster/nextid')).data).toBe('103');
    expect(await status(h, 300)).toMatchObject({ lock: 'create', status: 'stopped' });
    expect((await h.call('full', 'PUT', `${N}/lxc/300/config`, { cores: 1 })).reason).toBe(
      'CT is locked (create)',
    );
    await h.finish(first.data);
    expect(await status(h, 300)).not.toHaveProperty('lock');
    expect(await config(h, 300)).toMatchObject({
      hostname: 'CT300',
      memory: 512,
      swap: 512,
      unprivileged: 1,
      rootfs: 'local:300/vm-300-disk-0.raw,size=4G',
    });
  });

  it('prints what the tools print on a directory storage', async () => {
    const h = new Harness();
    const run = await h.run('agent', 'POST', `${N}/lxc`, {
      ...base,
      ostemplate: debian,
      hostname: 'deb',
      rootfs: 'local:1',
    });
    expect(run.log.slice(0, 6)).toEqual([
      "Formatting '/var/lib/vz/images/300/vm-300-disk-0.raw', fmt=raw size=1073741824 preallocation=off",
      'Creating filesystem with 262144 4k blocks and 65536 inodes',
      expect.stringMatching(/^Filesystem UUID: /),
      'Superblock backups stored on blocks: ',
      '\t32768, 98304, 163840, 229376',
      "extracting archive '/var/lib/vz/template/cache/debian-13-standard_13.1-2_amd64.tar.zst'",
    ]);
    expect(run.log).toContain("Creating SSH host key 'ssh_host_ed25519_key' - this may take some time ...");
    expect((await config(h, 300)).ostype).toBe('debian');
  });

  it('makes mount points, sizeless disks and default storage numbers', async () => {
    const h = new Harness();
    const values = { ...base, rootfs: 'local-btrfs:0', mp0: 'local:0.05,mp=/data' };
    expect((await h.run('agent', 'POST', `${N}/lxc`, values)).exitstatus).toBe('OK');
    expect(await config(h, 300)).toMatchObject({
      rootfs: 'local-btrfs:300/subvol-300-disk-0.subvol,size=0T',
      mp0: 'local:300/vm-300-disk-0.raw,mp=/data,size=51M',
    });
    const number = await h.call('ticket', 'POST', `${N}/lxc`, {
      ...base,
      vmid: 301,
      rootfs: '8',
      storage: 'local-btrfs',
    });
    await h.finish(number.data);
    expect((await config(h, 301)).rootfs).toBe('local-btrfs:301/vm-301-disk-0.raw,size=8G');
    // For everybody but root the bare number looks like a path.
    expect((await h.call('agent', 'POST', `${N}/lxc`, { ...base, vmid: 302, rootfs: '8' })).reason).toBe(
      'Only root can pass arbitrary filesystem paths.',
    );
  });

  it.each([
    [{ storage: 'nosuch' }, "storage 'nosuch' does not exist"],
    [{ rootfs: 'nosuch:1' }, "storage 'nosuch' does not exist"],
    [{ rootfs: 'local:abc' }, "unable to parse directory volume name 'abc'"],
    [{ storage: 'nas' }, "storage 'nas' is not online"],
    [{ mp0: 'local:1,mp=/x' }, "mount points configured, but 'rootfs' not set - aborting"],
    [{ 'ssh-public-keys': 'not a key' }, 'SSH public key validation error'],
    [{ vmid: 120 }, "VM 120 already exists on node 'demo-felhom'"],
    [
      { ostemplate: 'local:iso/debian-13.1.0-amd64-netinst.iso' },
      "unable to use volume local:iso/debian-13.1.0-amd64-netinst.iso - content type needs to be 'vztmpl'",
    ],
  ])('%o fails at once: %s', async (more, reason) => {
    const h = new Harness();
    expect(await h.call('full', 'POST', `${N}/lxc`, { ...base, ...more })).toMatchObject({
      status: 500,
      reason,
    });
    expect(h.engine.world.guests.has(300)).toBe(false);
  });

  it('refuses a storage that takes no containers', async () => {
    const h = new Harness();
    expect((await h.call('full', 'POST', `${N}/lxc`, { ...base, rootfs: 'ro:1' })).errors).toEqual({
      storage: "storage 'ro' does not support container directories",
    });
  });

  it('fails in the task where the template is missing or does not fit, and leaves nothing', async () => {
    const h = new Harness();
    const missing = await h.run('agent', 'POST', `${N}/lxc`, {
      ...base,
      ostemplate: 'local:vztmpl/nosuch.tar.zst',
    });
    expect(missing.exitstatus).toBe(
      "unable to create CT 300 - volume 'local:vztmpl/nosuch.tar.zst' does not exist",
    );
    expect(missing.log[0]).toMatch(/^Formatting '.*vm-300-disk-0\.raw'/);
    expect(missing.log.slice(-2)).toEqual([
      "volume 'local:vztmpl/nosuch.tar.zst' does not exist",
      `TASK ERROR: ${missing.exitstatus}`,
    ]);
    const tiny = await h.run('agent', 'POST', `${N}/lxc`, {
      ...base,
      ostemplate: debian,
      rootfs: 'local:0.01',
    });
    expect(tiny.exitstatus).toMatch(
      /^unable to create CT 300 - command 'lxc-usernsexec .*' failed: exit code 2$/,
    );
    expect(tiny.log).toContain(
      'tar: ./usr/share/doc/tzdata/changelog.gz: Cannot write: No space left on device',
    );
    expect(h.engine.world.guests.has(300)).toBe(false);
    expect(await disks(h, 300)).toEqual([]);
  });

  it('does not pretend to know high availability', async () => {
    const h = new Harness();
    const values = { ...base, 'ha-managed': 1 };
    expect((await h.call('agent', 'POST', `${N}/lxc`, values)).reason).toBe(
      'Permission check failed (/, Sys.Console)',
    );
    const answer = await h.call('full', 'POST', `${N}/lxc`, values);
    expect(answer).toMatchObject({
      status: 501,
      reason: "'ha-managed' of a new container is not modelled by the simulator",
    });
    expect(h.engine.world.guests.has(300)).toBe(false);
  });

  it('starts it on request, and is OK although the start fails', async () => {
    const h = new Harness();
    await h.run('agent', 'POST', `${N}/lxc`, { ...base, start: 1 });
    expect(await status(h, 300)).toMatchObject({ status: 'running' });
    const failing = { ...base, vmid: 301, start: 1, net0: 'name=eth0,bridge=vmbr9' };
    const run = await h.run('full', 'POST', `${N}/lxc`, failing);
    expect(run.exitstatus).toBe('OK');
    expect(await status(h, 301)).toMatchObject({ status: 'stopped' });
    const start = await h.run('full', 'POST', `${N}/lxc/301/status/start`);
    expect(start).toMatchObject({
      exitstatus: "bridge 'vmbr9' does not exist",
      log: ["TASK ERROR: bridge 'vmbr9' does not exist"],
    });
  });
});

describe('restore', () => {
  async function backupOf(h: Harness, vmid: number): Promise<string> {
    await h.run('full', 'POST', `${N}/vzdump`, { vmid, storage: 'local', compress: 'zstd' });
    const rows = (await h.call('full', 'GET', `${N}/storage/local/content`, { content: 'backup', vmid }))
      .data;
    return rows.at(-1).volid;
  }

  it('needs its flag, and force over an existing one', async () => {
    const h = new Harness();
    const ostemplate = await backupOf(h, 101);
    expect((await h.call('agent', 'POST', `${N}/lxc`, { vmid: 300, ostemplate })).reason).toBe(
      `unable to use volume ${ostemplate} - content type needs to be 'vztmpl'`,
    );
    const over = { vmid: 101, ostemplate, restore: 1, storage: 'local' };
    expect((await h.call('agent', 'POST', `${N}/lxc`, over)).reason).toBe(
      "CT 101 already exists on node 'demo-felhom'",
    );
    expect((await h.call('agent', 'POST', `${N}/lxc`, { ...over, vmid: 100, force: 1 })).reason).toBe(
      "can't overwrite running container",
    );
    await h.run('full', 'POST', `${N}/lxc/102/status/stop`);
    expect((await h.call('agent', 'POST', `${N}/lxc`, { ...over, vmid: 102, force: 1 })).reason).toBe(
      'unable to restore CT 102 - protection mode enabled',
    );
    await h.run('full', 'POST', `${N}/lxc/101/snapshot`, { snapname: 'old' });
    expect((await h.run('agent', 'POST', `${N}/lxc`, { ...over, force: 1 })).exitstatus).toBe('OK');
    expect((await config(h, 101)).rootfs).toBe('local:101/vm-101-disk-0.raw,size=4G');
    expect(await disks(h, 101)).toEqual(['local:101/vm-101-disk-0.raw']);
    expect((await h.call('full', 'GET', `${N}/lxc/101/snapshot`)).data).toHaveLength(1);
  });

  it('of a missing backup fails in the task, and leaves an existing container alone', async () => {
    const h = new Harness();
    const ostemplate = 'local:backup/vzdump-lxc-101-2020_01_01-00_00_00.tar.zst';
    const before = await config(h, 101);
    const run = await h.run('agent', 'POST', `${N}/lxc`, { vmid: 101, ostemplate, restore: 1, force: 1 });
    expect(run.exitstatus).toBe(`unable to restore CT 101 - volume '${ostemplate}' does not exist`);
    expect(await config(h, 101)).toEqual(before);
    await h.run('agent', 'POST', `${N}/lxc`, { vmid: 301, ostemplate, restore: 1 });
    expect(h.engine.world.guests.has(301)).toBe(false);
  });

  it('asks for a privileged container in the task', async () => {
    const h = new Harness();
    const ostemplate = await backupOf(h, 101);
    const run = await h.run('agent', 'POST', `${N}/lxc`, {
      vmid: 300,
      ostemplate,
      restore: 1,
      unprivileged: 0,
    });
    expect(run).toMatchObject({
      exitstatus: 'unable to restore CT 300 - 403 Permission check failed (/, Sys.Modify)',
      log: [
        `recovering backed-up configuration from '${ostemplate}'`,
        expect.stringContaining('TASK ERROR: '),
      ],
    });
    const legacy = await backupOf(h, 110);
    const implicit = await h.run('agent', 'POST', `${N}/lxc`, { vmid: 300, ostemplate: legacy, restore: 1 });
    expect(implicit.exitstatus).toContain('(/, Sys.Modify)');
    const explicit = await h.call('agent', 'POST', `${N}/lxc`, {
      vmid: 300,
      ostemplate: legacy,
      restore: 1,
      features: 'nesting=1',
    });
    expect(explicit.reason).toContain('changing feature flags for privileged container');
  });

  it('drops raw lines with a warning, except for root', async () => {
    const h = new Harness();
    const ostemplate = await backupOf(h, 110);
    const values = { vmid: 300, ostemplate, restore: 1, unprivileged: 1 };
    const run = await h.run('agent', 'POST', `${N}/lxc`, values);
    expect(run.exitstatus).toBe('WARNINGS: 1');
    expect(run.log.at(-5)).toMatch(/^WARN: skipping custom lxc options/);
    expect(run.log.at(-1)).toBe('TASK WARNINGS: 1');
    expect(await config(h, 300)).not.toHaveProperty('lxc');
    expect((await h.run('ticket', 'POST', `${N}/lxc`, { ...values, vmid: 301 })).exitstatus).toBe('OK');
    expect(await config(h, 301)).toHaveProperty('lxc');
  });

  it('brings bind mounts back only for root', async () => {
    const h = new Harness();
    await h.call('ticket', 'PUT', `${N}/lxc/101/config`, { mp0: '/srv,mp=/srv' });
    const ostemplate = await backupOf(h, 101);
    const values = { vmid: 300, ostemplate, restore: 1 };
    expect((await h.run('agent', 'POST', `${N}/lxc`, values)).exitstatus).toBe(
      "unable to restore CT 300 - restoring 'mp0' to bind mount is only possible for root",
    );
    expect((await h.run('agent', 'POST', `${N}/lxc`, { ...values, rootfs: 'local:4' })).exitstatus).toBe(
      'OK',
    );
    expect((await h.run('ticket', 'POST', `${N}/lxc`, { ...values, vmid: 301 })).exitstatus).toBe('OK');
    expect(await config(h, 301)).toMatchObject({ mp0: '/srv,mp=/srv' });
  });
});

describe('power', () => {
  const act = (
    h: Harness,
    vmid: number,
    action: string,
    values = {},
  ): Promise<{ reason: string; data: string }> =>
    h.call('agent', 'POST', `${N}/lxc/${vmid}/status/${action}`, values);

  it('refuses at once only what it can see', async () => {
    const h = new Harness();
    expect((await act(h, 100, 'start')).reason).toBe('CT 100 already running');
    expect((await act(h, 100, 'resume')).reason).toBe('CT 100 already running');
    for (const action of ['stop', 'shutdown', 'suspend'])
      expect((await act(h, 101, action)).reason).toBe('CT 101 not running');
    expect((await act(h, 101, 'reboot')).reason).toBe('VM 101 not running');
    expect((await act(h, 999, 'stop')).reason).toBe('CT 999 not running');
    const run = await h.run('agent', 'POST', `${N}/lxc/999/status/start`);
    expect(run.exitstatus).toBe("Configuration file 'nodes/demo-felhom/lxc/999.conf' does not exist");
  });

  it('lets several starts through, of which one brings it up', async () => {
    const h = new Harness();
    const upids = [];
    for (let index = 0; index < 3; index += 1) upids.push((await act(h, 101, 'start')).data);
    expect((await h.finish(upids[0] ?? '')).exitstatus).toBe('OK');
    const { pid } = await status(h, 101);
    for (const upid of upids) expect((await h.finish(upid)).exitstatus).toBe('OK');
    expect((await status(h, 101))['pid']).toBe(pid);
  });

  it('shuts down, stops and reboots', async () => {
    const h = new Harness();
    expect((await h.run('agent', 'POST', `${N}/lxc/100/status/shutdown`, { timeout: 3 })).exitstatus).toBe(
      'OK',
    );
    expect(await status(h, 100)).toMatchObject({ status: 'stopped', mem: 0, uptime: 0, cpu: 0 });
    expect(await status(h, 100)).not.toHaveProperty('pid');
    await h.run('agent', 'POST', `${N}/lxc/100/status/start`);
    const { pid } = await status(h, 100);
    h.clock.advance(60_000);
    expect((await status(h, 100))['uptime']).toBeGreaterThanOrEqual(60);
    expect((await h.run('agent', 'POST', `${N}/lxc/100/status/reboot`)).exitstatus).toBe('OK');
    expect((await status(h, 100))['pid']).not.toBe(pid);
    expect((await status(h, 100))['uptime']).toBeLessThan(10);
    expect((await h.run('agent', 'POST', `${N}/lxc/100/status/stop`)).exitstatus).toBe('OK');
  });

  it('waits in vain for one whose init does not listen', async () => {
    const h = new Harness();
    await h.call('full', 'PUT', `${N}/lxc/101/config`, { entrypoint: '/bin/sleep 99999' });
    await h.run('agent', 'POST', `${N}/lxc/101/status/start`);
    const failed = await h.run('agent', 'POST', `${N}/lxc/101/status/shutdown`, { timeout: 5 });
    expect(failed.exitstatus).toBe("command 'lxc-stop -n 101 --nokill --timeout 5' failed: exit code 1");
    expect(await status(h, 101)).toMatchObject({ status: 'running' });
    const { data: shutdown } = await act(h, 101, 'shutdown', { timeout: 60 });
    h.clock.advance(1000);
    const blocked = await h.run('agent', 'POST', `${N}/lxc/101/status/stop`);
    expect(blocked.exitstatus).toBe("can't lock file '/run/lock/lxc/pve-config-101.lock' - got timeout");
    expect(
      (await h.run('agent', 'POST', `${N}/lxc/101/status/stop`, { 'overrule-shutdown': 1 })).exitstatus,
    ).toBe('OK');
    expect((await h.finish(shutdown)).exitstatus).toBe('unexpected status');
    await h.run('agent', 'POST', `${N}/lxc/101/status/start`);
    expect(
      (await h.run('agent', 'POST', `${N}/lxc/101/status/shutdown`, { timeout: 2, forceStop: 1 })).exitstatus,
    ).toBe('OK');
  });

  it('has no checkpoints', async () => {
    const h = new Harness();
    const run = await h.run('agent', 'POST', `${N}/lxc/100/status/suspend`);
    expect(run.exitstatus).toBe("command 'lxc-checkpoint -n 100 -s -D /var/lib/vz/dump' failed: exit code 1");
    expect((await h.run('agent', 'POST', `${N}/lxc/101/status/resume`)).exitstatus).toContain(
      'lxc-checkpoint -n 101 -r',
    );
  });
});

describe('snapshots', () => {
  const post = (h: Harness, vmid: number, snapname: string) =>
    h.run('agent', 'POST', `${N}/lxc/${vmid}/snapshot`, { snapname });

  it('fail in the task where anything is wrong but the name', async () => {
    const h = new Harness();
    expect((await post(h, 110, 's1')).exitstatus).toBe('snapshot feature is not available');
    expect((await post(h, 999, 's1')).exitstatus).toBe(
      "Configuration file 'nodes/demo-felhom/lxc/999.conf' does not exist",
    );
    await post(h, 101, 's1');
    expect((await post(h, 101, 's1')).exitstatus).toBe("snapshot name 's1' already used");
    for (const [method, path] of [
      ['POST', 'nosuch/rollback'],
      ['DELETE', 'nosuch'],
    ] as const) {
      expect((await h.run('agent', method, `${N}/lxc/101/snapshot/${path}`)).exitstatus).toBe(
        "snapshot 'nosuch' does not exist",
      );
    }
    for (const name of ['current', 'vzdump']) {
      expect((await h.call('agent', 'POST', `${N}/lxc/101/snapshot`, { snapname: name })).reason).toBe(
        `unable to use snapshot name '${name}' (reserved name)`,
      );
    }
    expect((await h.call('agent', 'GET', `${N}/lxc/101/snapshot/nosuch/config`)).reason).toBe(
      "snapshot 'nosuch' does not exist",
    );
  });

  it('lock the container while they are made, and show that they are', async () => {
    const h = new Harness();
    const { data: upid } = await h.call('agent', 'POST', `${N}/lxc/101/snapshot`, { snapname: 's1' });
    h.clock.advance(500);
    expect(await status(h, 101)).toMatchObject({ lock: 'snapshot' });
    const [row] = (await h.call('agent', 'GET', `${N}/lxc/101/snapshot`)).data;
    expect(row).toMatchObject({ name: 's1', snapstate: 'prepare' });
    expect((await h.call('agent', 'PUT', `${N}/lxc/101/config`, { cores: 1 })).reason).toBe(
      'CT is locked (snapshot)',
    );
    expect((await h.finish(upid)).log).toEqual(['TASK OK']);
    expect(await status(h, 101)).not.toHaveProperty('lock');
  });

  it('form a chain that survives the loss of a link', async () => {
    const h = new Harness();
    for (const name of ['s1', 's2', 's3']) await post(h, 101, name);
    await h.run('agent', 'DELETE', `${N}/lxc/101/snapshot/s2`);
    const rows = async (): Promise<unknown> =>
      (await h.call('agent', 'GET', `${N}/lxc/101/snapshot`)).data.map(
        ({ name, parent }: Record<string, string>) => [name, parent],
      );
    expect(await rows()).toEqual([
      ['s1', undefined],
      ['s3', 's1'],
      ['current', 's3'],
    ]);
    await h.run('agent', 'DELETE', `${N}/lxc/101/snapshot/s3`, { force: 1 });
    expect(await rows()).toEqual([
      ['s1', undefined],
      ['current', 's1'],
    ]);
    await h.run('agent', 'DELETE', `${N}/lxc/101/snapshot/s1`);
    expect(await rows()).toEqual([['current', undefined]]);
  });

  it('show their configuration and take a description', async () => {
    const h = new Harness();
    await h.call('agent', 'PUT', `${N}/lxc/102/snapshot/before-upgrade/config`, { description: 'changed' });
    const own = (await h.call('readonly', 'GET', `${N}/lxc/102/snapshot/before-upgrade/config`)).data;
    expect(own).toMatchObject({ description: 'changed\n', memory: 4096, snaptime: expect.any(Number) });
    expect(own).not.toHaveProperty('digest');
    const viaConfig = (await h.call('readonly', 'GET', `${N}/lxc/102/config`, { snapshot: 'before-upgrade' }))
      .data;
    expect(viaConfig).toEqual({ ...own, digest: expect.any(String) });
  });

  it('undo a resize, and start on request', async () => {
    const h = new Harness();
    await post(h, 101, 's1');
    await h.run('agent', 'PUT', `${N}/lxc/101/resize`, { disk: 'rootfs', size: '+4G' });
    expect(await status(h, 101)).toMatchObject({ maxdisk: 8 * 1024 ** 3 });
    await h.run('agent', 'POST', `${N}/lxc/101/snapshot/s1/rollback`, { start: 1 });
    expect((await config(h, 101)).rootfs).toContain('size=4G');
    const disk = `${N}/storage/local-btrfs/content/local-btrfs:101/vm-101-disk-0.raw`;
    expect((await h.call('full', 'GET', disk)).data.size).toBe(4 * 1024 ** 3);
    expect(await status(h, 101)).toMatchObject({ status: 'running' });
  });

  it('are a feature of the storage', async () => {
    const h = new Harness();
    const has = async (vmid: number, feature: string): Promise<number> =>
      (await h.call('agent', 'GET', `${N}/lxc/${vmid}/feature`, { feature })).data.hasFeature;
    expect([
      await has(100, 'snapshot'),
      await has(110, 'snapshot'),
      await has(110, 'clone'),
      await has(110, 'copy'),
    ]).toEqual([1, 0, 0, 1]);
    await h.call('ticket', 'PUT', `${N}/lxc/101/config`, { mp0: '/srv,mp=/srv' });
    expect(await has(101, 'snapshot')).toBe(0);
  });
});

describe('copies', () => {
  const clone = (h: Harness, vmid: number, values: Record<string, string | number>) =>
    h.call('agent', 'POST', `${N}/lxc/${vmid}/clone`, values);

  it('are full by default, with new addresses', async () => {
    const h = new Harness();
    const { data: upid } = await clone(h, 101, { newid: 300, hostname: 'copy', storage: 'local' });
    expect(upid).toContain(':vzclone:101:');
    expect((await clone(h, 101, { newid: 301 })).reason).toBe('CT is locked (disk)');
    expect(await status(h, 300)).toMatchObject({ lock: 'create' });
    const run = await h.finish(upid);
    expect(run.log[0]).toBe('creating a clone of container 101 with ID 300');
    expect(run.log[1]).toBe('create full clone of mountpoint rootfs (local-btrfs:101/vm-101-disk-0.raw)');
    const [from, to] = [await config(h, 101), await config(h, 300)];
    expect(to).toMatchObject({
      hostname: 'copy',
      rootfs: 'local:300/vm-300-disk-0.raw,size=4G',
      memory: from.memory,
    });
    expect(to.net0).not.toBe(from.net0);
    expect(from).not.toHaveProperty('lock');
    expect(to).not.toHaveProperty('lock');
  });

  it('may be linked where the storage can', async () => {
    const h = new Harness();
    const run = await h.finish((await clone(h, 101, { newid: 300, full: 0 })).data);
    expect(run.log[1]).toBe('create linked clone of mount point rootfs (local-btrfs:101/vm-101-disk-0.raw)');
    expect((await clone(h, 110, { newid: 301, full: 0 })).reason).toBe(
      "Linked clone feature for 'local:110/vm-110-disk-0.raw' is not available",
    );
    expect((await clone(h, 101, { newid: 301, full: 0, storage: 'local' })).message).toBe(
      "parameter 'storage' not allowed for linked clones\n",
    );
  });

  it('of running ones come from a snapshot', async () => {
    const h = new Harness();
    expect((await clone(h, 100, { newid: 300 })).reason).toBe(
      'Full clone of a running container is only possible from a snapshot',
    );
    await h.run('agent', 'POST', `${N}/lxc/100/snapshot`, { snapname: 's1', description: 'then' });
    await h.call('agent', 'PUT', `${N}/lxc/100/config`, { memory: 4096, description: 'now' });
    await h.finish((await clone(h, 100, { newid: 300, snapname: 's1' })).data);
    expect(await config(h, 300)).toMatchObject({ memory: 1024, description: 'then\n' });
    expect(await status(h, 300)).toMatchObject({ status: 'stopped' });
  });

  it('refuse what cannot be', async () => {
    const h = new Harness();
    const reason = async (vmid: number, values: Record<string, string | number>): Promise<string> =>
      (await clone(h, vmid, values)).reason;
    expect(await reason(101, { newid: 100 })).toBe("CT 100 already exists on node 'demo-felhom'");
    expect(await reason(101, { newid: 300, snapname: 'nosuch' })).toBe("snapshot 'nosuch' does not exist");
    expect(await reason(101, { newid: 300, target: 'pve2' })).toBe("no such cluster node 'pve2'");
    expect(await reason(101, { newid: 300, pool: 'p1' })).toBe(
      "Permission check failed (pool 'p1' does not exist)",
    );
    expect(await reason(101, { newid: 300, storage: 'nas' })).toBe("storage 'nas' is not online");
    await h.call('ticket', 'PUT', `${N}/lxc/101/config`, { mp0: '/srv,mp=/srv' });
    expect(await reason(101, { newid: 300 })).toBe("unable to clone mountpoint 'mp0' (type bind)");
  });

  it('start as templates', async () => {
    const h = new Harness();
    expect((await h.call('agent', 'POST', `${N}/lxc/100/template`)).reason).toBe(
      "you can't convert a CT to template if the CT is running",
    );
    expect((await h.call('agent', 'POST', `${N}/lxc/102/template`)).reason).toBe(
      'unable to create template, because CT contains snapshots',
    );
    const answer = await h.call('agent', 'POST', `${N}/lxc/101/template`);
    expect(answer.body).toBe('{"data":null}');
    const [task] = (await h.call('agent', 'GET', `${N}/tasks`, { source: 'active' })).data;
    expect(task).toMatchObject({ type: 'vztemplate', id: '101' });
    await h.finish(task.upid);
    expect(await config(h, 101)).toMatchObject({
      template: 1,
      rootfs: 'local-btrfs:101/base-101-disk-0.raw,size=4G',
    });
    expect((await h.run('agent', 'POST', `${N}/lxc/101/status/start`)).exitstatus).toBe(
      "you can't start a CT if it's a template",
    );
    const run = await h.finish((await clone(h, 101, { newid: 300 })).data);
    expect(run.log[1]).toContain('create linked clone');
    expect(await config(h, 300)).not.toHaveProperty('template');
    expect((await h.call('agent', 'POST', `${N}/lxc/101/template`)).reason).toBe(
      "you can't convert a template to a template",
    );
  });
});

it('migrates nowhere on a single node', async () => {
  const h = new Harness();
  const path = `${N}/lxc/100/migrate`;
  expect((await h.call('full', 'POST', path, { target: 'pve2' })).reason).toBe("no such cluster node 'pve2'");
  expect((await h.call('full', 'POST', path, { target: 'demo-felhom' })).errors).toEqual({
    target: 'target is local node.',
  });
  expect((await h.call('full', 'GET', path)).data).toEqual({
    running: 1,
    'allowed-nodes': [],
    'not-allowed-nodes': {},
  });
});

describe('deletion', () => {
  it('refuses what is protected, running or missing', async () => {
    const h = new Harness();
    const reason = async (vmid: number, values = {}): Promise<string> =>
      (await h.call('agent', 'DELETE', `${N}/lxc/${vmid}`, values)).reason;
    expect(await reason(102, { force: 1 })).toBe("can't remove CT 102 - protection mode enabled");
    expect(await reason(100)).toBe('unable to destroy CT 100 - container is running');
    expect(await reason(999, { purge: 1 })).toBe(
      "Configuration file 'nodes/demo-felhom/lxc/999.conf' does not exist",
    );
  });

  it('stops a running one by force, and takes the rights on it along', async () => {
    const h = new Harness();
    const { acl } = h.engine.world.accounts;
    acl.push({ path: '/vms/100', type: 'user', ugid: 'noacl@pve', roleid: 'PVEVMUser', propagate: true });
    const { data: upid } = await h.call('agent', 'DELETE', `${N}/lxc/100`, { force: 1 });
    h.clock.advance(200);
    expect(await status(h, 100)).toMatchObject({ lock: 'destroyed' });
    expect((await h.finish(upid)).log).toEqual(['forced to stop CT 100 before destroying!', 'TASK OK']);
    expect(acl.some((entry) => entry.path === '/vms/100')).toBe(false);
    expect(await disks(h, 100)).toEqual([]);
  });

  it('frees disks that nothing mentions on request', async () => {
    const h = new Harness();
    const content = `${N}/storage/local/content`;
    await h.call('agent', 'POST', content, { vmid: 101, filename: 'vm-101-disk-9.raw', size: '8M' });
    await h.run('agent', 'DELETE', `${N}/lxc/101`, { 'destroy-unreferenced-disks': 1 });
    expect(await disks(h, 101)).toEqual([]);
  });
});
