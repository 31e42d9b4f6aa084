import * as z from 'zod';
import { ParamsError } from './errors.js';
import type { Route } from './route.js';
import { issuesOf } from './validate.js';

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

const shape = z.looseObject({
  route: z
    .string()
    .regex(/^(?:POST|PUT|DELETE) \/\S*$/, 'a route of a call that changes something is expected'),
  path: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  secret: z.array(z.string()),
  identity: z.string().min(1),
  since: z.number(),
  digest: z.string(),
  id: z.string(),
  clock: z.object({ low: z.number(), high: z.number(), at: z.number(), of: z.string() }).optional(),
  marker: z.string().optional(),
  others: z.array(z.string()).optional(),
  before: z
    .object({ exists: z.boolean(), asWanted: z.boolean(), print: z.string(), rows: z.number() })
    .optional(),
});

/**
 * Reads an intent, or takes it out of an error that has one, also after a round trip through JSON.
 * @throws ParamsError
 */
export function readIntent(value: unknown): Intent {
  const given = Object(value) as { intent?: unknown };
  const parsed = shape.safeParse(given.intent ?? value);
  if (parsed.success) return parsed.data as unknown as Intent;
  throw new ParamsError(
    issuesOf(parsed.error).map(({ path, message }) => ({ path: `intent.${path}`, message })),
    { hint: 'Give an OutcomeUnknownError, or its `intent`.' },
  );
}
