// Counts effects where they are: lines in files, and snapshots on the simulated host.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../recordings.mjs';

export class Effects {
  #simulator;
  /** UPIDs of tasks that make a snapshot, by its guest and name. */
  #tasks = new Map();
  #timer;

  constructor(simulator) {
    this.#simulator = simulator;
    // What the simulator remembers of requests is not endless.
    this.#timer = setInterval(() => this.#look(), 200);
  }

  close() {
    clearInterval(this.#timer);
  }

  /** How often each command was done, and how often it failed. */
  async count(commands, workers) {
    this.#look();
    const { Client } = await load('index.js');
    const { url, fingerprint, tokens, node } = this.#simulator;
    const client = new Client({ url, fingerprint, token: tokens.full });
    const there = new Map();
    const counts = new Map();
    for (const [id, { kind, vmid, snapname }] of commands) {
      if (kind !== 'snapshot') continue;
      if (!there.has(vmid)) there.set(vmid, await client.lxc.snapshots.list({ node, vmid }));
      const tasks = this.#tasks.get(`${vmid} ${snapname}`)?.size ?? 0;
      const done = there.get(vmid).some(({ name }) => name === snapname) ? 1 : 0;
      // A second task fails, as the name is taken: it is a second execution all the same.
      if (tasks > 0) counts.set(id, { done, failed: tasks - done });
    }
    await client.close();
    for (const { folder } of workers) {
      const effects = join(folder, 'effects');
      for (const id of existsSync(effects) ? readdirSync(effects) : []) {
        const lines = readFileSync(join(effects, id), 'utf8').trim().split('\n');
        const of = (what) => lines.filter((line) => line === what).length;
        counts.set(id, { done: of('done'), failed: of('failed') });
      }
    }
    return counts;
  }

  #look() {
    for (const { method, path, params, task } of this.#simulator.requests) {
      const vmid = /\/lxc\/(\d+)\/snapshot$/.exec(path)?.[1];
      if (method !== 'POST' || vmid === undefined || task === undefined) continue;
      const key = `${vmid} ${params.snapname}`;
      this.#tasks.set(key, (this.#tasks.get(key) ?? new Set()).add(task));
    }
  }
}
