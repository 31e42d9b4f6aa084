import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isForwarded } from '~/simulator/forwarding.js';

it.each([
  ['GET /nodes/{node}/lxc', true],
  ['GET /nodes/{node}/lxc/{vmid}/firewall/rules', false],
  ['GET /nodes/{node}/lxc/{vmid}/firewall/options', true],
  ['POST /nodes/{node}/storage/{storage}/upload', false],
  ['GET /nodes', false],
  ['GET /cluster/config/nodes/{node}', false],
])('%s: %s', (route, forwarded) => {
  expect(isForwarded(route)).toBe(forwarded);
});

const folder = process.env['FELHOM_PVE_SCHEMA'] ?? '';
const file = join(folder, 'pve-9.2.json');

// The facts are not part of the project: with them, every route is looked at, and without them those above.
const withFacts = existsSync(file) ? it : () => undefined;

withFacts('is what the schema of the API says', () => {
  const api = JSON.parse(readFileSync(file, 'utf8')) as {
    method: string;
    path: string;
    proxyto?: string | null;
  }[];
  const below = api.filter(({ path }) => path.startsWith('/nodes/{node}'));
  expect(below.length).toBeGreaterThan(300);
  const wrong = below.filter(
    ({ method, path, proxyto }) =>
      isForwarded(`${method} ${path}`) !== ((proxyto ?? undefined) !== undefined),
  );
  expect(wrong.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});
