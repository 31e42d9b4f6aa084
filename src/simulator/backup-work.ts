import type { Caller } from './acl.js';
import { seconds } from './clock.js';
import { tarTotal } from './disk-log.js';
import { fail, taskText } from './errors.js';
import { diskSize, type Mount, mountsOf, volumesOf } from './guest-config.js';
import { nameOf } from './guest-status.js';
import { bringUp, holding } from './guest-work.js';
import { propertyFlag } from './property-values.js';
import { Interrupted, type TaskOutput, type Work } from './tasks.js';
import { addVolume, lacksRoom, MiB, pathOf, splitVolid, supportsSnapshots, usedOf } from './volumes.js';
import { activeStorage, type Guest, type Storage, storageOf, type World } from './world.js';

/** What one run of vzdump is to do. */
export interface BackupJob {
  readonly caller: Caller;
  readonly storage: string;
  /** Undefined for every guest that the caller may back up. */
  readonly vmids: readonly number[] | undefined;
  readonly exclude: readonly number[];
  /** Guests that were meant too, but are on other nodes. */
  readonly elsewhere: readonly number[];
  readonly mode: string;
  readonly compress: string;
  readonly notesTemplate: string | undefined;
  readonly protect: boolean;
  readonly keepLast: number | undefined;
  /** The command line that the log starts with. */
  readonly command: string;
}

/** Backs up one guest after the other; one that fails does not keep the others from theirs. */
export function* backupWork(world: World, job: BackupJob, output: TaskOutput): Work {
  const storage = backupStorage(world, job.storage);
  for (const vmid of job.vmids ?? []) job.caller.need(`/vms/${vmid}`, 'VM.Backup');
  const vmids = (job.vmids ?? everything(world, job)).filter((vmid) => !job.exclude.includes(vmid));
  output.line(`INFO: starting new backup job: ${job.command}`);
  if (job.elsewhere.length > 0) output.line(`INFO: skip external VMs: ${job.elsewhere.join(', ')}`);
  let failed = 0;
  for (const vmid of vmids) {
    try {
      yield* backupGuest(world, job, storage, vmid, output);
    } catch (error) {
      failed += 1;
      const interrupted = error instanceof Interrupted;
      const text = interrupted ? 'interrupted by signal' : taskText(error);
      output.line(`ERROR: Backup of VM ${vmid} failed - ${text}`);
      output.line(`INFO: Failed at ${clockText(world)}`);
      if (interrupted) {
        output.line('ERROR: Backup job failed - interrupted by signal');
        throw fail('interrupted by signal');
      }
    }
  }
  output.line(`INFO: Backup job finished ${failed === 0 ? 'successfully' : 'with errors'}`);
  if (failed > 0) throw fail('job errors');
}

function backupStorage(world: World, id: string): Storage {
  try {
    const storage = activeStorage(world, id);
    if (storage.content.includes('backup')) return storage;
    throw fail(`can't use storage '${id}' for backups - wrong content type`);
  } catch (error) {
    throw fail(`could not get storage information for '${id}': ${taskText(error)}`);
  }
}

/** Guests that the caller has no right to are left out without a word. */
function everything(world: World, { caller }: BackupJob): number[] {
  return [...world.guests.keys()]
    .filter((vmid) => caller.has(`/vms/${vmid}`, 'VM.Backup'))
    .sort((a, b) => a - b);
}

function* backupGuest(
  world: World,
  job: BackupJob,
  storage: Storage,
  vmid: number,
  output: TaskOutput,
): Work {
  const guest = world.guests.get(vmid);
  if (guest === undefined) throw fail(`unable to find VM '${vmid}'`);
  if (guest.kind === 'qemu') throw fail('the simulator does not model backups of virtual machines');
  const started = world.clock.now();
  output.line(`INFO: Starting Backup of VM ${vmid} (lxc)`);
  output.line(`INFO: Backup started at ${clockText(world)}`);
  yield* holding(world, guest, 'backup', archive(world, job, storage, guest, output));
  const took = new Date(world.clock.now() - started).toISOString().slice(11, 19);
  output.line(`INFO: Finished Backup of VM ${vmid} (${took})`);
  output.line(`INFO: Backup finished at ${clockText(world)}`);
}

