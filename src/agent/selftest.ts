import type { Client } from '../client/client.js';
import { type Clock, systemClock } from '../client/clock.js';
import { AuthenticationError } from '../core/http-errors.js';
import type { Check } from './check.js';
import { contentCheck } from './checks/content.js';
import { guestsCheck } from './checks/guests.js';
import { nodeStatusCheck } from './checks/node-status.js';
import { nodesCheck } from './checks/nodes.js';
import { permissionsCheck } from './checks/permissions.js';
import { storageCheck } from './checks/storage.js';
import { versionCheck } from './checks/version.js';
import { isUnreachable } from './explain.js';
import { Facts } from './facts.js';
import type { CheckListener, CheckResult, Finding } from './finding.js';
import { type PrivilegeReport, reportFrom } from './privilege-report.js';
import { refusedLook } from './refusal.js';

/** The checks of the read-only selftest, in their order. The first one is the first contact with the host. */
const checks: readonly Check[] = [
  versionCheck,
  nodesCheck,
  nodeStatusCheck,
  guestsCheck,
  storageCheck,
  contentCheck,
  permissionsCheck,
];

/** How to run the selftest. */
export interface SelftestOptions extends CheckListener {
  signal?: AbortSignal;
  /** Where timings come from. */
  clock?: Pick<Clock, 'now'>;
}

/** What the selftest found. */
export interface SelftestReport {
  /** No check failed. Warnings are allowed. */
  ok: boolean;
  /** The host could not be reached, or its certificate is not trusted: nothing else was tried. */
  unreachable: boolean;
  url: string;
  identity: string;
  checks: readonly CheckResult[];
  /** Missing where the caller's permissions could not be read. */
  privileges: PrivilegeReport | undefined;
}

/**
 * Tests a host and a caller, reading only: version, nodes, node status, guests, storage, content, permissions, and
 * which operations of the client the caller may carry out. A failed check does not stop the others; a host that
 * cannot be reached, or does not know the caller, does. It throws nothing: failures are findings.
 */
export async function selftest(client: Client, options: SelftestOptions = {}): Promise<SelftestReport> {
  const clock = options.clock ?? systemClock;
  const facts = new Facts(client, { signal: options.signal });
  const results: CheckResult[] = [];
  let unreachable = false;
  let stopped: string | undefined;
  for (const check of checks) {
    options.onStart?.(check.name);
    const started = clock.now();
    let finding = notNow(check, results, stopped);
    finding ??= await check.run(facts).catch((error: unknown) => {
      unreachable ||= results.length === 0 && isUnreachable(error);
      if (unreachable) stopped = 'the host cannot be reached';
      if (error instanceof AuthenticationError) stopped = 'the host does not know the caller';
      return refusedLook(client, error);
    });
    const result: CheckResult = { name: check.name, ...finding, ms: Math.round(clock.now() - started) };
    results.push(result);
    options.onResult?.(result);
  }
  const ok = results.every(({ status }) => status !== 'fail');
  const privileges = stopped === undefined ? await privilegesOf(facts) : undefined;
  return { ok, unreachable, url: client.url, identity: client.identity, checks: results, privileges };
}

function notNow(
  check: Check,
  results: readonly CheckResult[],
  stopped: string | undefined,
): Finding | undefined {
  if (stopped !== undefined) return { status: 'skip', summary: stopped };
  const missing = results.find(({ name, status }) => status === 'fail' && check.after?.includes(name));
  return missing && { status: 'skip', summary: `needs what the check \`${missing.name}\` did not get` };
}

// What stands in its way was already reported by the checks that ask the same questions.
async function privilegesOf(facts: Facts): Promise<PrivilegeReport | undefined> {
  try {
    return await reportFrom(facts);
  } catch {
    return undefined;
  }
}
