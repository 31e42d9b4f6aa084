import * as z from 'zod';
import { readOutput } from '../read-output.js';

const text = z.string().nullish();
const flag = z.union([z.boolean(), z.enum(['0', '1']).transform((value) => value === '1')]);
const columns = {
  name: z.string(),
  kname: z.string(),
  'maj:min': z.string(),
  type: z.string(),
  tran: text,
  hotplug: flag,
  rm: flag,
  ro: flag,
  size: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number), z.null().transform(() => 0)]),
  fstype: text,
  fsver: text,
  label: text,
  uuid: text,
  partuuid: text,
  pttype: text,
  model: text,
  serial: text,
  mountpoint: text,
};

interface Row extends z.infer<z.ZodObject<typeof columns>> {
  children?: Row[] | undefined;
}

const row: z.ZodType<Row> = z.looseObject({
  ...columns,
  get children() {
    return z.array(row).optional();
  },
}) as never;

const answer = z.looseObject({ blockdevices: z.array(row) });

/** A block device as `lsblk` shows it. */
export interface BlockDevice {
  readonly path: string;
  /** `/dev/dm-0` of what has a name of its own. */
  readonly kname: string;
  readonly majMin: string;
  readonly type: string;
  readonly transport: string | undefined;
  readonly hotplug: boolean;
  readonly removable: boolean;
  readonly readOnly: boolean;
  readonly size: number;
  readonly fstype: string | undefined;
  readonly version: string | undefined;
  readonly label: string | undefined;
  readonly uuid: string | undefined;
  readonly partuuid: string | undefined;
  readonly pttype: string | undefined;
  readonly model: string | undefined;
  readonly serial: string | undefined;
  readonly swap: boolean;
  /** The disks that it lies on, itself if it is one. A RAID lies on several. */
  readonly disks: readonly string[];
  /** What lies directly on it. */
  readonly children: readonly string[];
}

/**
 * Reads the output of `lsblk --json --bytes --paths`. What lies on several disks stands below each of them, and is one device here.
 *
 * @throws OutputError for something else
 */
export function parseLsblk(json: string): BlockDevice[] {
  const found = new Map<string, BlockDevice>();
  const visit = (given: Row, parent: Row | undefined, disk: string, transport: string | undefined): void => {
    const own = given.tran || undefined;
    // Only the whole disk has a transport; a loop device has none at all.
    const inherited = own ?? transport ?? (given.type === 'loop' ? 'loop' : undefined);
    const model = given.model?.trim() || parent?.model?.trim() || undefined;
    const serial = given.serial?.trim() || parent?.serial?.trim() || undefined;
    const before = found.get(given.name);
    const children = (given.children ?? []).map(({ name }) => name);
    found.set(given.name, {
      path: given.name,
      kname: given.kname,
      majMin: given['maj:min'].trim(),
      type: given.type,
      transport: inherited,
      hotplug: given.hotplug,
      removable: given.rm,
      readOnly: given.ro,
      size: given.size,
      fstype: given.fstype || undefined,
      version: given.fsver || undefined,
      label: given.label || undefined,
      uuid: given.uuid || undefined,
      partuuid: given.partuuid || undefined,
      pttype: given.pttype || undefined,
      model,
      serial,
      swap: given.mountpoint === '[SWAP]',
      disks: [...new Set([...(before?.disks ?? []), disk])],
      children: [...new Set([...(before?.children ?? []), ...children])],
    });
    for (const child of given.children ?? []) visit(child, { ...given, model, serial }, disk, inherited);
  };
  for (const top of readOutput('lsblk', answer, json).blockdevices)
    visit(top, undefined, top.name, undefined);
  return [...found.values()];
}
