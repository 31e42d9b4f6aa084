// A simulated host with a client, and the time that both live in.

import { setImmediate as turn } from 'node:timers/promises';
import { inProcess, wire } from './lines.mjs';
import { Waiting } from './waiting.mjs';

const me = 'root@pam!root';
/** Somebody else: another token of the same user, and another user. */
const others = ['root@pam!twin', 'twin@pve!twin'];
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** So much time of the host may pass while one call is under way. */
const longest = 3_600_000;
export async function openStage(parts, { story, certificate, options, onRequest }) {
  const clock = new parts.ManualClock();
  const made = parts.createEngine({ clock, seed: story.seed });
  const host = new parts.SimulatedHost({ clock, seed: story.seed }, made);
  const secret = '11111111-2222-3333-4444-555555555555';
  const token = { secret, privsep: false };
  host.arrange({
    users: { 'root@pam': { tokens: { twin: token } }, 'twin@pve': { tokens: { twin: token } } },
  });
  made.engine.world.accounts.acl.push({
    path: '/',
    type: 'user',
    ugid: 'twin@pve',
    roleid: 'Administrator',
    propagate: true,
  });
  const time = new Time(clock, { hang: options.hang, skew: story.skew });
  const waiting = new Waiting(() => clock.advance(1_000));
  const fetch = (request) => waiting.during(host.fetch(request));
  const arena = {
    certificate,
    patience: options.patience,
    actor: story.user === 'ticket' ? 'root@pam' : me,
    later: (ms, action) => time.later(ms, action),
  };
  const line = await (story.line === 'wire' ? wire : inProcess)(parts, {
    host,
    fetch,
    engine: {
      world: made.engine.world,
      onCut: (listener) => made.engine.onCut(listener),
      handle: (request, node) => waiting.during(made.engine.handle(request, node)),
    },
    arena,
    onRequest,
  });
  // What meets a user meets all of its tokens.
  const strangers = story.user === 'ticket' ? others.slice(1) : others;
  const { username, password } = host.logins.root;
  const makeClient = () =>
    options.makeClient({
      ...line.options,
      ...(story.user === 'ticket' ? { user: username, password } : { token: host.tokens.full }),
      clock: time.ofClient,
      random: () => 0.5,
      reconcile: story.mode === 'inPlace',
      markers: story.markers,
    });
  let client = makeClient();
  return {
    host,
    world: made.engine.world,
    line,
    get client() {
      return client;
    },
    time,
    /** What the client makes of a call whose answer was lost, or its successor, if it is to have one. */
    reconcile: async (error) => {
      const { settle } = story;
      if (story.mode !== 'elsewhere') return client.reconcile(error, { settle });
      const told = JSON.stringify(error.intent);
      await client.close();
      client = makeClient();
      return client.reconcile(JSON.parse(told), { settle });
    },
    /** The name that the host knows the client by. */
    user: story.user === 'ticket' ? username : me,
    /** Asks for the same as somebody else. */
    twin: ({ method, target, body }, { as, from, to }) => {
      // Whoever asks for the same has neither the same texts nor the same marker.
      const text = body
        .toString('latin1')
        .replaceAll(from, to)
        .replace(uuid, (id) => id.replace(/[0-9a-f]/g, '0'));
      const headers = { authorization: `PVEAPIToken=${strangers[as % strangers.length]}=${secret}` };
      const content = text === '' ? {} : { body: Buffer.from(text, 'latin1') };
      const type = text === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
      return fetch(
        new Request(new URL(target, host.url), { method, headers: { ...headers, ...type }, ...content }),
      );
    },
    close: async () => {
      await client.close().catch(() => {});
      await line.close();
      await host.close();
    },
  };
}

/** The host's time, as it passes while the client pauses. */
class Time {
  #clock;
  #hang;
  /** How far the client's clock is ahead of the host's. */
  #skew;
  #late = new Set();
  #arriving = new Set();
  #over = () => {};
  #since = 0;

  constructor(clock, { hang, skew }) {
    this.#clock = clock;
    this.#hang = hang;
    this.#skew = skew;
  }

  ofClient = {
    now: () => this.#clock.now() + this.#skew,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      if (this.#clock.now() - this.#since > longest) {
        this.#over();
        await new Promise(() => {});
      }
      this.#clock.advance(ms);
      await Promise.allSettled(this.#arriving);
      await turn();
      signal?.throwIfAborted();
    },
  };

  advance(ms) {
    this.#clock.advance(ms);
  }

  /** Does something in `ms` milliseconds. */
  later(ms, action) {
    const entry = { action, cancel: () => {} };
    entry.cancel = this.#clock.after(ms, () => this.#arrive(entry));
    this.#late.add(entry);
  }

  #arrive(entry) {
    this.#late.delete(entry);
    const done = entry.action();
    this.#arriving.add(done);
    void Promise.resolve(done).finally(() => this.#arriving.delete(done));
  }

  /** Does at once what was to come later, and lets what is on its way arrive. */
  async settle() {
    for (const entry of [...this.#late]) {
      entry.cancel();
      this.#arrive(entry);
    }
    await Promise.allSettled(this.#arriving);
    for (let round = 0; round < 3; round += 1) await turn();
  }

  /** Gives what `promise` becomes, or what `hung` gives if it becomes nothing in the time that there is. */
  async within(promise, hung) {
    this.#since = this.#clock.now();
    let timer;
    const limit = new Promise((resolve) => {
      this.#over = () => resolve(hung());
      timer = setTimeout(this.#over, this.#hang);
    });
    try {
      return await Promise.race([promise, limit]);
    } finally {
      clearTimeout(timer);
      this.#over = () => {};
    }
  }
}
