import { existsSync } from 'node:fs';
import { identityFile, type OwnIdentity, readIdentity } from '../daemon/identity.js';
import type { MachineSources } from '../daemon/machine.js';
import type { CheckListener, CheckResult, Finding } from '../finding.js';
import { describeError } from './describe-error.js';
import { diskCheck, filesCheck, processCheck } from './folder-checks.js';
import { helperCheck } from './helper-check.js';
import { machineCheck, policyCheck } from './host-checks.js';
import { HubVisit } from './hub-visit.js';

/** Where the agent of this machine is. */
export interface SetupPlace {
  /** The state folder. */
  readonly state: string;
  readonly policy: string;
  /** Of the root helper. */
  readonly socket?: string | undefined;
  readonly machine?: MachineSources | undefined;
  /** Whose files decide what the agent does; root. */
  readonly owners?: readonly number[];
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** How an agent is set up. */
export interface SetupReport {
  /** False where no agent was ever set up here: nothing else was looked at. */
  readonly setUp: boolean;
  /** No check failed. Warnings are allowed. */
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
}

/** What a check has to go by. */
export interface SetupFacts extends SetupPlace {
  readonly now: () => number;
  /** Undefined where it cannot be read, or is none. */
  readonly own: OwnIdentity | undefined;
  readonly hub: HubVisit | undefined;
}

const checks: readonly { name: string; run(facts: SetupFacts): Promise<Finding> | Finding }[] = [
  { name: 'files', run: filesCheck },
  { name: 'machine', run: machineCheck },
  { name: 'policy', run: policyCheck },
  { name: 'helper', run: helperCheck },
  { name: 'hub', run: ({ hub }) => hub?.reached() ?? notEnrolled },
  { name: 'clock', run: ({ hub, now }) => hub?.clock(now) ?? notEnrolled },
  { name: 'disk', run: diskCheck },
  { name: 'process', run: processCheck },
];

const notEnrolled: Finding = { status: 'skip', summary: 'needs the identity of the agent' };

/**
 * Looks at how the agent of this machine is set up: its files, the policy, the helper, the hub, the clock and the disk. It changes nothing, sends no
 * heartbeat, and throws nothing: failures are findings.
 */
export async function setupReport(place: SetupPlace, listener: CheckListener = {}): Promise<SetupReport> {
  if (!existsSync(place.state)) return { setUp: false, ok: true, checks: [] };
  const results: CheckResult[] = [];
  const look = async (name: string, run: () => Promise<Finding> | Finding) => {
    listener.onStart?.(name);
    const started = performance.now();
    const finding = await new Promise<Finding>((resolve) => resolve(run())).catch(describeError);
    const result = { name, ...finding, ms: Math.round(performance.now() - started) };
    results.push(result);
    listener.onResult?.(result);
  };
  let own: OwnIdentity | undefined;
  await look('identity', async () => {
    own = await readIdentity(place.state);
    if (own === undefined) return missing(place.state);
    const { agent, epoch, hub } = own.identity;
    return { status: 'ok', summary: `agent ${agent} (enrolment ${epoch}) of ${hub.url}` };
  });
  const hub = own === undefined ? undefined : new HubVisit(own);
  const facts: SetupFacts = { now: Date.now, ...place, own, hub };
  try {
    for (const { name, run } of checks) await look(name, () => run(facts));
  } finally {
    await hub?.close();
  }
  return { setUp: true, ok: results.every(({ status }) => status !== 'fail'), checks: results };
}

function missing(folder: string): Finding {
  return {
    status: 'warn',
    summary: `not enrolled: there is no ${identityFile(folder)}`,
    advice: ['Enroll it: felhom-agent enroll --hub URL --token-file FILE'],
  };
}
