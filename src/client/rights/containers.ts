import { all, and, type Demand, note, nothing, or, unknown } from './demand.js';
import { type CallFacts, properties } from './facts.js';
import { volumeDemand } from './volumes.js';

/*
 * What PVE's code asks for each key of a container's configuration, beside the route's own permission: pve-container
 * src/PVE/LXC.pm check_ct_modify_config_perm, src/PVE/API2/LXC.pm (create_vm, clone_vm, resize_vm, move_volume,
 * migrate_vm), src/PVE/API2/LXC/Config.pm; pve-guest-common src/PVE/GuestHelpers.pm.
 */

/** One rule: for each key that fits, what is asked. */
interface KeyRule {
  keys: RegExp;
  /** A privilege on the guest (or the pool that a new one gets). */
  privilege?: string;
  /** What is asked beside it, for a new value or, without one, for a removal. */
  more?: (call: CallFacts, key: string, value: string | undefined) => Demand;
}

/** In PVE's order: the first that fits a key counts. */
const keyRules: readonly KeyRule[] = [
  { keys: /^(?:cores|cpuunits|cpulimit)$/, privilege: 'VM.Config.CPU' },
  { keys: /^(?:rootfs|mp\d+)$/, privilege: 'VM.Config.Disk', more: mountDemand },
  { keys: /^(?:memory|swap)$/, privilege: 'VM.Config.Memory' },
  { keys: /^net\d+$/, privilege: 'VM.Config.Network', more: netDemand },
  { keys: /^(?:nameserver|searchdomain|hostname)$/, privilege: 'VM.Config.Network' },
  { keys: /^dev\d+$/, more: (_call, param) => ({ kind: 'root', param, what: 'device passthrough' }) },
  { keys: /^hookscript$/, more: (_call, param) => ({ kind: 'root', param, what: 'hook scripts' }) },
  { keys: /^features$/, more: featureDemand },
  { keys: /^tags$/, privilege: 'VM.Config.Options', more: tagDemand },
  // On create PVE drops these before it looks.
  { keys: /^unused\d+$/, more: (call) => (isNew(call) ? nothing : onGuest(call, 'VM.Config.Options')) },
  { keys: /./, privilege: 'VM.Config.Options' },
];

/** Keys of a create, restore or update that are no configuration. */
const notConfiguration = new Set(
  (
    'node vmid digest delete revert ostemplate storage pool restore force unique start bwlimit password ' +
    'ssh-public-keys ignore-unpack-errors unprivileged ha-managed'
  ).split(' '),
);

function keyDemands(call: CallFacts): Demand[] {
  const set = call.keys.filter((key) => !notConfiguration.has(key));
  const gone = [...call.list('delete'), ...call.list('revert')];
  return [
    ...set.map((key) => keyDemand(call, key, call.text(key))),
    ...gone.map((key) => keyDemand(call, key, undefined)),
  ];
}

function keyDemand(call: CallFacts, key: string, value: string | undefined): Demand {
  const rule = keyRules.find(({ keys }) => keys.test(key));
  return and(
    ...(rule?.privilege === undefined ? [] : [onGuest(call, rule.privilege)]),
    ...(rule?.more === undefined ? [] : [rule.more(call, key, value)]),
  );
}

/** On the guest, or on the pool that it is put into. */
function onGuest(call: CallFacts, privilege: string): Demand {
  const guest = all(call.path('/vms/{vmid}'), privilege);
  return call.has('pool') && isNew(call) ? or(all(call.path('/pool/{pool}'), privilege), guest) : guest;
}

function isNew(call: CallFacts): boolean {
  return call.route === 'POST /nodes/{node}/lxc';
}

function mountDemand(call: CallFacts, key: string, value: string | undefined): Demand {
  if (value === undefined) return nothing;
  const volume = volumeOf(value);
  if (volume.startsWith('/'))
    return { kind: 'root', param: key, what: volume.startsWith('/dev/') ? 'device mounts' : 'bind mounts' };
  // PVE judges the number before it puts the default storage in front, and takes it for a path.
  if (!volume.includes(':')) return { kind: 'root', param: key, what: 'a volume without its storage' };
  const fresh = newDisk.exec(volume);
  return fresh === null
    ? volumeDemand(volume, { vmid: call.text('vmid'), param: key })
    : all(`/storage/${fresh[1]}`, 'Datastore.AllocateSpace');
}

