import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { partsOf, readingOf, type SensorReading } from './readings.js';

/** What the kernel's own files say, and which of them could not be read. */
export interface HwmonReport {
  readonly readings: SensorReading[];
  readonly problems: string[];
}

/**
 * Reads the sensors from the kernel's files, which needs neither lm-sensors nor root. The folders are numbered anew at every start, so a
 * chip is named by what it is and the device that it belongs to: `nvme-nvme0`, `coretemp-coretemp.0`.
 */
export async function readHwmon(root: string): Promise<HwmonReport> {
  const problems: string[] = [];
  const names = await readdir(root).catch((error: NodeJS.ErrnoException): string[] => {
    // A machine without sensors has no such folder.
    if (error.code !== 'ENOENT') problems.push(`${root}: ${error.code ?? error.message}`);
    return [];
  });
  const folders = names.filter((name) => /^hwmon\d+$/.test(name)).sort(byNumber);
  const chips = await Promise.all(folders.map((name) => readChip(join(root, name), problems)));
  return { readings: chips.flat(), problems };
}

async function readChip(folder: string, problems: string[]): Promise<SensorReading[]> {
  const read = async (name: string): Promise<string | undefined> => {
    try {
      return (await readFile(join(folder, name), 'utf8')).trim();
    } catch (error) {
      // One that the driver cannot read now (EIO, ENODATA): a disk that sleeps, a chip that is busy.
      problems.push(`${join(folder, name)}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
      return undefined;
    }
  };
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    problems.push(`${folder}: ${error.code ?? error.message}`);
    return [];
  });
  const name = files.includes('name') ? await read('name') : undefined;
  const device = await realpath(join(folder, 'device')).catch(() => undefined);
  const chip = `${name ?? 'unknown'}-${device === undefined ? basename(folder) : basename(device)}`;
  const values = new Map<
    string,
    { unit: NonNullable<ReturnType<typeof partsOf>>['unit']; found: Map<string, number> }
  >();
  for (const file of files) {
    const parts = partsOf(file);
    if (parts === undefined || parts.what === 'label') continue;
    const { sensor, what, unit } = parts;
    const entry = values.get(sensor) ?? { unit, found: new Map<string, number>() };
    values.set(sensor, entry);
    const text = await read(file);
    if (text === undefined || !/^-?\d+$/.test(text)) continue;
    const isFlag = /alarm|fault|beep|enable|type$/.test(what);
    // Divided, not multiplied: 27.8 and not 27.800000000000001.
    entry.found.set(what, isFlag ? Number(text) : Number(text) / Math.round(1 / unit.scale));
  }
  const sensors = [...values.keys()].sort((a, b) => compareNames(a, b));
  return Promise.all(
    sensors.map(async (sensor) => {
      const { unit, found } = values.get(sensor) as NonNullable<ReturnType<typeof values.get>>;
      const label = files.includes(`${sensor}_label`) ? await read(`${sensor}_label`) : undefined;
      const facts = { chip, adapter: undefined, label: label ?? sensor, sensor, unit };
      return readingOf(facts, found);
    }),
  );
}

function byNumber(a: string, b: string): number {
  return Number(a.replace(/\D/g, '')) - Number(b.replace(/\D/g, ''));
}

function compareNames(a: string, b: string): number {
  return a.replace(/\d+.*/, '').localeCompare(b.replace(/\d+.*/, '')) || byNumber(a, b);
}
