import type { Client } from '../client/client.js';
import type { CallOptions } from '../core/op.js';
import type { Permissions } from '../core/rights.js';
import { Facts } from './facts.js';
import { type Grant, grantsFor } from './grants.js';
import { judge, type OperationVerdict, type Places } from './privileges.js';
import { reported } from './report-operations.js';

/** What a caller may do with containers, and what it would take to do the rest. */
export interface PrivilegeReport {
  /** `user@realm!token` or `user@realm`. */
  identity: string;
  operations: readonly OperationVerdict[];
  /** What to grant so that the caller may do all of these; empty where it may. */
  grants: readonly Grant[];
}

/** Above this many places, the rest is worked out from what the paths above them say. */
const mostQuestions = 200;

/**
 * Tells for each operation that looks after containers whether the client's caller may carry it out, and where. Only
 * reads. For all others, ask `client.can`.
 *
 * It knows the privileges that the API declares for an operation. Some parameters need more (a bridge, a
 * template's storage, a feature flag), which shows when they are used.
 */
export async function privilegeReport(client: Client, options: CallOptions = {}): Promise<PrivilegeReport> {
  return reportFrom(new Facts(client, options));
}

/** @internal The same from facts that are there already. */
export async function reportFrom(facts: Facts): Promise<PrivilegeReport> {
  const [listed, places] = await Promise.all([facts.permissions(), facts.places()]);
  const permissions = await withExactRows(facts, listed, places);
  const operations = judge(reported, permissions, places);
  const { identity } = facts.client;
  return { identity, operations, grants: grantsFor(operations, permissions, identity) };
}

// The list leaves out paths where the caller has nothing, so for these a look at the paths above would be wrong.
async function withExactRows(facts: Facts, listed: Permissions, places: Places): Promise<Permissions> {
  const paths = [
    ...places.nodes.map((node) => `/nodes/${node}`),
    ...places.storages.map((storage) => `/storage/${storage}`),
    ...places.guests.map((vmid) => `/vms/${vmid}`),
  ];
  const open = paths.filter((path) => !Object.hasOwn(listed, path)).slice(0, mostQuestions);
  const rows = await Promise.all(
    open.map(async (path): Promise<[string, Record<string, boolean>]> => {
      const answer = await facts.client.access.permissions({ path }, facts.options);
      return [path, answer[path] ?? {}];
    }),
  );
  return { ...listed, ...Object.fromEntries(rows) };
}