const newDisk = /^([^:\s/]+):(?:\d+(?:\.\d+)?)$/;

function volumeOf(value: string): string {
  const parts = properties(value, 'volume');
  return parts.get('volume') ?? '';
}

const sdnSince = '8.0';
const nowBridges = 'Which bridges the container has now is not known; PVE asks for SDN.Use on these too.';

/** SDN.Use on the bridge, or on each of its VLANs that is named. */
function netDemand(call: CallFacts, _key: string, value: string | undefined): Demand {
  if (!call.host.isAtLeast(sdnSince)) return nothing;
  const before = isNew(call) ? nothing : bridges(nowBridges);
  const net = properties(value ?? '');
  const bridge = net.get('bridge');
  if (bridge === undefined) return before;
  const tags = [...(net.get('tag') ?? '').split(','), ...(net.get('trunks') ?? '').split(';')];
  const vlans = tags.filter((tag) => tag !== '' && tag !== '0').map((tag) => `/${tag}`);
  const path = `/sdn/zones/localnetwork/${bridge}`;
  const onBridge = and(...(vlans.length > 0 ? vlans : ['']).map((vlan) => all(`${path}${vlan}`, 'SDN.Use')));
  // A VNet has its zone in place of `localnetwork`, and any name; bridges are rarely called otherwise.
  if (/^vmbr\d+$/.test(bridge)) return and(before, onBridge);
  return and(before, bridges(`If ${bridge} is a VNet, SDN.Use is asked for in its zone.`));
}

function bridges(why: string): Demand {
  return {
    kind: 'somewhere',
    below: '/sdn/zones',
    grant: '/sdn/zones/localnetwork/{bridge}',
    privilege: 'SDN.Use',
    why,
    optional: true,
  };
}

/** New flags of an existing container depend on the old ones, and on whether it is privileged. */
function featureDemand(call: CallFacts, param: string, value: string | undefined): Demand {
  const flags = [...properties(value ?? '').keys()];
  const onlyNesting = flags.every((flag) => flag === 'nesting');
  if (isNew(call)) {
    if (!isUnprivileged(call))
      return { kind: 'root', param, what: 'feature flags of a privileged container' };
    if (!onlyNesting) return { kind: 'root', param, what: 'feature flags other than nesting' };
    return flags.length === 0 ? nothing : onGuest(call, 'VM.Allocate');
  }
  if (value !== undefined && onlyNesting)
    return and(
      onGuest(call, 'VM.Allocate'),
      unknown(
        'Only root@pam may change the flags of a privileged container, or drop one other than nesting.',
      ),
    );
  return unknown('Only root@pam may change feature flags other than nesting: it depends on what is set now.');
}

/** As it will be made: left out means yes since PVE 9, and no on a restore, where PVE has not read the backup yet. */
function isUnprivileged(call: CallFacts): boolean {
  return call.flag('unprivileged') ?? (call.flag('restore') !== true && call.host.isAtLeast('9.0'));
}

function tagDemand(): Demand {
  return unknown(
    'The datacenter may leave some tags to callers with Sys.Modify on /.',
    all('/', 'Sys.Modify'),
  );
}

/** A container from a template or from a backup. */
export function createDemand(call: CallFacts): Demand {
  const restore = call.flag('restore') === true;
  const archive = call.text('ostemplate');
  return and(
    mayTake(call, restore),
    ...keyDemands(call),
    ...storagesOf(call).map((storage) => all(`/storage/${storage}`, 'Datastore.AllocateSpace')),
    archive === undefined ? nothing : volumeDemand(archive, { vmid: call.text('vmid'), param: 'ostemplate' }),
    privilegedDemand(call, restore),
    call.flag('ha-managed') === true ? all('/', 'Sys.Console') : nothing,
    restore && call.host.isAtLeast(sdnSince)
      ? bridges('Which bridges the backup names is not known; PVE asks for SDN.Use on these.')
      : nothing,
    poolNote(call),
  );
}

