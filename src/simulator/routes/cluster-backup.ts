import type { Caller } from '../acl.js';
import { nextEvents } from '../calendar-event.js';
import { seconds } from '../clock.js';
import { guestsEverywhere } from '../cluster.js';
import type { ScheduledBackup } from '../datacenter.js';
import { newestFields } from '../declared.js';
import { fail, invalid, notModelled } from '../errors.js';
import { type Mount, mountsOf } from '../guest-config.js';
import { nameOf } from '../guest-status.js';
import { splitProperties } from '../property-string.js';
import { propertyFlag } from '../property-values.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { type Params, splitList } from '../schema.js';
import { type Guest, homeOf, type World } from '../world.js';

/** Scheduled backups. Nothing runs them: what a schedule does is vzdump, which has its own route. */

const vzdumpFields = newestFields('POST /nodes/{node}/vzdump');
const jobFields = newestFields('POST /cluster/backup');

export const clusterBackupRoutes: readonly Route[] = [
  {
    route: 'GET /cluster/backup',
    permission: all('/', 'Sys.Audit'),
    handler: ({ world }) =>
      [...world.datacenter.backups].map(([id, job]) => {
        const schedule = textOf(job, 'schedule');
        const [next] = schedule === undefined ? [] : nextEvents(schedule, seconds(world.clock), 1);
        return { ...row(id, job), ...(next === undefined ? {} : { 'next-run': next }) };
      }),
  },
  {
    route: 'POST /cluster/backup',
    permission: all('/', 'Sys.Modify'),
    protected: true,
    handler: create,
  },
  {
    route: 'GET /cluster/backup/{id}',
    permission: all('/', 'Sys.Audit'),
    handler: (context) => row(context.params.text('id'), jobOf(context)),
  },
  {
    route: 'PUT /cluster/backup/{id}',
    permission: all('/', 'Sys.Modify'),
    protected: true,
    handler: update,
  },
  {
    route: 'DELETE /cluster/backup/{id}',
    permission: all('/', 'Sys.Modify'),
    protected: true,
    handler: (context) => {
      jobOf(context);
      context.world.datacenter.backups.delete(context.params.text('id'));
    },
  },
  {
    route: 'GET /cluster/backup/{id}/included_volumes',
    permission: all('/', 'Sys.Audit'),
    protected: true,
    handler: (context) => {
      const { world, caller } = context;
      const vmids = guestsOf(world, jobOf(context)).filter((vmid) => caller.has(`/vms/${vmid}`, 'VM.Audit'));
      return { children: vmids.map((vmid) => guestNode(vmid, homeOf(world, vmid)?.guests.get(vmid))) };
    },
  },
  {
    route: 'GET /cluster/backup-info/not-backed-up',
    permission: all('/', 'Sys.Audit'),
    protected: true,
    handler: ({ world, caller }) => {
      const jobs = [...world.datacenter.backups.values()];
      const included = new Set(jobs.flatMap((job) => guestsOf(world, job)));
      return guestsEverywhere(world)
        .map(({ guest }) => guest)
        .filter(({ vmid }) => !included.has(vmid) && caller.has(`/vms/${vmid}`, 'VM.Audit'))
        .map((guest) => ({ vmid: guest.vmid, type: guest.kind, name: nameOf(guest) }));
    },
  },
  {
    route: 'GET /cluster/jobs/schedule-analyze',
    permission: 'everyone',
    handler: ({ world, params }) => {
      const after = params.maybeInt('starttime') ?? seconds(world.clock);
      return nextEvents(params.text('schedule'), after, params.maybeInt('iterations') ?? 10).map(
        (timestamp) => ({
          timestamp,
          utc: printed(timestamp),
        }),
      );
    },
  },
];

function create({ world, caller, params }: Context): void {
  checkAccess(caller, params);
  if (!params.has('schedule') && !params.has('starttime'))
    throw invalid({ schedule: "neither 'starttime' nor 'schedule' were set" });
  const id = params.maybe('id') ?? world.random.uuid();
  if (world.datacenter.backups.has(id)) throw fail(`Job '${id}' already exists`);
  const job: ScheduledBackup = new Map([['enabled', '1']]);
  assign(job, params);
  verify(job);
  world.datacenter.backups.set(id, job);
}

function update({ world, caller, params }: Context): void {
  checkAccess(caller, params);
  const removed = params.list('delete');
  if (params.keys().every((key) => key === 'id')) throw fail('no options specified');
  const id = params.text('id');
  const old = world.datacenter.backups.get(id);
  if (old === undefined) throw fail('no such vzdump job');
  caller.need(`/storage/${textOf(old, 'storage') ?? 'local'}`, 'Datastore.Allocate');
  const job: ScheduledBackup = new Map(old);
  for (const key of removed) {
    if (!Object.hasOwn(vzdumpFields, key) && key !== 'comment' && key !== 'repeat-missed')
      throw invalid({ delete: `unknown option '${key}'` });
    job.delete(key);
  }
  assign(job, params);
  // Choosing guests in one way drops the others.
  const dropped = params.has('vmid')
    ? ['all', 'exclude', 'pool']
    : params.flag('all')
      ? ['vmid', 'pool']
      : [];
  for (const key of dropped) job.delete(key);
  verify(job);
  world.datacenter.backups.set(id, job);
}

