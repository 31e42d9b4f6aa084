import {
  Client,
  type ClientOptions,
  ConnectionError,
  formatUpid,
  type Transport,
  type TransportResponse,
  type Upid,
} from '@felhom/proxmox';
import type { WaitContext } from '~/client/wait.js';
import type { WatchContext } from '~/client/waiting/node-watch.js';
import { Watches } from '~/client/waiting/watches.js';
import { token } from './client.js';
import { VirtualClock } from './virtual-clock.js';

/** Numbers from a seed, 0..1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A task of the model. Times are milliseconds since the epoch. */
export interface ModelTask {
  upid: Upid;
  ends: number;
  exitstatus: string;
  log: string[];
  /** Not in the list of running tasks, as a token's tasks are for its user. */
  hidden?: boolean;
  /** Its log, and so its status, is gone after this moment. */
  logGone?: number;
  /** Its status and its row are not there before this moment. */
  appears?: number;
}

/** What the model was asked. */
export interface ModelRequest {
  at: number;
  kind: 'active' | 'archive' | 'status' | 'log';
  node: string;
  upid?: string;
}

/** Nodes with tasks that end when they are told to, as a transport: status, logs and lists as PVE has them, at no cost. */
export class TaskModel {
  readonly clock: VirtualClock;
  readonly requests: ModelRequest[] = [];
  /** Milliseconds that each answer takes. */
  latency = 0;
  /** Answers a request in place of the model: a status and a body, or an error that is thrown. */
  fault: (request: ModelRequest) => [number, unknown] | Error | undefined = () => undefined;
  /** The list of running tasks is as old as this, in milliseconds. */
  stale = 0;
  /** How many ended tasks the archive remembers. */
  remembered = 1_000;
  readonly #tasks = new Map<string, ModelTask>();
  #count = 0;

  constructor(clock = new VirtualClock()) {
    this.clock = clock;
  }

  client(options: Partial<ClientOptions> = {}): Client {
    const { clock, transport } = this;
    return new Client({
      url: 'https://pve1',
      token,
      transport,
      clock,
      retries: 0,
      ...options,
    } as ClientOptions);
  }

