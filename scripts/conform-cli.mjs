// npm run conform-cli -- [recordings]
//
// Plays recorded commands of real hosts through the built package: each that one of its commands can make is played by a stand-in
// program, through the real runner and the command's own rule of success, and has to end in the documented result or typed error.
// Without arguments it plays the project's own recordings. Builds the package first where `dist` is missing or older than the sources.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { conformCli, formatReport } from './conform-cli/index.mjs';
import { buildIfStale, load, recordingsOf } from './recordings.mjs';

const own = join(fileURLToPath(new URL('..', import.meta.url)), 'test/fixtures/recorded-cli');
const given = process.argv.slice(2);
const files = recordingsOf('conform-cli', given.length === 0 ? [own] : given);
buildIfStale('conform-cli');
const report = await conformCli(load, files);
console.log(formatReport(report));
process.exitCode = report.played > 0 && report.passed === report.played ? 0 : 1;