/** The rights that a job's settings need beside Sys.Modify on `/`. */
function checkAccess(caller: Caller, params: Params): void {
  if (!caller.isRoot) {
    for (const key of ['tmpdir', 'dumpdir', 'script'])
      if (params.has(key)) throw invalid({ [key]: 'Only root may set this option.' });
    caller.need(`/storage/${params.maybe('storage') ?? 'local'}`, 'Datastore.Allocate');
  }
  for (const key of ['pool', 'dumpdir', 'script', 'stop'])
    if (params.has(key)) throw notModelled(`the '${key}' of a backup job`);
  if (params.has('schedule') && params.has('starttime'))
    throw invalid({ starttime: "'starttime' and 'schedule' cannot both be set" });
}

const allDays = 'mon,tue,wed,thu,fri,sat,sun';

/** A schedule from the old way to say when: a time, and the days of the week (pve-manager PVE/API2/Backup.pm). */
function scheduleOf(params: Params): string {
  const days = params.list('dow').join(',');
  const time = params.text('starttime');
  return days === '' || days === allDays ? time : `${days} ${time}`;
}

function assign(job: ScheduledBackup, params: Params): void {
  for (const key of params.keys())
    if (!['id', 'delete', 'starttime', 'dow'].includes(key))
      job.set(key, key === 'exclude-path' ? params.items(key) : params.text(key));
  if (params.has('starttime')) job.set('schedule', scheduleOf(params));
  if (job.has('exclude') && !job.has('pool')) job.set('all', '1');
}

function verify(job: ScheduledBackup): void {
  for (const key of ['all', 'exclude']) {
    if (job.has('vmid') && job.has(key) && job.get(key) !== '0')
      throw invalid({ [key]: "option conflicts with option 'vmid'" });
  }
  if (!job.has('vmid') && job.get('all') !== '1') throw invalid({ vmid: 'property is missing' });
}

function jobOf({ world, params }: Context): ScheduledBackup {
  const id = params.text('id');
  const job = world.datacenter.backups.get(id);
  if (job === undefined) throw invalid({ id: `No such job '${id}'` });
  return job;
}

function textOf(job: ScheduledBackup, key: string): string | undefined {
  const value = job.get(key);
  return typeof value === 'string' ? value : undefined;
}

const objects = new Set(['prune-backups', 'fleecing', 'performance']);

/** A job as it is read: property strings are objects, flags are numbers, and other numbers are texts. */
function row(id: string, job: ScheduledBackup): object {
  const entries = [...job].map(([key, value]): [string, unknown] => {
    if (typeof value !== 'string') return [key, value];
    if (objects.has(key)) return [key, Object.fromEntries(splitProperties({ fields: {} }, value))];
    return [key, jobFields[key]?.type === 'boolean' ? Number(value) : value];
  });
  return { id, type: 'vzdump', ...Object.fromEntries(entries) };
}

/** The guests that a job means, also those that are gone. */
function guestsOf(world: World, job: ScheduledBackup): number[] {
  const only = textOf(job, 'node');
  const excluded = splitList(textOf(job, 'exclude') ?? '').map(Number);
  const chosen =
    job.get('all') === '1'
      ? guestsEverywhere(world).map(({ guest }) => guest.vmid)
      : splitList(textOf(job, 'vmid') ?? '').map(Number);
  const isMeant = (vmid: number): boolean =>
    only === undefined || only === (homeOf(world, vmid) ?? world).node.name;
  return chosen.filter((vmid) => isMeant(vmid) && !excluded.includes(vmid)).sort((a, b) => a - b);
}

function guestNode(vmid: number, guest: Guest | undefined): object {
  if (guest === undefined) return { id: vmid, type: 'unknown', leaf: 1 };
  const children = mountsOf(guest.config).map((mount) => volumeNode(vmid, mount));
  return { id: vmid, type: guest.kind, name: nameOf(guest), children, leaf: children.length === 0 ? 1 : 0 };
}

function volumeNode(vmid: number, { key, type, volid, properties }: Mount): object {
  const backup = key === 'rootfs' || (type === 'volume' && propertyFlag(properties, 'backup'));
  const reason =
    key === 'rootfs' ? 'rootfs' : type !== 'volume' ? 'not a volume' : backup ? 'enabled' : 'disabled';
  return { id: `${vmid}:${key}`, name: volid, included: backup ? 1 : 0, reason, leaf: 1 };
}

/** As C prints a time: `Sat Nov 21 00:00:00 2026`. */
function printed(timestamp: number): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(timestamp * 1000)
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${day} ${month} ${date.replace(/^0/, ' ')} ${time} ${year}`;
}
