import { isUpid, parseUpid } from '../../core/upid.js';
import { all, and, any, type Demand, note, nothing, or, unknown } from './demand.js';
import type { CallFacts } from './facts.js';

/** What a volume id says about the volume (pve-storage src/PVE/Storage.pm parse_volname, for the usual storages). */
function partsOf(volid: string): { storage: string; kind: string; owner: string | undefined } {
  const [, storage = '', name = ''] = /^([^:]+):(.*)$/.exec(volid) ?? [];
  const [, folder = ''] = /^(vztmpl|iso|import|backup|snippets)\//.exec(name) ?? [];
  const owner =
    folder === 'backup'
      ? /\/(?:vzdump-(?:lxc|qemu|openvz)-(\d+)-|(?:ct|vm)\/(\d+)\/)/.exec(name)
      : /(?:^|\/)(?:vm|base|subvol|basevol)-(\d+)-/.exec(name);
  return { storage, kind: folder === '' ? 'disk' : folder, owner: owner?.[1] ?? owner?.[2] };
}

/** The use of an existing volume, for the guest `vmid` (pve-storage src/PVE/Storage.pm check_volume_access). */
export function volumeDemand(
  volid: string,
  { vmid, param }: { vmid?: string | undefined; param?: string } = {},
): Demand {
  const { storage, kind, owner } = partsOf(volid);
  if (storage === '' || volid.startsWith('/'))
    return { kind: 'root', ...(param === undefined ? {} : { param }), what: 'a path instead of a volume' };
  const path = `/storage/${storage}`;
  const whole = all(path, 'Datastore.Allocate');
  if (kind === 'iso' || kind === 'vztmpl' || kind === 'import')
    return or(any(path, 'Datastore.AllocateSpace', 'Datastore.Audit'), whole);
  if (owner !== undefined && owner === vmid) return nothing;
  if (owner === undefined) return whole;
  if (kind === 'backup')
    return or(and(all(path, 'Datastore.AllocateSpace'), all(`/vms/${owner}`, 'VM.Backup')), whole);
  return or(and(all(path, 'Datastore.Audit'), all(`/vms/${owner}`, 'VM.Config.Disk')), whole);
}

/** The volume of the path, with its storage in front or without. */
function volumeIn(call: CallFacts): string | undefined {
  const volume = call.text('volume');
  return volume === undefined || volume.includes(':') ? volume : `${call.text('storage')}:${volume}`;
}

export function contentDemand(call: CallFacts): Demand {
  const volid = volumeIn(call);
  return volid === undefined ? perVolume(call) : volumeDemand(volid);
}

/** Backups by those who may make them, the rest by whom the storage is given (pve-storage src/PVE/API2/Storage/Content.pm). */
export function removalDemand(call: CallFacts): Demand {
  const volid = volumeIn(call);
  if (volid === undefined) return perVolume(call);
  const { storage, kind, owner } = partsOf(volid);
  const path = `/storage/${storage}`;
  return kind === 'backup' && owner !== undefined
    ? and(all(path, 'Datastore.AllocateSpace'), all(`/vms/${owner}`, 'VM.Backup'))
    : all(path, 'Datastore.Allocate');
}

function perVolume(call: CallFacts): Demand {
  return and(
    any(call.path('/storage/{storage}'), 'Datastore.Audit', 'Datastore.AllocateSpace'),
    note('What a volume needs depends on what it is: name one to know.'),
  );
}

/** pve-storage src/PVE/API2/Storage/PruneBackups.pm. */
export function pruneDemand(call: CallFacts): Demand {
  const path = call.path('/storage/{storage}');
  const vmid = call.text('vmid');
  return vmid === undefined
    ? all(path, 'Datastore.Allocate')
    : and(all(path, 'Datastore.AllocateSpace'), all(`/vms/${vmid}`, 'VM.Backup'));
}

/** pve-manager PVE/API2/VZDump.pm, PVE/API2/Backup.pm. The guests' own right is asked for in the task. */
export function vzdumpDemand(call: CallFacts): Demand {
  const storage = `/storage/${call.text('storage') ?? 'local'}`;
  const guests = call.list('vmid');
  const several = call.flag('all') === true || call.has('pool');
  const [, fleecing] = /(?:^|,)storage=([^,]+)/.exec(call.text('fleecing') ?? '') ?? [];
  return and(
    call.has('dumpdir') ? nothing : all(storage, 'Datastore.AllocateSpace'),
    ...guests.map((vmid) => all(`/vms/${vmid}`, 'VM.Backup')),
    guests.length === 0 && !several ? all(call.path('/vms/{vmid}'), 'VM.Backup') : nothing,
    several ? note('Guests on which the caller lacks VM.Backup are left out, or fail in the task.') : nothing,
    call.has('prune-backups') ? all(storage, 'Datastore.Allocate') : nothing,
    ['bwlimit', 'ionice', 'performance'].some((key) => call.has(key)) ? all('/', 'Sys.Modify') : nothing,
    fleecing === undefined ? nothing : all(`/storage/${fleecing}`, 'Datastore.AllocateSpace'),
    call.flag('stop') === true ? all(call.path('/nodes/{node}'), 'Sys.Modify') : nothing,
  );
}

/** pve-manager PVE/API2/VZDump.pm extractconfig, defaults; pve-storage src/PVE/API2/Storage/FileRestore.pm. */
export function backupReadDemand(call: CallFacts): Demand {
  const volid = volumeIn(call);
  if (volid === undefined) return perVolume(call);
  const { owner } = partsOf(volid);
  return and(volumeDemand(volid), owner === undefined ? nothing : all(`/vms/${owner}`, 'VM.Backup'));
}

export function defaultsDemand(call: CallFacts): Demand {
  const storage = call.text('storage');
  return storage === undefined
    ? unknown('It depends on the storage in /etc/vzdump.conf.')
    : any(`/storage/${storage}`, 'Datastore.Audit', 'Datastore.AllocateSpace');
}

/** One's own task, or a privilege on the node (pve-manager PVE/API2/Tasks.pm). */
export function taskDemand(privilege: string): (call: CallFacts) => Demand {
  return (call) => {
    const upid = call.text('upid');
    const owner = isUpid(upid) ? parseUpid(upid).user : undefined;
    // A user sees the tasks of its tokens; a token only its own.
    const own = owner === call.identity || (!call.isToken && owner?.startsWith(`${call.identity}!`) === true);
    if (own) return nothing;
    const right = all(call.path('/nodes/{node}'), privilege);
    return upid === undefined ? note(`For tasks of others: ${privilege} on /nodes/{node}.`) : right;
  };
}
