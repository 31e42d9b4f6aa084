// Plays recorded answers of Proxmox VE hosts through the client, and reports what does not come out as it should.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { listOperations, routeOf } from './operations.mjs';
import { play } from './play.mjs';
import { readRecord } from './recording.mjs';

/**
 * @param {import('./play.mjs').Sdk} sdk
 * @param {readonly string[]} files Recordings: one JSON object a line.
 */
export async function conform(sdk, files) {
  const report = {
    played: 0,
    passed: 0,
    by: { operation: 0, call: 0, answer: 0 },
    failures: [],
    skipped: [],
    parsed: new Map(),
    unclaimed: new Map(),
  };
  const operations = listOperations(sdk.tables);
  for (const { where, line } of files.flatMap(linesOf)) {
    const result = await conformLine(line, sdk, operations);
    if (result.skip !== undefined) {
      report.skipped.push({ where: `${where} ${result.name}`, reason: result.skip });
      continue;
    }
    report.played += 1;
    if (result.by !== undefined) report.by[result.by] += 1;
    if (result.good) {
      const { operation, route } = result;
      if (operation === undefined) count(report.unclaimed, route);
      else count(report.parsed, operation);
    }
    if (result.problems.length === 0) report.passed += 1;
    else report.failures.push({ where: `${where} ${result.name}`, problems: result.problems });
  }
  return report;
}

function count(map, key) {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function linesOf(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [{ where: `${basename(file)}:${index + 1}`, line }],
  );
}

/** A line that cannot be read, and a request that cannot be made, are failures like any other: nothing passes by falling out. */
async function conformLine(line, sdk, operations) {
  let name = '';
  try {
    const record = JSON.parse(line);
    name = String(record.name ?? record.seq ?? '');
    const read = readRecord(record);
    if ('skip' in read) return { name, skip: read.skip };
    const result = await play(read.exchange, sdk, operations);
    return { name, route: result.good && routeOf(sdk.routes, read.exchange), ...result };
  } catch (error) {
    return { name, problems: [String(error)] };
  }
}

/** The report as text; the last line is `conform: N/M`. */
export function formatReport({ played, passed, by, failures, skipped, parsed, unclaimed }) {
  const sum = (map) => [...map.values()].reduce((total, one) => total + one, 0);
  const reasons = new Map();
  for (const { where, reason } of skipped) reasons.set(reason, [...(reasons.get(reason) ?? []), where]);
  return [
    ...failures.flatMap(({ where, problems }) => [
      `FAIL ${where}`,
      ...problems.map((problem) => `  ${problem}`),
    ]),
    ...[...reasons].flatMap(([reason, places]) => [
      `skip ${reason}:`,
      ...places.map((place) => `  ${place}`),
    ]),
    `played: ${by.operation} through operations, ${by.call} through client.call, ${by.answer} for their answer alone`,
    `good answers: ${sum(parsed)} fit their operations (${parsed.size}), ${sum(unclaimed)} are of ${unclaimed.size} routes without one`,
    `skipped: ${skipped.length}`,
    `conform: ${passed}/${played}`,
  ].join('\n');
}
