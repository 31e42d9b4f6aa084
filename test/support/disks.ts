import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, realpath, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { Privileged, type PrivilegedOptions } from '~/privileged/privileged.js';

const exec = promisify(execFile);
/** Another version of util-linux to test with: a folder of programs. */
const others = process.env['FELHOM_UTIL_LINUX'];
const otherPrograms =
  others === undefined
    ? {}
    : Object.fromEntries(
        ['lsblk', 'blkid', 'findmnt', 'mount', 'umount'].map((name) => [name, join(others, name)]),
      );

const prefix = 'felhom-disks-';

/** Why tests on real disks cannot run: not root, or the packages that are missing. */
export function lacking(...tools: string[]): string {
  if (process.getuid?.() !== 0) return 'root';
  const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  return ['losetup', 'mount', 'umount', 'findmnt', 'lsblk', 'blkid', 'mkfs.ext4', ...tools]
    .filter((tool) => !folders.some((folder) => existsSync(join(folder, tool))))
    .join(', ');
}

/** True where the kernel can mount it. */
export function kernelHas(filesystem: string): boolean {
  return readFileSync('/proc/filesystems', 'utf8').split(/\s+/).includes(filesystem);
}

/** Disks made of files, a folder to mount on and an fstab of their own. `end` leaves nothing behind, and says so if it cannot. */
export class Disks {
  readonly folder: string;
  readonly root: string;
  readonly fstab: string;
  readonly #devices: string[] = [];

  private constructor(folder: string) {
    this.folder = folder;
    this.root = join(folder, 'mnt');
    this.fstab = join(folder, 'etc', 'fstab');
  }

