import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareServers } from '../../scripts/bench/compare.mjs';
import { compareResources } from '../../scripts/bench/resources.mjs';
import { buildFolders } from '../support/child.js';

// Processor time against processor time of the same run, the median of several rounds: how fast the machine is, and
// what else it does, changes both sides alike.

let built: Awaited<ReturnType<typeof buildFolders>>;

beforeAll(async () => {
  built = await buildFolders(['core', 'generated', 'simulator']);
});
afterAll(() => built.remove());

it('serves at least 0.4 times as many requests as a bare HTTPS server', { timeout: 120_000 }, async () => {
  const results = await compareServers(built.href, { rounds: 5, requests: 250, connections: 4 });
  expect(results).toHaveLength(2);
  for (const { route, ratio } of results) expect(ratio, route).toBeGreaterThan(0.4);
});

// Another process that takes the memory's bandwidth meanwhile costs the list more than what it is compared with: so it is measured again.
const measured = { timeout: 60_000, retry: 2 };
it('lists 10,000 guests in at most three times what JSON.stringify takes', measured, async () => {
  const results = await compareResources(built.href, { guests: 10_000, rounds: 21 });
  expect(results).toHaveLength(3);
  for (const { token, ratio } of results) expect(ratio, token).toBeLessThan(3);
});
