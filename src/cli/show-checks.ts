import type { CheckResult, CheckStatus } from '../agent/finding.js';
import { milliseconds } from '../agent/units.js';
import type { Colour, Writer } from './writer.js';

const marks: Readonly<Record<CheckStatus, readonly [string, Colour]>> = {
  ok: ['[ ok ]', 'green'],
  warn: ['[warn]', 'yellow'],
  fail: ['[FAIL]', 'red'],
  skip: ['[skip]', 'dim'],
};

const nameWidth = 11;
const timeWidth = 8;
const indent = ' '.repeat('[ ok ] '.length + nameWidth + timeWidth + 4);

/** One line for a check; below it, what it saw in detail, and what to do. */
export function showCheck(writer: Writer, result: CheckResult): void {
  const [mark, colour] = marks[result.status];
  const time = result.status === 'skip' ? '' : milliseconds(result.ms);
  const name = result.name.padEnd(nameWidth);
  writer.line(
    `${writer.paint(colour, mark)} ${name}  ${writer.paint('dim', time.padStart(timeWidth))}  ${result.summary}`,
  );
  for (const line of table(result.rows ?? [])) writer.line(`${indent}${line}`);
  for (const advice of result.advice ?? []) writer.line(`${indent}${writer.paint('bold', '->')} ${advice}`);
}

/** A line for a check that runs. */
export function showRunning(writer: Writer, name: string, detail = ''): void {
  writer.progress(`[ .. ] ${name.padEnd(nameWidth)}  ${detail}`);
}

/** The last line: how many of each. */
export function showTally(writer: Writer, results: readonly CheckResult[], noun: string): void {
  const number = (status: CheckStatus) => results.filter((result) => result.status === status).length;
  const parts = [
    `${number('ok')} ok`,
    ...(['warn', 'fail', 'skip'] as const).flatMap((status) => {
      const found = number(status);
      return found === 0 ? [] : [`${found} ${words[status]}`];
    }),
  ];
  const time = milliseconds(results.reduce((sum, { ms }) => sum + ms, 0));
  writer.line(`${results.length} ${noun}: ${parts.join(', ')} (${time})`);
}

const words = { warn: 'with a warning', fail: 'failed', skip: 'skipped' } as const;

/** Rows with their columns aligned. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
