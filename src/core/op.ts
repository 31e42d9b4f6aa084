import type * as z from 'zod';
import type { Params } from './codec.js';
import type { Route } from './route.js';

/**
 * A privilege that an operation needs, as the API declares it: `all` of these or `any` of these on `path`, which
 * may hold the operation's parameters in braces.
 */
export interface Need {
  path: string;
  all?: readonly string[];
  any?: readonly string[];
  /** Needed only for some parameters: which, in a few words. */
  when?: string;
}

/** Facts of an operation beside its route and schemas. */
export interface OpFacts {
  /** What the caller needs. None: any authenticated user, with rows silently left out by permission. */
  needs?: readonly Need[];
  /** Parameters that are always sent with this value: they make the operation what it is. */
  fixed?: Params;
  /** Parameters that PVE declares as `array`: sent as repeated keys. */
  repeat?: readonly string[];
}

/** One operation of the API: a row of a resource's table. */
export interface Op<P, R> extends OpFacts {
  readonly route: Route;
  readonly params: z.ZodType<P>;
  readonly returns: z.ZodType<R>;
}

/** Any operation. */
// biome-ignore lint/suspicious/noExplicitAny: P is used in both directions, so only `any` is a supertype of all.
export type AnyOp = Op<any, any>;

/** A resource: operations and nested resources by name. */
export interface Table {
  readonly [name: string]: AnyOp | Table;
}

/** Declares an operation. */
export function op<P, R>(
  route: Route,
  params: z.ZodType<P>,
  returns: z.ZodType<R>,
  facts: OpFacts = {},
): Op<P, R> {
  return { route, params, returns, ...facts };
}

/** What every call takes beside its parameters. */
export interface CallOptions {
  /** Aborts the call at any stage. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call, retries included, in place of the client's `timeouts.call`. */
  timeout?: number | undefined;
}

/** An operation as a function; the parameters may be left out where none is required. */
export type Call<P, R> =
  Record<never, never> extends P
    ? (params?: P, options?: CallOptions) => Promise<R>
    : (params: P, options?: CallOptions) => Promise<R>;

/** A table as callable functions. Homomorphic, so that doc comments and go-to-definition lead to the table's row. */
export type Bound<T> = {
  readonly [K in keyof T]: T[K] extends Op<infer P, infer R>
    ? Call<P, R>
    : T[K] extends Table
      ? Bound<T[K]>
      : never;
};

/** Carries out an operation. */
export type Send = <P, R>(
  op: Op<P, R>,
  params: P | undefined,
  options: CallOptions | undefined,
) => Promise<R>;

/** True for a row of a table, false for a nested table. */
export function isOp(entry: AnyOp | Table): entry is AnyOp {
  return typeof entry['route'] === 'string';
}

/** Turns a table of operations into functions that send them. */
export function bind<const T extends Table>(send: Send, table: T): Bound<T> {
  const entries = Object.entries(table).map(([name, entry]) => [
    name,
    isOp(entry)
      ? (params?: unknown, options?: CallOptions) => send(entry, params, options)
      : bind(send, entry),
  ]);
  return Object.freeze(Object.fromEntries(entries)) as Bound<T>;
}
