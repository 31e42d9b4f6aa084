// From descriptions of the API to the generated files.
import { emitApi, propertyStrings } from './emit-api.mjs';
import { emitParams } from './emit-params.mjs';
import { emitRoutes } from './emit-routes.mjs';
import { emitWire } from './emit-wire.mjs';
import { mergeRoutes } from './merge.mjs';
import { idleRules } from './root-only.mjs';
import { slotsOf } from './slots.mjs';
import { applyOverrides } from './wire.mjs';

export { parseApidoc } from './apidoc.mjs';
export { load } from './load.mjs';
export { renderPermission } from './permission.mjs';

/**
 * The generated files, by their names in src/generated, and `warnings`: parts of the hand-kept tables that fit nothing.
 * `versions` are `{ release, methods }`, oldest first, as `load` gives them.
 */
export function generate(versions, overrides) {
  const releases = versions.map(({ release }) => release);
  const routes = mergeRoutes(versions);
  const lost = applyOverrides(routes, overrides);
  const properties = propertyStrings(routes);
  const { slots, warnings: slotWarnings } = slotsOf(routes);
  const warnings = [
    ...lost.map(({ route, path }) => `wire-overrides.json: ${route} has no ${path}`),
    ...idleRules(routes).map((rule) => `root-only.mjs: nothing fits ${rule}`),
    ...slotWarnings,
  ];
  return {
    files: {
      'api.ts': emitApi(routes, releases, properties),
      'route-data.ts': emitRoutes(routes, releases),
      'param-data.ts': emitParams(versions, routes, properties),
      'wire-data.ts': emitWire(routes, releases, properties.formats, slots),
    },
    routes: routes.length,
    params: routes.reduce((sum, route) => sum + route.params.fields.length, 0),
    warnings,
  };
}
