import { BackupError, ParamsError, TaskError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { failure } from '../support/client.js';
import { clientAs, simulated } from '../support/simulated.js';
import { TaskHost, upid } from '../support/task-host.js';

const storage = 'local';

describe('vzdump.wait', () => {
  it('names the archive, its exact size and how long it took', async () => {
    const { client, node } = simulated();
    const job = await client.vzdump.create({ node, vmid: 101, storage, compress: 'zstd' });
    const { outcome, guests, skipped } = await client.vzdump.wait(job);
    const [guest] = guests;
    expect({ outcome, skipped }).toEqual({ outcome: 'ok', skipped: [] });
    expect(guests).toEqual([
      {
        vmid: 101,
        type: 'lxc',
        status: 'ok',
        archive: expect.stringMatching(/^local:backup\/vzdump-lxc-101-[\d_-]+\.tar\.zst$/),
        path: expect.stringMatching(/^\/var\/lib\/vz\/dump\/vzdump-lxc-101-[\d_-]+\.tar\.zst$/),
        size: expect.any(Number),
        sizeIsExact: true,
        duration: expect.any(Number),
        error: undefined,
        warnings: [],
      },
    ]);
    const volumes = await client.storage.content({ node, storage, content: 'backup' });
    expect(volumes.find(({ volid }) => volid === guest?.archive)?.size).toBe(guest?.size);
  });

  it('tells of a job with errors which guests are backed up', async () => {
    const { client, node } = simulated();
    const job = await client.vzdump.create({ node, vmid: [100, 101, 999], storage });
    const error = await failure(client.vzdump.wait(job), BackupError);
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({ code: 'PVE_BACKUP', exitstatus: 'job errors', name: 'BackupError' });
    expect(error.message).toContain('(1 of 3 guests: 999)');
    expect(error.log.at(-1)).toBe('TASK ERROR: job errors');
    expect(error.guests.map(({ vmid, status }) => [vmid, status])).toEqual([
      [100, 'ok'],
      [101, 'ok'],
      [999, 'failed'],
    ]);
    expect(error.guests[1]).toMatchObject({ archive: expect.stringContaining('-101-'), sizeIsExact: true });
    expect(error.guests[2]).toMatchObject({ archive: undefined, error: "unable to find VM '999'" });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ guests: [{}, {}, { vmid: 999 }] });
  });

  it('keeps the failure of a job whose log cannot be read', async () => {
    const host = new TaskHost({ exitstatus: 'job errors' });
    host.logAnswer = () => [500, { data: null, message: 'no' }];
    expect(await failure(host.client().vzdump.wait(upid), BackupError)).toMatchObject({
      exitstatus: 'job errors',
      guests: [],
    });
  });

  it('reads all pages of a log', async () => {
    const host = new TaskHost({ exitstatus: 'OK' });
    const vmids = Array.from({ length: 400 }, (_, index) => 100 + index);
    host.log.push(
      'INFO: starting new backup job: vzdump --all 1 --storage local',
      ...vmids.flatMap((vmid) => [
        `INFO: Starting Backup of VM ${vmid} (lxc)`,
        `INFO: creating vzdump archive '/var/lib/vz/dump/vzdump-lxc-${vmid}-2026_11_20-15_21_59.tar'`,
        'INFO: archive file size: 1.50GB',
        `INFO: Finished Backup of VM ${vmid} (00:00:02)`,
      ]),
    );
    const { guests } = await host.client().vzdump.wait(upid);
    expect(guests.map(({ vmid }) => vmid)).toEqual(vmids);
    // This host lists no storage: the log's rounded size is what there is.
    expect(guests.at(-1)).toMatchObject({ size: 1_610_612_736, sizeIsExact: false, duration: 2 });
    expect(host.logReads.length).toBeGreaterThan(3);
    expect(host.requests.filter((line) => line.includes('/content'))).toHaveLength(1);
  });

  it('says that nothing was to do', async () => {
    const { client } = simulated();
    const error = await failure(client.vzdump.wait('OK'), ParamsError);
    expect(error.message).toContain('nothing was backed up');
    await failure(client.vzdump.wait(upid.replace('vzdump', 'vzstart')), ParamsError);
  });
});

describe('vzdump.result', () => {
  it('tells how far a job is, and then how it ended', async () => {
    const { host, client, node } = simulated();
    const job = await client.vzdump.create({ node, vmid: [100, 101], storage });
    host.advance(7_000);
    expect(await client.vzdump.result(job)).toMatchObject({
      exitstatus: undefined,
      outcome: 'running',
      guests: [
        { vmid: 100, status: 'ok', sizeIsExact: true },
        { vmid: 101, status: 'unfinished', archive: undefined, size: undefined },
      ],
    });
    await client.vzdump.stop({ node });
    expect(await client.vzdump.result(job)).toMatchObject({
      exitstatus: 'interrupted by signal',
      outcome: 'error',
      guests: [
        { vmid: 100, status: 'ok' },
        { vmid: 101, status: 'failed', error: 'interrupted by signal' },
      ],
    });
  });

  it('needs no more than the task: without a look into the storage sizes are rounded', async () => {
    const { host, client, node } = simulated();
    const job = await client.vzdump.create({ node, vmid: 101, storage });
    await client.vzdump.wait(job);
    host.faults.add({
      on: 'GET /nodes/{node}/storage/{storage}/content',
      fault: { kind: 'drop', when: 'before' },
    });
    const [guest] = (await client.vzdump.result(job)).guests;
    expect(guest).toMatchObject({ status: 'ok', sizeIsExact: false });
    expect(guest?.size).toBeGreaterThan(0);
    expect((guest?.size ?? 1) % 2 ** 20).toBe(0);
  });
});

describe('vzdump', () => {
  it('has the defaults of the node', async () => {
    const { host, client, node } = simulated();
    expect(await client.vzdump.defaults({ node, storage })).toMatchObject({
      storage: 'local',
      dumpdir: '/var/lib/vz/dump',
      remove: true,
      performance: { 'max-workers': 16 },
    });
    const agent = await clientAs(host, 'agent').vzdump.defaults({ node });
    expect(agent.mode).toBe('snapshot');
  });

  it('refuses a job that does not say which guests', async () => {
    const { client, node } = simulated();
    await failure(client.vzdump.create({ node, storage }), ParamsError);
    const all = await client.vzdump.create({ node, storage, exclude: [100, 101, 102, 110] });
    const error = await failure(client.vzdump.wait(all), BackupError);
    expect(error.guests).toMatchObject([{ vmid: 120, status: 'failed' }]);
  });
});
