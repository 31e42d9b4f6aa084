import { dirname } from 'node:path';
import { ParamsError } from '../../core/errors.js';
import { AppendFile, type Worth } from './append-file.js';
import { JournalFullError, StateError } from './errors.js';
import { type FileLayer, isNoRoom, type OpenFile, realFiles } from './file-layer.js';
import { type Damage, headerLine, recordLine, type Scan, scanJournal } from './journal-lines.js';
import { Reserve } from './reserve.js';
import { setAside, withoutZeros } from './set-aside.js';

/** Limits of a journal, in bytes. */
export interface JournalLimits {
  /** Length of the file from which on new work is refused; 64 MiB. Results are kept beyond it. */
  capBytes?: number;
  /** Room that is taken in advance for results, in a file of its own; 4 MiB. */
  reserveBytes?: number;
  /** The longest record; 1 MiB. */
  recordBytes?: number;
}

/** How a journal was found. */
export interface JournalReport {
  /** What a write left at the end that never resolved, and where it was put: undefined while it stays in the file. */
  torn: { bytes: number; keptIn: string | undefined } | undefined;
  /** Bytes that are no records. They stay in the file until it is compacted, and are kept beside it. */
  damaged: readonly Damage[];
  damagedKeptIn: string | undefined;
}

/** What was read from a journal, in its order. */
export type JournalItem = Scan['items'][number];

const nothing = Buffer.alloc(0);

/**
 * Records in a file, one line each, that are on the disk when `append` resolves. A record that is not as it was written is never believed, and
 * a journal opens whatever has become of its bytes.
 */
export class Journal {
  readonly #path: string;
  readonly #files: FileLayer;
  readonly #reserve: Reserve;
  readonly #lines: AppendFile<number>;
  readonly #recordBytes: number;
  /** Broken bytes that no file beside holds yet. */
  #unsaved: Buffer;

  private constructor(
    path: string,
    files: FileLayer,
    reserve: Reserve,
    lines: AppendFile<number>,
    recordBytes: number,
    unsaved: Buffer,
  ) {
    this.#path = path;
    this.#files = files;
    this.#reserve = reserve;
    this.#lines = lines;
    this.#recordBytes = recordBytes;
    this.#unsaved = unsaved;
  }

  /**
   * Opens the journal, or makes it, with its folder.
   * @throws StateError when the folder or the file cannot be used, or a newer release wrote it
   */
  static async open(
    path: string,
    limits: JournalLimits = {},
    files: FileLayer = realFiles,
  ): Promise<{ journal: Journal; items: JournalItem[]; report: JournalReport }> {
    const { capBytes = 64 << 20, reserveBytes = 4 << 20, recordBytes = 1 << 20 } = limits;
    const { file, bytes } = await openWhole(path, files);
    const scan = scanJournal(bytes);
    if (scan.foreign) {
      await file.close();
      throw new StateError(path, 'was written by another release', {
        hint: 'Start the release that wrote it: this one would run commands again that it cannot read of.',
      });
    }
    const reserve = await Reserve.open(files, `${path}.reserve`, reserveBytes);
    // What a compaction left that never ended.
    await files.remove(`${path}.new`).catch(() => undefined);
    const broken = brokenBytes(bytes, scan);
    const damagedKeptIn = broken.length === 0 ? undefined : await setAside(files, path, 'damaged', broken);
    const tail = await cutTail(path, files, file, bytes, scan);
    const lines = new AppendFile<number>({
      path,
      file,
      ...tail.next,
      state: scan.last,
      render: (n, json) => ({ line: recordLine(n + 1, json), state: n + 1 }),
      cap: capBytes,
      reserve,
    });
    const unsaved = damagedKeptIn === undefined ? broken : nothing;
    return {
      journal: new Journal(path, files, reserve, lines, recordBytes, unsaved),
      items: scan.items,
      report: { torn: tail.torn, damaged: scan.damaged, damagedKeptIn },
    };
  }

  /** Bytes in the file. */
  get size(): number {
    return this.#lines.size;
  }

  /** Room that is kept for results. */
  get reserveBytes(): number {
    return this.#reserve.size;
  }

