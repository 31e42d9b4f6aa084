import { parseArgs } from 'node:util';
import type { HostRunner, SmartWish } from '../agent/host.js';
import { checkOption, text } from './option-checks.js';
import { UsageError } from './usage-error.js';

/** How the host is worked on, whatever is done there. */
export interface HostOptions {
  readonly runner: HostRunner | undefined;
  readonly json: boolean;
}

/** What `host` was asked for. */
export type HostCommand = { kind: 'help' } | ({ kind: 'host' } & HostOptions & { task: HostTask });

export type HostTask =
  | { what: 'smart'; wish: SmartWish }
  | { what: 'sensors' }
  | { what: 'info' }
  | { what: 'doctor' };

const options = {
  type: { type: 'string' },
  wake: { type: 'boolean' },
  runner: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const runners = ['direct', 'sudo'] as const satisfies readonly HostRunner[];
const common = ['runner', 'json', 'help'];

/** Reads what stands behind `host`. @throws UsageError */
export function parseHost(args: readonly string[]): HostCommand {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = tokens.filter((token) => token.kind === 'option');
  for (const { name, rawName, value } of given) checkOption(options, name, rawName, value);
  if (values.help === true) return { kind: 'help' };
  const runner = runners.find((name) => name === text(values.runner));
  if (values.runner !== undefined && runner === undefined)
    throw new UsageError(`--runner: one of ${runners.join(', ')} is expected`);
  const refuse = (allowed: readonly string[], command: string) => {
    const other = given.find(({ name }) => !common.includes(name) && !allowed.includes(name));
    if (other !== undefined) throw new UsageError(`${other.rawName} does not go with ${command}`);
  };
  const done = (task: HostTask): HostCommand => ({ kind: 'host', runner, json: values.json === true, task });
  const [word, ...rest] = positionals;
  if (word === 'smart') {
    refuse(['type', 'wake'], '`host smart`');
    const [device] = rest;
    if (rest.length > 1) throw new UsageError('`host smart` takes one device, or none for all');
    const type = text(values.type);
    if (type !== undefined && device === undefined)
      throw new UsageError('--type needs a device: felhom-agent host smart DEVICE --type TYPE');
    return done({ what: 'smart', wish: { device, type, wake: values.wake === true } });
  }
  if (word === 'sensors' || word === 'info' || word === 'doctor') {
    refuse([], `\`host ${word}\``);
    if (rest.length > 0) throw new UsageError(`\`host ${word}\` takes options only`);
    return done({ what: word });
  }
  throw new UsageError('`host` takes one of smart, sensors, info, doctor');
}