function* archive(world: World, job: BackupJob, storage: Storage, guest: Guest, output: TaskOutput): Work {
  const included = mountsOf(guest.config).filter(isIncluded);
  const mode = describe(world, job, guest, included, output);
  yield 600;
  const restarts = mode === 'stop' && guest.running !== undefined;
  if (mode === 'snapshot') output.line("INFO: create storage snapshot 'vzdump'");
  if (restarts) {
    output.line('INFO: stopping virtual guest');
    guest.running = undefined;
  }
  try {
    yield* writeArchive(world, job, storage, guest, included, output);
  } finally {
    if (mode === 'snapshot') output.line("INFO: cleanup temporary 'vzdump' snapshot");
    if (restarts) {
      output.line('INFO: restarting vm');
      bringUp(world, guest);
    }
  }
  yield 700;
}

function* writeArchive(
  world: World,
  job: BackupJob,
  storage: Storage,
  guest: Guest,
  included: readonly Mount[],
  output: TaskOutput,
): Work {
  const { name, extension, ratio } = fileFor(world, job, guest);
  const writer = writerOf(job.compress);
  const volname = `backup/${name}.${extension}`;
  output.line(`INFO: creating vzdump archive '${pathOf(storage, volname)}'`);
  const content = { config: new Map(guest.config), raw: guest.raw, disks: sizesOf(world, guest) };
  content.config.delete('lock');
  const bytes = Math.max(
    2 * MiB,
    included.reduce((sum, mount) => sum + bytesIn(world, mount), 0),
  );
  const ctime = seconds(world.clock);
  yield 4200;
  const packed = Math.floor(bytes * ratio);
  if (lacksRoom(storage, packed)) {
    output.line(`INFO: ${writer.complaint}`);
    const command = `tar cpf - --totals --one-file-system -p --sparse --numeric-owner${writer.pipe}`;
    const target = pathOf(storage, volname).replace(/\.tar.*$/, '.tar.dat');
    throw fail(`command 'set -o pipefail && ${command} >${target}' failed: exit code 1`);
  }
  output.line(`INFO: Total bytes written: ${tarTotal(bytes, world.random)}`);
  const size = packed;
  output.line(`INFO: archive file size: ${Math.max(1, Math.floor(size / MiB))}MB`);
  const notes = job.notesTemplate === undefined ? undefined : notesFor(world, guest, job.notesTemplate);
  if (notes !== undefined) output.line('INFO: adding notes to backup');
  if (job.protect) output.line('INFO: marking backup as protected');
  const facts = { volname, content: 'backup', format: extension, size, ctime, vmid: guest.vmid } as const;
  addVolume(storage, {
    ...facts,
    ...(notes === undefined ? {} : { notes }),
    protected: job.protect,
    backup: content,
  });
  if (job.keepLast !== undefined) prune(storage, guest.vmid, job.keepLast, output);
}

/** Bind mounts and devices never are, further disks only if they are marked. */
function isIncluded(mount: Mount): boolean {
  return mount.type === 'volume' && (mount.key === 'rootfs' || propertyFlag(mount.properties, 'backup'));
}

/** Logs what is to be done, in the order that each mode has, and gives the mode that is really used. */
function describe(
  world: World,
  job: BackupJob,
  guest: Guest,
  included: readonly Mount[],
  output: TaskOutput,
): string {
  output.line(`INFO: status = ${guest.running === undefined ? 'stopped' : 'running'}`);
  const mode = modeFor(world, job, guest, included, output);
  const modeLines = [`INFO: backup mode: ${mode}`, 'INFO: ionice priority: 7'];
  const guestLines = [`INFO: CT Name: ${nameOf(guest)}`, ...mountsOf(guest.config).map(mountLine)];
  const lines = mode === 'stop' ? [...modeLines, ...guestLines] : [...guestLines, ...modeLines];
  for (const line of lines) output.line(line);
  return mode;
}

