import { ManualClock } from '~/simulator/clock.js';
import { createEngine, type HostOptions } from '~/simulator/create-engine.js';
import type { TokenName } from '~/simulator/demo-accounts.js';
import type { Engine } from '~/simulator/engine.js';

/** An answer of the engine, taken apart. */
export interface Answer {
  status: number;
  reason: string;
  headers: [string, string][];
  body: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects here is for its assertions to say.
  data: any;
  message: string | undefined;
  errors: Record<string, string> | undefined;
  total: number | undefined;
}

/** How a task went. */
export interface Run {
  upid: string;
  exitstatus: string;
  log: string[];
}

export const N = '/nodes/demo-felhom';

/** A list comes as the same key several times. */
type Values = Record<string, string | number | readonly (string | number)[]>;

/** The engine on a manual clock, with short ways to call it. */
export class Harness {
  readonly clock = new ManualClock();
  readonly engine: Engine;
  readonly tokens: Readonly<Record<TokenName, string>>;
  readonly passwords: Readonly<Record<'root' | 'agent' | 'totp', string>>;
  readonly totpKey: Buffer;
  #ticket: Record<string, string> | undefined;

  constructor(options: HostOptions = {}) {
    const { engine, secrets } = createEngine({ ...options, clock: this.clock });
    this.engine = engine;
    this.tokens = secrets.tokens;
    this.passwords = secrets.passwords;
    this.totpKey = secrets.totpKey;
  }

  /** A call with a token (by its name), or with a ticket of root@pam (`ticket`). */
  async call(as: TokenName | 'ticket', method: string, path: string, values: Values = {}): Promise<Answer> {
    const headers =
      as === 'ticket' ? await this.#rootTicket() : { authorization: `PVEAPIToken=${this.tokens[as]}` };
    return await this.send(headers, method, path, values);
  }

  /** Values go where the method wants them: into the query, or into a form. */
  async send(
    headers: Record<string, string>,
    method: string,
    path: string,
    values: Values = {},
  ): Promise<Answer> {
    const text = new URLSearchParams(
      Object.entries(values).flatMap(([key, value]) =>
        [value].flat().map((item): [string, string] => [key, String(item)]),
      ),
    ).toString();
    const inBody = method === 'POST' || method === 'PUT';
    const form = inBody && text !== '' ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    return await this.raw(
      { ...form, ...headers },
      method,
      `/api2/json${path}`,
      inBody ? text : '',
      inBody ? '' : text,
    );
  }

  async raw(
    headers: Record<string, string>,
    method: string,
    path: string,
    body = '',
    query = '',
  ): Promise<Answer> {
    const answer = await this.engine.handle({ method, path, query, headers, body });
    const json = answer.body?.startsWith('{') === true ? JSON.parse(answer.body) : {};
    return {
      status: answer.status,
      reason: answer.reason,
      headers: answer.headers.map(([name, value]) => [name, value]),
      body: answer.body,
      data: json.data,
      message: json.message,
      errors: json.errors,
      total: json.total,
    };
  }

  /** Starts a task and lets time pass until it has ended. */
  async run(as: TokenName | 'ticket', method: string, path: string, values: Values = {}): Promise<Run> {
    const answer = await this.call(as, method, path, values);
    if (answer.status !== 200)
      throw new Error(`${answer.status} ${answer.reason} ${JSON.stringify(answer.errors ?? {})}`);
    return await this.finish(answer.data);
  }

  async finish(upid: string): Promise<Run> {
    const path = `/nodes/${upid.split(':')[1]}/tasks/${encodeURIComponent(upid)}`;
    for (let second = 0; second < 600; second += 1) {
      const status = await this.call('full', 'GET', `${path}/status`);
      if (status.data.status === 'stopped') {
        const log = await this.call('full', 'GET', `${path}/log`, { limit: 0 });
        return {
          upid,
          exitstatus: status.data.exitstatus,
          log: (log.data as { t: string }[]).map((line) => line.t),
        };
      }
      this.clock.advance(1000);
    }
    throw new Error(`${upid} does not end`);
  }

  async login(username: string, password: string, more: Values = {}): Promise<Answer> {
    return await this.send({}, 'POST', '/access/ticket', { username, password, ...more });
  }

  async #rootTicket(): Promise<Record<string, string>> {
    if (this.#ticket === undefined) {
      const { data } = await this.login('root@pam', this.passwords.root);
      this.#ticket = ticketHeaders(data);
    }
    return this.#ticket;
  }
}

/** The headers of a logged-in session. */
export function ticketHeaders(data: { ticket: string; CSRFPreventionToken: string }): Record<string, string> {
  return {
    cookie: `PVEAuthCookie=${encodeURIComponent(data.ticket)}`,
    csrfpreventiontoken: data.CSRFPreventionToken,
  };
}

export const template = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';
