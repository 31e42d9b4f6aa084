import type { Caller } from '../acl.js';
import { type BackupJob, backupWork } from '../backup-work.js';
import { guestsEverywhere } from '../cluster.js';
import { fail, invalid, notModelled } from '../errors.js';
import { renderConfig } from '../guest-config.js';
import type { Context, Route } from '../route.js';
import { type Params, splitList } from '../schema.js';
import { checkVolumeAccess, parseVolname, pathOf, splitVolid } from '../volumes.js';
import { activeStorage, homeOf, newGuest, type Storage, storageOf, type World } from '../world.js';

/** Backups: one run of vzdump, and its defaults. */

export const backupRoutes: readonly Route[] = [
  {
    route: 'POST /nodes/{node}/vzdump',
    // Every option has its own rule, and whether a guest may be backed up shows in the task.
    permission: 'everyone',
    protected: true,
    handler: backup,
  },
  {
    route: 'GET /nodes/{node}/vzdump/defaults',
    permission: 'everyone',
    handler: ({ world, caller, params }) => {
      const storage = params.maybe('storage') ?? 'local';
      caller.needAny(`/storage/${storage}`, 'Datastore.Audit', 'Datastore.AllocateSpace');
      const { ionice, dumpdir, ...open } = defaultsOf(storageOf(world, storage));
      const all = caller.has(`/nodes/${world.node.name}`, 'Sys.Audit');
      return all ? { ...open, ionice, dumpdir } : open;
    },
  },
  {
    route: 'GET /nodes/{node}/vzdump/extractconfig',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      const volid = params.text('volume');
      checkVolumeAccess(world, caller, volid, { type: 'backup' });
      const { storage: id, volname } = splitVolid(volid);
      const { vmid } = parseVolname(volname);
      if (vmid !== undefined) caller.need(`/vms/${vmid}`, 'VM.Backup');
      const storage = activeStorage(world, id);
      const path = pathOf(storage, volname);
      if (!/^backup\/vzdump-(?:lxc|qemu)-.+\.(?:tar|vma)(?:\.(?:gz|lzo|zst))?$/.test(volname))
        throw fail(`ERROR: couldn't determine archive info from '${path}'`);
      const volume = storage.volumes.get(volname);
      if (volume === undefined) throw fail(`ERROR: file '${path}' does not exist`);
      if (volume.backup === undefined) throw fail('ERROR: archive contains no configuration file');
      const { config, raw } = volume.backup;
      return renderConfig(newGuest(vmid ?? 0, config, { raw }));
    },
  },
];

function defaultsOf(storage: Storage): Record<string, unknown> {
  return {
    all: 0,
    bwlimit: 0,
    compress: '0',
    dumpdir: `${String(storage.options['path'])}/dump`,
    fleecing: { enabled: 0 },
    ionice: 7,
    lockwait: 180,
    mailnotification: 'always',
    mode: 'snapshot',
    'notification-mode': 'auto',
    performance: { 'max-workers': 16, 'pbs-entries-max': 1_048_576 },
    pigz: 0,
    'prune-backups': storage.options['prune-backups'] ?? 'keep-all=1',
    quiet: 0,
    remove: 1,
    stdexcludes: 1,
    stop: 0,
    stopwait: 10,
    storage: storage.id,
    zstd: 1,
  };
}

function backup({ world, caller, params }: Context): string {
  if (params.text('node') !== world.node.name) {
    throw invalid({ node: 'option is only allowed on the command line interface.' });
  }
  const storage = params.maybe('storage') ?? 'local';
  checkOptions(world, caller, params, storage);
  for (const key of ['all', 'exclude', 'pool'])
    if (params.has('vmid') && (key === 'all' ? params.flag(key) : params.has(key)))
      throw invalid({ [key]: "option conflicts with option 'vmid'" });
  const none = !params.has('vmid') && !params.flag('all') && !params.has('exclude') && !params.has('pool');
  if (none && !params.flag('stop')) throw invalid({ vmid: 'property is missing' });
  const wanted = params.has('vmid') ? params.list('vmid').map(Number) : undefined;
  const isElsewhere = (vmid: number): boolean => (homeOf(world, vmid) ?? world) !== world;
  const vmids = wanted?.filter((vmid) => !isElsewhere(vmid));
  if (params.flag('stop')) {
    for (const task of [...world.tasks.running]) if (task.type === 'vzdump') world.tasks.stop(task);
    if (none || vmids?.length === 0) return 'OK';
  }
  // Nothing to do here is nothing to complain of.
  if (wanted !== undefined && wanted.length > 0 && vmids?.length === 0) return 'OK';
  if (params.has('pool')) throw notModelled("the 'pool' of a backup");
  const exclude = params.list('exclude').map(Number);
  const job: BackupJob = {
    caller,
    storage,
    vmids,
    exclude,
    elsewhere: (wanted ?? guestsEverywhere(world).map(({ guest }) => guest.vmid))
      .filter((vmid) => isElsewhere(vmid) && !exclude.includes(vmid))
      .sort((a, b) => a - b),
    mode: params.maybe('mode') ?? 'snapshot',
    compress: params.maybe('compress') ?? '0',
    notesTemplate: params.maybe('notes-template'),
    protect: params.flag('protected'),
    keepLast: keepLast(params),
    command: commandLine(params),
  };
  const subject = job.vmids?.length === 1 ? String(job.vmids[0]) : '';
  return world.tasks.start(caller.authId, 'vzdump', subject, (output) => backupWork(world, job, output)).upid;
}

function checkOptions(world: World, caller: Caller, params: Params, storage: string): void {
  if (!caller.isRoot) {
    for (const key of ['tmpdir', 'dumpdir', 'script', 'job-id']) {
      if (params.has(key)) throw invalid({ [key]: 'Only root may set this option.' });
    }
  }
  caller.need(`/storage/${storage}`, 'Datastore.AllocateSpace');
  if (params.has('prune-backups')) caller.need(`/storage/${storage}`, 'Datastore.Allocate');
  if (['bwlimit', 'ionice', 'performance'].some((key) => params.has(key))) caller.need('/', 'Sys.Modify');
  if (params.flag('stop')) caller.need(`/nodes/${world.node.name}`, 'Sys.Modify');
  for (const key of ['dumpdir', 'script']) if (params.has(key)) throw notModelled(`the '${key}' of a backup`);
}

/** How many backups of each guest stay; undefined for all. */
function keepLast(params: Params): number | undefined {
  const keep = new Map(
    splitList(params.maybe('prune-backups') ?? '').map((part) => part.split('=') as [string, string]),
  );
  const last = keep.get('keep-last');
  const others = [...keep.keys()].filter((key) => key !== 'keep-last' && key !== 'keep-all');
  if (others.length > 0) throw notModelled(`'${others[0]}' of prune-backups`);
  return last === undefined || (params.has('remove') && !params.flag('remove')) ? undefined : Number(last);
}

/** The command that the first line of the log repeats. */
function commandLine(params: Params): string {
  const options = params
    .keys()
    .filter((key) => key !== 'vmid' && key !== 'node')
    .map((key) => {
      const value = params.text(key);
      return `--${key} ${/^[\w./:@%+=-]+$/.test(value) ? value : `'${value}'`}`;
    });
  return ['vzdump', ...params.list('vmid'), ...options, `--node ${params.text('node')}`].join(' ');
}
