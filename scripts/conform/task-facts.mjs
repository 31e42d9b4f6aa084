// What recordings say of tasks: UPIDs, exit statuses and logs, wherever they stand in an answer.

import { show } from './compare.mjs';
import { expectedEnd, expectedPage, permissionIn } from './oracle.mjs';

/**
 * @param {import('./recording.mjs').Exchange} exchange
 * @param {object} expected What should come of it.
 * @param {import('./play.mjs').Sdk} sdk
 * @param {(answer: (request: any) => any) => any} clientWith A client with these answers.
 */
export async function taskProblems(exchange, expected, sdk, clientWith) {
  if (!('data' in expected)) return [];
  const { upids, ends } = collect(expected.data, { upids: new Set(), ends: new Set() });
  return [
    ...[...upids].flatMap((upid) => upidProblems(upid, sdk)),
    ...[...ends].flatMap((exitstatus) => endProblems(exitstatus, sdk)),
    ...(await logProblems(exchange, expected, clientWith)),
  ];
}

function collect(value, found) {
  if (typeof value === 'string' && /^UPID:(?:[^:\s]*:){7}$/.test(value)) found.upids.add(value);
  if (typeof value !== 'object' || value === null) return found;
  if (typeof value.exitstatus === 'string') found.ends.add(value.exitstatus);
  // A row of a list has the exit status of a finished task where a running one has RUNNING.
  if (typeof value.upid === 'string' && value.endtime !== undefined && typeof value.status === 'string')
    found.ends.add(value.status);
  for (const inner of Object.values(value)) collect(inner, found);
  return found;
}

function upidProblems(upid, { parseUpid, formatUpid }) {
  const [, node, pid, pstart, starttime, type, , user] = upid.split(':');
  const parts = parseUpid(upid);
  const [pidNumber, pstartNumber, time] = [pid, pstart, starttime].map((hex) => Number.parseInt(hex, 16));
  const wanted = { node, pid: pidNumber, pstart: pstartNumber, starttime: time, type, user };
  const wrong = Object.entries(wanted).filter(([key, value]) => parts[key] !== value);
  const problems = wrong.map(([key, value]) => `${upid}: ${key} should be ${value}: ${parts[key]}`);
  const again = formatUpid(parts);
  return again === upid ? problems : [...problems, `${upid} was written as ${again}`];
}

function endProblems(exitstatus, { parseExitStatus }) {
  const { outcome, warnings, permission } = parseExitStatus(exitstatus);
  const wanted = expectedEnd(exitstatus);
  const refused = permissionIn(exitstatus);
  const problems = [];
  if (outcome !== wanted.outcome || warnings !== wanted.warnings)
    problems.push(
      `exit status ${show(exitstatus)} should be ${show(wanted)}: ${show({ outcome, warnings })}`,
    );
  if (permission?.path !== refused?.path || String(permission?.privileges) !== String(refused?.privileges))
    problems.push(
      `exit status ${show(exitstatus)} should be a refusal ${show(refused)}: ${show(permission)}`,
    );
  return problems;
}

/** The log of a recording, read as one page, as its last lines, and line by line. */
async function logProblems({ method, segments, params, response }, { data, total }, clientWith) {
  if (method !== 'GET' || segments[0] !== 'nodes' || segments[2] !== 'tasks' || segments[4] !== 'log')
    return [];
  if (!/^UPID:(?:[^:\s]*:){7}$/.test(segments[3]) || !Array.isArray(data)) return [];
  const start = Number(params.start ?? 0);
  const wanted = expectedPage(data, total, start);
  const page = await clientWith(() => response)
    .tasks.log(segments[3])
    .page({ start });
  const seen = { texts: page.lines.map((line) => line.t), total: page.total, found: page.found };
  const problems =
    JSON.stringify(seen) === JSON.stringify(wanted)
      ? []
      : [`the log's page should be ${show(wanted)}: ${show(seen)}`];
  const whole = start === 0 && (total === undefined || data.length === Number(total));
  return whole
    ? [...problems, ...(await walkProblems(segments[3], data, wanted.texts, clientWith))]
    : problems;
}

/** A server of that log: it gives the asked lines, and its one line about having none whatever is asked. */
function logServer(data, texts) {
  return ({ url }) => {
    const start = Number(url.searchParams.get('start') ?? 0);
    const limit = Number(url.searchParams.get('limit') ?? 50);
    const lines = texts.length === 0 ? data : data.slice(start, limit === 0 ? undefined : start + limit);
    const body = Buffer.from(JSON.stringify({ data: lines, total: data.length }));
    return { status: 200, reason: 'OK', headers: {}, body };
  };
}

async function walkProblems(upid, data, texts, clientWith) {
  const log = clientWith(logServer(data, texts)).tasks.log(upid);
  const walked = [];
  for await (const line of log) walked.push(line.t);
  const tail = (await log.tail(3)).map((line) => line.t);
  const problems = [];
  if (walked.join('\n') !== texts.join('\n')) problems.push(`the log was walked as ${show(walked)}`);
  if (tail.join('\n') !== texts.slice(-3).join('\n'))
    problems.push(`the end of the log was read as ${show(tail)}`);
  return problems;
}
