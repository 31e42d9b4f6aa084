import { splitAuthId } from './acl.js';
import { claimedBy } from './auth.js';
import { type EngineRequest, type EngineResponse, respond } from './http.js';
import type { Random } from './random.js';
import type { Method } from './route.js';

/**
 * What goes wrong with a request. `when` says whether the call is carried out (`after`) or not (`before`): of what the
 * caller gets to see, both look the same.
 */
export type Fault =
  /** The answer comes `ms` milliseconds later, on the simulator's clock. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection ends without an answer. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  /** Another answer in place of PVE's: 595 to 599 of the proxy, 502 to 504 of one in between. Without a body. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly reason?: string;
      readonly when: 'before' | 'after';
    }
  /** Another body with a status of 200: broken JSON, an HTML page. The call is carried out. */
  | { readonly kind: 'body'; readonly body: string; readonly contentType?: string }
  /** The connection ends after `at` bytes of the answer's body, which promised more. The call is carried out. */
  | { readonly kind: 'cut'; readonly at: number }
  /** The answer's body comes in pieces of `bytes`, one every `ms` milliseconds of real time. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly ms: number };

/** Which requests a fault meets: those that fit all of what is given. */
export interface FaultRule {
  /** A method, a route, or several: `POST`, `POST /nodes/{node}/lxc`. Without it, every request. */
  readonly on?: string | readonly string[];
  /** Who sends it: `user@realm!token`, or a user with all tokens. What a request claims counts, true or not. */
  readonly actor?: string;
  /** Only these of the requests that fit so far, counted from 1. */
  readonly nth?: number | readonly number[];
  /** The share of them that it meets, 0..1, by the simulator's seed. */
  readonly probability?: number;
  /** How often it strikes at most. */
  readonly times?: number;
  readonly fault: Fault;
}

/** A rule that was added. */
export interface ActiveFault {
  /** How often it struck. */
  readonly hits: number;
  /** Takes the rule back. */
  remove(): void;
}

interface Entry {
  readonly rule: FaultRule;
  seen: number;
  hits: number;
}

/** @internal The rules at one moment, and how often each had struck. */
export interface FaultsState {
  readonly entries: readonly { readonly entry: Entry; readonly seen: number; readonly hits: number }[];
  readonly random: number;
}

/** The faults of a simulator: none, until some are added. */
export class Faults {
  readonly #random: Random;
  readonly #isRoute: (route: string) => boolean;
  #entries: Entry[] = [];

  /** @internal */
  constructor(random: Random, isRoute: (route: string) => boolean) {
    this.#random = random;
    this.#isRoute = isRoute;
  }

  /**
   * Adds a rule. Of several that fit a request, the one that was added first strikes.
   * @throws TypeError for a rule that could never strike: a route that PVE does not have, a share beyond 0..1.
   */
  add(rule: FaultRule): ActiveFault {
    const wrong = this.#problem(rule);
    if (wrong !== undefined) throw new TypeError(wrong);
    const entry: Entry = { rule, seen: 0, hits: 0 };
    this.#entries.push(entry);
    return {
      get hits() {
        return entry.hits;
      },
      remove: () => {
        this.#entries = this.#entries.filter((other) => other !== entry);
      },
    };
  }

  /** Takes all rules back. */
  clear(): void {
    this.#entries = [];
  }

  /** @internal */
  get state(): FaultsState {
    const entries = this.#entries.map((entry) => ({ entry, seen: entry.seen, hits: entry.hits }));
    return { entries, random: this.#random.state };
  }

  /** @internal */
  set state({ entries, random }: FaultsState) {
    for (const { entry, seen, hits } of entries) Object.assign(entry, { seen, hits });
    this.#entries = entries.map(({ entry }) => entry);
    this.#random.state = random;
  }

  /** @internal The fault that strikes this request. `routeOf` gives its template, where PVE has one. */
  strike(request: EngineRequest, routeOf: () => string | undefined): Fault | undefined {
    if (this.#entries.length === 0) return undefined;
    const actor = claimedBy(request.headers ?? {});
    const route = routeOf();
    return this.#entries.find((entry) => this.#strikes(entry, request.method, route, actor))?.rule.fault;
  }

  #strikes(entry: Entry, method: string, route: string | undefined, actor: string | undefined): boolean {
    const { rule } = entry;
    if (!isOn(rule, method, route) || !isActor(rule, actor)) return false;
    entry.seen += 1;
    if (rule.nth !== undefined && ![rule.nth].flat().includes(entry.seen)) return false;
    if (rule.times !== undefined && entry.hits >= rule.times) return false;
    if (rule.probability !== undefined && this.#random.next() >= rule.probability) return false;
    entry.hits += 1;
    return true;
  }

  #problem({ on = [], nth, probability, times, fault }: FaultRule): string | undefined {
    const unknown = [on].flat().find((name) => !methods.includes(name) && !this.#isRoute(name));
    if (unknown !== undefined)
      return `PVE has no route ${unknown}: a method, or a route such as POST /nodes/{node}/lxc, is expected`;
    if ([nth ?? []].flat().some((number) => !isCount(number, 1)))
      return 'nth counts from 1, in whole numbers';
    if (times !== undefined && !isCount(times, 1)) return 'times is a whole number, at least 1';
    if (probability !== undefined && !(probability >= 0 && probability <= 1))
      return 'probability is a number from 0 to 1';
    if (fault.kind === 'status' && !(isCount(fault.status, 300) && fault.status <= 599))
      return 'a status from 300 to 599 is expected';
    if (fault.kind === 'cut' && !isCount(fault.at, 0)) return 'at is a number of bytes';
    if (fault.kind === 'drip' && !(isCount(fault.bytes, 1) && fault.ms >= 0))
      return 'a drip has at least one byte, and milliseconds between two';
    if (fault.kind === 'delay' && !(fault.ms >= 0)) return 'ms is a number of milliseconds';
    return undefined;
  }
}

const methods: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE'] satisfies Method[];

function isCount(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}

function isOn({ on }: FaultRule, method: string, route: string | undefined): boolean {
  return on === undefined || [on].flat().some((name) => name === method || name === route);
}

function isActor({ actor }: FaultRule, claimed: string | undefined): boolean {
  if (actor === undefined) return true;
  return claimed !== undefined && (claimed === actor || splitAuthId(claimed).user === actor);
}

/** True where the call is not carried out. */
export function prevents(fault: Fault | undefined): boolean {
  return (fault?.kind === 'drop' || fault?.kind === 'status') && fault.when === 'before';
}

/** What the caller gets; `answer` is PVE's own, undefined where the call was not carried out. */
export function spoil(fault: Fault | undefined, answer: EngineResponse | undefined): EngineResponse {
  if (fault?.kind === 'status') {
    const reason = fault.reason ?? reasons[fault.status] ?? 'Error';
    return respond({ status: fault.status, reason, body: undefined, connection: 'close' });
  }
  if (fault?.kind === 'body') {
    const { body, contentType = 'application/json;charset=UTF-8' } = fault;
    return respond({ status: 200, reason: 'OK', body, contentType, connection: 'keep' });
  }
  const whole = answer ?? respond({ status: 500, reason: '', body: undefined, connection: 'close' });
  return fault === undefined || fault.kind === 'delay' ? whole : { ...whole, mishap: fault };
}

// pve-http-server src/PVE/APIServer/AnyEvent.pm, and the usual ones.
const reasons: Readonly<Record<number, string>> = {
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  595: 'Connection refused',
  596: 'Connection timed out',
  597: 'Broken pipe',
  599: 'Too many redirections',
};
