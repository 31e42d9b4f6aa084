import type { Bound, CallOptions } from '../core/op.js';
import { type LateOptions, waited } from './call-options.js';
import type { Engine, PartName, Parts } from './engine.js';
import { heldBy } from './held-ids.js';
import { names } from './names.js';
import { once } from './once.js';
import type { Settings } from './options.js';
import type { tables } from './resources/tables.js';

const loadEngine = once(() => import('./engine.js'));

type Options = CallOptions | undefined;
type Work<N extends PartName, P, R> = (part: Parts[N], params: P, options: Options) => Promise<R>;
type Tree = { readonly [name: string]: true | Tree };
// biome-ignore lint/suspicious/noExplicitAny: each operation has parameters of its own.
type AnyCall = (params: any, options?: CallOptions) => Promise<any>;

/**
 * Loads what does the work of a client, part by part, when it is first called for: zod and the tables of operations take
 * several times as long to load as Node. Each part is loaded once; what cannot be loaded is tried again with the next call.
 */
export class Loading {
  /** All operations, as functions that load what they need. */
  readonly bound: Bound<typeof tables>;
  readonly #settings: Settings;
  readonly #parts: Partial<Parts> = {};
  #engine: Engine | undefined;
  /** The last part that is on its way, and how many calls wait for theirs. */
  #last: { name: PartName; loaded: Promise<unknown> } | undefined;
  #waiting = 0;
  #closed = false;

  constructor(settings: Settings) {
    this.#settings = settings;
    // Clients that are there know from now on that these hosts are of one cluster, also if this one is never used.
    heldBy(settings.places.map(({ base }) => base.href));
    this.bound = this.#functions(names, []) as Bound<typeof tables>;
  }

  /** Makes a call that has one time limit; its options tell for how long it had to wait. */
  call<N extends PartName, P, R>(name: N, params: P, options: Options, work: Work<N, P, R>): Promise<R> {
    const part = this.#ready(name);
    if (part !== undefined) return work(part, params, options);
    const given = { ...options } as LateOptions;
    const since = performance.now() - (given[waited] ?? 0);
    return this.#wait(name, params, (loaded, taken) => {
      given[waited] = performance.now() - since;
      return work(loaded, taken, given);
    });
  }

  /** Makes a call of several requests, each with a time limit of its own, or of something that counts its time itself. */
  async calls<N extends PartName, P, O extends object | undefined, R>(
    name: N,
    params: P,
    options: O,
    work: (part: Parts[N], params: P, options: O) => Promise<R> | R,
  ): Promise<R> {
    const part = this.#ready(name);
    if (part !== undefined) return work(part, params, options);
    const given = options === undefined ? options : { ...options };
    return this.#wait(name, params, (loaded, taken) => work(loaded, taken, given));
  }

  /** A part, if it is there and nobody waits. */
  #ready<N extends PartName>(name: N): Parts[N] | undefined {
    return this.#waiting === 0 ? this.#parts[name] : undefined;
  }

  // Calls go on in the order in which they were made: one waits for what those before it have loaded, too. Those that wait
  // for the same go on together, as if nothing had been in between.
  async #wait<N extends PartName, P, R>(
    name: N,
    params: P,
    work: (part: Parts[N], params: P) => Promise<R> | R,
  ): Promise<R> {
    // As they are now: a caller may use the same object for the next call.
    const taken = taking(params);
    if (this.#last?.name !== name) {
      const before = this.#last?.loaded.catch(() => {});
      this.#last = { name, loaded: Promise.resolve(before).then(() => this.#part(name)) };
    }
    this.#waiting += 1;
    let part: Parts[N];
    try {
      part = (await this.#last.loaded) as Parts[N];
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#last = undefined;
    }
    return work(part, taken);
  }

  async close(): Promise<void> {
    this.#closed = true;
    // What is still on its way is closed as soon as it is there.
    if (this.#engine === undefined && this.#last !== undefined) await this.#last.loaded.catch(() => {});
    else if (this.#engine === undefined) await this.#settings.transport?.close?.();
    else await this.#engine.close();
  }

  async #part<N extends PartName>(name: N): Promise<Parts[N]> {
    const known = this.#parts[name];
    if (known !== undefined) return known;
    if (this.#engine === undefined) {
      const { Engine } = await loadEngine();
      this.#engine = new Engine(this.#settings, this.bound);
      if (this.#closed) await this.#engine.close();
    }
    const part = await this.#engine.load(name);
    this.#parts[name] = part;
    return part;
  }

  #functions(tree: Tree, path: readonly string[]): object {
    const entries = Object.entries(tree).map(([name, entry]) => {
      const place = [...path, name];
      return [name, entry === true ? this.#function(place) : this.#functions(entry, place)];
    });
    return Object.freeze(Object.fromEntries(entries)) as object;
  }

  /** An operation by its place; the table that has it is named by the first word. */
  #function(place: readonly string[]): AnyCall {
    const table = place[0] as keyof typeof tables;
    let found: AnyCall | undefined;
    return (params, options) =>
      this.call(table, params, options, (part, taken, given) => {
        found ??= place.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], part) as AnyCall;
        return found(taken, given);
      });
  }
}

/** Parameters are no deeper than this. */
const deepest = 8;

/** A copy of plain data; what else there is (files, streams, functions) stays what it is. */
function taking<T>(value: T, depth = 0): T {
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((item) => taking(item, depth + 1)) as T;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  // Keys that are symbols too: property strings remember their text in one.
  const copy = { ...value } as Record<string, unknown>;
  for (const key of Object.keys(copy)) copy[key] = taking(copy[key], depth + 1);
  return copy as T;
}
