import { ConnectionError } from '../core/connection-errors.js';
import { HttpError } from '../core/http-errors.js';
import { Breaker, type Pass } from './breaker.js';
import { withRealSignal } from './call-signal.js';
import { type Moves, mayMove, verdictOf } from './host-verdict.js';
import type { Settings } from './options.js';
import type { Place } from './places.js';
import { race } from './race.js';
import { errorFacts, type Report } from './report.js';
import { RetryBudget } from './retry.js';
import { undiciTransport } from './transport.js';
import type { Transport } from './transport-types.js';

/** A host that calls go to: its connections, and what is known of it. */
export interface Host {
  readonly origin: string;
  /** What the URLs of its API begin with: `https://pve1:8006/api2/json`. */
  readonly api: string;
  /** The path in that: `/api2/json`. */
  readonly root: string;
  readonly transport: Transport;
  readonly budget: RetryBudget;
  readonly breaker: Breaker;
  /** What its node may be called, going by the name of the host. */
  readonly guess: string;
  /** What its node is called for sure. */
  node: string | undefined;
  /** When it may be asked for its name, by the clock. */
  askAt: number;
}

/** Keeps requests that belong together on one host: a console, and the ticket for it. Filled in by the first of them. */
export interface Way {
  host?: Host | undefined;
}

/** What decides where a request goes. */
export interface Errand {
  route: string;
  /** From `/nodes` on, encoded. */
  path: string;
  moves: Moves;
  way: Way | undefined;
  /** The host that it went to last; filled in when it goes. */
  last: Host | undefined;
}

/** How long hosts may take to tell their names, in milliseconds, and when those are asked again that did not. */
const introduction = 2_000;
const askAgain = 60_000;

/** The hosts of a client: which one a request goes to, and which one next. */
export class Hosts {
  readonly #all: readonly [Host, ...Host[]];
  readonly #settings: Settings;
  readonly #report: Report;
  /** In place of the built-in one, for all hosts. */
  readonly #own: Transport | undefined;
  #asking: Promise<unknown> | undefined;

  constructor(settings: Settings, report: Report) {
    this.#settings = settings;
    this.#report = report;
    const { transport } = settings;
    this.#own = transport === undefined ? undefined : withRealSignal(transport);
    const [first, ...others] = settings.places;
    this.#all = [this.#host(first), ...others.map((place) => this.#host(place))];
  }

  /** Whether there is no list, but one URL. */
  get isOne(): boolean {
    return this.#all.length === 1;
  }

  get first(): Host {
    return this.#all[0];
  }

