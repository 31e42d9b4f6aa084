import {
  Client,
  type ClientOptions,
  type Transport,
  type TransportRequest,
  type TransportResponse,
  type Upid,
} from '@felhom/proxmox';
import { token } from './client.js';
import { FastClock } from './clock.js';

export const upid: Upid = 'UPID:pve1:0000C350:0012D687:6A1B2C3D:vzdump:101:robot@pve!tests:';

/** What happens at a poll: the task is running or has ended, or the host answers this, or the network fails so. */
export type Poll = 'running' | { exitstatus?: string } | [status: number, body: unknown] | Error;

/** A host with one task, as a transport: its state is a list of polls (the last stays), its log grows as told. */
export class TaskHost {
  readonly log: string[] = [];
  /** Called at each poll of the state, before it is answered. */
  onPoll: (poll: number) => void = () => {};
  /** Answers a read of the log in place of the log. */
  logAnswer: (() => [status: number, body: unknown]) | undefined;
  polls = 0;
  readonly logReads: { start: number; limit: number }[] = [];
  readonly requests: string[] = [];
  readonly #states: readonly Poll[];

  constructor(...states: Poll[]) {
    this.#states = states;
  }

  client(options: Partial<ClientOptions> = {}): Client {
    const { transport } = this;
    const clock = new FastClock();
    return new Client({
      url: 'https://pve1',
      token,
      transport,
      clock,
      random: () => 0,
      ...options,
    } as ClientOptions);
  }

  readonly transport: Transport = async (request) => {
    const path = decodeURIComponent(request.url.pathname).replace('/api2/json/', '');
    this.requests.push(`${request.method} ${path}`);
    if (path.endsWith('/log')) return answer(...(this.logAnswer ?? (() => this.#readLog(request)))());
    if (request.method === 'DELETE') return answer(200, { data: null });
    this.polls += 1;
    this.onPoll(this.polls);
    const state = this.#states[Math.min(this.polls, this.#states.length) - 1];
    if (state instanceof Error) throw state;
    if (Array.isArray(state)) return answer(...state);
    const facts = { upid, node: 'pve1', type: 'vzdump', id: '101', user: 'robot@pve', starttime: 1 };
    return answer(200, {
      data:
        typeof state === 'object' ? { ...facts, status: 'stopped', ...state } : { ...facts, status: state },
    });
  };

  #readLog({ url }: TransportRequest): [number, unknown] {
    const start = Number(url.searchParams.get('start') ?? 0);
    const limit = Number(url.searchParams.get('limit') ?? 50);
    this.logReads.push({ start, limit });
    // A log without lines reads as one that says so.
    if (this.log.length === 0)
      return [200, { data: start === 0 ? [{ n: 1, t: 'no content' }] : [], total: 1 }];
    const lines = this.log.slice(start, limit === 0 ? undefined : start + limit);
    return [200, { data: lines.map((t, index) => ({ n: start + index + 1, t })), total: this.log.length }];
  }
}

/** Lines `line FROM` to `line TO`. */
export function lines(to: number, from = 1): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);
}

function answer(status: number, body: unknown): TransportResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, reason: '', headers: {}, body: new TextEncoder().encode(text) };
}
