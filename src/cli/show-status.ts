import type { AgentReport } from '../agent/daemon/status.js';
import { bytes, milliseconds } from '../agent/units.js';
import { table } from './show-checks.js';
import type { Colour, Writer } from './writer.js';

const colours: Readonly<Record<AgentReport['state'], Colour>> = {
  ok: 'green',
  degraded: 'yellow',
  halted: 'yellow',
  stopped: 'red',
};

/** An agent, for people. `now` in milliseconds since 1970. */
export function showStatus(writer: Writer, report: AgentReport, now: number): void {
  const { state, running, halted, status, problems } = report;
  const process = status !== undefined && running ? `, process ${status.pid}` : '';
  writer.line(
    `felhom-agent: ${writer.paint(colours[state], state)}${running ? process : ' (no agent runs here)'}`,
  );
  if (status !== undefined && !running) writer.line(`what follows is from ${moment(status.at)}`);
  const rows: string[][] = [];
  if (halted !== undefined)
    rows.push([
      'halted',
      `${halted.since === 0 ? '' : `since ${moment(halted.since)}`} ${halted.reason}`.trim(),
    ]);
  for (const [index, problem] of problems.entries()) rows.push([index === 0 ? 'problems' : '', problem]);
  if (status !== undefined) {
    const { lastBeat, journal, unacknowledged } = status;
    rows.push(
      ['agent', `${status.agent}, epoch ${status.epoch}, release ${status.version}`],
      ['started', moment(status.startedAt)],
      ['hub', status.hub],
      ['last beat', beat(lastBeat, now)],
      ['results', unacknowledged === 0 ? 'all acknowledged' : `${unacknowledged} not acknowledged yet`],
      ['journal', `${bytes(journal.bytes)} of ${bytes(journal.limit)}`],
    );
  }
  for (const line of table(rows)) writer.line(`  ${line}`);
  if (status === undefined) return;
  const ago = (at: number) => `${milliseconds(Math.max(0, (running ? now : status.at) - at))}`;
  const { running: runs, waiting, refused } = status;
  list(
    writer,
    running ? 'runs' : 'ran',
    runs.map(({ id, action, startedAt }) => [id, action, `for ${ago(startedAt)}`]),
  );
  list(
    writer,
    running ? 'waits' : 'waited',
    waiting.map(({ id, action, for: what }) => [id, action, `for ${what}`]),
  );
  list(
    writer,
    'refused',
    refused.map(({ at, id = '-', action = '-', reason }) => [moment(at), id, action, reason]),
  );
}

function list(writer: Writer, title: string, rows: string[][]): void {
  if (rows.length === 0) return;
  writer.line();
  writer.line(`${title}:`);
  for (const line of table(rows)) writer.line(`  ${line}`);
}

function beat(
  { answeredAt, failures, error }: NonNullable<AgentReport['status']>['lastBeat'],
  now: number,
): string {
  const answered = answeredAt === undefined ? 'never answered' : `answered ${moment(answeredAt)}`;
  const ago = answeredAt === undefined ? '' : ` (${milliseconds(Math.max(0, now - answeredAt))} ago)`;
  const failed =
    failures === 0 ? '' : `; failed ${failures} times since${error === undefined ? '' : `: ${error}`}`;
  return `${answered}${ago}${failed}`;
}

function moment(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '?' : date.toISOString().replace('T', ' ').slice(0, 19);
}
