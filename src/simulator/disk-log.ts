import { fail } from './errors.js';
import type { Random } from './random.js';
import { KiB, MiB, pathOf, roomIn } from './volumes.js';
import type { Storage } from './world.js';

/** What mkfs and its like print while a container's disk is made. */
export function newDiskLog(storage: Storage, volname: string, size: number, random: Random): string[] {
  if (size === 0) return [];
  const format = `Formatting '${pathOf(storage, volname)}', fmt=raw size=${size} preallocation=off`;
  const { blocks, blockSize, inodes, backups } = layout(size);
  return [
    ...(storage.type === 'dir' ? [format] : []),
    `Creating filesystem with ${blocks} ${blockSize / KiB}k blocks and ${inodes} inodes`,
    `Filesystem UUID: ${random.uuid()}`,
    'Superblock backups stored on blocks: ',
    ...(backups.length === 0 ? [] : [`\t${backups.join(', ')}`]),
  ];
}

/** Fails as a copy does whose storage is full. */
export function checkCopyFits(storage: Storage, vmid: number, output: { line(text: string): void }): void {
  if (roomIn(storage) > 0) return;
  const at = `/var/lib/lxc/${vmid}/.copy-volume`;
  const command = `rsync --stats -X -A --numeric-ids -aH --whole-file --sparse --one-file-system ${at}-2/ ${at}-1`;
  output.line(
    `rsync: [receiver] write failed on "${at}-1/var/lib/dpkg/status": No space left on device (28)`,
  );
  output.line('rsync error: error in file IO (code 11) at receiver.c(381) [receiver=3.4.1]');
  throw fail(`command '${command}' failed: exit code 11`);
}

/** How mke2fs lays out a file system of a size. */
function layout(size: number): { blocks: number; blockSize: number; inodes: number; backups: number[] } {
  const small = size < 512 * MiB;
  const blockSize = small ? KiB : 4 * KiB;
  const blocks = Math.floor(size / blockSize);
  const perGroup = blockSize * 8;
  const groups = Math.ceil(blocks / perGroup);
  const wanted = Math.ceil(size / (small ? 4096 : 16_384) / groups);
  // The inode table fills whole blocks, and a group's count is a multiple of eight.
  const table = Math.ceil((wanted * 256) / blockSize);
  const inodes = groups * (Math.floor((table * blockSize) / 256) & ~7);
  const backups = Array.from({ length: groups }, (_, group) => group)
    .filter(holdsBackup)
    .map((group) => group * perGroup + (small ? 1 : 0));
  return { blocks, blockSize, inodes, backups };
}

/** Group 1 and the powers of 3, 5 and 7 hold copies of the superblock. */
function holdsBackup(group: number): boolean {
  if (group === 1) return true;
  return [3, 5, 7].some((base) => {
    let power = base;
    while (power < group) power *= base;
    return power === group;
  });
}

/** What growing a file system prints: a mounted one grows in place, another one is checked before. */
export function resizeLog(path: string, size: number, mounted: boolean): string[] {
  const blocks = Math.floor(size / (4 * KiB));
  const version = '1.47.2 (1-Jan-2025)';
  if (mounted) {
    return [
      `resize2fs ${version}`,
      'Filesystem at /dev/loop7 is mounted on /tmp; on-line resizing required',
      'old_desc_blocks = 1, new_desc_blocks = 1',
      `The filesystem on /dev/loop7 is now ${blocks} (4k) blocks long.`,
      '',
    ];
  }
  return [
    `e2fsck ${version}`,
    'Pass 1: Checking inodes, blocks, and sizes',
    'Pass 2: Checking directory structure',
    'Pass 3: Checking directory connectivity',
    'Pass 4: Checking reference counts',
    'Pass 5: Checking group summary information',
    `resize2fs ${version}`,
    `Resizing the filesystem on ${path} to ${blocks} (4k) blocks.`,
    `The filesystem on ${path} is now ${blocks} (4k) blocks long.`,
    '',
  ];
}

/** `2191360 (2.1MiB, 350MiB/s)`, as tar adds up what it moved. */
export function tarTotal(bytes: number, random: Random): string {
  const mib = bytes / MiB;
  const size = mib >= 10 ? `${Math.round(mib)}MiB` : `${mib.toFixed(1)}MiB`;
  return `${bytes} (${size}, ${random.between(180, 580)}MiB/s)`;
}

/** What rsync prints after a full copy of a disk. */
export function copyLog(bytes: number): string[] {
  const n = (value: number): string => Math.floor(value).toLocaleString('en-US');
  return [
    '',
    'Number of files: 24,303 (reg: 18,213, dir: 2,818, link: 3,272)',
    'Number of created files: 24,301 (reg: 18,213, dir: 2,816, link: 3,272)',
    'Number of deleted files: 0',
    'Number of regular files transferred: 18,211',
    `Total file size: ${n(bytes)} bytes`,
    `Total transferred file size: ${n(bytes)} bytes`,
    `Literal data: ${n(bytes)} bytes`,
    'Matched data: 0 bytes',
    'File list size: 0',
    'File list generation time: 0.001 seconds',
    'File list transfer time: 0.000 seconds',
    `Total bytes sent: ${n(bytes * 1.003)}`,
    'Total bytes received: 41,139',
    '',
    `sent ${n(bytes * 1.003)} bytes  received 41,139 bytes  ${n(bytes / 2)}.00 bytes/sec`,
    `total size is ${n(bytes)}  speedup is 1.00`,
  ];
}
