import type { Permissions } from '@felhom/proxmox/agent';
import fc from 'fast-check';

/** An entry of an access control list, for one caller: a role's privileges at a path. */
export interface Entry {
  path: string;
  privileges: readonly string[];
  propagate: boolean;
}

const standardPaths = ['/', '/access', '/access/groups', '/nodes', '/pool', '/sdn', '/storage', '/vms'];

/**
 * What Proxmox VE itself works out at a path, written after `roles` of pve-access-control src/PVE/AccessControl.pm:
 * from `/` down, each level with an entry that counts replaces what came from above.
 */
export function truth(entries: readonly Entry[], path: string): Map<string, boolean> {
  const parts = path.split('/').filter((part) => part !== '');
  const levels = ['/', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)];
  let rights = new Map<string, boolean>();
  for (const level of levels) {
    const counting = entries.filter((entry) => entry.path === level && (entry.propagate || level === path));
    if (counting.length === 0) continue;
    rights = new Map();
    for (const { privileges, propagate } of counting) {
      for (const name of privileges) rights.set(name, propagate || rights.get(name) === true);
    }
  }
  return rights;
}

/** What `GET /access/permissions` answers: the standard paths and those with entries, where there is anything. */
export function listed(entries: readonly Entry[]): Permissions {
  const paths = new Set([...standardPaths, ...entries.map(({ path }) => path)]);
  const rows = [...paths].map((path) => [path, Object.fromEntries(truth(entries, path))] as const);
  return Object.fromEntries(rows.filter(([, row]) => Object.keys(row).length > 0));
}

export const paths = [
  '/',
  '/vms',
  '/vms/100',
  '/vms/101',
  '/vms/900',
  '/storage',
  '/storage/local',
  '/storage/nas',
  '/nodes',
  '/nodes/pve1',
];

const privileges = [
  'VM.Audit',
  'VM.Allocate',
  'VM.Snapshot',
  'VM.PowerMgmt',
  'VM.Clone',
  'Datastore.Audit',
  'Datastore.AllocateSpace',
  'Sys.Audit',
];

/** Access control lists. Roles are never empty: an empty one is NoAccess, which the list does not show. */
export const acls: fc.Arbitrary<Entry[]> = fc.array(
  fc.record({
    path: fc.constantFrom(...paths),
    privileges: fc.uniqueArray(fc.constantFrom(...privileges), { minLength: 1, maxLength: 4 }),
    propagate: fc.boolean(),
  }),
  { maxLength: 6 },
);
