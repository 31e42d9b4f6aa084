// Writes into docs/simulator.md which routes the simulator models: `npm run coverage`. From the built package and the
// recorded answers of a real host.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { comparedRoutes } from './modelled/compared.mjs';
import { renderCoverage, withCoverage } from './modelled/table.mjs';

const [{ routes }, { routesOf }, { hostVersions }, { routeNames }] = await Promise.all(
  ['simulator/routes.js', 'simulator/host-routes.js', 'simulator/host-version.js', 'generated/routes.js'].map(
    (path) => import(`../dist/${path}`),
  ),
);
const page = fileURLToPath(new URL('../docs/simulator.md', import.meta.url));
const recorded = fileURLToPath(new URL('../test/fixtures/recorded', import.meta.url));
const all = routeNames();
const find = (method, path) => routesOf('9.2').find(method, path)?.value.route;
const part = renderCoverage({
  all,
  modelled: new Set(routes.map(({ route }) => route)),
  checked: new Set(all.filter((route) => hostVersions.some((version) => routesOf(version).has(route)))),
  compared: comparedRoutes(recorded, find),
});
writeFileSync(page, withCoverage(readFileSync(page, 'utf8'), part));
console.log(part.split('\n').slice(2, 10).join('\n'));