  /**
   * Resolves when the record is on the disk. `kept` is called with its number at that moment.
   * @throws ParamsError for a record that is too long
   * @throws JournalFullError when there is no room for it, and nothing of it was kept
   * @throws StateError when the disk failed; nothing more is taken from then on
   */
  async append(data: unknown, worth: Worth, kept?: (n: number) => void): Promise<void> {
    const json = JSON.stringify(data);
    if (Buffer.byteLength(json) > this.#recordBytes)
      throw new ParamsError([{ path: 'data', message: `longer than ${this.#recordBytes} bytes` }]);
    await this.#lines.append(json, worth, kept);
  }

  /**
   * Writes the journal anew with these records alone, in one step: after a crash, there is the old one or the new one. `state` is asked
   * once nothing is being written. With `useReserve`, the room for results may be used, if no result may come meanwhile.
   *
   * @throws JournalFullError when there is no room; the journal is as before
   */
  compact(state: () => readonly unknown[], useReserve = false): Promise<void> {
    return this.#lines.exclusive(async () => {
      if (this.#unsaved.length > 0) {
        if ((await setAside(this.#files, this.#path, 'damaged', this.#unsaved)) === undefined)
          throw new JournalFullError(this.#path, 'disk');
        this.#unsaved = nothing;
      }
      const base = this.#lines.state;
      const records = state().map((data, index) => recordLine(base + 1 + index, JSON.stringify(data)));
      const bytes = Buffer.concat([headerLine(base), ...records]);
      let file = await this.#writeNew(bytes);
      if (file === undefined && useReserve && (await this.#reserve.release(bytes.length)))
        file = await this.#writeNew(bytes);
      if (file === undefined) throw new JournalFullError(this.#path, 'disk');
      await this.#takeNew(file, bytes.length, base + records.length);
      await this.#reserve.fill();
    });
  }

  /** Waits for what is under way, and closes the files. */
  close(): Promise<void> {
    return this.#lines.close();
  }

  /** A file beside with these bytes, on the disk; undefined without room. */
  async #writeNew(bytes: Buffer): Promise<OpenFile | undefined> {
    const path = `${this.#path}.new`;
    let file: OpenFile | undefined;
    try {
      file = await this.#files.open(path, true);
      await file.write(bytes, 0);
      await file.datasync();
      return file;
    } catch (error) {
      await file?.close().catch(() => undefined);
      await this.#files.remove(path).catch(() => undefined);
      if (isNoRoom(error)) return undefined;
      throw new StateError(path, 'could not be written', { cause: error });
    }
  }

  async #takeNew(file: OpenFile, position: number, last: number): Promise<void> {
    try {
      await this.#files.rename(`${this.#path}.new`, this.#path);
      // Before that, a crash could bring the old file back, without what is appended from now on.
      await this.#files.syncFolder(dirname(this.#path));
    } catch (error) {
      await file.close().catch(() => undefined);
      throw this.#lines.fail('could not be replaced', error);
    }
    await this.#lines.replace(this.#path, file, position, last);
  }
}

async function openWhole(path: string, files: FileLayer): Promise<{ file: OpenFile; bytes: Buffer }> {
  try {
    await files.makeFolder(dirname(path));
    const file = await files.open(path);
    // Its name: a file that a crash takes away again would be a journal that forgets.
    await files.syncFolder(dirname(path));
    return { file, bytes: await file.read() };
  } catch (error) {
    throw new StateError(path, 'cannot be opened', {
      cause: error,
      hint: 'The agent needs a folder of its own that it may write to.',
    });
  }
}

function brokenBytes(bytes: Buffer, { damaged }: Scan): Buffer {
  return Buffer.concat(
    damaged.flatMap(({ offset, length }) => [bytes.subarray(offset, offset + length), Buffer.from('\n')]),
  );
}

/** Cuts off what never became a record. Where that fails it stays, and a newline keeps it apart from what follows. */
async function cutTail(path: string, files: FileLayer, file: OpenFile, bytes: Buffer, scan: Scan) {
  const newline = Buffer.from('\n');
  // Where everything is lost, numbers that are missing are to be seen as such.
  const header = headerLine(0);
  const start = scan.end === 0 ? header : scan.closed ? nothing : newline;
  if (scan.torn === undefined) return { torn: undefined, next: { position: scan.end, lead: start } };
  const torn = withoutZeros(bytes.subarray(scan.torn.offset));
  const keptIn = torn.length === 0 ? undefined : await setAside(files, path, 'torn', torn);
  const report = { bytes: scan.torn.length, keptIn };
  try {
    if (torn.length > 0 && keptIn === undefined) throw new Error('kept nowhere else');
    await file.truncate(scan.end);
    await file.datasync();
    return { torn: report, next: { position: scan.end, lead: start } };
  } catch {
    return { torn: report, next: { position: bytes.length, lead: newline } };
  }
}
