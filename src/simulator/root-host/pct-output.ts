import type { CommandRun } from './command.js';

/** What the commands of `pct` print that only look. */

type Row = Readonly<Record<string, unknown>>;

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowsOf(value: unknown): Row[] {
  return Array.isArray(value) ? value.filter(isRow) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

export function showList(result: unknown, { invocation }: CommandRun): void {
  const line = (words: readonly string[]): string => {
    const widths = [10, 10, 12, 20];
    return `${words.map((word, index) => word.padEnd(widths[index] ?? 0)).join(' ')}\n`;
  };
  const rows = rowsOf(result).sort((a, b) => Number(a['vmid']) - Number(b['vmid']));
  // Without a container there is no heading, either.
  if (rows.length === 0) return;
  invocation.out(line(['VMID', 'Status', 'Lock', 'Name']));
  for (const row of rows)
    invocation.out(line(['vmid', 'status', 'lock', 'name'].map((key) => textOf(row[key]))));
}

/** The lines of the file, without snapshots and what is pending. */
export function showConfig(result: unknown, { invocation }: CommandRun): void {
  if (!isRow(result)) return;
  const lines = Object.entries(result)
    .filter(([key]) => key !== 'digest' && key !== 'lxc')
    .sort(byKey)
    .map(([key, value]) => `${key}: ${shown(key, value)}\n`);
  const raw = Array.isArray(result['lxc']) ? result['lxc'].filter(Array.isArray) : [];
  invocation.out([...lines, ...raw.map(([key, value]) => `${textOf(key)}: ${textOf(value)}\n`)].join(''));
}

export function showPending(result: unknown, { invocation }: CommandRun): void {
  const rows = rowsOf(result)
    .filter((row) => row['key'] !== 'digest')
    .sort((a, b) => (textOf(a['key']) < textOf(b['key']) ? -1 : 1));
  for (const row of rows) {
    const key = textOf(row['key']);
    const [now, next] = ['value', 'pending'].map((name) =>
      row[name] === undefined ? undefined : `${key}: ${shown(key, row[name])}\n`,
    );
    if (now !== undefined) invocation.out(`${row['delete'] === undefined ? 'cur' : 'del'} ${now}`);
    if (next !== undefined && row['delete'] === undefined) invocation.out(`new ${next}`);
  }
}

/** A description has several lines, of which the output has one. */
function shown(key: string, value: unknown): string {
  const text = textOf(value);
  if (key !== 'description') return text;
  return Array.from(text, (sign) => (/^[\x20-\x39\x3b-\x7e]$/.test(sign) ? sign : percent(sign))).join('');
}

function percent(sign: string): string {
  return Array.from(Buffer.from(sign), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
    '',
  );
}

export function showStatus(result: unknown, { invocation }: CommandRun): void {
  if (!isRow(result)) return;
  const isVerbose = invocation.argv.some((word) => /^--?v/i.test(word));
  if (!isVerbose) {
    invocation.out(`status: ${textOf(result['status'])}\n`);
    return;
  }
  const lines = Object.entries(result)
    .filter(([key, value]) => key !== 'cpu' && key !== 'relcpu' && textOf(value) !== '')
    .sort(byKey)
    .map(([key, value]) => `${key}: ${textOf(value)}\n`);
  invocation.out(lines.join(''));
}

/** Snapshots as a tree, the oldest first; `current` is where the container is now. */
export function showSnapshots(result: unknown, { invocation }: CommandRun): void {
  const rows = rowsOf(result);
  const names = new Set(rows.map((row) => row['name']));
  const order = (row: Row): number => Number(row['snaptime'] ?? Number.POSITIVE_INFINITY);
  const below = (parent: unknown): Row[] =>
    rows
      .filter((row) => (parent === undefined ? !names.has(row['parent']) : row['parent'] === parent))
      .sort((a, b) => order(a) - order(b) || (textOf(a['name']) < textOf(b['name']) ? -1 : 1));
  const print = (row: Row, depth: number): void => {
    const mark = `${' '.repeat(depth)}\`->`;
    const [description = ''] = textOf(row['description']).split('\n');
    const name = textOf(row['name']).padEnd(Math.max(0, 30 - mark.length));
    const about = description === '' ? 'no-description' : description;
    invocation.out(`${mark} ${name} ${timeOf(row['snaptime']).padEnd(23)} ${about}\n`);
    for (const child of below(row['name'])) print(child, depth + 1);
  };
  for (const row of below(undefined)) print(row, 0);
}

/** In UTC, which is the zone of this host. */
function timeOf(snaptime: unknown): string {
  if (typeof snaptime !== 'number') return '';
  return new Date(snaptime * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
