// Starts a hub, a simulated host and agents, sends commands, kills the agents, and holds what was told against what was done.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { load } from '../recordings.mjs';
import { Share } from './chance.mjs';
import { Effects } from './effects.mjs';
import { FaultyHub, hubModules } from './hub.mjs';
import { judge } from './judge.mjs';
import { guestsOf, wishOf } from './plan.mjs';
import { Worker } from './worker.mjs';

/** Commands of an agent that are under way at most. */
const underWay = 60;
/** Milliseconds without any news after which nothing more is waited for. */
const patience = 60_000;

export async function killLoop(options) {
  const folder = mkdtempSync(join(tmpdir(), 'felhom-kill-loop-'));
  const run = new Run(folder, options);
  try {
    return await run.play();
  } finally {
    await run.close();
    if (!options.keep) rmSync(folder, { recursive: true, force: true });
    else options.tell(`kept: ${folder}`);
  }
}

class Run {
  #folder;
  #options;
  #workers = [];
  #closing = [];
  /** By id: the kind, the agent, and what there is to find of it on the simulated host. */
  #commands = new Map();
  #open = new Map();
  #ended = 0;
  #heardAt = performance.now();

  constructor(folder, options) {
    this.#folder = folder;
    this.#options = options;
  }

  async play() {
    const { commands, kills, workers, seed, faults } = this.#options;
    const { Random } = await load('simulator/random.js');
    const chance = (part) => new Share(new Random(seed * 1_000 + part));
    const { Simulator } = await load('simulator/index.js');
    const all = Array.from({ length: workers }, (_, index) => guestsOf(index, workers));
    const simulator = await Simulator.start({ speed: 100, seed, spec: specOf(all.flat()) });
    this.#closing.push(() => simulator.close());
    const modules = await hubModules();
    const hub = await FaultyHub.open({
      modules,
      folder: join(this.#folder, 'hub'),
      chance: chance(0),
      share: faults,
    });
    this.#closing.push(() => hub.close());
    hub.onReport = (id) => this.#heard(id);
    const approver = generateKeyPairSync('ed25519');
    this.#answerRequests(hub, modules, approver, chance(1));
    const effects = new Effects(simulator);
    this.#closing.push(() => effects.close());
    const { url, fingerprint, tokens, node } = simulator;
    const text = approver.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    for (let index = 0; index < workers; index += 1) {
      const worker = await Worker.enroll({
        name: `host-${index}`,
        folder: join(this.#folder, `agent-${index}`),
        hub,
        client: { url, fingerprint, token: tokens.full },
        node,
        chance: chance(10 + index),
        approver: text,
      });
      this.#workers.push(worker);
      worker.start();
    }
    const done = Promise.all([
      this.#send(hub, all, chance(2)),
      ...this.#workers.map((worker, index) => {
        const share = Math.floor(kills / workers) + (index < kills % workers ? 1 : 0);
        return this.#killAll(worker, share, commands);
      }),
    ]);
    await done;
    await this.#settled(hub);
    hub.heal();
    for (const worker of this.#workers) await worker.stop();
    const verdict = judge({
      commands: this.#commands,
      received: hub.received,
      reports: hub.reports,
      effects: await effects.count(this.#commands, this.#workers),
      kills,
      workers,
    });
    await this.#inspect(verdict);
    return { verdict, details: this.#details(hub, verdict) };
  }

  async close() {
    for (const worker of this.#workers) if (worker.isAlive) await worker.stop();
    for (const close of this.#closing.reverse()) await close();
  }

  #heard(id) {
    const command = this.#commands.get(id);
    if (command === undefined || command.ended) return;
    command.ended = true;
    this.#ended += 1;
    this.#heardAt = performance.now();
    this.#open.set(command.agent, this.#open.get(command.agent) - 1);
  }

  async #send(hub, guests, chance) {
    const { commands, workers } = this.#options;
    for (let number = 0; number < commands; number += 1) {
      const index = number % workers;
      const agent = `host-${index}`;
      while ((this.#open.get(agent) ?? 0) >= underWay) {
        if (this.#isStuck) return;
        await setTimeout(20);
      }
      const { kind, wish, vmid } = wishOf(number, { chance, guests: guests[index], agent });
      const id = await hub.hub.queue(wish);
      this.#commands.set(id, { kind, agent, vmid, ...wish.params });
      this.#open.set(agent, (this.#open.get(agent) ?? 0) + 1);
    }
  }

  get #isStuck() {
    return performance.now() - this.#heardAt > patience;
  }

  /** Kills an agent at moments that are spread over the whole of the run. */
  async #killAll(worker, kills, commands) {
    for (let kill = 0; kill < kills; kill += 1) {
      const due = (commands * kill) / (kills + 1);
      // One that has killed itself has to be started again before anything can go on.
      while (worker.isAlive && this.#ended < due && !this.#isStuck) await setTimeout(10);
      await worker.kill({ killSoon: kill + 1 < kills });
    }
  }

  /** Waits until every command has ended, as the hub was told, or nothing comes any more. */
  async #settled(hub) {
    this.#heardAt = performance.now();
    while (this.#ended < this.#commands.size && !this.#isStuck) await setTimeout(20);
    for (const [id, { ended }] of this.#commands) if (!ended) hub.received.add(id);
  }

  /** The approver: says yes, no, or nothing while the hub takes the command back. */
  #answerRequests(hub, modules, key, chance) {
    const decided = new Map();
    hub.onApprovals = (requests) => {
      for (const request of requests) {
        const { id } = request;
        if (!decided.has(id)) decided.set(id, chance.pick(['approve', 'approve', 'reject', 'cancel']));
        const verdict = decided.get(id);
        if (verdict === 'cancel') void hub.hub.cancel(id);
        else {
          const { command } = hub.hub.show(id);
          const envelope = modules.sign({ command, request }, request, verdict, key);
          // The heartbeat that asks for it is not taken in yet.
          setImmediate(() => hub.hub.approval(envelope).catch(() => {}));
        }
      }
    };
  }

  /** What else must hold when all is over: the chains of the audit logs, and no secret in any file. */
  async #inspect(verdict) {
    const { verifyAudit } = await load('agent/daemon/audit-verify.js');
    const secrets = [...this.#commands.values()].map(({ secret }) => secret).filter(Boolean);
    const forms = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64').slice(0, 16)]);
    const wrong = (text) => {
      verdict.wrong += 1;
      verdict.problems.push(`wrong: ${text}`);
    };
    for (const { folder, troubles } of this.#workers) {
      for (const trouble of troubles) wrong(`${folder}: ${trouble}`);
      const state = join(folder, 'state');
      const names = readdirSync(join(state, 'audit')).filter((name) => name.endsWith('.jsonl'));
      const audit = await verifyAudit(
        names.map((name) => join(state, 'audit', name)),
        { anchor: join(state, 'audit.anchor') },
      );
      if (!audit.ok) wrong(`${state}: the chain of the audit log does not hold`);
      for (const file of [...filesIn(state), join(folder, 'log'), join(folder, 'errors')]) {
        const content = readFileSync(file, 'utf8');
        if (forms.some((form) => content.includes(form))) wrong(`${file}: a secret is in it`);
      }
    }
  }

  #details(hub, verdict) {
    const outcomes = {};
    for (const told of hub.reports.values())
      for (const { outcome } of told.values()) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    const list = (counts) =>
      Object.entries(counts)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ');
    const { kills } = this.#workers.reduce((sum, worker) => ({ kills: sum.kills + worker.kills }), {
      kills: 0,
    });
    return [
      `heartbeats: ${list(hub.harms)}`,
      `outcomes: ${list(outcomes)}`,
      `${this.#commands.size} commands, ${kills} kills of ${this.#workers.length} agents, at most ${verdict.most} may be interrupted`,
    ];
  }
}

/** Small containers with disks that can have snapshots. */
function specOf(vmids) {
  const guests = vmids.map((vmid) => [
    vmid,
    { config: { hostname: `ct${vmid}`, rootfs: `local-btrfs:${vmid}/vm-${vmid}-disk-0.raw,size=1G` } },
  ]);
  const local = { type: 'btrfs', content: ['rootdir', 'images'], path: '/btrfs' };
  return { guests: Object.fromEntries(guests), storages: { 'local-btrfs': local } };
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
