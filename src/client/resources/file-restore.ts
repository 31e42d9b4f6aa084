import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { op } from '../../core/op.js';
import { flag, num, record, text, word } from '../../core/wire.js';
import { onNode } from './params.js';

/** A path in a backup: `/`, or what `list` gave as `filepath`, which is the path in base64. */
const filepath = z
  .string()
  .regex(
    /^(?:\/|(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/,
    'not a path of `list`: `/` or base64 is expected',
  )
  .min(1, 'empty: `/` is the whole backup');

const inBackup = {
  ...onNode,
  storage: ids.storage,
  /** A backup on a Proxmox Backup Server: the volume id, or its name without the storage. */
  volume: z.string().regex(/^[^\p{Cc}]+$/u, 'the volume id of a backup is expected'),
  filepath,
};

const needs = [{ path: '/storage/{storage}', all: ['Datastore.AllocateSpace'] }] as const;

/** Files in a backup. */
export const fileRestore = {
  /**
   * The files and folders under `filepath` in a backup. PVE opens backups on a Proxmox Backup Server only; for any other
   * storage it answers 400. The first look at a disk image starts a small virtual machine on the node, which may take
   * until PVE gives up with a 596 after 30 s: ask again. Beside what `needs` says it takes VM.Backup on the guest of the
   * backup; Datastore.Allocate on the storage is enough for both (pve-storage src/PVE/Storage.pm).
   */
  list: op(
    'GET /nodes/{node}/storage/{storage}/file-restore/list',
    z.strictObject(inBackup),
    z.array(
      record({
        /** The path in base64: the `filepath` to ask for next. */
        filepath: text,
        /** `d` folder, `f` file, `v` virtual (an archive or a disk), and letters of other kinds. */
        type: word<'d' | 'f' | 'v'>(),
        /** The name. */
        text,
        /** Nothing is under it. */
        leaf: flag,
        /** Bytes. */
        size: num.optional(),
        /** Seconds since the epoch. */
        mtime: num.optional(),
      }),
    ),
    { needs },
  ),
};

/** The request of `storage.fileRestore.download`, whose answer is bytes. */
export const download = op(
  'GET /nodes/{node}/storage/{storage}/file-restore/download',
  z.strictObject({
    ...inBackup,
    /** Folders as `tar.zst` in place of `zip`. PVE 7 does not know it. */
    tar: z.boolean().optional(),
  }),
  z.undefined(),
  { needs },
);
