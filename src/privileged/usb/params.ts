import * as z from 'zod';

/**
 * The UUID of a file system as `blkid` writes it: `1A2B-3C4D` of FAT, 16 digits of NTFS, the long form of others. Upper and lower case differ.
 * LVM and ZFS have forms of their own, which are allowed here, to be refused by name.
 */
export const uuid = z
  .string()
  .regex(/^(?=.{4,64}$)[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*$/, 'the UUID of a file system is expected');

const segment = '[A-Za-z0-9_](?:[A-Za-z0-9._+@-]{0,127})';

/** A folder to mount on: absolute, of plain names, none of which begins with a dot or a dash. */
export const mountpoint = z
  .string()
  .max(1024)
  .regex(
    new RegExp(`^(?:/${segment})+$`),
    'an absolute path is expected, of letters, digits and ._+@- , without names that begin with a dot or a dash',
  );

/** A disk or a partition of the kernel, without any link: `/dev/sdb1`. */
export const device = z
  .string()
  .regex(
    /^\/dev\/(?:sd[a-z]{1,3}[0-9]{0,3}|vd[a-z]{1,2}[0-9]{0,3}|nvme[0-9]{1,3}n[0-9]{1,3}(?:p[0-9]{1,3})?|mmcblk[0-9]{1,2}(?:p[0-9]{1,3})?|loop[0-9]{1,4}(?:p[0-9]{1,3})?)$/,
    'the path of a disk or a partition is expected',
  );

/** Any block device that may have to be looked at: also those of LVM, RAID and ZFS. */
export const blockDevice = z
  .string()
  .max(255)
  .regex(/^\/dev(?:\/[A-Za-z0-9_+:@#=][A-Za-z0-9._+:@#=-]*)+$/, 'the path of a block device is expected');

const id = z.int().min(0).max(4_294_967_294);
const mask = z.string().regex(/^0[0-7]{3}$/, 'four octal digits are expected, such as 0027');

/** Options of a mount. What a file system does not know is refused. */
export const mountOptions = z.strictObject({
  /** Default false. A disk that is write-protected is mounted for reading anyway: see `readOnly` of the result. */
  readOnly: z.boolean().optional(),
  /** Lets programs on the disk be run. Default false. */
  exec: z.boolean().optional(),
  /** Does not note when files were read. */
  noatime: z.boolean().optional(),
  /** Writes at once: slow, but what is written is there when the stick is pulled out. */
  sync: z.boolean().optional(),
  /** Who owns all files: FAT, exFAT and NTFS only, which keep no owners. Of an unprivileged container's root: 100000. */
  uid: id.optional(),
  gid: id.optional(),
  /** Which rights files do not have: `0137`. FAT, exFAT and NTFS only. */
  fmask: mask.optional(),
  /** Which rights folders do not have: `0027`. FAT, exFAT and NTFS only. */
  dmask: mask.optional(),
});

export type MountOptions = z.infer<typeof mountOptions>;

/** File systems that may be named. `ntfs` is mounted by the driver of the kernel, `ntfs3`. */
export const fsType = z.enum([
  'vfat',
  'exfat',
  'ntfs',
  'ntfs3',
  'ntfs-3g',
  'ext2',
  'ext3',
  'ext4',
  'xfs',
  'btrfs',
]);

export type FsType = z.infer<typeof fsType>;
