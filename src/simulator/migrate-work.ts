import { seconds } from './clock.js';
import { handOver } from './cluster.js';
import { fail, invalid, taskText } from './errors.js';
import { type Mount, mountsOf, printMount } from './guest-config.js';
import { bringUp, exclusively, startWork } from './guest-work.js';
import { isMount, isUnused } from './lxc-schema.js';
import { propertyFlag } from './property-values.js';
import { splitList } from './schema.js';
import { Interrupted, type TaskOutput, type Work } from './tasks.js';
import { addVolume, findVolume, freeDiskName, lacksRoom, splitVolid, usedOf } from './volumes.js';
import {
  activeStorage,
  type Config,
  checkLock,
  container,
  type Guest,
  storageOf,
  type World,
} from './world.js';

/** Which storage of the other node takes the place of one here. Without any entry each keeps its name. */
export interface StorageMap {
  readonly entries: ReadonlyMap<string, string>;
  readonly fallback: string | undefined;
}

/** Reads `1`, `STORAGE` or `FROM:TO,…`. */
export function parseStorageMap(text: string | undefined): StorageMap {
  const entries = new Map<string, string>();
  let fallback: string | undefined;
  for (const item of splitList(text ?? '')) {
    const [from = '', to] = item.split(':');
    if (item === '1') continue;
    const problem =
      to === undefined
        ? fallback !== undefined && 'default target ID can only be provided once'
        : entries.has(from) && `duplicate mapping for source '${from}'`;
    if (problem !== false) throw invalid({ 'target-storage': `failed to parse storage map: ${problem}` });
    if (to === undefined) fallback = from;
    else entries.set(from, to);
  }
  return { entries, fallback };
}

/** How a container is to be moved. */
export interface Migration {
  readonly vmid: number;
  readonly target: World;
  readonly online: boolean;
  readonly restart: boolean;
  /** Seconds that its shutdown may take. */
  readonly timeout: number;
  readonly storages: StorageMap;
}

/** How long things take, in milliseconds. */
const took = { shutdown: 1800, volume: 3200, config: 300, poll: 100 };

/** Moves a container: shut down if it runs, then its local disks are copied, then its configuration goes over. */
export function* migrateWork(world: World, migration: Migration, output: TaskOutput): Work {
  const started = world.clock.now();
  const log = logOf(world, output);
  const duration = (): string => new Date(world.clock.now() - started).toISOString().slice(11, 19);
  let wasRunning = false;
  try {
    const guest = container(world, migration.vmid);
    yield* exclusively(
      guest,
      (function* () {
        wasRunning = yield* move(world, migration, guest, log);
      })(),
    );
  } catch (error) {
    log.error(`migration aborted (duration ${duration()}): ${complaint(error)}`);
    throw fail('migration aborted');
  }
  // The other node has a lock of its own.
  if (wasRunning && !(yield* startThere(migration.target, migration.vmid, log))) {
    log.error(`migration finished with problems (duration ${duration()})`);
    throw fail('migration problems');
  }
  log.info(`migration finished successfully (duration ${duration()})`);
}

interface Log {
  info(text: string): void;
  error(text: string): void;
}

function logOf({ clock }: World, output: TaskOutput): Log {
  const stamp = (): string => new Date(clock.now()).toISOString().slice(0, 19).replace('T', ' ');
  return {
    info: (text) => output.line(`${stamp()} ${text}`),
    error: (text) => output.line(`${stamp()} ERROR: ${text}`),
  };
}

function complaint(error: unknown): string {
  return error instanceof Interrupted ? 'interrupted by signal' : taskText(error);
}

/** Gives whether the container was running. */
function* move(world: World, migration: Migration, guest: Guest, log: Log): Generator<number, boolean, void> {
  const { vmid, target } = migration;
  prepare(world, migration, guest);
  const wasRunning = guest.running !== undefined;
  if (wasRunning) {
    log.info(`shutdown CT ${vmid}`);
    yield Math.min(took.shutdown, migration.timeout * 1000);
    guest.running = undefined;
  }
  const made: { from: string; to: string }[] = [];
  try {
    log.info(`starting migration of CT ${vmid} to node '${target.node.name}' (${target.node.ip})`);
    guest.config.set('lock', 'migrate');
    for (const volid of localVolumes(world, guest)) {
      log.info(`found local volume '${volid}' (in current VM config)`);
    }
    for (const volid of localVolumes(world, guest)) {
      const to = yield* copyVolume(world, migration, volid);
      made.push({ from: volid, to });
      log.info(`volume '${volid}' is '${to}' on the target`);
    }
    yield took.config;
    reach(target);
  } catch (error) {
    log.error(complaint(error));
    log.info('aborting phase 1 - cleanup resources');
    for (const { to } of made) log.error(`found stale volume copy '${to}' on node '${target.node.name}'`);
    log.info('start final cleanup');
    if (guest.config.get('lock') === 'migrate') guest.config.delete('lock');
    if (wasRunning) {
      log.info('start container on source node');
      bringUp(world, guest);
    }
    throw error;
  }
  rename(guest, new Map(made.map(({ from, to }) => [from, to])));
  handOver(world, target, guest);
  for (const { from } of made) forgetVolume(world, from);
  log.info('start final cleanup');
  guest.config.delete('lock');
  return wasRunning;
}

