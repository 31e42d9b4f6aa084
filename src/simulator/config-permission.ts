import type { Caller } from './acl.js';
import { forbidden } from './errors.js';
import { parseMount } from './guest-config.js';
import { isSince } from './host-version.js';
import { featureSchema, isMount, isNet, netSchema } from './lxc-schema.js';
import { splitProperties } from './property-string.js';
import { propertyFlag } from './property-values.js';
import { checkVolumeAccess, parseNewDisk } from './volumes.js';
import type { Config, World } from './world.js';

/** A change of a container's configuration that somebody asks for. */
export interface ConfigChange {
  readonly vmid: number;
  /** What the container has now; empty for a new one. */
  readonly old: Config;
  readonly set: Config;
  readonly remove: readonly string[];
  readonly unprivileged: boolean;
}

/**
 * Asks for the right to each changed key. root@pam itself may do all of it; a token of root is asked like anybody
 * else, and some keys have no privilege that would do.
 */
export function checkConfigChange(world: World, caller: Caller, change: ConfigChange): void {
  if (caller.isRoot) return;
  for (const [key, value] of change.set) checkKey(world, caller, change, key, value);
  for (const key of change.remove) checkKey(world, caller, change, key, undefined);
}

const byKey: Readonly<Record<string, string>> = {
  cores: 'VM.Config.CPU',
  cpulimit: 'VM.Config.CPU',
  cpuunits: 'VM.Config.CPU',
  memory: 'VM.Config.Memory',
  swap: 'VM.Config.Memory',
  hostname: 'VM.Config.Network',
  nameserver: 'VM.Config.Network',
  searchdomain: 'VM.Config.Network',
};

function checkKey(
  world: World,
  caller: Caller,
  change: ConfigChange,
  key: string,
  value: string | undefined,
): void {
  const path = `/vms/${change.vmid}`;
  if (isMount(key)) {
    caller.need(path, 'VM.Config.Disk');
    if (value !== undefined) checkMount(world, caller, change.vmid, key, value);
  } else if (isNet(key)) {
    caller.need(path, 'VM.Config.Network');
    checkBridge(world, caller, change.old.get(key));
    checkBridge(world, caller, value);
  } else if (/^dev\d+$/.test(key)) {
    throw forbidden('configuring device passthrough is only allowed for root@pam');
  } else if (key === 'features') {
    checkFeatures(caller, change, value);
  } else if (key === 'hookscript') {
    throw forbidden('changing the hookscript is only allowed for root@pam');
  } else {
    caller.need(path, byKey[key] ?? 'VM.Config.Options');
  }
}

function checkMount(world: World, caller: Caller, vmid: number, key: string, value: string): void {
  const { type, volid } = parseMount(key, value);
  if (type !== 'volume') throw forbidden(`mount point type ${type} is only allowed for root@pam`);
  const disk = parseNewDisk(volid);
  if (disk === undefined) checkVolumeAccess(world, caller, volid, { vmid, type: 'rootdir' });
  else caller.need(`/storage/${disk.storage}`, 'Datastore.AllocateSpace');
}

/** The right to a network's bridge, since PVE 8: asked for the old one too, and where nothing changes. */
export function checkBridge(world: World, caller: Caller, net: string | undefined): void {
  if (net === undefined || !isSince(world.version, 8)) return;
  const properties = splitProperties(netSchema, net);
  const [bridge, tag] = [properties.get('bridge'), properties.get('tag')];
  if (bridge === undefined) return;
  caller.need(`/sdn/zones/localnetwork/${bridge}${tag === undefined ? '' : `/${tag}`}`, 'SDN.Use');
}

function checkFeatures(caller: Caller, change: ConfigChange, value: string | undefined): void {
  if (!change.unprivileged) {
    throw forbidden('changing feature flags for privileged container is only allowed for root@pam');
  }
  const before = splitProperties(featureSchema, change.old.get('features') ?? '');
  const after = splitProperties(featureSchema, value ?? '');
  const differs = (name: string): boolean =>
    name === 'mount'
      ? before.get(name) !== after.get(name)
      : propertyFlag(before, name) !== propertyFlag(after, name);
  const changed = Object.keys(featureSchema.fields).filter(differs);
  if (changed.some((name) => name !== 'nesting')) {
    throw forbidden('changing feature flags (except nesting) is only allowed for root@pam');
  }
  if (changed.includes('nesting')) caller.need(`/vms/${change.vmid}`, 'VM.Allocate');
}
