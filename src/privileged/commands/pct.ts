import * as z from 'zod';
import { processCommand } from '../command.js';
import { optionsOf } from '../lxc/arguments.js';
import * as p from '../lxc/params.js';
import { createSpec, restoreSpec, setSpec } from '../lxc/spec.js';

// `pct` ends with what error number Perl has left: anything but 0 is a failure, and none of them means more than another. Warnings are on
// stderr of runs that worked. (pve-container src/PVE/CLI/pct.pm, pve-common src/PVE/CLIHandler.pm)

const minute = 60_000;
const hour = 60 * minute;

/** SIGTERM makes the worker take back what it did, and a storage may take its time; SIGKILL would leave it. */
const grace = 2 * minute;

const one = z.strictObject({ vmid: p.vmid });
const secrets: ('password' | 'ssh-public-keys')[] = ['password', 'ssh-public-keys'];

/** Asked for by `--password` without a value, which has to be the last word; without a terminal two lines are read. */
function passwordLines(password: string | undefined): string | undefined {
  return password === undefined ? undefined : `${password}\n${password}\n`;
}

/** Makes a container. The locale is one in which a description keeps its letters. */
export const pctCreate = processCommand({
  name: 'pct.create',
  program: 'pct',
  params: createSpec,
  changes: true,
  timeout: hour,
  grace,
  locale: 'guest',
  secrets,
  argv: (params) => [
    'create',
    String(params.vmid),
    params.ostemplate,
    ...optionsOf({ ...params }),
    ...(params.password === undefined ? [] : ['--password']),
  ],
  stdin: ({ password }) => passwordLines(password),
});

/** Makes a container of a backup. */
export const pctRestore = processCommand({
  name: 'pct.restore',
  program: 'pct',
  params: restoreSpec,
  changes: true,
  timeout: 24 * hour,
  grace,
  locale: 'guest',
  secrets,
  argv: (params) => [
    'restore',
    String(params.vmid),
    params.archive,
    ...optionsOf({ ...params }),
    ...(params.password === undefined ? [] : ['--password']),
  ],
  stdin: ({ password }) => passwordLines(password),
});

/** Sets what only root@pam may set. Waits for a lock for 10 s. */
export const pctSet = processCommand({
  name: 'pct.set',
  program: 'pct',
  params: setSpec,
  changes: true,
  timeout: 10 * minute,
  grace,
  locale: 'guest',
  argv: (params) => ['set', String(params.vmid), ...optionsOf({ ...params })],
});

/** Takes a lock away, whatever it is for. */
export const pctUnlock = processCommand({
  name: 'pct.unlock',
  program: 'pct',
  params: one,
  changes: true,
  timeout: minute,
  argv: ({ vmid }) => ['unlock', String(vmid)],
});

/** Removes a container and every volume with its id. For what a killed create left alone. */
export const pctDestroy = processCommand({
  name: 'pct.destroy',
  program: 'pct',
  params: z.strictObject({
    vmid: p.vmid,
    purge: z.boolean().optional(),
    'destroy-unreferenced-disks': z.boolean().optional(),
  }),
  changes: true,
  timeout: 10 * minute,
  grace,
  argv: ({ vmid, ...options }) => ['destroy', String(vmid), ...optionsOf(options)],
});

/** `status: running` or `status: stopped`. */
export const pctStatus = processCommand({
  name: 'pct.status',
  program: 'pct',
  params: z.strictObject({ vmid: p.vmid, verbose: z.literal(true).optional() }),
  changes: false,
  timeout: minute,
  argv: ({ vmid, verbose }) => ['status', String(vmid), ...(verbose === undefined ? [] : ['--verbose'])],
});

/** The lines of a configuration; the description is percent-encoded, and what is pending stands in place of what is. */
export const pctConfig = processCommand({
  name: 'pct.config',
  program: 'pct',
  params: z.strictObject({ vmid: p.vmid, snapshot: p.word.optional() }),
  changes: false,
  timeout: minute,
  argv: ({ vmid, snapshot }) => ['config', String(vmid), ...optionsOf({ snapshot })],
});

/** What is, and what will be at the next start. */
export const pctPending = processCommand({
  name: 'pct.pending',
  program: 'pct',
  params: one,
  changes: false,
  timeout: minute,
  argv: ({ vmid }) => ['pending', String(vmid)],
});

/** The containers of this host, with their locks. */
export const pctList = processCommand({
  name: 'pct.list',
  program: 'pct',
  params: z.strictObject({}),
  changes: false,
  timeout: minute,
  argv: () => ['list'],
});
