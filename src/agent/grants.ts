import { grantLine } from '../core/permission.js';
import { missingOf, type Permissions, rightsAt } from '../core/rights.js';
import { anyBelow, type NeedVerdict, type OperationVerdict } from './privileges.js';

/** A role that is missing, and the command that grants it. */
export interface Grant {
  path: string;
  /** What the new entry has to hold: what the caller has there today, and what is missing. */
  privileges: readonly string[];
  missing: readonly string[];
  /** A line for a root shell on the host. */
  command: string;
}

/**
 * What would have to be granted so that the caller may do what it may do nowhere now, and nothing beyond it.
 *
 * An entry replaces what is inherited at its path, so each role also holds what the caller has there already.
 * Operations that are allowed in some places are left alone: that is how narrow tokens are meant to be. So are needs
 * of some parameters only: among them is Sys.Modify on `/`, which nobody should get for the sake of a complete list.
 */
export function grantsFor(
  operations: readonly OperationVerdict[],
  permissions: Permissions,
  identity: string,
): Grant[] {
  const wanted = new Map<string, { missing: Set<string>; kept: ReadonlySet<string> }>();
  for (const verdict of operations.flatMap(({ needs }) => needs)) {
    if (verdict.met !== 'nowhere' || verdict.need.when !== undefined) continue;
    for (const path of whereToGrant(verdict, permissions)) {
      // What does not propagate is an entry of this very path, which stays beside the new one.
      const kept = rightsAt(permissions, path === verdict.root ? anyBelow(path, verdict.need) : path);
      const { missing } = wanted.get(path) ?? { missing: new Set() };
      wanted.set(path, { kept, missing: new Set([...missing, ...missingOf(verdict.need, kept)]) });
    }
  }
  return [...wanted]
    .filter(([, { missing }]) => missing.size > 0)
    .map(([path, { missing, kept }]) => {
      const privileges = [...new Set([...kept, ...missing])].sort();
      const command = grantLine(path, privileges, identity);
      return { path, privileges, missing: [...missing].sort(), command };
    });
}

// A caller with rights on single guests or storages only was made for these: it gets no more than those.
// A need of the root itself (`Datastore.Allocate on /storage`) is met nowhere below it.
function whereToGrant({ need, root, newGuest }: NeedVerdict, permissions: Permissions): string[] {
  if (newGuest || need.path === root || rightsAt(permissions, root).size > 0) return [root];
  const single = Object.keys(permissions).filter(
    (path) => root !== '/' && path.startsWith(`${root}/`) && rightsAt(permissions, path).size > 0,
  );
  return single.length > 0 ? single.sort() : [root];
}
