// npm run replay -- [recordings]
//
// Asks the simulator what a real host was asked, and compares the answers: status, reason, the keys of `errors`, keys and
// types of the body, and its values where they do not hang on the moment or the machine. The simulated host is set up as
// the recorded one was: by `replay/host.mjs`, and, as parts of the recorded story are missing, by what the recorded answers
// tell of the state before them (`replay/evidence.mjs`). Without arguments it plays the project's own recordings.

import { buildIfStale, load, recordingsOf } from './recordings.mjs';
import { formatReport, replay } from './replay/index.mjs';
import { simulatorOf } from './replay/simulator.mjs';

const files = recordingsOf('replay', process.argv.slice(2));
buildIfStale('replay');
const report = await replay(await simulatorOf(load), files);
console.log(formatReport(report));
// The share that was reached: it may only grow.
const least = 0.85;
process.exitCode = report.total > 0 && report.equal >= least * report.total ? 0 : 1;
