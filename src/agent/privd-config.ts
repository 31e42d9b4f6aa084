import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { issuesOf } from '../core/validate.js';
import { commands } from '../privileged/registry.js';
import { type SiteOptions, siteOf } from '../privileged/site.js';
import { ConfigError } from './config-error.js';

/** Where the configuration of the root helper is looked for; it may be missing. */
export const usualPrivdConfig = '/etc/felhom-agent/privd.json';

const account = z.union([z.string().min(1), z.int().min(0).max(0xffff_fffe)]);
const path = z.string();

const shape = z.strictObject({
  users: z.array(account).min(1).optional(),
  group: account.optional(),
  allow: z.array(z.string()).optional(),
  deny: z.array(z.string()).optional(),
  mountRoots: z.array(path).optional(),
  allowTransports: z.array(z.string()).optional(),
  fstab: path.optional(),
  programs: z.record(z.string(), path).optional(),
});

/** What the host's owner has decided: for whom the helper works, what it does, and where things are. */
export type PrivdConfig = z.infer<typeof shape>;

/**
 * Reads the configuration of the root helper. It decides what is run as root, so nobody else may have a say in it.
 *
 * @throws ConfigError
 */
export function readPrivdConfig(named: string | undefined, folder: string): PrivdConfig {
  const file = named === undefined ? usualPrivdConfig : resolve(folder, named);
  const text = readOwned(file, named === undefined);
  if (text === undefined) return {};
  const parsed = shape.safeParse(parseJson(text, file));
  if (!parsed.success) throw new ConfigError(issuesOf(parsed.error).map((issue) => within(file, issue)));
  const { allow = [], deny = [] } = parsed.data;
  const nothing = (key: string, names: readonly string[]) =>
    names
      .filter((name) => commandsNamed(name).length === 0)
      .map((name) => ({ path: `${file}: ${key}`, message: `${name} is no command of the helper` }));
  const unknown = [...nothing('allow', allow), ...nothing('deny', deny)];
  if (unknown.length > 0) throw new ConfigError(unknown);
  try {
    siteOf(siteOptionsOf(parsed.data));
  } catch (error) {
    const { issues = [] } = error as { issues?: { path: string; message: string }[] };
    throw new ConfigError(issues.map((issue) => within(file, issue)));
  }
  return parsed.data;
}

/** The commands that the helper runs: all that are allowed and not denied. */
export function allowedBy({ allow = ['*'], deny = [] }: PrivdConfig): string[] {
  const denied = new Set(deny.flatMap(commandsNamed));
  return allow.flatMap(commandsNamed).filter((name) => !denied.has(name));
}

/** The paths of the host, as far as they are not where Debian has them. */
export function siteOptionsOf({ mountRoots, fstab, allowTransports, programs }: PrivdConfig): SiteOptions {
  return given({ mountRoots, fstab, allowTransports, programs }) as SiteOptions;
}

/** `mount.mount` is one, `mount.*` is all of an area, `*` is all. */
function commandsNamed(pattern: string): string[] {
  const all = [...commands.keys()];
  if (pattern === '*') return all;
  return pattern.endsWith('.*')
    ? all.filter((name) => name.startsWith(pattern.slice(0, -1)))
    : all.filter((name) => name === pattern);
}

/** Without what is not given. */
function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}

function readOwned(file: string, mayBeMissing: boolean): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && mayBeMissing) return undefined;
    throw new ConfigError([{ path: file, message: `cannot be read (${code ?? 'unknown error'})` }]);
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new ConfigError([{ path: file, message: 'no file' }]);
    for (const [place, { uid, mode }] of [
      [file, stats],
      [dirname(file), statSync(dirname(file))],
    ] as const) {
      if (uid === process.getuid?.() && (mode & 0o022) === 0) continue;
      throw new ConfigError([
        {
          path: place,
          message: 'others could change it, and it decides what is run as root: chown root and chmod go-w it',
        },
      ]);
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError([{ path: file, message: 'not JSON' }]);
  }
}

function within(file: string, issue: { path: string; message: string }) {
  return {
    path: issue.path === '' ? file : `${file}: ${issue.path}`,
    message: issue.message,
  };
}
