// Plays recorded requests, one after the other, against a simulated host.

import { differences } from './compare.mjs';
import { evidenceOf, ownEvidence } from './evidence.mjs';
import { node, recordedHost, secrets } from './host.mjs';
import { stage } from './stage.mjs';
import { guestsOf, startOf, storyOf } from './story.mjs';
import { sendBytes } from './wire.mjs';

/** Milliseconds after which a task that nobody looked at is over. */
const patience = 3000;

const upidPattern = /UPID:[A-Za-z0-9-]+:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:[^:\s"/]+:[^:\s"]*:[^:\s"]+:/g;

/**
 * @param {readonly import('./records.mjs').Exchange[]} exchanges
 * @param {any} sdk
 * @returns {Promise<{ exchange: any, problems?: string[], skip?: string, changes: string[] }[]>}
 */
export async function playAll(exchanges, sdk) {
  const player = new Player(exchanges, sdk);
  const results = [];
  try {
    for (const index of exchanges.keys()) results.push(await player.play(index));
  } finally {
    await player.close();
  }
  return results;
}

class Player {
  #exchanges;
  #story;
  #engine;
  #clock;
  #sdk;
  #conditions;
  #door;
  /** Recorded ids of tasks to ours. */
  #upids = new Map();
  #tickets = new Map();
  /** Where a guest's configuration was last seen. */
  #seen = new Map();

  constructor(exchanges, sdk) {
    this.#exchanges = exchanges;
    this.#story = storyOf(exchanges);
    this.#sdk = sdk;
    this.#clock = new sdk.ManualClock(firstMoment(exchanges));
    const { engine, conditions } = sdk.createEngine({ clock: this.#clock, authDelay: 0, nodes: [node] });
    this.#engine = engine;
    this.#conditions = conditions;
    sdk.clearAway(engine.world);
    sdk.arrange(engine.world, recordedHost());
  }

  async play(index) {
    const exchange = this.#exchanges[index];
    const skip = exchange.skip ?? reasonToSkip(exchange);
    if (skip !== undefined) return { exchange, skip, changes: [] };
    this.#letTimePass(index);
    const changes = await this.#prepare(exchange, index);
    const condition = conditionOf(exchange.answer.reason, this.#conditions);
    if (condition !== undefined) changes.push('what stood in the way for the time of the request');
    try {
      return await this.#playOne(exchange, changes);
    } finally {
      condition?.undo();
    }
  }

  async #playOne(exchange, changes) {
    if (exchange.bytes !== undefined) return { exchange, problems: await this.#playBytes(exchange), changes };
    this.#current = exchange;
    const answer = await this.#send(await this.#requestOf(exchange));
    this.#learn(exchange, answer);
    const wanted = this.#ours(exchange.answer);
    if (/\/config$/.test(exchange.path ?? '') && exchange.method === 'GET')
      for (const vmid of guestsOf(exchange)) this.#seen.set(vmid, exchange.seq);
    return { exchange, problems: differences(wanted, answer), changes };
  }

  async close() {
    await this.#door?.close();
  }

  async #playBytes({ bytes, answers, request }) {
    this.#door ??= await this.#sdk.openDoor(this.#engine);
    const wasTaken = answers[0]?.status !== 401;
    const secret = `=${this.#secretOf(String(request.as))}`;
    const sent = wasTaken
      ? bytes.replace(/(PVEAPIToken=[^=\s]+)=[^\r]*/g, (_, id) => `${id}${secret}`)
      : bytes;
    const got = await sendBytes(this.#door.port, sent, answers.length);
    if (got.length !== answers.length) return [`${answers.length} answers expected: ${got.length}`];
    return answers.flatMap((wanted, index) => [
      ...differences(wanted, got[index]),
      ...(wanted.connection === got[index].connection
        ? []
        : [`connection '${wanted.connection}' expected: '${got[index].connection}'`]),
    ]);
  }

  async #prepare(exchange, index) {
    const evidence = evidenceOf(exchange, this.#story);
    const own = ownEvidence(exchange, this.#story);
    if (own !== undefined) evidence.guests.set(own[0], { ...own[1], ...evidence.guests.get(own[0]) });
    for (const upid of [...evidence.tasks.keys()]) if (this.#upids.has(upid)) evidence.tasks.delete(upid);
    this.#killTasks(exchange);
    const host = {
      world: this.#engine.world,
      arrange: (world, spec) => this.#sdk.arrange(world, spec),
      api: (method, path, params) => this.#api(method, path, params),
    };
    return stage(host, evidence, {
      hasSnapshots: (vmid) => this.#story.hasSnapshots(vmid),
      configAhead: (vmid) => this.#story.configAhead(index, vmid),
      mayHaveChanged: (vmid) => this.#story.isGap(this.#seen.get(vmid) ?? 0, exchange.seq),
      task: (upid) => this.#story.task(upid),
    });
  }

  /** A task that ended without a word, and that nobody was asked to stop: something killed it. */
  #killTasks({ answer, path = '' }) {
    if (answer.data?.exitstatus !== 'unexpected status') return;
    const upid = this.#upids.get(/\/tasks\/([^/]+)\/status$/.exec(path)?.[1] ?? '');
    const { tasks } = this.#engine.world;
    const task = tasks.running.find((each) => each.upid === upid);
    if (task !== undefined) tasks.kill(task);
  }

  /** Tasks come to their ends unless the recording goes on too soon for that, or shows one at work. */
  #letTimePass(index) {
    const exchange = this.#exchanges[index];
    const { tasks } = this.#engine.world;
    if (showsWork(exchange) || exchange.answer.data?.exitstatus === 'unexpected status') return;
    if (!showsEnd(exchange)) {
      const elapsed = this.#elapsed(index);
      if (elapsed < patience) {
        this.#clock.advance(elapsed);
        return;
      }
    }
    for (let rounds = 0; tasks.running.length > 0 && rounds < 400; rounds += 1) this.#clock.advance(1000);
  }

  /**
   * Milliseconds since the last task that the recording started, as far as that is known: at most those until the
   * next one.
   */
  #elapsed(index) {
    const began = ({ answer }) => startOf(answer.data) !== undefined;
    const before = this.#exchanges.slice(0, index).findLast(began);
    const after = this.#exchanges.slice(index).find(began);
    if (before === undefined || after === undefined) return Number.POSITIVE_INFINITY;
    if (after !== this.#exchanges[index]) return 0;
    const ticks = startOf(after.answer.data) - startOf(before.answer.data);
    return ticks < 0 ? Number.POSITIVE_INFINITY : ticks * 10;
  }

  async #requestOf({ method, target, request, form, json }) {
    const [path, query] = splitOnce(this.#translate(target), '?');
    const headers = await this.#headersOf(request, method);
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
    const values = new URLSearchParams(this.#translate(form));
    const password = values.get('password') ?? '';
    const user = /^PVE:([^:]+):/.exec(password)?.[1];
    if (user !== undefined) values.set('password', (await this.#ticketOf(user)).ticket);
    return values.toString();
  }

  async #headersOf(request) {
    const recorded = Object.fromEntries(
      Object.entries(request.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
    );
    if ('authorization' in recorded || 'cookie' in recorded) return this.#ownSecrets(recorded, request);
    if (request.as === null || request.as === undefined) return recorded;
    const user = /^(\S+@\S+) ticket$/.exec(request.as)?.[1];
    if (user === undefined)
      return { ...recorded, authorization: `PVEAPIToken=${request.as}=${this.#secretOf(request.as)}` };
    const { ticket, csrf } = await this.#ticketOf(user);
    return { ...recorded, cookie: `PVEAuthCookie=${encodeURIComponent(ticket)}`, csrfpreventiontoken: csrf };
  }

  /** Secrets are cut in recordings, which shows by the dots. Where the host took one, it was a good one. */
  async #ownSecrets(headers, { as }) {
    const wasTaken = this.#current.answer.status !== 401;
    const { authorization, cookie, csrfpreventiontoken: csrf } = headers;
    const [, lead, id] = /^(PVEAPIToken[= ])([^=]+)=/.exec(authorization ?? '') ?? [];
    const user = /PVEAuthCookie=PVE(?:%3A|:)([^:%]+(?:%40|@)[^:%]+)/.exec(cookie ?? '')?.[1];
    const isTicketOf = user !== undefined && (wasTaken || / ticket$/.test(String(as)));
    const mine = isTicketOf ? await this.#ticketOf(decodeURIComponent(user)) : undefined;
    return {
      ...headers,
      ...(wasTaken && id !== undefined ? { authorization: `${lead}${id}=${this.#secretOf(id)}` } : {}),
      ...(mine === undefined ? {} : { cookie: `PVEAuthCookie=${encodeURIComponent(mine.ticket)}` }),
      ...(mine !== undefined && wasTaken && csrf !== undefined ? { csrfpreventiontoken: mine.csrf } : {}),
    };
  }

  #current;

  #secretOf(id) {
    const at = id.lastIndexOf('!');
    return (
      this.#engine.world.accounts.users.get(id.slice(0, at))?.tokens.get(id.slice(at + 1))?.secret ??
      secrets[id] ??
      'none'
    );
  }

  async #ticketOf(user) {
    if (!this.#tickets.has(user)) {
      const { password } = this.#engine.world.accounts.users.get(user) ?? {};
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

  async #api(method, path, params = {}) {
    const form = new URLSearchParams(params).toString();
    const { body } = await this.#send({
      method,
      path: `/api2/json${path}`,
      headers: {
        authorization: `PVEAPIToken=root@pam!root=${this.#secretOf('root@pam!root')}`,
        ...(form === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === '' ? {} : { body: form }),
    });
    return body?.data;
  }

  async #send(request) {
    const { body } = request;
    const headers =
      body === undefined
        ? request.headers
        : { ...request.headers, 'content-length': String(Buffer.byteLength(body)) };
    const pending = this.#engine.handle({ ...request, headers });
    let done = false;
    void pending.finally(() => {
      done = true;
    });
    // What waits for a lock, or for the end of a task, waits on the simulator's clock.
    for (let rounds = 0; !done && rounds < 200; rounds += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!done && rounds > 2) this.#clock.advance(500);
    }
    const response = await pending;
    return {
      status: response.status,
      reason: Buffer.from(response.reason, 'latin1').toString('utf8'),
      ...parsed(response.body),
      headers: response.headers,
    };
  }

  #learn({ answer: recorded }, { body }) {
    const [theirs, ours] = [recorded.data, body?.data];
    if (
      typeof theirs === 'string' &&
      typeof ours === 'string' &&
      theirs.startsWith('UPID:') &&
      ours.startsWith('UPID:')
    )
      this.#upids.set(theirs, ours);
  }

  /** A recorded text with our ids of tasks. */
  #translate(text) {
    return text
      .replace(/UPID%3A[^/?&]*/g, (found) =>
        encodeURIComponent(this.#upids.get(decodeURIComponent(found)) ?? decodeURIComponent(found)),
      )
      .replace(upidPattern, (found) => this.#upids.get(found) ?? found);
  }

  #ours(answer) {
    return { ...answer, reason: this.#translate(answer.reason) };
  }
}

/** PVE's answer to a broken body has no JSON. */
function parsed(text) {
  if (text === undefined || text === '') return { body: null, text: text ?? '' };
  try {
    return { body: JSON.parse(text), text };
  } catch {
    return { body: null, text };
  }
}

function firstMoment(exchanges) {
  for (const { answer, path = '' } of exchanges) {
    const [, hex] =
      /UPID:[^:]+:[0-9A-F]{8}:[0-9A-F]{8,9}:([0-9A-F]{8}):/.exec(`${answer.data} ${path}`) ?? [];
    if (hex !== undefined) return Number.parseInt(hex, 16) * 1000 - 60_000;
  }
  return Date.UTC(2026, 10, 20, 15);
}

function reasonToSkip({ request, answer, path }) {
  if (!(answer.status >= 100)) return 'no answer was recorded';
  if (answer.status === 595 || answer.status === 596)
    return 'the proxy gave up on a daemon that hung: no state of a host answers so';
  if (request.raw_body_len > 0 && /json/.test(request.content_type ?? ''))
    return 'the broken body was not recorded';
  if (request.raw_body_len > 0 && /multipart/.test(request.content_type ?? '') && answer.status === 400)
    return 'what was wrong with the upload was not recorded';
  void path;
  return undefined;
}

/** An answer that only comes while a task is at work. */
function showsWork({ path = '', answer, method }) {
  if (/\/tasks\/[^/]+\/status$/.test(path) && answer.data?.status === 'running') return true;
  if (/\/tasks\/[^/]+\/log$/.test(path) && answer.data?.[0]?.t === 'no content') return true;
  if (/\/tasks\/[^/]+$/.test(path) && method === 'DELETE') return true;
  return /is locked \((?!backup)/.test(answer.reason);
}

/** An answer that only comes when a task is over. */
function showsEnd({ path = '', answer }) {
  if (/\/tasks\/[^/]+\/status$/.test(path)) return answer.data?.status === 'stopped';
  if (/\/tasks$/.test(path)) return answer.data?.every?.((row) => row.endtime !== undefined) ?? false;
  return /\/tasks\/[^/]+\/log$/.test(path) && /^TASK /.test(answer.data?.at?.(-1)?.t ?? '');
}

/** What was wrong with the host while it answered so. */
function conditionOf(reason, conditions) {
  const [, vmid] =
    /can't lock file '\/run\/lock\/(?:lxc\/pve-config|qemu-server\/lock)-(\d+)\.(?:lock|conf)' - got timeout/.exec(
      reason ?? '',
    ) ?? [];
  if (vmid !== undefined) return conditions.configLocked(Number(vmid));
  if (/no quorum/.test(reason ?? '')) return conditions.noQuorum();
  if (/ipcc_send_rec\[\d+\] failed|unable to load access control list: Connection refused/.test(reason ?? ''))
    return conditions.clusterFilesystemDown();
  return undefined;
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
