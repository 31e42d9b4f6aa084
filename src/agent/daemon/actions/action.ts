import type * as z from 'zod';
import type { Client } from '../../../client/client.js';
import { PveError } from '../../../core/errors.js';
import type { Upid } from '../../../core/upid.js';
import type { Privileged } from '../../../privileged/privileged.js';
import type { Touched } from '../policy/evaluate.js';
import type { Risk } from '../policy/schema.js';

/** What an action works with. */
export interface ActionContext {
  readonly client: Client;
  /** What only root may do. Its commands end with `signal`: give it to each call. */
  readonly privileged: Privileged;
  /** The name of the host's own node. */
  readonly node: string;
  /** Of the command: it marks what the command makes. */
  readonly id: string;
  readonly signal: AbortSignal;
  /** Writes down the task that the command started, on disk, before it is waited for: after a restart it is found by that. */
  started(upid: Upid): Promise<void>;
  /** Writes down what `probe` has to know, on disk, before what it is about is begun. */
  remember(facts: Json): Promise<void>;
}

/** One action with its parameters, as a command or a step of a plan names it. */
export interface Step {
  readonly action: string;
  readonly version: number;
  readonly params: { readonly [key: string]: Json };
}

/** Plain data. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What became of a command whose agent ended while it ran. */
export interface Concluded {
  readonly outcome: 'done' | 'failed';
  readonly value?: Json;
  readonly message?: string;
}

/** One thing that a hub can ask for. */
export interface Action<P> {
  /** `guest.power`. */
  readonly name: string;
  /** Counts up where its parameters or their meaning change. */
  readonly version: number;
  /** A `strictObject`. */
  readonly params: z.ZodType<P>;
  readonly risk: Risk | ((params: P) => Risk);
  /** What carries it out. */
  readonly executor: 'client' | 'privileged' | 'agent';
  /** Milliseconds that it may take. */
  readonly timeout: (params: P) => number;
  /** What no other command may work on meanwhile: `guest:101`. */
  readonly locks: (params: P) => readonly string[];
  /** What the policy's bounds are held against. */
  readonly touches: (params: P) => Touched;
  /** Values that must be in no record and no log. */
  readonly secrets: (params: P) => readonly string[];
  /**
   * A digest of the state that it would change: it is part of an approval, and compared again right before it runs. Undefined for actions
   * that change nothing.
   */
  readonly state?: (context: ActionContext, params: P) => Promise<string>;
  /**
   * Finds out beforehand, without changing anything, that it cannot be done as things are.
   *
   * @throws ActionError
   */
  readonly precheck?: (context: ActionContext, params: P) => Promise<void>;
  /** The steps that it is made of: each has to be allowed by itself. */
  readonly steps?: (params: P) => readonly Step[];
  /** Does it, and gives plain data. */
  readonly run: (context: ActionContext, params: P) => Promise<Json>;
  /**
   * How a run is concluded that the agent's end interrupted: `none`, not at all; `upid`, by the task that it noted; `probe`, by looking at what it
   * should have made. It is never run again.
   */
  readonly resume: 'none' | 'upid' | 'probe';
  /** Finds out what an interrupted run did; undefined where that cannot be told. */
  readonly probe?: (context: ActionContext, params: P, remembered: unknown) => Promise<Concluded | undefined>;
}

/** An action cannot be carried out as things are. `reason` is a stable word for programs. */
export class ActionError extends PveError {
  readonly code = 'PVE_ACTION';
  readonly reason: string;

  constructor(reason: string, message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(message, options);
    this.reason = reason;
  }
}

/** What most actions have in common may be left out: they lock and touch nothing, and hold no secret. */
type Definition<P> = Omit<Action<P>, 'locks' | 'touches' | 'secrets'> &
  Partial<Pick<Action<P>, 'locks' | 'touches' | 'secrets'>>;

/** Declares an action. */
export function action<P>(definition: Definition<P>): Action<P> {
  return { locks: () => [], touches: () => ({}), secrets: () => [], ...definition };
}

/** A value as it is on the wire. */
export function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
