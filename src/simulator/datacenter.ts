import type { HighAvailability } from './high-availability.js';
import { splitProperties } from './property-string.js';
import { SectionFiles } from './sections.js';

/** A scheduled backup, as `jobs.cfg` has it: keys with their text; lists of paths are arrays. */
export type ScheduledBackup = Map<string, string | readonly string[]>;

/** What belongs to the cluster and not to a node. */
export interface Datacenter {
  /** `datacenter.cfg`: keys with their text. */
  readonly options: Map<string, string>;
  readonly backups: Map<string, ScheduledBackup>;
  /** Configuration files of sections, by the name of what is in them. */
  readonly sections: SectionFiles;
  readonly ha: HighAvailability;
}

export function createDatacenter(): Datacenter {
  return {
    options: new Map([
      ['mac_prefix', 'BC:24:11'],
      ['description', ''],
    ]),
    backups: new Map(),
    sections: new SectionFiles(),
    ha: { states: new Map(), disarmed: undefined },
  };
}

/** Where free vmids are looked for: from `lower` to below `upper`. */
export function idRange({ options }: Datacenter): { lower: number; upper: number } {
  const range = splitProperties({ fields: {} }, options.get('next-id') ?? '');
  return { lower: Number(range.get('lower') ?? 100), upper: Number(range.get('upper') ?? 1_000_000) };
}
