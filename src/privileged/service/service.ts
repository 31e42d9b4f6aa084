import * as z from 'zod';
import { journalRead, serviceRestart, serviceStart, serviceStop } from '../commands/service.js';
import { RefusedError } from '../errors.js';
import { type Hands, operation, reading } from '../operation.js';
import { controlled, isOwnUnit, unitName } from './params.js';
import { type ServiceState, serviceState } from './state.js';

/** Which service, and what is to be done with it. */
export interface ServiceParams {
  unit: string;
  do: 'start' | 'stop' | 'restart';
}

/** A service before and after. */
export interface ServiceChange {
  readonly before: ServiceState;
  readonly after: ServiceState;
}

const verbs = { start: serviceStart, stop: serviceStop, restart: serviceRestart } as const;

/** The last lines of a log. */
export interface LogLines {
  /** The oldest first. */
  readonly lines: readonly string[];
  /** Older ones of those that were asked for are missing, as they were too long together. */
  readonly cut: boolean;
}

/** Services of the host. */
export const services = {
  /**
   * Starts, stops or restarts a service, and waits for it. Not those of the agent itself and of its root helper, by whichever name.
   *
   * Not the API: `nodes/{node}/services` knows Proxmox VE's own units only (pve-manager PVE/API2/Services.pm).
   *
   * @throws RefusedError: `no-such-unit`, `masked`, `own-unit`; CommandError where systemd says that it failed
   */
  service: operation<ServiceParams, ServiceChange>({
    name: 'host.service',
    params: z.strictObject({ unit: controlled, do: z.enum(['start', 'stop', 'restart']) }),
    async prepare({ unit, do: what }, hands) {
      await allowed(unit, hands);
      return {
        commands: [verbs[what]({ unit }, hands.site)],
        async perform(doing) {
          const before = await allowed(unit, doing);
          await doing.run(verbs[what], { unit });
          return { before, after: await serviceState(unit, doing) };
        },
      };
    },
  }),

  /** What systemd knows of a service now. One that is not there has `load: 'not-found'`. */
  serviceState: reading(
    'host.serviceState',
    z.strictObject({ unit: unitName }),
    ({ unit }, hands): Promise<ServiceState> => serviceState(unit, hands),
  ),

  /**
   * The last lines of a service's log: at most 500, by default 100; `since` is in seconds since 1970, `priority` a level of syslog.
   *
   * Not the API: `nodes/{node}/journal` knows units since 9.2 only, and `nodes/{node}/syslog` counts lines from the oldest, so that the last ones
   * mean reading all of them, within the 30 s that pveproxy waits (pve-common src/PVE/Tools.pm).
   */
  log: reading(
    'host.log',
    z.strictObject({
      unit: unitName,
      lines: z.int().min(1).max(500).optional(),
      since: z.int().min(0).max(253_402_300_799).optional(),
      priority: z.int().min(0).max(7).optional(),
    }),
    async ({ unit, lines = 100, since, priority }, hands): Promise<LogLines> => {
      const { stdout, cut } = await hands.run(journalRead, { unit, lines, since, priority });
      const all = stdout.split('\n').filter((line) => line !== '');
      // The newest are at the end, behind what was left out.
      const from = cut
        ? all.findLastIndex((line) => /^\[\.\.\. \d+ bytes left out \.\.\.\]$/.test(line)) + 2
        : 0;
      return { lines: all.slice(from).slice(-lines), cut };
    },
  ),
};

async function allowed(unit: string, hands: Hands): Promise<ServiceState> {
  const state = await serviceState(unit, hands);
  const own = [state.unit, ...state.names].find(isOwnUnit);
  const refuse = (why: string, text: string): never => {
    throw new RefusedError('host.service', why, text);
  };
  if (own !== undefined)
    refuse('own-unit', `${unit} is ${own}, which the agent does not start, stop or restart`);
  if (state.load === 'masked') refuse('masked', `${unit} is masked`);
  if (state.load !== 'loaded') refuse('no-such-unit', `there is no ${unit} (${state.load})`);
  return state;
}