  async close(): Promise<void> {
    await Promise.all(
      [...new Set(this.#all.map(({ transport }) => transport))].map((each) => each.close?.()),
    );
  }

  /** Has a request sent to the host that fits best, and while it may to others, each once. */
  async send<T>(errand: Errand, go: (host: Host) => Promise<T>): Promise<T> {
    const tried: Host[] = [];
    for (let host = this.#choose(errand, tried); ; ) {
      errand.last = host;
      const pass = host.breaker.enter();
      try {
        const result = await go(host);
        host.breaker.answered();
        if (errand.way !== undefined) errand.way.host = host;
        return result;
      } catch (error) {
        this.#conclude(host, nodeOf(errand.path), pass, error);
        tried.push(host);
        const next = mayMove(error, errand.moves) ? this.#find(errand, tried) : undefined;
        if (next === undefined) throw error;
        const facts = { route: errand.route, from: host.origin, to: next.origin };
        const about = errorFacts(error);
        this.#report.log('warn', { ...facts, error: about.message }, 'going on to another host');
        this.#report.event('failover', () => ({ ...facts, error: about }));
        host = next;
      }
    }
  }

  /** What a failed request tells about the host. `node` is what it was about. */
  #conclude(host: Host, node: string | undefined, pass: Pass, error: unknown): void {
    const { breaker } = host;
    const verdict = verdictOf(error, node === undefined || node === host.node, this.#all.length > 1);
    if (verdict === 'away') breaker.failed(error, pass);
    else if (verdict === 'there') breaker.answered();
    else breaker.left(pass);
  }

  /**
   * Finds out which host is the node that a request is about, if that is not known and may be found out. Each host tells
   * its own name, once.
   */
  async meet(
    path: string,
    signal: AbortSignal,
    ask: (host: Host, timeout: number) => Promise<unknown>,
  ): Promise<void> {
    if (this.#all.length === 1) return;
    const node = nodeOf(path);
    if (node === undefined || node === localhost || this.#named(node) !== undefined) return;
    const now = this.#settings.clock.now();
    const strangers = this.#all.filter(
      (host) => host.node === undefined && host.askAt <= now && host.breaker.rests === 0,
    );
    if (strangers.length > 0) {
      for (const host of strangers) host.askAt = now + askAgain;
      this.#asking = Promise.all(strangers.map((host) => this.#introduce(host, ask)));
    }
    if (this.#asking !== undefined) await race(this.#asking, signal);
  }

  async #introduce(host: Host, ask: (host: Host, timeout: number) => Promise<unknown>): Promise<void> {
    const pass = host.breaker.enter();
    try {
      const rows = await ask(host, introduction);
      host.breaker.answered();
      host.node = localName(rows);
      if (host.node === undefined) host.askAt = Number.POSITIVE_INFINITY;
    } catch (error) {
      this.#conclude(host, undefined, pass, error);
      // Who may not know will not be told the next time.
      if (error instanceof HttpError && error.status < 500) host.askAt = Number.POSITIVE_INFINITY;
    }
  }

  #host({ base, trust, node }: Place): Host {
    const { connections, timeouts, breaker, clock, random } = this.#settings;
    const { origin } = base;
    const told: ConstructorParameters<typeof Breaker>[0]['told'] = (decision, failures, ms) => {
      // A host by itself has no others that could go first.
      if (this.#all.length === 1 && (decision === 'rest' || failures < breaker.failures)) return;
      this.#report.log(
        decision === 'open' ? 'warn' : 'debug',
        { origin, decision, failures, ms },
        words[decision],
      );
      this.#report.event('breaker', () => ({ origin, decision, failures, ms }));
    };
    const api = `${base.href.replace(/\/$/, '')}/api2/json`;
    return {
      origin,
      api,
      root: new URL(api).pathname,
      transport:
        this.#own ?? undiciTransport({ origin, trust, connections, connectTimeout: timeouts.connect }),
      budget: new RetryBudget(),
      breaker: new Breaker({ ...breaker, clock, random, probe: timeouts.connect, told }),
      guess: base.hostname.split('.', 1)[0] ?? '',
      node,
      askAt: 0,
    };
  }

  #named(node: string): Host | undefined {
    return (
      this.#all.find((host) => host.node === node) ??
      this.#all.find((host) => host.node === undefined && host.guess === node)
    );
  }

  /** @throws ConnectionError where no host may be asked. */
  #choose(errand: Errand, tried: readonly Host[]): Host {
    const [only, ...others] = this.#all;
    if (others.length === 0 && only.breaker.isWell) return only;
    const found = this.#find(errand, tried);
    if (found !== undefined) return found;
    const candidates = this.#candidates(errand);
    for (const { breaker } of candidates) breaker.refused(breaker.refuses);
    throw refusal(candidates);
  }

  /** The best host that was not tried: one that is well or due, else one that rests. None that refuses. */
  #find(errand: Errand, tried: readonly Host[]): Host | undefined {
    const left = this.#candidates(errand).filter(
      (host) => !tried.includes(host) && host.breaker.refuses === 0,
    );
    return left.find(({ breaker }) => breaker.rests === 0) ?? left.sort(byRest)[0];
  }

  /** Where the request may go, the best first. */
  #candidates({ path, way }: Errand): Host[] {
    if (way?.host !== undefined) return [way.host];
    const node = nodeOf(path);
    // Another host's `localhost` is another node.
    if (node === localhost) return [this.first];
    const own = node === undefined ? undefined : this.#named(node);
    return own === undefined ? [...this.#all] : [own, ...this.#all.filter((host) => host !== own)];
  }
}

const localhost = 'localhost';

const words = {
  rest: 'the host rests',
  open: 'the host is not called any more for now',
  probe: 'a call goes to see whether the host is back',
  close: 'the host is back',
  refuse: 'a call was refused, because the host is away',
} as const;

function byRest(a: Host, b: Host): number {
  return a.breaker.rests - b.breaker.rests;
}

/** The node that a path is about. */
function nodeOf(path: string): string | undefined {
  const name = /^\/nodes\/([^/]+)/.exec(path)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

/** The name of the node that gave this answer to `GET /cluster/status`. */
function localName(rows: unknown): string | undefined {
  if (!Array.isArray(rows)) return undefined;
  const own: unknown = rows.find((row) => Object(row).type === 'node' && Number(Object(row).local) === 1);
  const { name } = Object(own) as { name?: unknown };
  return typeof name === 'string' ? name : undefined;
}

function refusal(hosts: readonly Host[]): ConnectionError {
  const [first] = hosts;
  const ms = Math.min(...hosts.map(({ breaker }) => breaker.refuses));
  const failures = hosts.map(({ origin, breaker }) => `${origin} failed ${breaker.failures} times in a row`);
  return new ConnectionError(`${failures.join(', ')}: not tried for the next ${ms} ms`, {
    kind: 'resting',
    sent: 'no',
    cause: first?.breaker.lastError,
    hint: 'Nothing was sent. `cause` says what went wrong the last time; calls go through again once the host answers. `breaker` of the client sets when.',
  });
}
