import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { fileCommand, processCommand } from '../command.js';
import { nodeFiles } from '../usb/file-layer.js';
import { type Driver, drivers, optionWords } from '../usb/filesystems.js';
import { parseFstab } from '../usb/fstab.js';
import { editFstab, type FstabResult, readFstab } from '../usb/fstab-edit.js';
import { mountOptions, mountpoint, uuid } from '../usb/params.js';

/** Proves a file of mounts that is beside the one of the system. Its exit code is 1 for every error, and for lines of others, too. */
export const findmntVerify = processCommand({
  name: 'fstab.verify',
  program: 'findmnt',
  params: z.strictObject({
    file: z.string().regex(/^\.?[A-Za-z0-9_][A-Za-z0-9._+@-]{0,200}$/, 'the name of a file is expected'),
  }),
  changes: false,
  timeout: 60_000,
  locale: 'guest',
  argv: ({ file }, site) => [
    '--verify',
    '--tab-file',
    { kind: 'folder', path: dirname(site.fstab), under: [dirname(site.fstab)], entry: file },
  ],
  failure: ({ exitCode, signal }) =>
    exitCode === 0 || exitCode === 1 ? undefined : `it crashed (${signal ?? exitCode})`,
});

/** The mounts that the file of the system has. */
export const fstabRead = fileCommand({
  name: 'fstab.read',
  params: z.strictObject({}),
  timeout: 10_000,
  changes: false,
  files: (_params, site) => [site.fstab],
  perform: async (_params, site) => {
    const read = await readFstab(nodeFiles, site.fstab);
    const systemd = await stat('/run/systemd/system').then(
      (found) => found.isDirectory(),
      () => false,
    );
    return 'refused' in read
      ? { refused: read.refused, entries: [], systemd }
      : { entries: parseFstab(read.text), systemd };
  },
});

/** The file, and the one of before that is kept beside it. */
const filesOf = ({ fstab }: { fstab: string }) => [fstab, `${fstab}.felhom-backup`];

/** Puts an entry into the file of the system: the disk is mounted when the host starts, and nothing waits long for one that is away. */
export const fstabPut = fileCommand({
  name: 'fstab.put',
  params: z.strictObject({
    uuid,
    mountpoint,
    driver: z.enum(Object.keys(drivers) as [Driver, ...Driver[]]),
    options: mountOptions,
    /** Seconds. */
    deviceTimeout: z.int().min(1).max(600),
  }),
  timeout: 120_000,
  files: (_params, site) => filesOf(site),
  perform: (given, site, { signal, run }): Promise<FstabResult> =>
    editFstab(
      site.fstab,
      {
        put: {
          uuid: given.uuid,
          target: given.mountpoint,
          type: given.driver,
          options: [
            ...optionWords(given.driver, given.options),
            'nofail',
            `x-systemd.device-timeout=${given.deviceTimeout}s`,
          ],
        },
      },
      { files: nodeFiles, signal, run, verify: (file) => findmntVerify({ file }, site) },
    ),
});

/** Takes our entry of a UUID out of the file of the system. */
export const fstabForget = fileCommand({
  name: 'fstab.forget',
  params: z.strictObject({ uuid }),
  timeout: 120_000,
  files: (_params, site) => filesOf(site),
  perform: (given, site, { signal, run }): Promise<FstabResult> =>
    editFstab(
      site.fstab,
      { forget: given.uuid },
      { files: nodeFiles, signal, run, verify: (file) => findmntVerify({ file }, site) },
    ),
});

/** Tells systemd that the file of mounts is another one. */
export const daemonReload = processCommand({
  name: 'systemd.reload',
  program: 'systemctl',
  params: z.strictObject({}),
  changes: true,
  timeout: 90_000,
  argv: () => ['daemon-reload'],
});
