// One agent: enrolled, started, killed, started again.
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { load } from '../recordings.mjs';

const program = fileURLToPath(new URL('agent.mjs', import.meta.url));

/** How much faster an agent's heart beats than it does in earnest. */
const faster = 20;

/** An agent in a folder of its own. */
export class Worker {
  /** How often it was killed. */
  kills = 0;
  /** How its lives ended, other than by a kill or at the end of all. */
  troubles = [];
  #settings;
  #chance;
  #child;
  #over = false;

  static async enroll({ name, folder, hub, client, node, chance, approver, settings = {} }) {
    const state = join(folder, 'state');
    const effects = join(folder, 'effects');
    mkdirSync(effects, { recursive: true });
    const files = { machineIdFile: join(folder, 'machine-id'), bootIdFile: join(folder, 'boot-id') };
    writeFileSync(files.machineIdFile, randomBytes(16).toString('hex'));
    writeFileSync(files.bootIdFile, randomUUID());
    const names = ['kill.line', 'kill.asked', 'kill.fails', 'kill.probed', 'guest.snapshot'];
    const actions = Object.fromEntries(names.map((each) => [each, {}]));
    const approvers = approver === undefined ? {} : { approver };
    const policy = { version: 1, actions, bounds: { vmids: 'all' }, approvers };
    writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy), { mode: 0o600 });
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, await hub.hub.token(name), { mode: 0o600 });
    const machine = { ...files, hostname: name };
    const { enroll } = await load('agent/daemon/enroll.js');
    const { url, fingerprint } = hub;
    await enroll({
      hub: url,
      tokenFile,
      fingerprints: [fingerprint],
      folder: state,
      version: '0.0.0',
      machine,
    });
    const made = new Worker();
    made.#chance = chance;
    made.#settings = { folder, state, effects, client, node, machine, faster, ...settings };
    return made;
  }

  get pid() {
    return this.#child.child.pid;
  }

  get ready() {
    return this.#child.ready;
  }

  get folder() {
    return this.#settings.folder;
  }

  /** Starts it, and again whenever it is gone. With a kill that is due, half of the time it dies of itself, at one of its syncs. */
  start({ killSoon = false } = {}) {
    const settings = { ...this.#settings };
    if (killSoon && this.#chance.chance(0.5)) {
      settings.sync = {
        count: 1 + Math.floor(200 * this.#chance.share() ** 2),
        after: this.#chance.chance(0.5),
      };
    }
    const errors = openSync(join(this.#settings.folder, 'errors'), 'a');
    // A small young generation: what is measured is what it holds, not what waits to be collected. The settings have a token in them, and are not for everybody to read.
    const child = spawn(process.execPath, ['--no-warnings', '--max-semi-space-size=2', program], {
      env: { ...process.env, FELHOM_KILL_LOOP: JSON.stringify(settings) },
      stdio: ['ignore', 'pipe', errors],
    });
    this.#child = {
      child,
      dies: settings.sync !== undefined,
      ready: new Promise((resolve) => child.stdout.once('data', resolve)),
      gone: new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal }))),
    };
  }

  /** Kills it at any moment of its life, and starts it again at once. */
  async kill(more) {
    const { child, dies, ready, gone } = this.#child;
    // Before it has done anything, or some time after that.
    if (this.#chance.chance(0.85)) await Promise.race([ready, gone]);
    const patience = dies ? 3_000 : 400 * this.#chance.share() ** 3;
    await Promise.race([gone, setTimeout(patience)]);
    child.kill('SIGKILL');
    const { code } = await gone;
    if (code !== null) this.troubles.push(`an agent ended by itself: ${code}`);
    this.kills += 1;
    this.start(more);
  }

  /** Ends it as systemd does. */
  async stop() {
    const { child, gone } = this.#child;
    child.kill('SIGTERM');
    const late = setTimeout(20_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
    const { code, signal } = await Promise.race([gone, late.then(() => gone)]);
    if (code !== 0) this.troubles.push(`an agent did not end well: ${code ?? signal}`);
    this.#over = true;
  }

  get isAlive() {
    return !this.#over && this.#child.child.exitCode === null && this.#child.child.signalCode === null;
  }

  /** What it said to nobody in particular. */
  get errors() {
    return readFileSync(join(this.#settings.folder, 'errors'), 'utf8');
  }
}
