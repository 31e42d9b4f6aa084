import { isAbsolute, normalize } from 'node:path';
import { ParamsError } from '../core/errors.js';
import { type Program, programs } from './programs.js';

/** How a disk is attached. */
export type Transport = 'usb' | 'sata' | 'ata' | 'sas' | 'nvme' | 'mmc' | 'virtio' | 'loop';

const transports: readonly string[] = [
  'usb',
  'sata',
  'ata',
  'sas',
  'nvme',
  'mmc',
  'virtio',
  'loop',
] satisfies Transport[];

/** What is particular to a host: set by whoever runs the program, never by a call. */
export interface SiteOptions {
  /** Folders below which file systems may be mounted. Default `['/mnt']`. */
  mountRoots?: readonly string[];
  /** Default `/etc/fstab`. */
  fstab?: string;
  /**
   * How the disks are attached that may be mounted, as `lsblk` names it. Default `['usb']`. `loop` stands for images that are
   * attached as devices: for tests.
   */
  allowTransports?: readonly Transport[];
  /** Where the kernel has its sensors. Default `/sys/class/hwmon`. */
  hwmon?: string;
  /** Where the local templates are. Default `/etc/felhom-agent/templates`. */
  templates?: string;
  /** Whose templates count: root's alone. For tests. @internal */
  templateOwners?: readonly number[];
  /** Programs that are elsewhere than on Debian: absolute paths. */
  programs?: Partial<Record<Program, string>>;
}

/** Where root keeps the local templates. */
export const usualTemplates = '/etc/felhom-agent/templates';

export interface Site {
  readonly mountRoots: readonly string[];
  readonly fstab: string;
  readonly allowTransports: readonly Transport[];
  readonly hwmon: string;
  readonly templates: string;
  readonly templateOwners: readonly number[];
  readonly programs: Readonly<Record<Program, string>>;
}

/** @throws ParamsError that names every wrong option. */
export function siteOf({
  mountRoots = ['/mnt'],
  fstab = '/etc/fstab',
  allowTransports = ['usb'],
  hwmon = '/sys/class/hwmon',
  templates = usualTemplates,
  templateOwners = [0],
  programs: others = {},
}: SiteOptions = {}): Site {
  const paths: [string, unknown][] = [
    ...mountRoots.map((path, index): [string, unknown] => [`mountRoots.${index}`, path]),
    ['fstab', fstab],
    ['hwmon', hwmon],
    ['templates', templates],
    ...Object.entries(others).map(([name, path]): [string, unknown] => [`programs.${name}`, path]),
  ];
  const issues = paths
    .filter(([, path]) => !isPlainPath(path))
    .map(([path]) => ({
      path,
      message: 'an absolute path is expected, without `.`, `..` or control characters',
    }));
  const unknown = Object.keys(others)
    .filter((name) => !Object.hasOwn(programs, name))
    .map((name) => ({ path: `programs.${name}`, message: 'not a program that this package runs' }));
  const foreign = allowTransports.flatMap((name, index) =>
    transports.includes(name)
      ? []
      : [{ path: `allowTransports.${index}`, message: `one of ${transports.join(', ')}` }],
  );
  const wrong = [...issues, ...unknown, ...foreign];
  if (wrong.length > 0) throw new ParamsError(wrong);
  const usual = Object.fromEntries(Object.entries(programs).map(([name, { binary }]) => [name, binary]));
  return {
    mountRoots,
    fstab,
    allowTransports,
    hwmon,
    templates,
    templateOwners,
    programs: { ...usual, ...others } as Record<Program, string>,
  };
}

function isPlainPath(path: unknown): boolean {
  return (
    typeof path === 'string' &&
    isAbsolute(path) &&
    normalize(path) === path &&
    path.length > 1 &&
    !path.endsWith('/') &&
    !/\p{Cc}/u.test(path)
  );
}
