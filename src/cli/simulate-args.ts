import { isIP } from 'node:net';
import type { SimulatorWish } from '../agent/simulator-server.js';
import { parseOptions, text } from './option-checks.js';
import { UsageError } from './usage-error.js';

/** What `simulate` was asked for. */
export type SimulateCommand = { kind: 'help' } | { kind: 'simulate'; wish: SimulatorWish; json: boolean };

const options = {
  port: { type: 'string' },
  host: { type: 'string' },
  seed: { type: 'string' },
  nodes: { type: 'string' },
  version: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const versions = ['7.4', '8.4', '9.2'] as const satisfies readonly SimulatorWish['version'][];

/** Reads what stands behind `simulate`. @throws UsageError. A value is repeated only where it cannot be a secret. */
export function parseSimulate(args: readonly string[]): SimulateCommand {
  const { values, words } = parseOptions(args, options);
  if (values.help === true) return { kind: 'help' };
  if (words.length > 0)
    throw new UsageError('`simulate` takes options only: --port, --host, --seed, --nodes, --version');
  const version = versions.find((name) => name === (text(values.version) ?? '9.2'));
  if (version === undefined) throw new UsageError(`--version: one of ${versions.join(', ')} is expected`);
  const wish = {
    host: readHost(text(values.host) ?? '127.0.0.1'),
    port: readNumber('--port', text(values.port) ?? '0', 0, 65_535),
    seed: readNumber('--seed', text(values.seed) ?? '1', 0, 2 ** 32 - 1),
    nodes: readNumber('--nodes', text(values.nodes) ?? '1', 1, 32),
    version,
  };
  return { kind: 'simulate', wish, json: values.json === true };
}

function readNumber(name: string, value: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most))
    throw new UsageError(`${name}: a whole number from ${least} to ${most} is expected`);
  return number;
}

function readHost(value: string): string {
  if (isIP(value) !== 0 || value === 'localhost') return value;
  throw new UsageError('--host: an IP address of this machine is expected, such as 127.0.0.1 or 0.0.0.0');
}
