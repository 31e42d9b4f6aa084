import { ApiError, notModelled } from '../errors.js';
import type { CommandRun, Format } from './command.js';

/** Results the way PVE's commands print them where a format can be chosen. */

type Row = Readonly<Record<string, unknown>>;

/** Prints rows, or one object as rows of `key` and `value`. `columns` are those of the text, in their order. */
export function showResult(result: unknown, run: CommandRun, columns: readonly string[] = []): void {
  const { format, invocation } = run;
  checkFormat(format);
  if (format.quiet) return;
  if (format.type === 'json') invocation.out(`${JSON.stringify(sorted(result))}\n`);
  else if (format.type === 'json-pretty') invocation.out(`${pretty(sorted(result), '')}\n`);
  else if (Array.isArray(result)) invocation.out(tableOf(columns, rowsOf(result), run));
  else if (isRow(result)) {
    const rows = Object.keys(result)
      .sort()
      .map((key) => ({ key, value: result[key] }));
    invocation.out(tableOf(['key', 'value'], rows, run));
  }
}

function checkFormat({ type }: Format): void {
  if (type === 'yaml') throw notModelled("'--output-format yaml'");
  if (!/^(?:text|json|json-pretty)$/.test(type))
    throw new ApiError(
      500,
      'internal error: unknown output format at /usr/share/perl5/PVE/CLIFormatter.pm line 445, <DATA> line 960.',
    );
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowsOf(value: readonly unknown[]): Row[] {
  return value.filter(isRow);
}

/** Keys in order, as PVE's JSON has them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRow(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** Perl's way: three blanks, and one on either side of a colon. */
function pretty(value: unknown, indent: string): string {
  const inner = `${indent}   `;
  const isList = Array.isArray(value);
  if (!isList && !isRow(value)) return JSON.stringify(value ?? null);
  const items = isList
    ? value.map((item) => pretty(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)} : ${pretty(item, inner)}`);
  const [open, close] = isList ? '[]' : '{}';
  if (items.length === 0) return `${open}${close}`;
  return `${open}\n${items.map((item) => `${inner}${item}`).join(',\n')}\n${indent}${close}`;
}

/** A table with a line between all rows; where the locale knows UTF-8, of the signs made for that. */
export function tableOf(columns: readonly string[], rows: readonly Row[], run: CommandRun): string {
  const { format, invocation } = run;
  const cells = rows.map((row) => columns.map((column) => cellOf(row[column]).split('\n')));
  const table = format.header ? [columns.map((column) => [column]), ...cells] : cells;
  const widths = columns.map((_, index) =>
    Math.max(0, ...table.flatMap((row) => (row[index] ?? []).map((text) => text.length))),
  );
  const signs = invocation.isUtf8 ? fine : plain;
  const bar = format.border ? signs.bar : '';
  const lines = (row: readonly (readonly string[])[]): string => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, at) => {
      const parts = widths.map((width, index) => (row[index]?.[at] ?? '').padEnd(width));
      return format.border ? `${bar} ${parts.join(` ${bar} `)} ${bar}\n` : `${parts.join(' ')}\n`;
    }).join('');
  };
  const rule = (name: keyof Omit<Signs, 'bar'>): string => {
    if (!format.border) return '';
    const [left = '', line = '', cross = '', right = ''] = signs[name];
    return `${left}${widths.map((width) => line.repeat(width + 2)).join(cross)}${right}\n`;
  };
  const body = table.map((row, index) => {
    const isHeader = format.header && index === 0;
    const isLast = index === table.length - 1;
    return `${lines(row)}${isLast && !isHeader ? rule('bottom') : isHeader ? rule('below') : rule('between')}`;
  });
  return table.length === 0 ? '' : `${rule('top')}${body.join('')}`;
}

/** Nested values stay JSON. */
function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(sorted(value)) : String(value);
}

/** Of each rule: left end, line, crossing, right end. */
interface Signs {
  readonly bar: string;
  readonly top: string;
  readonly below: string;
  readonly between: string;
  readonly bottom: string;
}

const plain: Signs = { bar: '|', top: '+-++', below: '+=++', between: '+-++', bottom: '+-++' };
const fine: Signs = { bar: '│', top: '┌─┬┐', below: '╞═╪╡', between: '├─┼┤', bottom: '└─┴┘' };
