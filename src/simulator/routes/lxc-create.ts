import type { Caller } from '../acl.js';
import { checkConfigChange } from '../config-permission.js';
import { type CreatePlan, createWork } from '../create-work.js';
import { fail, forbidden, invalid, notModelled } from '../errors.js';
import { normaliseNet, normaliseTags, parseMount } from '../guest-config.js';
import { isSince } from '../host-version.js';
import { isMount, isNet, isUnused } from '../lxc-schema.js';
import { restoreWork } from '../restore-work.js';
import type { Context, Route } from '../route.js';
import type { Params } from '../schema.js';
import { checkVolumeAccess, parseNewDisk, splitVolid } from '../volumes.js';
import {
  activeStorage,
  type Config,
  checkLock,
  checkProtection,
  checkUnused,
  container,
  newGuest,
  poolOf,
  type World,
} from '../world.js';

/** A new container, from a template or from a backup. */

export const lxcCreateRoutes: readonly Route[] = [
  {
    route: 'POST /nodes/{node}/lxc',
    // Who may do what depends on the parameters; the handler asks.
    permission: 'everyone',
    protected: true,
    handler: create,
  },
];

const sshKey =
  /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d+|sk-\S+@openssh\.com) [A-Za-z0-9+/=]+(?: .*)?$/;

/** The order of its checks is PVE's, since each hides the ones after it. */
function create({ world, caller, params }: Context): string {
  const vmid = params.int('vmid');
  const restore = params.flag('restore');
  const overwrites = checkPlace(world, vmid, restore && params.flag('force'));
  for (const line of (params.maybe('ssh-public-keys') ?? '').split('\n')) {
    if (line.trim() !== '' && !line.startsWith('#') && !sshKey.test(line.trim()))
      throw fail('SSH public key validation error');
  }
  const pool = poolOf(world, params.maybe('pool'));
  checkMayCreate(caller, vmid, overwrites);
  const unprivileged = params.has('unprivileged')
    ? params.flag('unprivileged')
    : restore
      ? undefined
      : isSince(world.version, 9);
  const given = configOf(params);
  checkConfigChange(world, caller, {
    vmid,
    old: new Map(),
    set: given,
    remove: [],
    unprivileged: unprivileged ?? false,
  });
  // Since PVE 9 a new privileged container is asked for here; of a restored one the backup decides, in the task.
  if (unprivileged === false && !restore && isSince(world.version, 9)) caller.need('/', 'Sys.Modify');
  if (params.flag('ha-managed')) {
    caller.need('/', 'Sys.Console');
    throw notModelled("'ha-managed' of a new container");
  }
  const archive = params.text('ostemplate');
  checkVolumeAccess(world, caller, archive, { vmid, type: restore ? 'backup' : 'vztmpl' });
  const storage = params.maybe('storage') ?? 'local';
  const mounts = mountsIn(given, storage);
  checkStorages(world, caller, mounts, storage);
  const config = plainKeys(world, given);
  const plan: CreatePlan = {
    vmid,
    caller,
    archive,
    storage,
    mounts,
    config,
    unprivileged,
    start: params.flag('start'),
    unique: params.flag('unique'),
    overwrites,
  };
  // From here on nobody else can take the number.
  if (overwrites) container(world, vmid).config.set('lock', 'create');
  else world.guests.set(vmid, newGuest(vmid, new Map([['lock', 'create']])));
  pool?.vms.add(vmid);
  const type = restore ? 'vzrestore' : 'vzcreate';
  const work = restore ? restoreWork : createWork;
  return world.tasks.start(caller.authId, type, vmid, (output) => work(world, plan, output)).upid;
}

/** Whether an existing container is to be replaced; throws if the number is taken and it may not be. */
function checkPlace(world: World, vmid: number, force: boolean): boolean {
  const guest = world.guests.get(vmid);
  if (guest?.kind !== 'lxc' || !force) {
    checkUnused(world, vmid);
    return false;
  }
  if (guest.running !== undefined) throw fail("can't overwrite running container");
  checkProtection(guest, `unable to restore CT ${vmid}`);
  checkLock(guest);
  return true;
}

function checkMayCreate(caller: Caller, vmid: number, overwrites: boolean): void {
  const path = `/vms/${vmid}`;
  if (caller.has(path, 'VM.Allocate') || (overwrites && caller.has(path, 'VM.Backup'))) return;
  throw forbidden();
}

const notConfig = new Set(
  'node vmid bwlimit force ha-managed ignore-unpack-errors ostemplate password pool restore ssh-public-keys start storage unique unprivileged'.split(
    ' ',
  ),
);

function configOf(params: Params): Config {
  return new Map(
    params
      .keys()
      .filter((key) => !notConfig.has(key) && !isUnused(key))
      .map((key) => [key, params.text(key)]),
  );
}

/** The wanted disks. A bare number means the default storage, where the caller got this far with one. */
function mountsIn(given: Config, storage: string): Config {
  const mounts = new Map([...given].filter(([key]) => isMount(key)));
  for (const [key, value] of mounts)
    if (/^\d+(?:\.\d+)?$/.test(value)) mounts.set(key, `${storage}:${value}`);
  if (mounts.size > 0 && !mounts.has('rootfs'))
    throw fail("mount points configured, but 'rootfs' not set - aborting");
  return mounts;
}

function checkStorages(world: World, caller: Caller, mounts: Config, fallback: string): void {
  const wanted = [...mounts].flatMap(([key, value]) => {
    const { type, volid } = parseMount(key, value);
    return type === 'volume' ? [parseNewDisk(volid)?.storage ?? splitVolid(volid).storage] : [];
  });
  for (const id of mounts.has('rootfs') ? wanted : [...wanted, fallback]) {
    const storage = activeStorage(world, id);
    if (!storage.content.includes('rootdir')) {
      throw invalid({ storage: `storage '${id}' does not support container directories` });
    }
    caller.need(`/storage/${id}`, 'Datastore.AllocateSpace');
  }
}

function plainKeys(world: World, given: Config): Config {
  const config: Config = new Map();
  for (const [key, value] of given) {
    if (isMount(key)) continue;
    if (isNet(key)) config.set(key, normaliseNet(value, world.random));
    else if (key === 'tags') config.set(key, normaliseTags(value));
    else config.set(key, value);
  }
  return config;
}