/** A stopped guest needs no tricks, and disks without snapshots allow none. */
function modeFor(
  world: World,
  job: BackupJob,
  guest: Guest,
  included: readonly Mount[],
  output: TaskOutput,
): string {
  if (guest.running === undefined) return 'stop';
  const can = included.every((mount) => supportsSnapshots(storageOf(world, splitVolid(mount.volid).storage)));
  if (job.mode !== 'snapshot' || can) return job.mode;
  output.line('INFO: mode failure - some volumes do not support snapshots');
  output.line("INFO: trying 'suspend' mode instead");
  return 'suspend';
}

function mountLine(mount: Mount): string {
  if (mount.key === 'rootfs') return "INFO: including mount point rootfs ('/') in backup";
  const where = `${mount.key} ('${mount.properties.get('mp') ?? ''}')`;
  if (isIncluded(mount)) return `INFO: including mount point ${where} in backup`;
  const why = mount.type === 'volume' ? 'disabled' : 'not a volume';
  return `INFO: excluding ${mount.type} mount point ${where} from backup (${why})`;
}

function fileFor(
  world: World,
  job: BackupJob,
  guest: Guest,
): { name: string; extension: string; ratio: number } {
  const stamp = clockText(world).replaceAll('-', '_').replace(' ', '-').replaceAll(':', '_');
  const name = `vzdump-lxc-${guest.vmid}-${stamp}`;
  if (job.compress === 'zstd') return { name, extension: 'tar.zst', ratio: 0.32 };
  if (job.compress === 'gzip') return { name, extension: 'tar.gz', ratio: 0.36 };
  if (job.compress === 'lzo' || job.compress === '1') return { name, extension: 'tar.lzo', ratio: 0.45 };
  return { name, extension: 'tar', ratio: 1 };
}

/** The program that writes an archive, and what it says of a full disk. */
function writerOf(compress: string): { pipe: string; complaint: string } {
  const full = 'No space left on device';
  if (compress === 'zstd')
    return {
      pipe: " | zstd --rsyncable '--threads=1'",
      complaint: `zstd: error 70 : Write error : cannot write block : ${full}`,
    };
  if (compress === 'gzip') return { pipe: ' | gzip --rsyncable', complaint: `gzip: stdout: ${full}` };
  if (compress === 'lzo' || compress === '1')
    return { pipe: ' | lzop', complaint: `lzop: ${full}: <stdout>` };
  return { pipe: '', complaint: `tar: -: Cannot write: ${full}` };
}

function sizesOf(world: World, guest: Guest): Map<string, number> {
  return new Map(volumesOf(guest.config).map((mount) => [mount.key, diskSize(world, mount)]));
}

function bytesIn(world: World, mount: Mount): number {
  const { storage, volname } = splitVolid(mount.volid);
  const volume = world.storages.get(storage)?.volumes.get(volname);
  return volume === undefined ? 0 : Math.floor(usedOf(volume) * 0.9);
}

function notesFor(world: World, guest: Guest, template: string): string {
  const values: Record<string, string> = {
    cluster: '',
    guestname: nameOf(guest),
    node: world.node.name,
    vmid: String(guest.vmid),
  };
  return template
    .replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole)
    .replaceAll('\\n', '\n')
    .replaceAll('\\\\', '\\');
}

function prune(storage: Storage, vmid: number, keep: number, output: TaskOutput): void {
  output.line(`INFO: prune older backups with retention: keep-last=${keep}`);
  const old = [...storage.volumes.values()]
    .filter((volume) => volume.content === 'backup' && volume.vmid === vmid && !volume.protected)
    .sort((a, b) => b.ctime - a.ctime)
    .slice(keep);
  for (const volume of old) {
    output.line(`INFO: removing backup '${storage.id}:${volume.volname}'`);
    storage.volumes.delete(volume.volname);
  }
  output.line(`INFO: pruned ${old.length} backup(s) not covered by keep-retention policy`);
}

/** `2026-11-20 15:21:56`. */
function clockText(world: World): string {
  return new Date(world.clock.now()).toISOString().slice(0, 19).replace('T', ' ');
}
