import type * as table from '../../src/generated/routes.js';
import type { Operation } from '../conform/operations.mjs';
import type { declaredRoutes } from '../declared-routes.mjs';

/** The files of docs/reference, by name. */
export function renderReference(facts: {
  declared: ReturnType<typeof declaredRoutes>;
  table: typeof table;
  operations: readonly Operation[];
}): Record<string, string>;
