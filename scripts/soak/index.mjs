// Lets one agent live for a while, and looks at what it holds meanwhile.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { FaultyHub, hubModules } from '../kill-loop/hub.mjs';
import { Worker } from '../kill-loop/worker.mjs';
import { load } from '../recordings.mjs';

/** By how much time goes faster in `--week`: a week in a minute. */
const speed = 7 * 24 * 60;
const none = { chance: () => false };

export async function soak({ minutes, mode }) {
  const folder = mkdtempSync(join(tmpdir(), 'felhom-soak-'));
  const closing = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const since = Date.now();
    const week = mode === 'week' ? { since, speed } : undefined;
    const now = () => (week === undefined ? Date.now() : since + (Date.now() - since) * speed);
    const { Simulator } = await load('simulator/index.js');
    const simulator = await Simulator.start({ speed: 10 });
    closing.push(() => simulator.close());
    const hub = await FaultyHub.open({
      modules: await hubModules(),
      folder: join(folder, 'hub'),
      chance: none,
      share: 0,
      options: { interval: 30, now },
    });
    closing.push(() => hub.close());
    const { url, fingerprint, tokens, node } = simulator;
    const worker = await Worker.enroll({
      name: 'host-0',
      folder: join(folder, 'agent'),
      hub,
      client: { url, fingerprint, token: tokens.full },
      node,
      chance: none,
      settings: { faster: mode === 'week' ? speed : mode === 'idle' ? 1 : 10, week },
    });
    worker.start();
    closing.push(() => (worker.isAlive ? worker.stop() : undefined));
    await worker.ready;
    // Starting costs once.
    await setTimeout(mode === 'work' ? 2_000 : 15_000);
    const samples = await live(worker, hub, { minutes, mode });
    await worker.stop();
    return verdictOf({ samples, hub, mode, troubles: worker.troubles });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function live(worker, hub, { minutes, mode }) {
  const samples = [];
  const end = performance.now() + minutes * 60_000;
  const pause = mode === 'week' ? 100 : 1_000;
  for (let turn = 0; performance.now() < end && worker.isAlive; turn += 1) {
    if (mode !== 'idle') {
      const action = ['kill.line', 'kill.probed', 'kill.fails'][turn % 3];
      const params = { vmid: 1_000, ...(turn % 5 === 0 ? { secret: `canary-${turn}-of-the-soak` } : {}) };
      await hub.hub.queue({ agent: 'host-0', action, params, requester: 'soak', lives: 80_000 });
    }
    samples.push(sampleOf(worker.pid));
    await setTimeout(pause);
  }
  return samples;
}

function sampleOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    at: performance.now(),
    rss: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1_024,
    files: readdirSync(`/proc/${pid}/fd`).length,
    ticks: Number(fields[11]) + Number(fields[12]),
  };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

function verdictOf({ samples, hub, mode, troubles }) {
  const part = (from, to, what) =>
    median(samples.slice(samples.length * from, samples.length * to).map((sample) => sample[what]));
  const [middle, last] = [part(0.4, 0.6, 'rss'), part(0.8, 1, 'rss')];
  const drift = (last - middle) / middle;
  const files = [part(0.4, 0.6, 'files'), part(0.8, 1, 'files')];
  const [first, end] = [samples[0], samples.at(-1)];
  const perSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const passed = (end.at - first.at) / 60_000;
  const cpu = ((end.ticks - first.ticks) / perSecond) * 1_000;
  const { harms, reports } = hub;
  const whole = drift < 0.1 && files[0] === files[1] && troubles.length === 0;
  const holds = whole && (mode === 'idle' || reports.size > 0.8 * samples.length);
  return {
    holds,
    lines: [
      ...troubles,
      `${passed.toFixed(1)} minutes, ${harms.none} heartbeats, ${reports.size} commands of ${mode === 'idle' ? 0 : samples.length}`,
      `processor: ${(cpu / passed).toFixed(0)} ms a minute`,
      `soak: ${middle.toFixed(1)} MB in the middle, ${last.toFixed(1)} MB at the end (${(100 * drift).toFixed(1)} %), ${files[0]} and ${files[1]} files open`,
    ],
  };
}
