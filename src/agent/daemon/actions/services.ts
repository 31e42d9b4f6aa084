import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { controlled, unitName } from '../../../privileged/service/params.js';
import type { ServiceState } from '../../../privileged/service/state.js';
import { type ActionContext, ActionError, action, type Concluded, plain } from './action.js';
import { digestOf } from './digest.js';
import { boundedLines } from './lines.js';
import { orRefused } from './refusals.js';

const minute = 60_000;

/** The last lines of a service's log. */
export const hostLog = action({
  name: 'host.log',
  version: 1,
  params: z.strictObject({
    unit: unitName,
    lines: z.int().min(1).max(500).default(100),
    /** Seconds since 1970. */
    since: z.int().min(0).max(253_402_300_799).optional(),
    /** Syslog's levels, this and worse: 3 is an error. */
    priority: z.int().min(0).max(7).optional(),
  }),
  risk: 'LOW',
  executor: 'privileged',
  timeout: () => 2 * minute,
  touches: ({ unit }) => ({ units: [unit] }),
  resume: 'none',
  run: async ({ privileged, signal }, params) => {
    const { lines, cut } = await privileged.host.log(params, { signal });
    const kept = boundedLines(lines);
    return { unit: params.unit, lines: kept, cut: cut || kept.length < lines.length };
  },
});

type ServiceVerb = 'start' | 'stop' | 'restart';

/** What an interrupted run is compared with. */
const remembered = z.looseObject({
  boot: z.string().optional(),
  invocation: z.string().optional(),
});

/**
 * Starts, stops or restarts a service, and waits for it. Never one of the agent's own.
 *
 * @param pause Waits for a second: a job of systemd goes on when the agent has ended.
 */
export function hostServiceWith(pause: (signal: AbortSignal) => Promise<unknown>) {
  return action({
    name: 'host.service',
    version: 1,
    params: z.strictObject({ unit: controlled, do: z.enum(['start', 'stop', 'restart']) }),
    risk: ({ do: what }) => (what === 'stop' ? 'HIGH' : 'MEDIUM'),
    executor: 'privileged',
    timeout: () => 12 * minute,
    locks: ({ unit }) => [`unit:${unit}`],
    touches: ({ unit }) => ({ units: [unit] }),
    // The run that it is in is left out: a service that comes and goes could never be approved to be stopped.
    state: async (context, { unit }) => {
      const { unit: own, load, active, sub, file, paths } = await stateOf(context, unit);
      return digestOf([own, load, active, sub, file, paths]);
    },
    precheck: async ({ privileged, signal }, params) => {
      await orRefused(privileged.plan.host.service(params, { signal }));
    },
    resume: 'probe',
    run: async (context, params) => {
      const { boot, invocation } = await stateOf(context, params.unit);
      await context.remember(plain({ boot, invocation }));
      const { before, after } = await orRefused(
        context.privileged.host.service(params, { signal: context.signal }),
      );
      const wrong = wrongAfter(params.do, after);
      if (wrong !== undefined) throw new ActionError('not-as-asked', `${params.unit}: ${wrong}`);
      return plain({ unit: after.unit, do: params.do, before: brief(before), after: brief(after) });
    },
    probe: async (context, { unit, do: what }, facts) => {
      const known = remembered.safeParse(facts);
      const now = await settled(context, unit, pause);
      if (!known.success || now === undefined || known.data.boot !== now.boot) return undefined;
      const concluded = conclude(what, known.data.invocation, now);
      return concluded && { ...concluded, value: plain({ unit: now.unit, do: what, after: brief(now) }) };
    },
  });
}

/** Starts, stops or restarts a service. */
export const hostService = hostServiceWith((signal) => sleep(1_000, undefined, { signal }));

const stateOf = ({ privileged, signal }: ActionContext, unit: string) =>
  privileged.host.serviceState({ unit }, { signal });

/** The state once nothing is being done with it any more; undefined where that takes longer than a job may. */
async function settled(
  context: ActionContext,
  unit: string,
  pause: (signal: AbortSignal) => Promise<unknown>,
): Promise<ServiceState | undefined> {
  for (let tries = 0; tries < 600; tries += 1) {
    const state = await stateOf(context, unit);
    if (!state.busy && !/^(?:de)?activating$|^reloading$/.test(state.active)) return state;
    await pause(context.signal);
  }
  return undefined;
}

/** What a run that nobody saw the end of has done, as far as the state shows it. */
function conclude(
  what: ServiceVerb,
  before: string | undefined,
  { active, result, invocation }: ServiceState,
): Concluded | undefined {
  const runs = active === 'active';
  // What systemd has forgotten shows no run at all.
  const isSame = invocation !== undefined && invocation === before;
  const isNew = invocation !== undefined && invocation !== before;
  if (what === 'stop') {
    if (!runs) return { outcome: 'done' };
    return isSame ? { outcome: 'failed', message: 'it was not stopped' } : undefined;
  }
  if (what === 'start' && runs) return { outcome: 'done' };
  if (isNew)
    return runs || result === 'success'
      ? { outcome: 'done' }
      : { outcome: 'failed', message: `it was started, and ended: ${result}` };
  if (isSame && (runs || what === 'start'))
    return { outcome: 'failed', message: `it was not ${what === 'start' ? 'started' : 'restarted'}` };
  return undefined;
}

/** systemd says that a service was started when its process was: it may have ended since. */
function wrongAfter(what: ServiceVerb, { active, result }: ServiceState): string | undefined {
  if (what === 'stop') return active === 'active' ? 'it runs again' : undefined;
  return active === 'failed' ? `it was started, and failed: ${result}` : undefined;
}

function brief({ load, active, sub, result, invocation, mainPid }: ServiceState) {
  return { load, active, sub, result, invocation, mainPid };
}
