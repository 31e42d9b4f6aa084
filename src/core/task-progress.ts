import { parsePercent } from './exitstatus.js';

/** How far a task is, as far as its log tells: of the disk, the guest or the file that it is at. */
export interface WorkProgress {
  /** 0..100. */
  percent: number | undefined;
  /** Bytes that are done, as the log rounds them. */
  bytes: number | undefined;
  /** Bytes in all, as the log rounds them. */
  totalBytes: number | undefined;
}

const number = String.raw`(\d+(?:\.\d+)?)`;
const unit = '(B|bytes|[KMGTPE]i?B)';
const ofTotal = new RegExp(`(?:^|[\\s(])${number} ?${unit} of ${number} ?${unit}(?=[\\s),]|$)`);
const processed = new RegExp(`^(?:INFO: )?processed ${number} ${unit} in `);

// vma and pbs-restore of a restore; tar of containers; dd between nodes; rsync at its end.
const wholeBytes = [
  /^progress \d+% \(read (\d+) bytes/,
  /^(?:INFO: )?Total bytes (?:read|written): (\d+) \(/,
  /^(\d+) bytes (?:\([^)]*\) )?copied, /,
  /^Total transferred file size: ([\d,]+) bytes$/,
];
// wget of a download.
const wholeTotals = [/^Length: (\d+)(?: \([^)]*\))?(?: |$)/];

/** wget counts by dots of 1 MiB; the number in front is where the line begins, in KiB. */
const dots = /^ *(\d+)K ([ .,]*[.,])(?: +(\d+)%| |$)/;

// `zfs send -v` of a migration.
const zfsSent = /^\d\d:\d\d:\d\d +(\d+(?:\.\d+)?)([BKMGTPE]?) +\S+@\S+$/;
const zfsTotal = /^total estimated size is (\d+(?:\.\d+)?)([BKMGTPE]?)$/;

// Shares of something else: of zeros, of fragments, of blocks that are set aside.
const otherShare =
  /non-contiguous|backup is sparse|done incrementally|reserved for the super user|cache-miss/;

/**
 * Reads one line of a worker's log: of a backup (`INFO:  42% (1.0 GiB of 2.4 GiB) in 3s`), a copy of a disk (`transferred 1.0
 * GiB of 2.0 GiB (50.00%)`), a migration, a restore (`progress 7% (read 75169792 bytes, …`), a download (wget's rows of
 * dots), tar, dd, rsync and zfs. Where a line overwrites itself with carriage returns, its last part counts. What a line
 * does not tell is undefined. (pve-common src/PVE/Format.pm render_bytes, qemu-server PVE/VZDump/QemuServer.pm,
 * PVE/QemuServer/BlockJob.pm, PVE/QemuMigrate.pm)
 */
export function parseProgressLine(line: string): WorkProgress {
  const text = line.replace(/\r+$/, '').split('\r').at(-1) ?? '';
  if (otherShare.test(text)) return { percent: undefined, bytes: undefined, totalBytes: undefined };
  const [, done, doneUnit, all, allUnit] = ofTotal.exec(text) ?? [];
  const totalBytes = sized(all, allUnit) ?? whole(text, wholeTotals) ?? zfs(zfsTotal, text);
  const bytes =
    sized(done, doneUnit) ?? whole(text, wholeBytes) ?? dotted(text) ?? zfs(zfsSent, text) ?? worked(text);
  return { percent: parsePercent(text), bytes, totalBytes };
}

/** Puts the lines of a log together. */
export class ProgressReader {
  #now: WorkProgress = { percent: undefined, bytes: undefined, totalBytes: undefined };

  /** What is known after the lines so far: the latest of each. */
  get now(): WorkProgress {
    return this.#now;
  }

  add(line: string): void {
    const { percent, bytes, totalBytes } = parseProgressLine(line);
    const before = this.#now;
    const next = { ...before };
    if (bytes !== undefined) next.bytes = bytes;
    if (totalBytes !== undefined) {
      next.totalBytes = totalBytes;
      // Another disk, or another guest, begins.
      if (bytes === undefined && totalBytes !== before.totalBytes) next.bytes = undefined;
    }
    // The last dot of a download stands for less than it says. A total that is less than what is done is another thing's.
    const over = (next.bytes ?? 0) - (next.totalBytes ?? Number.POSITIVE_INFINITY);
    if (over > 0 && over < 2 ** 20 && dots.test(line)) next.bytes = next.totalBytes;
    else if (over > 0 && totalBytes === undefined) next.totalBytes = undefined;
    if (percent !== undefined) next.percent = percent;
    else if (bytes !== undefined || totalBytes !== undefined) next.percent = share(next) ?? before.percent;
    this.#now = next;
  }
}

function share({ bytes, totalBytes }: WorkProgress): number | undefined {
  if (bytes === undefined || totalBytes === undefined || totalBytes === 0 || bytes > totalBytes)
    return undefined;
  return Math.floor((bytes / totalBytes) * 10_000) / 100;
}

function sized(count: string | undefined, unitName: string | undefined): number | undefined {
  if (count === undefined || unitName === undefined) return undefined;
  const power = unitName === 'bytes' ? 0 : letters.indexOf(unitName.charAt(0));
  return safe(Number(count) * 1024 ** power);
}

const letters = 'BKMGTPE';

function whole(text: string, patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const digits = pattern.exec(text)?.[1];
    if (digits !== undefined) return safe(Number(digits.replaceAll(',', '')));
  }
  return undefined;
}

function dotted(text: string): number | undefined {
  const [, start, row] = dots.exec(text) ?? [];
  if (start === undefined || row === undefined) return undefined;
  return safe(Number(start) * 1024 + row.replaceAll(' ', '').length * 2 ** 20);
}

function zfs(pattern: RegExp, text: string): number | undefined {
  const [, count, letter] = pattern.exec(text) ?? [];
  return sized(count, letter === undefined || letter === '' ? 'B' : letter);
}

function worked(text: string): number | undefined {
  const [, count, unitName] = processed.exec(text) ?? [];
  return sized(count, unitName);
}

function safe(value: number): number | undefined {
  const bytes = Math.round(value);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
