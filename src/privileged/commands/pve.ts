import * as z from 'zod';
import { processCommand } from '../command.js';
import { configJson, loopsJson, mountsJson, tasksJson } from '../lxc/output.js';
import * as p from '../lxc/params.js';
import type { Finished } from '../runner.js';

// What PVE's other programs and util-linux tell of containers, and the one thing that they do: to unmount what a killed create left mounted.

const minute = 60_000;
const node = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, 'not a name of a node');

/** The rule of what prints JSON: it ends with 0 (as `pvesh` does even where a worker failed), and the answer has its shape. */
function shaped(schema: z.ZodType, { exitCode, signal, stdout, cut }: Finished): string | undefined {
  if (exitCode !== 0)
    return exitCode === undefined ? `it was ended by ${signal ?? 'a signal'}` : `exit code ${exitCode}`;
  if (cut) return 'the answer is too long';
  try {
    return schema.safeParse(JSON.parse(stdout)).success ? undefined : 'the answer has another shape';
  } catch {
    return 'the answer is no JSON';
  }
}

/** The same of util-linux, which prints nothing where there is nothing. */
function shapedOrNothing(schema: z.ZodType, finished: Finished): string | undefined {
  const isNothing = finished.exitCode === 0 && finished.stdout.trim() === '';
  return isNothing ? undefined : shaped(schema, finished);
}

/** A configuration as JSON, with its digest. The locale keeps the letters of a description. */
export const pveshConfig = processCommand({
  name: 'pvesh.config',
  program: 'pvesh',
  params: z.strictObject({ node, vmid: p.vmid }),
  changes: false,
  timeout: minute,
  locale: 'guest',
  argv: ({ node: name, vmid }) => ['get', `/nodes/${name}/lxc/${vmid}/config`, '--output-format', 'json'],
  failure: (finished) => shaped(configJson, finished),
});

/** The last tasks on a container, running ones among them: those have no `endtime`. */
export const pveshTasks = processCommand({
  name: 'pvesh.tasks',
  program: 'pvesh',
  params: z.strictObject({ node, vmid: p.vmid }),
  changes: false,
  timeout: minute,
  argv: ({ node: name, vmid }) => [
    'get',
    `/nodes/${name}/tasks`,
    '--vmid',
    String(vmid),
    '--source',
    'all',
    '--limit',
    '100',
    '--output-format',
    'json',
  ],
  failure: (finished) => shaped(tasksJson, finished),
});

/** Storages with their room, as a table. One that is not usable ends with 0 and is `inactive`. */
export const pvesmStatus = processCommand({
  name: 'pvesm.status',
  program: 'pvesm',
  params: z.strictObject({
    storage: p.storage.optional(),
    content: z.enum(['rootdir', 'images']).optional(),
  }),
  changes: false,
  timeout: 2 * minute,
  argv: ({ storage, content }) => [
    'status',
    ...(storage === undefined ? [] : ['--storage', storage]),
    ...(content === undefined ? [] : ['--content', content]),
  ],
});

/** The volumes of a storage, as a table. */
export const pvesmList = processCommand({
  name: 'pvesm.list',
  program: 'pvesm',
  params: z.strictObject({ storage: p.storage, vmid: p.vmid.optional() }),
  changes: false,
  timeout: 2 * minute,
  argv: ({ storage, vmid }) => ['list', storage, ...(vmid === undefined ? [] : ['--vmid', String(vmid)])],
});

const rootOf = (vmid: number) => `/var/lib/lxc/${vmid}/rootfs`;
const one = z.strictObject({ vmid: p.vmid });

/** What is mounted where a container is unpacked; ends with 1 where nothing is. */
export const rootfsMount = processCommand({
  name: 'rootfs.mount',
  program: 'findmnt',
  params: one,
  changes: false,
  timeout: minute,
  argv: ({ vmid }) => ['--json', '--output', 'TARGET,SOURCE,FSTYPE', '--mountpoint', rootOf(vmid)],
  failure: (finished) => shapedOrNothing(mountsJson, finished),
});

/** Unmounts it. The folder belongs to root, as all above it do, so nobody can put another in its place. */
export const rootfsUnmount = processCommand({
  name: 'rootfs.unmount',
  program: 'umount',
  params: one,
  changes: true,
  timeout: 2 * minute,
  argv: ({ vmid }) => [rootOf(vmid)],
});

/** Every loop device with its file. */
export const loopDevices = processCommand({
  name: 'loop.list',
  program: 'losetup',
  params: z.strictObject({}),
  changes: false,
  timeout: minute,
  argv: () => ['--json', '--list', '--output', 'NAME,BACK-FILE'],
  failure: (finished) => shapedOrNothing(loopsJson, finished),
});
