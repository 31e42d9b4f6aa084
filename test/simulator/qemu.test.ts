import { describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

const vm = `${N}/qemu/120`;
const up = (h: Harness) => h.run('agent', 'POST', `${vm}/status/start`);

describe('a virtual machine', () => {
  it('shows its state and configuration as PVE does', async () => {
    const h = new Harness();
    expect((await h.call('full', 'GET', `${vm}/status/current`)).data).toMatchObject({
      vmid: 120,
      status: 'stopped',
      qmpstatus: 'stopped',
      maxdisk: 32 * 1024 ** 3,
      disk: 0,
      ha: { managed: 0 },
      agent: 1,
    });
    expect((await h.call('full', 'GET', `${vm}/config`)).data).toMatchObject({
      name: 'win11',
      cores: 4,
      memory: '8192',
      scsi0: 'local-btrfs:120/vm-120-disk-0.raw,size=32G',
      digest: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect((await h.call('full', 'GET', `${N}/qemu/100/config`)).reason).toBe(
      "Configuration file 'nodes/demo-felhom/qemu-server/100.conf' does not exist",
    );
    expect((await h.call('noacl', 'GET', `${vm}/config`)).reason).toContain('(/vms/120, VM.Audit)');
  });

  it('goes up and down, and says in the task what is wrong', async () => {
    const h = new Harness();
    expect(await up(h)).toMatchObject({ exitstatus: 'OK', upid: expect.stringContaining(':qmstart:120:') });
    expect((await up(h)).exitstatus).toBe('VM 120 already running');
    const { data } = await h.call('full', 'GET', `${vm}/status/current`);
    expect(data).toMatchObject({ status: 'running', pid: expect.any(Number) });
    expect((await h.run('agent', 'POST', `${vm}/status/shutdown`, { timeout: 1 })).exitstatus).toContain(
      'timeout',
    );
    expect((await h.run('agent', 'POST', `${vm}/status/reboot`)).exitstatus).toBe('OK');
    expect((await h.run('agent', 'POST', `${vm}/status/shutdown`)).exitstatus).toBe('OK');
    expect((await h.call('agent', 'POST', `${vm}/status/reboot`)).reason).toBe('VM 120 not running');
    expect((await h.run('full', 'POST', `${N}/qemu/999/status/start`)).exitstatus).toContain('999.conf');
  });

  it('has an agent in its configuration that does not answer', async () => {
    const h = new Harness();
    const ping = async () => (await h.call('full', 'POST', `${vm}/agent/ping`)).reason;
    expect(await ping()).toBe('VM 120 is not running');
    await up(h);
    expect(await ping()).toBe('QEMU guest agent is not running');
    h.engine.world.guests.get(120)?.config.delete('agent');
    expect(await ping()).toBe('No QEMU guest agent configured');
    expect((await h.call('agent', 'POST', `${vm}/agent/exec`, { command: 'ls' })).reason).toContain(
      'VM.GuestAgent.Unrestricted',
    );
  });

  it('is snapshotted and rolled back', async () => {
    const h = new Harness();
    const snapshot = await h.run('agent', 'POST', `${vm}/snapshot`, { snapname: 'before', vmstate: 1 });
    expect(snapshot).toMatchObject({ exitstatus: 'OK', upid: expect.stringContaining(':qmsnapshot:120:') });
    const names = async () =>
      (await h.call('full', 'GET', `${vm}/snapshot`)).data.map((row: { name: string }) => row.name);
    expect(await names()).toEqual(['before', 'current']);
    await up(h);
    expect((await h.run('agent', 'POST', `${vm}/snapshot/before/rollback`)).exitstatus).toBe('OK');
    expect((await h.call('full', 'GET', `${vm}/status/current`)).data.status).toBe('stopped');
    expect((await h.run('agent', 'DELETE', `${vm}/snapshot/before`)).exitstatus).toBe('OK');
    expect(await names()).toEqual(['current']);
    expect((await h.call('agent', 'POST', `${vm}/snapshot`, { snapname: 'pending' })).reason).toContain(
      'reserved',
    );
  });

  it('is cloned with its disk, and destroyed with it', async () => {
    const h = new Harness();
    const clone = await h.run('full', 'POST', `${vm}/clone`, { newid: 121, name: 'copy', storage: 'local' });
    expect(clone).toMatchObject({ exitstatus: 'OK', upid: expect.stringContaining(':qmclone:120:') });
    const { data } = await h.call('full', 'GET', `${N}/qemu/121/config`);
    expect(data).toMatchObject({ name: 'copy', scsi0: 'local:121/vm-121-disk-0.raw,size=32G' });
    expect(data.net0).not.toContain('BC:24:11:00:00:78');
    expect((await h.run('full', 'POST', `${N}/qemu/121/status/start`)).exitstatus).toBe('OK');
    expect((await h.call('full', 'DELETE', `${N}/qemu/121`)).reason).toBe(
      'VM 121 is running - destroy failed',
    );
    await h.run('full', 'POST', `${N}/qemu/121/status/stop`);
    expect((await h.run('full', 'DELETE', `${N}/qemu/121`)).exitstatus).toBe('OK');
    const volumes = (await h.call('full', 'GET', `${N}/storage/local/content`, { vmid: 121 })).data;
    expect(volumes).toEqual([]);
  });

  it('is not made from a backup: that is said aloud', async () => {
    const h = new Harness();
    const restore = { vmid: 300, archive: 'local:backup/vzdump-qemu-120-2026_01_01-00_00_00.vma.zst' };
    expect(await h.call('full', 'POST', `${N}/qemu`, restore)).toMatchObject({ status: 501 });
  });
});
