import { expect } from 'vitest';
import { template } from '../simulator/harness.js';

/** The parameters of a request, as any client takes them. */
type Values = Record<string, string | number | boolean>;

/** A client that is not ours, with its own ways behind common names. What starts a task gives its UPID. */
export interface ForeignClient {
  version(): Promise<{ version?: string }>;
  list(): Promise<{ vmid: number }[]>;
  create(values: Values & { vmid: number; ostemplate: string }): Promise<string>;
  config(vmid: number): Promise<Record<string, unknown>>;
  update(vmid: number, values: Values): Promise<unknown>;
  start(vmid: number): Promise<string>;
  shutdown(vmid: number): Promise<string>;
  status(vmid: number): Promise<{ status: string }>;
  snapshot(vmid: number, name: string): Promise<string>;
  snapshots(vmid: number): Promise<{ name: string; parent?: string }[]>;
  rollback(vmid: number, name: string): Promise<string>;
  backup(vmid: number, storage: string): Promise<string>;
  backups(vmid: number, storage: string): Promise<{ volid: string }[]>;
  destroy(vmid: number): Promise<string>;
  /** Waits for a task by asking for its status, and gives how it ended. */
  wait(upid: string): Promise<string | undefined>;
}

/** A container from its template to its end, with a copy by way of a backup. */
export async function liveThrough(client: ForeignClient): Promise<void> {
  const run = async (started: Promise<string>, type: string): Promise<void> => {
    const upid = await started;
    expect(upid).toMatch(new RegExp(`^UPID:demo-felhom:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:${type}:20[01]:`));
    expect(await client.wait(upid)).toBe('OK');
  };
  expect((await client.version()).version).toMatch(/^9\./);
  const before = (await client.list()).map(({ vmid }) => vmid).sort();
  const values = {
    vmid: 200,
    ostemplate: template,
    hostname: 'foreign',
    memory: 256,
    unprivileged: true,
    rootfs: 'local-btrfs:2',
    net0: 'name=eth0,bridge=vmbr0,ip=dhcp',
  };
  await run(client.create(values), 'vzcreate');
  expect(await client.config(200)).toMatchObject({ hostname: 'foreign', memory: 256, unprivileged: 1 });
  await client.update(200, { description: 'two lines\nand a % & = +', memory: 384, tags: 'B;a' });
  expect(await client.config(200)).toMatchObject({
    description: 'two lines\nand a % & = +\n',
    memory: 384,
    tags: 'a;b',
  });
  await run(client.start(200), 'vzstart');
  expect(await client.status(200)).toMatchObject({
    status: 'running',
    name: 'foreign',
    maxmem: 384 * 2 ** 20,
  });
  await run(client.snapshot(200, 'before'), 'vzsnapshot');
  await client.update(200, { hostname: 'changed' });
  expect(await client.snapshots(200)).toMatchObject([
    { name: 'before' },
    { name: 'current', parent: 'before' },
  ]);
  await run(client.rollback(200, 'before'), 'vzrollback');
  expect(await client.config(200)).toMatchObject({ hostname: 'foreign' });
  // A rollback stops a container and leaves it at that.
  expect(await client.status(200)).toMatchObject({ status: 'stopped' });
  await run(client.start(200), 'vzstart');
  await run(client.shutdown(200), 'vzshutdown');
  expect(await client.status(200)).toMatchObject({ status: 'stopped' });
  await run(client.backup(200, 'local'), 'vzdump');
  const [backup, ...others] = await client.backups(200, 'local');
  expect(others).toEqual([]);
  const ostemplate = backup?.volid ?? '';
  expect(ostemplate).toContain('vzdump-lxc-200-');
  const restore = { vmid: 201, ostemplate, restore: true, unique: true, storage: 'local' };
  await run(client.create(restore), 'vzrestore');
  expect(await client.config(201)).toMatchObject({ hostname: 'foreign', memory: 384, tags: 'a;b' });
  expect((await client.list()).map(({ vmid }) => vmid).sort()).toEqual([...before, 200, 201]);
  await run(client.destroy(200), 'vzdestroy');
  await run(client.destroy(201), 'vzdestroy');
  expect((await client.list()).map(({ vmid }) => vmid).sort()).toEqual(before);
}
