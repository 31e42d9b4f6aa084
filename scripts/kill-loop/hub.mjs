// The reference hub, behind a door at which a share of all heartbeats and answers comes to harm.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { dist } from '../recordings.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The modules of examples/hub, translated: Nodes before 22.18 do not take TypeScript as it is. */
export async function hubModules() {
  // Inside node_modules, where imports of the dependencies are found.
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'felhom-kill-loop-'));
  try {
    const outfile = join(folder, 'hub.mjs');
    const files = ['files', 'hub', 'store', 'approve'];
    buildSync({
      stdin: {
        contents: files.map((name) => `export * from './${name}.ts';`).join('\n'),
        resolveDir: join(root, 'examples/hub'),
        loader: 'ts',
      },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      alias: Object.fromEntries(
        ['agent', 'simulator'].map((name) => [`@felhom/proxmox/${name}`, join(dist, name, 'index.js')]),
      ),
      external: [join(dist, '*')],
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Each harm, and how often it comes in comparison. */
const harms = {
  lost: 3,
  answerLost: 4,
  answerCut: 2,
  reset: 2,
  busy: 2,
  busyAfterwards: 2,
  slow: 2,
  doubled: 3,
  old: 2,
  repeated: 4,
  acksLost: 3,
  acksWrong: 1,
  lastAnswer: 1,
};

/** A hub in a folder, with what it was told. */
export class FaultyHub {
  /** Ids that agents said to have received. */
  received = new Set();
  /** Every result that was ever told, by id and digest. */
  reports = new Map();
  /** How often each harm was done, and how many heartbeats came. */
  harms = { none: 0 };
  /** Called with the requests for approvals of a heartbeat. */
  onApprovals = () => {};
  onReport = () => {};
  #share;
  #chance;
  #server;
  /** Of each agent: bodies that came before, the last answer, and all commands so far. */
  #past = new Map();
  #sockets = new Set();

  static async open({ modules, folder, chance, share, options = { interval: 2 } }) {
    const made = new FaultyHub();
    const key = modules.keyPairIn(join(modules.privateFolder(folder), 'hub.key'));
    const { fingerprint, ...tls } = modules.certificateIn(folder);
    made.store = await modules.Store.open(join(folder, 'hub.jsonl'));
    made.hub = new modules.Hub(made.store, key, options);
    made.fingerprint = fingerprint;
    made.#chance = chance;
    made.#share = share;
    made.#server = createServer(tls, (request, answer) => {
      made.#serve(request, answer).catch(() => answer.destroy());
    });
    made.#server.on('connection', (socket) => {
      made.#sockets.add(socket);
      socket.once('close', () => made.#sockets.delete(socket));
    });
    await new Promise((resolve) => made.#server.listen(0, '127.0.0.1', resolve));
    made.url = `https://127.0.0.1:${made.#server.address().port}/`;
    return made;
  }

  /** From now on nothing comes to harm. */
  heal() {
    this.#share = 0;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.store.close();
  }

  async #serve(request, answer) {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const signature = request.headers['felhom-signature'];
    if (request.url === '/v1/enroll') return send(answer, await this.hub.enroll(body, signature));
    const beat = JSON.parse(body.toString());
    const harm = this.#chance.chance(this.#share) ? this.#chance.weighed(harms) : 'none';
    this.harms[harm] = (this.harms[harm] ?? 0) + 1;
    if (harm === 'lost') return void request.socket.destroy();
    if (harm === 'busy') return send(answer, { status: 503, body: { error: 'busy' } });
    this.#listen(beat);
    const take = () => this.hub.heartbeat(body, signature);
    const past = this.#pastOf(beat.agent);
    let given = await take();
    if (harm === 'doubled') given = await take();
    if (harm === 'old' && past.body !== undefined) await this.hub.heartbeat(past.body, past.signature);
    Object.assign(past, { body, signature });
    if (given.status !== 200) return send(answer, given);
    past.commands.push(...given.body.commands);
    if (harm === 'answerLost') return void request.socket.destroy();
    if (harm === 'reset') return void this.#reset(request.socket);
    if (harm === 'busyAfterwards') return send(answer, { status: 500, body: { error: 'busy' } });
    if (harm === 'slow') await setTimeout(this.#chance.between(1, 400));
    if (harm === 'lastAnswer' && past.answer !== undefined) return send(answer, past.answer);
    past.answer = given;
    if (harm === 'answerCut') {
      const text = JSON.stringify(given.body);
      answer.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
      answer.write(text.slice(0, this.#chance.between(0, text.length - 1)), () => request.socket.destroy());
      return undefined;
    }
    return send(answer, { status: 200, body: this.#changed(given.body, harm, past) });
  }

  /** What anybody could do who passes an answer on, or a hub that has forgotten what it knew. */
  #changed(body, harm, past) {
    if (harm === 'acksLost') return { ...body, acks: [] };
    if (harm === 'acksWrong')
      return { ...body, acks: body.acks.map(({ id }) => ({ id, digest: '0'.repeat(64) })) };
    if (harm !== 'repeated') return body;
    const again = Array.from({ length: 20 - body.commands.length }, () => this.#chance.pick(past.commands));
    return { ...body, commands: [...body.commands, ...again.filter((one) => one !== undefined)] };
  }

  /** Notes what a heartbeat says, whatever becomes of it then. */
  #listen({ received, results, approvals }) {
    for (const { id } of received) this.received.add(id);
    for (const { id, digest, result } of results) {
      // What is left of a result after its acknowledgement does not stand for it.
      if (result.dropped?.why === 'acked') continue;
      const known = this.reports.get(id) ?? new Map();
      this.reports.set(id, known);
      if (!known.has(digest)) known.set(digest, result);
      this.onReport(id);
    }
    this.onApprovals(approvals);
  }

  #reset(socket) {
    // The one below TLS: a connection is reset there.
    const raw = [...this.#sockets].find(({ remotePort }) => remotePort === socket.remotePort);
    (raw ?? socket).resetAndDestroy?.();
    socket.destroy();
  }

  #pastOf(agent) {
    const past = this.#past.get(agent) ?? { commands: [] };
    this.#past.set(agent, past);
    return past;
  }
}

function send(answer, { status, body }) {
  answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
