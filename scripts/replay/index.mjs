// Replays recorded requests against a simulated host, and tells where its answers are not the recorded ones.

import { reasonFor } from './exceptions.mjs';
import { playAll } from './player.mjs';
import { readRecordings } from './records.mjs';

/**
 * @param {object} sdk The modules of the simulator, built or not.
 * @param {readonly string[]} files
 */
export async function replay(sdk, files) {
  return reportOf(await playAll(readRecordings(files), sdk));
}

function reportOf(results) {
  const played = results.filter(({ skip }) => skip === undefined);
  const different = played.filter(({ problems }) => problems.length > 0);
  return {
    total: played.length,
    equal: played.length - different.length,
    staged: played.filter(({ changes }) => changes.length > 0).length,
    skipped: results
      .filter(({ skip }) => skip !== undefined)
      .map(({ exchange, skip }) => ({ where: nameOf(exchange), reason: skip })),
    differences: different.map(({ exchange, problems, changes }) => ({
      where: nameOf(exchange),
      problems,
      changes,
      reason: reasonFor(exchange, problems),
    })),
  };
}

function nameOf({ seq, name }) {
  return `${seq} ${name}`;
}

/** @param {Awaited<ReturnType<typeof replay>>} report */
export function formatReport({ total, equal, staged, skipped, differences }) {
  const percent = total === 0 ? 0 : (100 * equal) / total;
  return [
    ...skipped.map(({ where, reason }) => `not replayable: ${where}: ${reason}`),
    ...differences.flatMap(({ where, problems, changes, reason }) => [
      `different: ${where}${reason === undefined ? '' : ` (${reason})`}`,
      ...problems.map((problem) => `    ${problem}`),
      ...(changes.length === 0 ? [] : [`    after: ${changes.join(', ')}`]),
    ]),
    `the state was set by what the recording tells before ${staged} of ${total} requests`,
    `different for a known reason: ${differences.filter(({ reason }) => reason !== undefined).length}, for none: ${differences.filter(({ reason }) => reason === undefined).length}`,
    // Never rounded up to what was not reached.
    `replay: ${equal}/${total} equal (${(Math.floor(percent * 10) / 10).toFixed(1)} %)`,
  ].join('\n');
}
