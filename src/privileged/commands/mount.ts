import { dirname } from 'node:path';
import * as z from 'zod';
import { fileCommand, processCommand } from '../command.js';
import { nodeFiles } from '../usb/file-layer.js';
import { type Driver, drivers, optionWords } from '../usb/filesystems.js';
import { mountFailure } from '../usb/mount-reasons.js';
import { lookAtMountpoint, makeMountpoint, removeMountpoint, usersOf } from '../usb/mountpoint.js';
import { device, mountOptions, mountpoint } from '../usb/params.js';

const driver = z.enum(Object.keys(drivers) as [Driver, ...Driver[]]);

/** Every mount, as JSON; a later one on the same folder hides the earlier ones. */
export const mounts = processCommand({
  name: 'mount.list',
  program: 'findmnt',
  params: z.strictObject({}),
  changes: false,
  timeout: 30_000,
  locale: 'guest',
  output: 8 * 1024 * 1024,
  argv: () => ['--kernel', '--json', '--list', '-o', 'ID,TARGET,SOURCE,FSTYPE,OPTIONS,MAJ:MIN'],
  failure: ({ exitCode, stdout, stderr, cut }) => {
    if (cut) return 'its output is too long';
    // Nothing that fits: exit code 1, and not a word.
    if (exitCode === 0 || (exitCode === 1 && stdout.trim() === '' && stderr.trim() === '')) return undefined;
    return `exit code ${exitCode ?? 'none'}`;
  },
});

/**
 * Mounts a device on a folder. The folder is handed over open, so that it cannot be swapped for another one; `--no-canonicalize`
 * keeps mount from looking up its name.
 */
export const mount = processCommand({
  name: 'mount.mount',
  program: 'mount',
  params: z.strictObject({ device, mountpoint, driver, options: mountOptions }),
  changes: true,
  timeout: 120_000,
  argv: (given, site) => [
    '--no-canonicalize',
    '-t',
    given.driver,
    '-o',
    optionWords(given.driver, given.options).join(','),
    given.device,
    { kind: 'folder', path: given.mountpoint, under: site.mountRoots, entry: '.', state: 'vacant' },
  ],
  failure: mountFailure,
});

/** Takes one file system off a folder. The folder above is handed over open; a mount point itself cannot be renamed. */
export const umount = processCommand({
  name: 'mount.unmount',
  program: 'umount',
  params: z.strictObject({ mountpoint }),
  changes: true,
  // What is not written yet is written first.
  timeout: 600_000,
  argv: (given, site) => [
    '--no-canonicalize',
    {
      kind: 'folder',
      path: dirname(given.mountpoint),
      under: site.mountRoots,
      entry: given.mountpoint.slice(dirname(given.mountpoint).length + 1),
      state: 'mounted',
    },
  ],
  failure: mountFailure,
});

/** What is at a path that is to be a mount point. */
export const look = fileCommand({
  name: 'mountpoint.look',
  params: z.strictObject({ mountpoint }),
  timeout: 30_000,
  changes: false,
  files: ({ mountpoint }) => [mountpoint],
  perform: (given, site) => lookAtMountpoint(nodeFiles, given.mountpoint, site.mountRoots),
});

/** Makes a mount point, with the folders above it that are missing. */
export const make = fileCommand({
  name: 'mountpoint.make',
  params: z.strictObject({ mountpoint }),
  timeout: 30_000,
  files: ({ mountpoint }) => [mountpoint],
  perform: (given, site) => makeMountpoint(nodeFiles, given.mountpoint, site.mountRoots),
});

/** Removes folders that were made for a mount point, as far as they are empty. */
export const remove = fileCommand({
  name: 'mountpoint.remove',
  params: z.strictObject({ folders: z.array(mountpoint).max(64) }),
  timeout: 30_000,
  files: ({ folders }) => folders,
  perform: (given, site) => removeMountpoint(nodeFiles, given.folders, site.mountRoots),
});

/** Which processes keep a mount busy. */
export const users = fileCommand({
  name: 'mountpoint.users',
  params: z.strictObject({ mountpoint }),
  timeout: 10_000,
  changes: false,
  files: () => ['/proc'],
  perform: (given, _site, { signal }) => usersOf(given.mountpoint, signal),
});