  static async make(): Promise<Disks> {
    await removeLeftovers();
    const folder = await realpath(await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`)));
    const disks = new Disks(folder);
    await mkdir(disks.root);
    await mkdir(join(folder, 'etc'));
    await writeFile(disks.fstab, '# of the test\nproc /proc proc defaults 0 0\n');
    return disks;
  }

  privileged(options: PrivilegedOptions = {}): Privileged {
    return new Privileged({
      runner: new ExecRunner({ mode: 'direct' }),
      mountRoots: [this.root],
      fstab: this.fstab,
      allowTransports: ['loop'],
      ...options,
      programs: { ...otherPrograms, ...options.programs },
    });
  }

  /** A file of zeros. */
  async image(name: string, mebibytes = 16): Promise<string> {
    const path = join(this.folder, `${name}.img`);
    const file = await open(path, 'w');
    await file.close();
    await truncate(path, mebibytes * 1024 * 1024);
    return path;
  }

  /** A file with a file system, made by its own program. */
  async formatted(name: string, program: string, argv: readonly string[], mebibytes = 16): Promise<string> {
    const path = await this.image(name, mebibytes);
    await exec(`/usr/sbin/${program}`, [...argv, path]);
    return path;
  }

  /** Attaches a file as a device. */
  async attach(image: string, ...flags: string[]): Promise<string> {
    const { stdout } = await exec('/usr/sbin/losetup', ['--find', '--show', ...flags, image]);
    const device = stdout.trim();
    this.#devices.push(device);
    // Without udev, libblkid believes for minutes what it has kept of an earlier file at this device. A cache is all that this is.
    for (const name of ['blkid.tab', 'blkid.tab.old']) await rm(join('/run/blkid', name), { force: true });
    return device;
  }

  async detach(device: string): Promise<void> {
    await exec('/usr/sbin/losetup', ['-d', device]);
    this.#devices.splice(this.#devices.indexOf(device), 1);
  }

  /** What is mounted at or below the folder, or from one of the devices: `target source fstype options`. */
  async mounts(): Promise<string[]> {
    const table = await readFile('/proc/self/mounts', 'utf8');
    return table
      .split('\n')
      .map((line) => line.split(' '))
      .filter(
        ([source = '', target = '']) => target.startsWith(this.folder) || this.#devices.includes(source),
      )
      .map(([source, target, fstype, options]) => `${target} ${source} ${fstype} ${options}`);
  }

  async end(): Promise<void> {
    for (const line of (await this.mounts()).reverse())
      await exec('/usr/bin/umount', [line.split(' ')[0] ?? '']);
    for (const device of [...this.#devices]) await this.detach(device);
    const left = await this.mounts();
    if (left.length > 0) throw new Error(`still mounted: ${left.join('; ')}`);
    const { stdout } = await exec('/usr/sbin/losetup', ['--list', '--noheadings', '-O', 'BACK-FILE']);
    if (stdout.includes(this.folder)) throw new Error(`still attached: ${stdout}`);
    await rm(this.folder, { recursive: true });
  }
}

/** The UUID that blkid finds on a device or in a file. */
export async function uuidOf(device: string): Promise<string> {
  const { stdout } = await exec('/usr/sbin/blkid', ['-p', '-s', 'UUID', '-o', 'value', device]);
  return stdout.trim();
}

/** Of runs that were ended by force: their processes are gone. */
async function removeLeftovers(): Promise<void> {
  const isLeft = (path: string) => {
    const pid = new RegExp(`^${join(tmpdir(), prefix)}(\\d+)-`).exec(path)?.[1];
    return pid !== undefined && !existsSync(`/proc/${pid}`);
  };
  const table = await readFile('/proc/self/mounts', 'utf8');
  const targets = table.split('\n').map((line) => line.split(' ')[1] ?? '');
  for (const target of targets.filter(isLeft).reverse()) await exec('/usr/bin/umount', [target]);
  const { stdout } = await exec('/usr/sbin/losetup', ['--list', '--noheadings', '-O', 'NAME,BACK-FILE']);
  for (const line of stdout.split('\n')) {
    const [device = '', file = ''] = line.trim().split(/\s+/);
    if (isLeft(file)) await exec('/usr/sbin/losetup', ['-d', device]);
  }
  for (const name of readdirSync(tmpdir())) {
    const path = join(tmpdir(), name);
    if (isLeft(path)) rmSync(path, { recursive: true });
  }
}

/** What `blkid` knows the members of larger things by, written by hand: their own tools are on few machines. */
export const signatures = {
  luks(uuid: string): [at: number, bytes: Buffer][] {
    const header = Buffer.alloc(592);
    header.write('LUKS\xba\xbe', 'latin1');
    header.writeUInt16BE(1, 6);
    header.write(uuid, 168);
    return [[0, header]];
  },
  lvm(uuid: string): [at: number, bytes: Buffer][] {
    const sector = Buffer.alloc(512);
    sector.write('LABELONE');
    sector.writeBigUInt64LE(1n, 8);
    sector.writeUInt32LE(32, 20);
    sector.write('LVM2 001', 24);
    sector.write(uuid.replaceAll('-', ''), 32);
    sector.writeUInt32LE(crc32(sector.subarray(20), 0xf597a6cf), 16);
    return [[512, sector]];
  },
  raid(uuid: string): [at: number, bytes: Buffer][] {
    const block = Buffer.alloc(256);
    block.writeUInt32LE(0xa92b4efc, 0);
    block.writeUInt32LE(1, 4);
    Buffer.from(uuid.replaceAll('-', ''), 'hex').copy(block, 16);
    block.writeUInt32LE(1, 72);
    block.writeUInt32LE(2, 92);
    block.writeBigUInt64LE(8n, 144);
    let sum = 0n;
    for (let at = 0; at < 256; at += 4) sum += BigInt(block.readUInt32LE(at));
    block.writeUInt32LE(Number(((sum & 0xffffffffn) + (sum >> 32n)) & 0xffffffffn), 216);
    return [[4096, block]];
  },
  /** A table of one partition. */
  partitions(): [at: number, bytes: Buffer][] {
    const sector = Buffer.alloc(512);
    sector[446 + 4] = 0x83;
    sector.writeUInt32LE(2048, 446 + 8);
    sector.writeUInt32LE(8192, 446 + 12);
    sector.writeUInt32LE(0xfe1b0a5e, 440);
    sector.writeUInt16BE(0x55aa, 510);
    return [[0, sector]];
  },
};

/** Writes pieces into a file. */
export async function write(path: string, pieces: readonly [at: number, bytes: Buffer][]): Promise<void> {
  const file = await open(path, 'r+');
  for (const [at, bytes] of pieces) await file.write(bytes, 0, bytes.length, at);
  await file.close();
}

function crc32(bytes: Buffer, start: number): number {
  let crc = start;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) === 1 ? 0xedb88320 : 0);
  }
  return crc >>> 0;
}
