// Plays recorded requests, one after the other, against a simulated host.

import { differences } from './compare.mjs';
import { evidenceOf } from './evidence.mjs';
import { node, recordedHost } from './host.mjs';
import { ownEvidence } from './refusals.mjs';
import { Requests } from './requests.mjs';
import { conditionOf, reasonToSkip, showsEnd, showsWork } from './signs.mjs';
import { stage } from './stage.mjs';
import { guestsOf, startOf, storyOf } from './story.mjs';
import { sendBytes } from './wire.mjs';

/** Milliseconds after which a task that nobody looked at is over. */
const patience = 3000;

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
  #requests;
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
    this.#requests = new Requests(engine.world.accounts, (request) => this.#send(request));
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
    const answer = await this.#send(await this.#requests.of(exchange));
    this.#requests.learn(exchange.answer.data, answer.body?.data);
    const wanted = { ...exchange.answer, reason: this.#requests.translate(exchange.answer.reason) };
    if (/\/config$/.test(exchange.path ?? '') && exchange.method === 'GET')
      for (const vmid of guestsOf(exchange)) this.#seen.set(vmid, exchange.seq);
    return { exchange, problems: differences(wanted, answer, exchange.path), changes };
  }

  async close() {
    await this.#door?.close();
  }

  async #playBytes({ bytes, answers, request, path }) {
    this.#door ??= await this.#sdk.openDoor(this.#engine);
    const wasTaken = answers[0]?.status !== 401;
    const secret = `=${this.#requests.secretOf(String(request.as))}`;
    const sent = wasTaken
      ? bytes.replace(/(PVEAPIToken=[^=\s]+)=[^\r]*/g, (_, id) => `${id}${secret}`)
      : bytes;
    const got = await sendBytes(this.#door.port, sent, answers.length);
    if (got.length !== answers.length) return [`${answers.length} answers expected: ${got.length}`];
    return answers.flatMap((wanted, index) => [
      ...differences(wanted, got[index], path),
      ...(wanted.connection === got[index].connection
        ? []
        : [`connection '${wanted.connection}' expected: '${got[index].connection}'`]),
    ]);
  }

  async #prepare(exchange, index) {
    const evidence = evidenceOf(exchange, this.#story);
    const own = ownEvidence(exchange, this.#story);
    if (own !== undefined) evidence.guests.set(own[0], { ...own[1], ...evidence.guests.get(own[0]) });
    for (const upid of [...evidence.tasks.keys()])
      if (this.#requests.upidOf(upid) !== undefined) evidence.tasks.delete(upid);
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
    const upid = this.#requests.upidOf(/\/tasks\/([^/]+)\/status$/.exec(path)?.[1] ?? '');
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

  async #api(method, path, params = {}) {
    const form = new URLSearchParams(params).toString();
    const { body } = await this.#send({
      method,
      path: `/api2/json${path}`,
      headers: {
        authorization: `PVEAPIToken=root@pam!root=${this.#requests.secretOf('root@pam!root')}`,
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
