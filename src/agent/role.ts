import {
  type LeastPrivilege,
  type LeastPrivilegeOptions,
  leastPrivilege,
  type RouteUse,
} from '../client/rights/least-privilege.js';
import type { AnyOp, Need } from '../core/op.js';
import { operationsOf } from './privileges.js';
import { reported } from './report-operations.js';

/** What a role can be made for. `selftest`: looking only; `task`: the round trip with a snapshot; `backup`: backups and restores; `all`: everything that a report judges. */
export type Purpose = 'selftest' | 'task' | 'backup' | 'all';

/** The least that a purpose needs. */
export interface Role extends LeastPrivilege {
  purpose: Purpose;
  /** Of `all`: what only single parameters need on `/`, and nobody should get for the sake of a complete list. */
  leftOut: readonly Need[];
}

/** Lists leave out silently what the caller may not see, so looking takes more than the routes declare. */
const seeGuests: Need = { path: '/vms/{vmid}', all: ['VM.Audit'] };
const seeStorages: Need = { path: '/storage/{storage}', all: ['Datastore.Audit'] };
const bridges: Need = { path: '/sdn/zones/localnetwork/{bridge}', all: ['SDN.Use'] };

const ofItsTask: readonly RouteUse[] = [
  { route: 'GET /nodes/{node}/tasks/{upid}/status' },
  { route: 'GET /nodes/{node}/tasks/{upid}/log' },
];

const selftest: readonly RouteUse[] = [
  { route: 'GET /version' },
  { route: 'GET /nodes' },
  { route: 'GET /nodes/{node}/status' },
  { route: 'GET /cluster/resources', needs: [seeGuests, seeStorages] },
  { route: 'GET /nodes/{node}/storage', needs: [seeStorages] },
  { route: 'GET /nodes/{node}/storage/{storage}/content' },
  { route: 'GET /access/permissions' },
];

const task: readonly RouteUse[] = [
  { route: 'GET /cluster/resources', needs: [seeGuests] },
  { route: 'GET /nodes/{node}/lxc/{vmid}/status/current' },
  { route: 'GET /nodes/{node}/lxc/{vmid}/feature' },
  { route: 'POST /nodes/{node}/lxc/{vmid}/snapshot' },
  { route: 'GET /nodes/{node}/lxc/{vmid}/snapshot' },
  { route: 'DELETE /nodes/{node}/lxc/{vmid}/snapshot/{snapname}' },
  ...ofItsTask,
];

/** The bridges are those that the backup names. */
const backup: readonly RouteUse[] = [
  { route: 'GET /cluster/resources', needs: [seeGuests] },
  { route: 'GET /cluster/nextid' },
  { route: 'POST /nodes/{node}/vzdump' },
  {
    route: 'GET /nodes/{node}/storage/{storage}/content',
    needs: [{ path: '/vms/{vmid}', all: ['VM.Backup'] }],
  },
  { route: 'POST /nodes/{node}/lxc', params: { restore: true, unprivileged: true }, needs: [bridges] },
  { route: 'GET /nodes/{node}/lxc/{vmid}/status/current' },
  ...ofItsTask,
];

/** What each purpose calls. */
export const usesFor: Readonly<Record<Exclude<Purpose, 'all'>, readonly RouteUse[]>> = {
  selftest,
  task,
  backup,
};

/**
 * The least privilege for a purpose, and the `pveum` lines that grant it.
 * @throws ParamsError for an identity or a place that is none.
 */
export function roleFor(purpose: Purpose, options: Omit<LeastPrivilegeOptions, 'release'> = {}): Role {
  if (purpose !== 'all') return { purpose, ...leastPrivilege(usesFor[purpose], options), leftOut: [] };
  const operations = operationsOf(reported).map(([, op]) => op);
  const lists: RouteUse = { route: 'GET /cluster/resources', needs: [seeGuests, seeStorages] };
  const role = leastPrivilege([lists, ...operations.map(useOf)], options);
  // What is not known of a route, its operation says itself.
  const onRoot = new Set(role.grants.find(({ path }) => path === '/')?.privileges ?? []);
  const told = new Set(operations.filter(({ needs = [] }) => needs.length > 0).map(({ route }) => route));
  return {
    purpose,
    ...role,
    unknown: role.unknown.filter(({ route }) => !told.has(route)),
    leftOut: operations
      .flatMap(({ needs = [] }) => needs.filter(isTooMuch))
      .filter(({ all = [], any = [] }) => ![...all, ...any].every((name) => onRoot.has(name))),
  };
}

function useOf({ route, fixed, needs = [] }: AnyOp): RouteUse {
  return { route, params: fixed, needs: needs.filter((need) => !isTooMuch(need)) };
}

/** A need of some parameters on the whole host: Sys.Modify on `/` is close to being root. */
function isTooMuch({ path, when }: Need): boolean {
  return when !== undefined && path === '/';
}
