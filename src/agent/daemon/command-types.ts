import type { CommandEntry, Resume } from './command-records.js';
import type { FileLayer } from './file-layer.js';
import type { JournalLimits } from './journal.js';
import type { Mask } from './masking.js';

/** How a store of commands is opened. */
export interface CommandStoreOptions extends JournalLimits {
  /** The file of the journal. Files beside it have longer names of the same begin. */
  path: string;
  /** Applied to every text before it is written. A command in whose bytes it finds something is kept without them. */
  mask: Mask;
  /** Milliseconds since the epoch, never behind the last signed time of the hub. */
  now: () => number;
  /** The longest result that is kept whole; 128 KiB. */
  resultBytes?: number;
  /** How long an acknowledged id is kept after it has expired, against clocks that jump; 25 hours. */
  tombstoneMs?: number;
  /** How far the hub's clock may be ahead; 10 minutes. */
  skewMs?: number;
  /** Length of the journal from which on it is compacted; 8 MiB. */
  compactBytes?: number;
  files?: FileLayer;
}

/** A command that came in. Its signature has been checked. */
export interface IncomingCommand {
  id: string;
  bytes: Uint8Array;
  /** Milliseconds since the epoch, of the hub. */
  issuedAt: number;
  expiresAt: number;
  /** Do not keep the bytes, whatever is in them. */
  withhold?: boolean;
}

/**
 * What a command that came in is: `accepted` for the first time; `known`, with the same bytes; `conflict`, an id that had other bytes, of which
 * nothing is kept; `doubtful`, new as far as the journal can tell, but it has lost records that might: it is kept, and will not start.
 */
export interface Acceptance {
  kind: 'accepted' | 'known' | 'conflict' | 'doubtful';
  entry: CommandEntry;
}

/** How the end of a command could be found out after a restart. */
export interface StartPlan {
  resume: Resume;
  /** What a probe has to know. */
  probe?: unknown;
}

/** What there is to do after a restart. */
export interface Recovery {
  /** Not started, and free to start. */
  runnable: CommandEntry[];
  /** Not started, and their bytes were not kept: the hub has to send them again. */
  awaitingBytes: CommandEntry[];
  /** Started, or perhaps started, and without a result. They never start again: their end is found out `by` this, or nobody knows it. */
  toConclude: { entry: CommandEntry; by: Resume }[];
}

/** What an effect is given. */
export interface Running {
  /** Keeps what leads to the end of the command, such as the UPID of its task, and resolves when that is on the disk. */
  note(facts: { upid?: string; probe?: unknown }): Promise<void>;
}
