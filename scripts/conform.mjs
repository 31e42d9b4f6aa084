// npm run conform -- [recordings]
//
// Plays recorded answers of real hosts through the built client: every success must fit the schema of its operation,
// every error must become the right class with its fields. Without arguments it plays the project's own recordings.
// Builds the package first where `dist` is missing or older than the sources.

import { conform, formatReport } from './conform/index.mjs';
import { buildIfStale, load, recordingsOf } from './recordings.mjs';

async function loadSdk() {
  const [index, { tables }, { routeNames }] = await Promise.all(
    ['index.js', 'client/resources/tables.js', 'generated/routes.js'].map(load),
  );
  const { Client, parseUpid, formatUpid, parseExitStatus } = index;
  return { Client, errors: index, tables, routes: routeNames(), parseUpid, formatUpid, parseExitStatus };
}

const files = recordingsOf('conform', process.argv.slice(2));
buildIfStale('conform');
const report = await conform(await loadSdk(), files);
console.log(formatReport(report));
process.exitCode = report.played > 0 && report.passed === report.played ? 0 : 1;
