// npm run reference
//
// Writes docs/reference: all routes of the API with what each needs, takes and answers, and the client's operations for
// them. From src/generated and the tables of the built package, which npm builds first.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listOperations } from './conform/operations.mjs';
import { declaredRoutes } from './declared-routes.mjs';
import { renderReference } from './reference/render.mjs';

const folder = fileURLToPath(new URL('../docs/reference', import.meta.url));
const [table, { tables }] = await Promise.all(
  ['generated/routes.js', 'client/resources/tables.js'].map((path) => import(`../dist/${path}`)),
);
const files = renderReference({ declared: declaredRoutes(), table, operations: listOperations(tables) });

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (!Object.hasOwn(files, name)) rmSync(join(folder, name));
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
const size = Object.values(files).reduce((sum, text) => sum + text.length, 0);
console.log(`docs/reference: ${Object.keys(files).length} pages, ${Math.round(size / 1024)} KiB`);
