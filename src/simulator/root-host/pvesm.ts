import { invalid } from '../errors.js';
import { field } from '../formats.js';
import { checkParams } from '../schema.js';
import { pathOf, splitVolid } from '../volumes.js';
import { storageOf } from '../world.js';
import type { CommandRun, Program } from './command.js';

/** `pvesm`, after pve-storage src/PVE/CLI/pvesm.pm: what only looks. */

const storages = '/nodes/{node}/storage';

export const pvesm: Program = {
  name: 'pvesm',
  groups: [
    [
      { usage: 'add <type> <storage> [OPTIONS]' },
      { usage: 'remove <storage>' },
      { usage: 'set <storage> [OPTIONS]' },
    ],
    [
      { usage: 'alloc <storage> <vmid> <filename> <size> [OPTIONS]' },
      { usage: 'free <volume> [OPTIONS]' },
      {
        usage: 'list <storage> [OPTIONS]',
        route: `GET ${storages}/{storage}/content`,
        show: showVolumes,
      },
      { usage: 'path <volume>', run: showPath },
      { usage: 'status  [OPTIONS]', route: `GET ${storages}`, prepare: checkStorage, show: showStorages },
    ],
    [{ usage: 'help [<extra-args>] [OPTIONS]' }],
  ],
};

type Row = Readonly<Record<string, unknown>>;

function rowsOf(value: unknown, key: string): Row[] {
  const isRow = (row: unknown): row is Row => typeof row === 'object' && row !== null;
  const rows = Array.isArray(value) ? value.filter(isRow) : [];
  return rows.sort((a, b) => (String(a[key]) < String(b[key]) ? -1 : 1));
}

function checkStorage({ params, world }: CommandRun): undefined {
  const { storage } = params;
  if (typeof storage === 'string' && !world.storages.has(storage))
    throw invalid({ storage: 'No such storage.' });
  return undefined;
}

function showStorages(result: unknown, { invocation }: CommandRun): void {
  const rows = rowsOf(result, 'storage');
  const width = Math.max(4, ...rows.map((row) => String(row['storage']).length)) + 1;
  const line = (name: string, ...words: [string, string, string, string, string, string]): string => {
    const widths = [10, 10, 15, 15, 15, 8];
    const padded = words.map((word, index) => word.padStart(widths[index] ?? 0));
    return `${name.padEnd(width)} ${padded.join(' ')}\n`;
  };
  invocation.out(line('Name', 'Type', 'Status', 'Total (KiB)', 'Used (KiB)', 'Available (KiB)', '%'));
  for (const row of rows) {
    const isActive = row['active'] === 1;
    const number = (key: string): number => (isActive ? Number(row[key] ?? 0) : 0);
    const [total, used] = [number('total'), number('used')];
    const [all, gone, free] = [total, used, number('avail')].map((bytes) => String(Math.floor(bytes / 1024)));
    const share = total === 0 ? 0 : (100 * used) / total;
    const status = isActive ? 'active' : 'inactive';
    const numbers = [all ?? '', gone ?? '', free ?? '', `${share.toFixed(2)}%`] as const;
    invocation.out(line(String(row['storage']), String(row['type']), status, ...numbers));
  }
}

function showVolumes(result: unknown, { invocation }: CommandRun): void {
  const rows = rowsOf(result, 'volid');
  const longest = (key: string, least: number): number =>
    Math.max(least, ...rows.map((row) => String(row[key] ?? '').length));
  const [name, size] = [longest('volid', 5), longest('size', 4)];
  const line = (volid: string, format: string, type: string, bytes: string): string =>
    `${volid.padEnd(name)} ${format.padEnd(7)} ${type.padEnd(9)} ${bytes.padStart(size)}`;
  invocation.out(`${line('Volid', 'Format', 'Type', 'Size')} VMID\n`);
  for (const row of rows) {
    const text = line(
      String(row['volid']),
      String(row['format']),
      String(row['content']),
      String(row['size']),
    );
    invocation.out(`${text}${row['vmid'] === undefined ? '' : ` ${row['vmid']}`}\n`);
  }
}

/** Where a volume would be, whether it is there or not. */
function showPath({ world, params, invocation }: CommandRun): number {
  const volume = checkParams({ volume: { ...field.volume, required: true } }, params).text('volume');
  const { storage, volname } = splitVolid(volume);
  invocation.out(`${pathOf(storageOf(world, storage), volname)}\n`);
  return 0;
}
