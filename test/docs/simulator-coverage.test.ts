import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { routeNames } from '~/generated/routes.js';
import { routesOf } from '~/simulator/host-routes.js';
import { hostVersions } from '~/simulator/host-version.js';
import { routes } from '~/simulator/routes.js';
import { comparedRoutes } from '../../scripts/modelled/compared.mjs';
import { renderCoverage, withCoverage } from '../../scripts/modelled/table.mjs';

const recorded = fileURLToPath(new URL('../fixtures/recorded', import.meta.url));
const all = routeNames();
const find = (method: string, path: string) => routesOf('9.2').find(method, path)?.value.route;

it('docs/simulator.md says which routes are modelled', () => {
  const page = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8');
  const part = renderCoverage({
    all,
    modelled: new Set(routes.map(({ route }) => route)),
    checked: new Set(all.filter((route) => hostVersions.some((version) => routesOf(version).has(route)))),
    compared: comparedRoutes(recorded, find),
  });
  expect(withCoverage(page, part), 'write it again with `npm run coverage`').toBe(page);
});

it('a route is as good as what is known of it', () => {
  const part = renderCoverage({
    all: ['GET /a', 'PUT /a', 'GET /b', 'DELETE /b', 'GET /c'],
    modelled: new Set(['GET /a', 'PUT /a']),
    checked: new Set(['GET /a', 'PUT /a', 'GET /b', 'DELETE /b']),
    // A recording does not make a model.
    compared: new Set(['GET /a', 'GET /b']),
  });
  const table = part.replaceAll(/ +/g, ' ');
  expect(table).toContain('\n| `/a` | C | | M | |\n| `/b` | s | | | s |\n| `/c` | – | | | |\n');
  expect(part).toContain('Of 5 routes');
  expect(table).toMatch(/\| C \| 1 \|[\s\S]*\| M \| 1 \|[\s\S]*\| s \| 2 \|[\s\S]*\| – \| 1 \|/);
});

it('recordings are found by the routes that they are of', () => {
  const compared = comparedRoutes(recorded, find);
  expect(compared).toContain('GET /nodes/{node}/lxc/{vmid}/status/current');
  expect(compared).not.toContain('POST /nodes/{node}/execute/x');
  expect(compared.size).toBeGreaterThan(50);
});
