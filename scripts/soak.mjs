// npm run soak [-- --minutes 60 | --week | --idle [--minutes 5]]
//
// One agent as a program of its own, at a hub on this machine. --minutes: work for so long, a command every second. --week: a week
// in a minute, with clocks and a heart that go 10,080 times as fast. --idle: nothing to do, at the usual pace; what that costs.
// Fails where the memory of the second half grows by more than a tenth, or where files or sockets stay open.
import { parseArgs } from 'node:util';
import { buildIfStale } from './recordings.mjs';
import { soak } from './soak/index.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    week: { type: 'boolean', default: false },
    idle: { type: 'boolean', default: false },
  },
});
const { week, idle, minutes = week ? '1' : idle ? '5' : '60' } = values;
if (!/^\d{1,5}(?:\.\d)?$/.test(minutes) || Number(minutes) === 0 || (week && idle)) {
  console.error('soak: --minutes is to be a number, and --week and --idle do not go together');
  process.exit(2);
}
buildIfStale('soak');
const { lines, holds } = await soak({
  minutes: Number(minutes),
  mode: week ? 'week' : idle ? 'idle' : 'work',
});
for (const line of lines) console.log(line);
if (!holds) process.exitCode = 1;
