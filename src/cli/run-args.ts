import type { HostRunner } from '../agent/host.js';
import { parseOptions, text } from './option-checks.js';
import { UsageError } from './usage-error.js';

/** What `run` was asked for. */
export type RunCommand = { kind: 'help' } | { kind: 'run'; wish: RunWish };

export interface RunWish {
  state: string | undefined;
  policy: string | undefined;
  config: string | undefined;
  simulate: boolean;
  runner: HostRunner | undefined;
  socket: string | undefined;
  level: 'debug' | 'info' | 'warn' | 'error';
  /** One JSON object a line, also at a terminal. */
  json: boolean;
}

const options = {
  state: { type: 'string' },
  policy: { type: 'string' },
  config: { type: 'string', short: 'c' },
  simulate: { type: 'boolean' },
  runner: { type: 'string' },
  socket: { type: 'string' },
  'log-level': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const runners = ['direct', 'sudo', 'helper'] as const;
const levels = ['debug', 'info', 'warn', 'error'] as const;

/** Reads what stands behind `run`. @throws UsageError */
export function parseRun(args: readonly string[]): RunCommand {
  const { values, words } = parseOptions(args, options);
  if (values.help === true) return { kind: 'help' };
  if (words.length > 0)
    throw new UsageError('`run` takes options only: --state, --policy, --config, --simulate, --runner');
  const [config, runner, socket] = [text(values.config), text(values.runner), text(values.socket)];
  const simulate = values.simulate === true;
  if (simulate && config !== undefined)
    throw new UsageError('--simulate needs no configuration: leave out --config');
  if (simulate && runner !== undefined)
    throw new UsageError('--simulate brings programs of its own: leave out --runner');
  if (runner !== undefined && !isOneOf(runners, runner))
    throw new UsageError('--runner: direct, sudo or helper is expected');
  if (socket !== undefined && runner !== 'helper')
    throw new UsageError("--socket is the root helper's: give --runner helper, too");
  const level = text(values['log-level']) ?? 'info';
  if (!isOneOf(levels, level)) throw new UsageError('--log-level: debug, info, warn or error is expected');
  const wish = {
    state: text(values.state),
    policy: text(values.policy),
    config,
    simulate,
    runner,
    socket,
    level,
    json: values.json === true,
  };
  return { kind: 'run', wish };
}

function isOneOf<const T extends string>(all: readonly T[], value: string): value is T {
  return (all as readonly string[]).includes(value);
}