/** What is looked at before anything is touched. */
function prepare(world: World, { online, restart, target, storages }: Migration, guest: Guest): void {
  checkLock(guest);
  if (guest.running !== undefined && online) throw fail('lxc live migration is currently not implemented');
  if (guest.running !== undefined && !restart)
    throw fail('running container can only be migrated in restart mode');
  for (const mount of mountsOf(guest.config)) {
    if (mount.type === 'volume') continue;
    if (!propertyFlag(mount.properties, 'shared'))
      throw fail(`cannot migrate local ${mount.type} mount point '${mount.key}'`);
  }
  for (const volid of volumesOf(guest.config)) {
    const { storage: id } = splitVolid(volid);
    const storage = storageOf(world, id);
    if (!storage.content.includes('rootdir'))
      throw fail(`content type 'rootdir' is not available on storage '${id}'`);
    const there = storage.shared ? id : mapped(storages, id);
    const other = target.storages.get(there);
    if (other === undefined) throw fail(`storage '${there}' is not available on node '${target.node.name}'`);
    if (!other.content.includes('rootdir'))
      throw fail(`${volid}: content type 'rootdir' is not available on storage '${there}'`);
  }
  reach(target);
}

function reach({ down }: World): void {
  if (down !== undefined) throw fail("Can't connect to destination address using public key");
}

function mapped({ entries, fallback }: StorageMap, id: string): string {
  return entries.get(id) ?? fallback ?? id;
}

/** Volumes of the mount points and those that lost theirs. */
function volumesOf(config: Config): string[] {
  const mounted = mountsOf(config).flatMap(({ type, volid }: Mount) => (type === 'volume' ? [volid] : []));
  const unused = [...config].flatMap(([key, value]) => (isUnused(key) ? [value] : []));
  return [...mounted, ...unused];
}

function localVolumes(world: World, guest: Guest): string[] {
  return volumesOf(guest.config)
    .filter((volid) => !storageOf(world, splitVolid(volid).storage).shared)
    .sort();
}

/** Copies a volume to the other node and gives its name there. */
function* copyVolume(
  world: World,
  { target, storages }: Migration,
  volid: string,
): Generator<number, string, void> {
  const { storage: id, volname } = splitVolid(volid);
  const there = mapped(storages, id);
  try {
    const source = findVolume(world, volid);
    if (source === undefined) throw fail(`volume '${volid}' does not exist`);
    reach(target);
    yield took.volume;
    reach(target);
    const storage = activeStorage(target, there);
    const { volume } = source;
    if (lacksRoom(storage, usedOf(volume)))
      throw fail("command 'pvesm import' failed: dd: error writing: No space left on device");
    const taken = storage.volumes.has(volname);
    const name = taken ? freeDiskName(storage, volume.vmid ?? 0, volume.format) : volname;
    addVolume(storage, { ...volume, volname: name, ctime: seconds(target.clock), notes: '' });
    return `${there}:${name}`;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw fail(`storage migration for '${volid}' to storage '${there}' failed - ${taskText(error)}`);
  }
}

/** Puts the new names of volumes into the configuration and its snapshots. */
function rename(guest: Guest, names: ReadonlyMap<string, string>): void {
  const configs = [guest.config, guest.pending, ...[...guest.snapshots.values()].map(({ config }) => config)];
  for (const config of configs) {
    for (const [key, value] of config) {
      if (isUnused(key)) config.set(key, names.get(value) ?? value);
      if (!isMount(key)) continue;
      for (const mount of mountsOf(new Map([[key, value]]))) {
        const volume = names.get(mount.volid) ?? mount.volid;
        config.set(key, printMount({ key, properties: new Map(mount.properties).set('volume', volume) }));
      }
    }
  }
}

function forgetVolume(world: World, volid: string): void {
  const { storage, volname } = splitVolid(volid);
  world.storages.get(storage)?.volumes.delete(volname);
}

/** Has the other node start the container; gives whether it did. */
function* startThere(target: World, vmid: number, log: Log): Generator<number, boolean, void> {
  const { name, ip } = target.node;
  log.info('start container on target node');
  log.info(
    `# /usr/bin/ssh -e none -o 'BatchMode=yes' -o 'HostKeyAlias=${name}' root@${ip} pct start ${vmid}`,
  );
  // Called by a program on that node, the command is root's.
  const task = target.tasks.start('root@pam', 'vzstart', vmid, () =>
    startWork(target, vmid, { skiplock: false }),
  );
  while (task.endtime === undefined) yield took.poll;
  if (task.exitstatus === 'OK') return true;
  log.error(`command '/usr/bin/ssh root@${ip} pct start ${vmid}' failed: exit code 255`);
  return false;
}
