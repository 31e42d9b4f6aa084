import type * as z from 'zod';
import type { ApiParams, ApiReturns, ApiRoute } from '../generated/api.js';
import type { Params } from './codec.js';

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
  /** The parameter that may be `any`: the client chooses a free vmid for it. */
  anyVmid?: string;
  /** Parameters that PVE declares as `array`: sent as repeated keys. */
  repeat?: readonly string[];
  /** Fields of the answer that PVE's code sends although the API neither declares them nor was seen to send them. */
  undeclared?: readonly string[];
}

/** One operation of the API: a row of a resource's table. */
export interface Op<P, R> extends OpFacts {
  readonly route: ApiRoute;
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

type KeysOf<T> = keyof { [K in keyof T as string extends K ? never : K]: T[K] };
type RequiredKeysOf<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? never : K }[keyof T];
/** What a value may be when it is given. */
type Given<T> = Exclude<T, undefined>;

/** What the client takes out of a value before it is sent. */
type Replaced<K, F> = F extends { anyVmid: K } ? 'any' : never;

/** Keys that the route does not have, or has with other values. */
type MisfitKeys<P, A, F> = {
  [K in keyof P]-?: K extends keyof A
    ? [Exclude<Given<P[K]>, Replaced<K, F>>] extends [Given<A[K]>]
      ? never
      : K
    : K;
}[keyof P];

/** `unknown`, which every schema is, or what is wrong with these parameters for this route. */
type ParamsFit<R extends ApiRoute, P, F> = [MisfitKeys<P, ApiParams<R>, F>] extends [never]
  ? [Exclude<RequiredKeysOf<ApiParams<R>>, keyof P | FixedKeys<F>>] extends [never]
    ? unknown
    : { 'required by the API': Exclude<RequiredKeysOf<ApiParams<R>>, keyof P | FixedKeys<F>> }
  : { 'not a parameter of this route, or one with other values': MisfitKeys<P, ApiParams<R>, F> };

type FixedKeys<F> = F extends { fixed: infer X } ? keyof X : never;

type Row<T> = T extends readonly (infer I)[] ? Row<I> : T extends object ? T : never;

/** `unknown`, or the fields that the API does not have. Where it names none, every field may be. */
type ReturnsFit<R extends ApiRoute, T, F> = [KeysOf<Row<ApiReturns<R>>>] extends [never]
  ? unknown
  : [Row<T>] extends [never]
    ? unknown
    : [Exclude<KeysOf<Row<T>>, keyof Row<ApiReturns<R>> | UndeclaredKeys<F>>] extends [never]
      ? unknown
      : {
          'not a field of this answer': Exclude<KeysOf<Row<T>>, keyof Row<ApiReturns<R>> | UndeclaredKeys<F>>;
        };

type UndeclaredKeys<F> = F extends { undeclared: readonly (infer K)[] } ? K : never;

/**
 * Declares an operation. Its route must be one of the API's, its parameters the route's own, key by key, and its answer's
 * fields ones that the API declares or was seen to send: anything else does not compile.
 */
export function op<R extends ApiRoute, P, T, const F extends OpFacts = Record<never, never>>(
  route: R,
  params: z.ZodType<P> & ParamsFit<R, P, F>,
  returns: z.ZodType<T> & ReturnsFit<R, T, F>,
  facts?: F,
): Op<P, T> {
  return { route, params, returns, ...facts };
}

/** What every call takes beside its parameters. */
export interface CallOptions {
  /** Aborts the call at any stage. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call, retries included, in place of the client's `timeouts.call`. */
  timeout?: number | undefined;
  /**
   * A name of the caller's own for this very call, 6 to 64 letters, digits, `.`, `_`, `-`. It is written into the description (or comment)
   * of what the call makes, so that `client.reconcile` can know that by it; `withoutMarker` takes it out again.
   */
  marker?: string | undefined;
  /**
   * Milliseconds for which the call is made again while PVE refuses it because of a lock (LockedError), on top of `timeout`.
   * Default 0: never. What is locked shows in the task of some calls, and is not seen here.
   */
  lockWait?: number | undefined;
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
