// Recorded requests as they are to be sent here: with our ids of tasks, and our secrets.

import { secrets } from './host.mjs';

const upidPattern = /UPID:[A-Za-z0-9-]+:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:[^:\s"/]+:[^:\s"]*:[^:\s"]+:/g;

export class Requests {
  #accounts;
  #send;
  /** Recorded ids of tasks to ours. */
  #upids = new Map();
  #tickets = new Map();

  /** @param {any} accounts Of the simulated host. @param {(request: object) => Promise<{ body: any }>} send */
  constructor(accounts, send) {
    this.#accounts = accounts;
    this.#send = send;
  }

  /** Our id of a recorded task, if the request that started it was sent here. */
  upidOf(recorded) {
    return this.#upids.get(recorded);
  }

  /** Takes note of the task that a request started there, and here. */
  learn(recorded, ours) {
    const both = [recorded, ours];
    if (both.every((data) => typeof data === 'string' && data.startsWith('UPID:')))
      this.#upids.set(recorded, ours);
  }

  /** The recorded request, as it is to be sent here. */
  async of({ method, target, request, form, json, answer }) {
    const [path, query] = splitOnce(this.translate(target), '?');
    const headers = await this.#headersOf(request, answer.status !== 401);
    if (json !== undefined)
      return { method, path, query, headers: { ...headers, 'content-type': 'application/json' }, body: json };
    if (form !== undefined && form !== '')
      return {
        method,
        path,
        query,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: await this.#formOf(form),
      };
    if (request.raw_body_len !== undefined)
      return {
        method,
        path,
        query,
        headers: { ...headers, 'content-type': request.content_type },
        body: bodyOf(request, path),
      };
    return { method, path, query, headers };
  }

  /** A recorded ticket in a password's place becomes one of ours. */
  async #formOf(form) {
    const values = new URLSearchParams(this.translate(form));
    const password = values.get('password') ?? '';
    const user = /^PVE:([^:]+):/.exec(password)?.[1];
    if (user !== undefined) values.set('password', (await this.#ticketOf(user)).ticket);
    return values.toString();
  }

  async #headersOf(request, wasTaken) {
    const recorded = Object.fromEntries(
      Object.entries(request.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
    );
    if ('authorization' in recorded || 'cookie' in recorded)
      return this.#ownSecrets(recorded, request, wasTaken);
    if (request.as === null || request.as === undefined) return recorded;
    const user = /^(\S+@\S+) ticket$/.exec(request.as)?.[1];
    if (user === undefined)
      return { ...recorded, authorization: `PVEAPIToken=${request.as}=${this.secretOf(request.as)}` };
    const { ticket, csrf } = await this.#ticketOf(user);
    return { ...recorded, cookie: `PVEAuthCookie=${encodeURIComponent(ticket)}`, csrfpreventiontoken: csrf };
  }

  /** Secrets are cut in recordings, which shows by the dots. Where the host took one, it was a good one. */
  async #ownSecrets(headers, { as }, wasTaken) {
    const { authorization, cookie, csrfpreventiontoken: csrf } = headers;
    const [, lead, id] = /^(PVEAPIToken[= ])([^=]+)=/.exec(authorization ?? '') ?? [];
    const user = /PVEAuthCookie=PVE(?:%3A|:)([^:%]+(?:%40|@)[^:%]+)/.exec(cookie ?? '')?.[1];
    const isTicketOf = user !== undefined && (wasTaken || / ticket$/.test(String(as)));
    const mine = isTicketOf ? await this.#ticketOf(decodeURIComponent(user)) : undefined;
    return {
      ...headers,
      ...(wasTaken && id !== undefined ? { authorization: `${lead}${id}=${this.secretOf(id)}` } : {}),
      ...(mine === undefined ? {} : { cookie: `PVEAuthCookie=${encodeURIComponent(mine.ticket)}` }),
      ...(mine !== undefined && wasTaken && csrf !== undefined ? { csrfpreventiontoken: mine.csrf } : {}),
    };
  }

  /** The secret that a token has here. */
  secretOf(id) {
    const at = id.lastIndexOf('!');
    return (
      this.#accounts.users.get(id.slice(0, at))?.tokens.get(id.slice(at + 1))?.secret ?? secrets[id] ?? 'none'
    );
  }

  async #ticketOf(user) {
    if (!this.#tickets.has(user)) {
      const { password } = this.#accounts.users.get(user) ?? {};
      const { body } = await this.#send({
        method: 'POST',
        path: '/api2/json/access/ticket',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ username: user, password: password ?? '' }).toString(),
      });
      this.#tickets.set(user, {
        ticket: body?.data?.ticket ?? '',
        csrf: body?.data?.CSRFPreventionToken ?? '',
      });
    }
    return this.#tickets.get(user);
  }

  /** A recorded text with our ids of tasks. */
  translate(text) {
    return text
      .replace(/UPID%3A[^/?&]*/g, (found) =>
        encodeURIComponent(this.#upids.get(decodeURIComponent(found)) ?? decodeURIComponent(found)),
      )
      .replace(upidPattern, (found) => this.#upids.get(found) ?? found);
  }
}

/** A body of which only the length is known: what it says is not looked at, or it is a file. */
function bodyOf({ raw_body_len: length, content_type: type }, path) {
  const boundary = /boundary=(.+)$/.exec(type ?? '')?.[1];
  if (boundary === undefined) return 'x'.repeat(length);
  void path;
  const part = (disposition, text) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${text}\r\n`;
  return `${part('name="content"', 'iso')}${part('name="filename"; filename="replayed.iso"', 'x'.repeat(1000))}--${boundary}--\r\n`;
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
