import { assured, bool, either, list, maybe, number, object, record, text } from './check.js';
import type { Route } from './route.js';

/** How far a host's clock was ahead of this machine's, in milliseconds, and when that was measured. */
export interface ClockOffset {
  low: number;
  high: number;
  /** By this machine's clock, in milliseconds since the epoch. */
  at: number;
  /** The node whose clock it is; empty for whichever answers at the client's URL. */
  of: string;
}

/** What a call was to change, as it was read before the call was sent. Holds no values. */
export interface Before {
  exists: boolean;
  /** Whether it was already as the call wanted it. */
  asWanted: boolean;
  /** SHA-256 of what was read. */
  print: string;
  /** How many rows were as the call wanted them, of a list. */
  rows: number;
}

/**
 * What a call that changes something was to do: enough to find out later, also in another process, whether it happened. Plain
 * JSON without secrets.
 */
export interface Intent {
  /** `POST /nodes/{node}/lxc/{vmid}/status/start`. */
  route: Route;
  /** `/nodes/pve1/lxc/101/status/start`. */
  path: string;
  /** The parameters as they were sent, those of the path too. Secrets are left out. */
  params: Readonly<Record<string, string | readonly string[]>>;
  /** Names of the parameters that were left out because they are secrets. */
  secret: readonly string[];
  /** Who called: `user@realm!token` or `user@realm`. */
  identity: string;
  /** When it was sent: milliseconds since the epoch, by this machine's clock. */
  since: number;
  /** SHA-256 of route and parameters. */
  digest: string;
  /** Of this very sending: another call with the same parameters has another one. */
  id: string;
  /** The host's clock, as far as it was known. */
  clock?: ClockOffset | undefined;
  /** What was written into the description of what the call makes. */
  marker?: string | undefined;
  /** Tasks of the same caller that other calls are known to have started. */
  others?: readonly string[] | undefined;
  before?: Before | undefined;
}

const intentCheck = object(
  {
    route: text(/^(?:POST|PUT|DELETE) \/\S*$/, 'a route of a call that changes something is expected'),
    path: text(),
    params: record(either([text(), list(text())])),
    secret: list(text()),
    identity: text(/./s, 'Too small: expected string to have >=1 characters'),
    since: number,
    digest: text(),
    id: text(),
    clock: maybe(object({ low: number, high: number, at: number, of: text() }, 'dropped')),
    marker: maybe(text()),
    others: maybe(list(text())),
    before: maybe(object({ exists: bool, asWanted: bool, print: text(), rows: number }, 'dropped')),
  },
  'kept',
);

/**
 * Reads an intent, or takes it out of an error that has one, also after a round trip through JSON.
 * @throws ParamsError
 */
export function readIntent(value: unknown): Intent {
  const given = Object(value) as { intent?: unknown };
  const hint = 'Give an OutcomeUnknownError, or its `intent`.';
  return assured(intentCheck, given.intent ?? value, 'intent', hint) as Intent;
}