  /** A task that began `age` ms ago and ends in `ms`. */
  task(ms: number, facts: Partial<ModelTask> & { node?: string; age?: number } = {}): ModelTask {
    const { node = 'pve1', age = 0, ...rest } = facts;
    this.#count += 1;
    const starttime = Math.floor((this.clock.now() - age) / 1_000);
    const ids = { pid: 1_000 + this.#count, pstart: 5_000 + this.#count, starttime };
    const upid = formatUpid({ node, ...ids, type: 'vzdump', id: '', user: 'robot@pve!tests' });
    const task = { upid, ends: this.clock.now() + ms, exitstatus: 'OK', log: [], ...rest };
    this.#tasks.set(upid, task);
    return task;
  }

  /** What a wait needs, without a client and its wire: quicker, for many schedules. */
  context(random: () => number): WaitContext {
    const ask = async (
      kind: ModelRequest['kind'],
      node: string,
      query: Record<string, unknown>,
      upid?: string,
    ) => {
      const request = { at: this.clock.now(), kind, node, ...(upid === undefined ? {} : { upid }) };
      this.requests.push(request);
      const texts = Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]);
      const [, body] = this.#answer(request, new URLSearchParams(texts));
      if (this.latency > 0) await this.clock.sleep(this.latency);
      return body as { data: never; total?: number };
    };
    const nodeOf = (upid: string) => upid.split(':')[1] ?? '';
    const { clock } = this;
    const looks: WatchContext = {
      status: async (upid) => (await ask('status', nodeOf(upid), {}, upid)).data,
      list: async (node, query) => (await ask(query.source, node, { ...query })).data,
      ...{ clock, random, callTimeout: 120_000 },
    };
    const log: WaitContext['log'] = async (upid, range) => {
      const { data, total } = await ask('log', nodeOf(upid), range, upid);
      return { lines: data, total: total ?? 0, found: true, counted: true };
    };
    return {
      ...looks,
      watches: new Watches(looks),
      log,
      renews: false,
      mask: (text) => text,
      identity: 'robot@pve!tests',
    };
  }

  readonly transport: Transport = async ({ url, signal }) => {
    const [, node = '', upid, what] =
      /\/nodes\/([^/]+)\/tasks(?:\/([^/]+)\/(status|log))?$/.exec(decodeURIComponent(url.pathname)) ?? [];
    const source = url.searchParams.get('source') === 'active' ? 'active' : 'archive';
    const kind = (what ?? source) as ModelRequest['kind'];
    const request = { at: this.clock.now(), kind, node, ...(upid === undefined ? {} : { upid }) };
    this.requests.push(request);
    const fault = this.fault(request);
    const found = fault ?? this.#answer(request, url.searchParams);
    if (this.latency > 0) await this.clock.sleep(this.latency, signal);
    if (found instanceof Error) throw found;
    return answer(...found);
  };

  #answer({ kind, node, upid = '' }: ModelRequest, query: URLSearchParams): [number, unknown] {
    const now = this.clock.now();
    const task = this.#tasks.get(upid);
    const known = task !== undefined && (task.appears ?? 0) <= now && (task.logGone ?? Infinity) > now;
    if (kind === 'log') {
      if (!known || task === undefined)
        return [200, { data: [{ n: 1, t: 'unable to open file - No such file' }], total: 1 }];
      const lines = task.log.length === 0 ? ['no content'] : task.log;
      const start = Number(query.get('start') ?? 0);
      const page = lines.slice(start, start + Number(query.get('limit') ?? 50));
      return [200, { data: page.map((t, index) => ({ n: start + index + 1, t })), total: lines.length }];
    }
    if (kind === 'status') {
      if (!known || task === undefined)
        return [400, { message: 'Parameter verification failed.', errors: { upid: 'no such task' } }];
      const ended = task.ends <= now;
      const state = ended ? { status: 'stopped', exitstatus: task.exitstatus } : { status: 'running' };
      return [200, { data: { ...identity(task.upid), user: 'robot@pve', tokenid: 'tests', ...state } }];
    }
    const since = Number(query.get('since') ?? 0);
    const until = Number(query.get('until') ?? Infinity);
    const limit = Number(query.get('limit') ?? 50);
    const mine = [...this.#tasks.values()].filter(
      ({ upid: id, appears = 0 }) => id.startsWith(`UPID:${node}:`) && appears <= now,
    );
    const rows =
      kind === 'active'
        ? mine
            .filter(({ ends, hidden }) => ends > now - this.stale && hidden !== true)
            .map((one) => ({ ...identity(one.upid), user: 'robot@pve!tests', status: 'RUNNING' }))
        : mine
            .filter(({ ends }) => ends <= now - this.stale)
            .sort((one, other) => other.ends - one.ends)
            .slice(0, this.remembered)
            .map((one) => ({
              ...{ ...identity(one.upid), user: 'robot@pve', tokenid: 'tests' },
              ...{ status: one.exitstatus, endtime: Math.floor(one.ends / 1_000) },
            }));
    const wanted = rows.filter(({ starttime }) => starttime >= since && starttime <= until);
    return [200, { data: wanted.slice(0, limit), total: wanted.length }];
  }
}

/** A broken connection. */
export const reset = () => new ConnectionError('broken', { kind: 'reset', sent: 'unknown' });

function identity(upid: string): { upid: string; node: string; type: string; id: string; starttime: number } {
  const [, node = '', , , start = '', type = '', id = ''] = upid.split(':');
  return { upid, node, type, id, starttime: Number.parseInt(start, 16) };
}

function answer(status: number, body: unknown): TransportResponse {
  return { status, reason: '', headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) };
}
