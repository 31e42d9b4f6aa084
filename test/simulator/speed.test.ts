import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareServers } from '../../scripts/bench/compare.mjs';
import type { compareResources } from '../../scripts/bench/resources.mjs';
import { buildFolders } from '../support/child.js';

// Processor time against processor time of the same run, the median of several rounds: how fast the machine is, and
// what else it does, changes both sides alike.

let built: Awaited<ReturnType<typeof buildFolders>>;

beforeAll(async () => {
  built = await buildFolders(['core', 'generated', 'simulator']);
});
afterAll(() => built.remove());

it('serves at least 0.4 times as many requests as a bare HTTPS server', { timeout: 120_000 }, async () => {
  const results = await compareServers(built.href, { rounds: 7, requests: 800, connections: 4 });
  expect(results).toHaveLength(2);
  for (const { route, ratio } of results) expect(ratio, route).toBeGreaterThan(0.4);
});

// In a process of its own each time, and the median of five: where a heap lies in memory is chance, and stays for as long as a process.
it('lists 10,000 guests in at most three times what JSON.stringify takes', { timeout: 120_000 }, async () => {
  const runs: Results[] = [];
  for (let run = 0; run < 5; run += 1) runs.push(await inProcess(built.href));
  for (const [index, { token }] of (runs[0] ?? []).entries()) {
    const ratios = runs.map((results) => results[index]?.ratio ?? Number.NaN).sort((a, b) => a - b);
    expect(ratios, token).toHaveLength(5);
    expect(ratios[2], token).toBeLessThan(3);
  }
  expect(runs[0]).toHaveLength(3);
});

type Results = Awaited<ReturnType<typeof compareResources>>;

async function inProcess(dist: string): Promise<Results> {
  const bench = new URL('../../scripts/bench/resources.mjs', import.meta.url).href;
  const code = `import { compareResources } from '${bench}';
console.log(JSON.stringify(await compareResources('${dist}', { guests: 10_000, rounds: 21 })));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
  return JSON.parse(stdout) as Results;
}
