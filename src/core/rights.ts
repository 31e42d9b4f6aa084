import type { Need } from './op.js';

/** What a caller may do, as `GET /access/permissions` gives it: privileges by path, true where they go on below. */
export type Permissions = Readonly<Record<string, Readonly<Record<string, boolean>>>>;

/**
 * The privileges that hold at a path.
 *
 * PVE lists the paths that its access control names, and each row is complete: it replaces what is inherited, it
 * does not add to it. So the path's own row decides, else the nearest row above that passes anything on. A row
 * that passes nothing on (all false) says nothing about the paths below: PVE skips such entries on its way down
 * (pve-access-control src/PVE/AccessControl.pm, `roles`).
 *
 * A path whose entry takes everything away (role NoAccess) is not listed, so it looks like one without an entry.
 * Asked for that one path, PVE answers with an empty row, and an empty row here means: nothing.
 */
export function rightsAt(permissions: Permissions, path: string): ReadonlySet<string> {
  const own = row(permissions, path);
  if (own !== undefined) return new Set(Object.keys(own));
  for (const above of pathsAbove(path)) {
    const passedOn = Object.entries(row(permissions, above) ?? {}).filter(([, propagates]) => propagates);
    if (passedOn.length > 0) return new Set(passedOn.map(([name]) => name));
  }
  return new Set();
}

/** The privileges of a need that are missing among `rights`; of several that would do, the first. */
export function missingOf(need: Need, rights: ReadonlySet<string>): string[] {
  const missing = (need.all ?? []).filter((name) => !rights.has(name));
  const any = need.any ?? [];
  const [first] = any;
  if (first !== undefined && !any.some((name) => rights.has(name))) missing.push(first);
  return missing;
}

/** The path of a thing below `root` that has no entry of its own. No id can look like this. */
export function thingBelow(root: string): string {
  return `${root === '/' ? '' : root}/{any}`;
}

function row(permissions: Permissions, path: string): Readonly<Record<string, boolean>> | undefined {
  return Object.hasOwn(permissions, path) ? permissions[path] : undefined;
}

/** `/vms/100` gives `/vms` and `/`. */
function pathsAbove(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, index) => `/${parts.slice(0, parts.length - 1 - index).join('/')}`);
}
