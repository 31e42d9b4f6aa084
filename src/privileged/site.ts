import { isAbsolute, normalize } from 'node:path';
import { ParamsError } from '../core/errors.js';
import { type Program, programs } from './programs.js';

/** What is particular to a host: set by whoever runs the program, never by a call. */
export interface SiteOptions {
  /** Folders below which file systems may be mounted. Default `['/mnt']`. */
  mountRoots?: readonly string[];
  /** Default `/etc/fstab`. */
  fstab?: string;
  /** Programs that are elsewhere than on Debian: absolute paths. */
  programs?: Partial<Record<Program, string>>;
}

export interface Site {
  readonly mountRoots: readonly string[];
  readonly fstab: string;
  readonly programs: Readonly<Record<Program, string>>;
}

/** @throws ParamsError that names every wrong option. */
export function siteOf({
  mountRoots = ['/mnt'],
  fstab = '/etc/fstab',
  programs: others = {},
}: SiteOptions = {}): Site {
  const paths: [string, unknown][] = [
    ...mountRoots.map((path, index): [string, unknown] => [`mountRoots.${index}`, path]),
    ['fstab', fstab],
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
  if (issues.length > 0 || unknown.length > 0) throw new ParamsError([...issues, ...unknown]);
  const usual = Object.fromEntries(Object.entries(programs).map(([name, { binary }]) => [name, binary]));
  return { mountRoots, fstab, programs: { ...usual, ...others } as Record<Program, string> };
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