function mayTake(call: CallFacts, restore: boolean): Demand {
  const allocate = onGuest(call, 'VM.Allocate');
  if (!restore || call.flag('force') !== true) return allocate;
  const over = unknown('VM.Backup is enough only to overwrite a container that is there.');
  return or(allocate, and(all(call.path('/vms/{vmid}'), 'VM.Backup'), over));
}

/** Where its volumes go. Without a root volume the default storage is asked for as well. */
function storagesOf(call: CallFacts): string[] {
  const fallback = call.text('storage') ?? 'local';
  const named = call.keys
    .filter((key) => /^(?:rootfs|mp\d+)$/.test(key))
    .map((key) => volumeOf(call.text(key) ?? ''))
    .flatMap((volume) =>
      volume.includes(':') && !volume.startsWith('/') ? [volume.split(':')[0] ?? ''] : [],
    );
  return [...new Set(call.has('rootfs') ? named : [...named, fallback])];
}

function privilegedDemand(call: CallFacts, restore: boolean): Demand {
  if (!call.host.isAtLeast('9.0')) return nothing;
  const modify = all('/', 'Sys.Modify');
  const flag = call.flag('unprivileged');
  if (flag === false) return modify;
  return restore && flag === undefined
    ? unknown('A backup of a privileged container needs Sys.Modify on /: set `unprivileged` to know.', modify)
    : nothing;
}

function poolNote(call: CallFacts): Demand {
  return call.has('pool') ? note('A pool that does not exist is refused with a 403 as well.') : nothing;
}

/** Keys of an existing container. */
export function updateDemand(call: CallFacts): Demand {
  return and(...keyDemands(call));
}

export function cloneDemand(call: CallFacts): Demand {
  return and(
    spaceDemand(call.text('storage'), 'Which storages its volumes are on is not known.'),
    call.host.isAtLeast(sdnSince)
      ? bridges('Which bridges the container has is not known; PVE asks for SDN.Use on these.')
      : nothing,
    poolNote(call),
  );
}

/** Space on a storage, or on those where the volumes are. */
function spaceDemand(storage: string | undefined, why: string): Demand {
  if (storage !== undefined) return all(`/storage/${storage}`, 'Datastore.AllocateSpace');
  const privilege = 'Datastore.AllocateSpace';
  return { kind: 'somewhere', below: '/storage', grant: '/storage/{storage}', privilege, why };
}

/** PVE takes the parameter `disk` for a configuration key, one of those without a privilege of their own. */
export function resizeDemand(call: CallFacts): Demand {
  return and(
    all(call.path('/vms/{vmid}'), 'VM.Config.Options'),
    spaceDemand(undefined, 'Which storage the volume is on is not known.'),
  );
}

export function moveDemand(call: CallFacts): Demand {
  const other = call.text('target-vmid');
  if (other === undefined) return spaceDemand(call.text('storage'), 'Which storage is meant is not known.');
  return and(
    all(`/vms/${other}`, 'VM.Config.Disk'),
    spaceDemand(undefined, 'Which storage the volume is on is not known.'),
  );
}

/** `target-storage`: one storage, `FROM:TO` pairs, or `1` for the same names. */
export function migrateDemand(call: CallFacts): Demand {
  const map = call.list('target-storage');
  if (map.length === 0) return nothing;
  const targets = map.filter((entry) => entry !== '1').map((entry) => entry.split(':').at(-1) ?? '');
  return and(
    map.includes('1') ? nothing : all(call.path('/vms/{vmid}'), 'VM.Config.Disk'),
    ...targets.map((storage) => all(`/storage/${storage}`, 'Datastore.AllocateSpace')),
  );
}

/** All guests of a node or those that are named: a privilege on `/`, or on each (pve-manager PVE/API2/Nodes.pm). */
export function manyGuests(privilege: string): (call: CallFacts) => Demand {
  return (call) => {
    const named = [...call.list('vms')].map((vmid) => all(`/vms/${vmid}`, privilege));
    const everywhere = all('/', privilege);
    return named.length === 0 ? everywhere : or(everywhere, and(...named));
  };
}
