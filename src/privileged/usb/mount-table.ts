import * as z from 'zod';
import { readOutput } from '../read-output.js';

const entry = z.looseObject({
  target: z.string(),
  source: z.string().nullable(),
  fstype: z.string().nullable(),
  options: z.string().nullable(),
  'maj:min': z.string().nullish(),
  id: z.union([z.number(), z.string()]).nullish(),
});
const answer = z.looseObject({ filesystems: z.array(entry) });

/** One mount. A later one on the same folder hides the earlier ones. */
export interface Mount {
  readonly id: number;
  readonly target: string;
  /** The device, without the subvolume that btrfs adds in brackets. */
  readonly source: string;
  readonly fstype: string;
  readonly options: readonly string[];
  readonly majMin: string;
}

/**
 * Reads the output of `findmnt --json --list`, which is empty where nothing was found.
 *
 * @throws OutputError for something else
 */
export function parseMounts(json: string): Mount[] {
  if (json.trim() === '') return [];
  return readOutput('findmnt', answer, json).filesystems.map((each) => ({
    id: Number(each.id ?? 0),
    target: each.target,
    source: (each.source ?? '').replace(/\[.*\]$/, ''),
    fstype: each.fstype ?? '',
    options: (each.options ?? '').split(','),
    majMin: (each['maj:min'] ?? '').trim(),
  }));
}
