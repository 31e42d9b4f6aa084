import { type Block, blocksOf, columns, defaultColumns, fsColumns, type Value } from './block-devices.js';
import type { Host } from './command.js';
import { parseGnu } from './gnu-options.js';
import type { Invocation } from './invocation.js';

/** `lsblk` of util-linux 2.41, with `--json` or `--pairs`: its tables for people are not modelled. */

const options =
  'J|json b|bytes O|output-all o|output= p|paths d|nodeps a|all f|fs P|pairs n|noheadings l|list T|tree? i|ascii S|scsi V|version';

export function runLsblk({ machine }: Host, invocation: Invocation): number {
  const { given, words, unknown, incomplete } = parseGnu(options, invocation.argv);
  if (unknown !== undefined || incomplete !== undefined) {
    const problem =
      unknown === undefined
        ? `option requires an argument -- '${incomplete?.replace(/^-+/, '')}'`
        : unknown.startsWith('--')
          ? `unrecognized option '${unknown}'`
          : `invalid option -- '${unknown.slice(1)}'`;
    invocation.err(`lsblk: ${problem}\nTry 'lsblk --help' for more information.\n`);
    return 1;
  }
  if (given.has('version')) {
    invocation.out('lsblk from util-linux 2.41\n');
    return 0;
  }
  const wanted = columnsOf(given);
  const bad = wanted.find((name) => !columns.includes(name));
  if (bad !== undefined) {
    invocation.err(`lsblk: unknown column: ${bad.toUpperCase()}\n`);
    return 1;
  }
  if (!given.has('json') && !given.has('pairs')) {
    invocation.err('lsblk: tables are not modelled by the simulator: use --json or --pairs\n');
    return 1;
  }
  const all = blocksOf(machine.disks);
  const known = [...all, ...all.flatMap(({ children }) => children)];
  const found = words.map((word) => known.find(({ path }) => path === word));
  for (const [index, block] of found.entries())
    if (block === undefined) invocation.err(`lsblk: ${words[index]}: not a block device\n`);
  const chosen = words.length === 0 ? all : found.filter((block) => block !== undefined);
  const shown: Shown = {
    columns: wanted,
    bytes: given.has('bytes'),
    paths: given.has('paths'),
    deep: !given.has('nodeps'),
  };
  invocation.out(given.has('json') ? json(chosen, shown) : pairs(chosen, shown));
  // As of mount: some, or none, of what was asked for.
  if (chosen.length === words.length || words.length === 0) return 0;
  return chosen.length === 0 ? 32 : 64;
}

function columnsOf(given: ReadonlyMap<string, readonly string[]>): readonly string[] {
  if (given.has('output-all')) return columns;
  const base = given.has('fs') ? fsColumns : defaultColumns;
  const list = given.get('output')?.at(-1);
  if (list === undefined) return base;
  const names = list
    .replace(/^\+/, '')
    .split(',')
    .map((name) => name.toLowerCase());
  return list.startsWith('+') ? [...base, ...names] : names;
}

interface Shown {
  readonly columns: readonly string[];
  readonly bytes: boolean;
  readonly paths: boolean;
  readonly deep: boolean;
}

function shownValue(block: Block, column: string, { bytes, paths }: Shown): Value {
  const value = block.values[column] ?? null;
  if (paths && /^(?:name|kname|pkname)$/.test(column) && typeof value === 'string') return `/dev/${value}`;
  return sizes.has(column) && !bytes && typeof value === 'number' ? human(value) : value;
}

const sizes = new Set([
  'size',
  'fssize',
  'fsavail',
  'fsused',
  'disc-gran',
  'disc-max',
  'zone-sz',
  'zone-wgran',
]);

/** `465.8G`: one digit after the point, unless it is a zero. */
function human(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(6, Math.floor(Math.log2(bytes) / 10));
  const text = (bytes / 1024 ** power).toFixed(1).replace(/\.0$/, '');
  return `${text}${'BKMGTPE'.charAt(power)}`;
}

function json(blocks: readonly Block[], shown: Shown): string {
  const inner =
    blocks.length === 0 ? '' : `      ${blocks.map((block) => jsonBlock(block, shown, 6)).join(',')}`;
  return `{\n   "blockdevices": [\n${inner}\n   ]\n}\n`;
}

function jsonBlock(block: Block, shown: Shown, indent: number): string {
  const pad = ' '.repeat(indent + 3);
  const fields = shown.columns.map(
    (column) => `${pad}"${column}": ${jsonValue(shownValue(block, column, shown), pad)}`,
  );
  if (shown.deep && block.children.length > 0) {
    const children = block.children.map((child) => jsonBlock(child, shown, indent + 6)).join(',');
    fields.push(`${pad}"children": [\n${pad}   ${children}\n${pad}]`);
  }
  return `{\n${fields.join(',\n')}\n${' '.repeat(indent)}}`;
}

function jsonValue(value: Value, pad: string): string {
  if (!isList(value)) return JSON.stringify(value);
  if (value.length === 0) return '[]';
  return `[\n${value.map((item) => `${pad}    ${JSON.stringify(item)}`).join(',\n')}\n${pad}]`;
}

function isList(value: Value): value is readonly (string | null)[] {
  return Array.isArray(value);
}

function pairs(blocks: readonly Block[], shown: Shown): string {
  return blocks
    .flatMap((block) => [block, ...(shown.deep ? block.children : [])])
    .map((block) => {
      const words = shown.columns.map((column) => {
        const value = shownValue(block, column, shown);
        const text = isList(value) ? value.join('\\x0a') : String(flag(value ?? ''));
        return `${column.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}="${text}"`;
      });
      return `${words.join(' ')}\n`;
    })
    .join('');
}

function flag(value: string | number | boolean): string | number {
  return typeof value === 'boolean' ? Number(value) : value;
}
