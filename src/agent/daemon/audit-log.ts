import { dirname, join } from 'node:path';
import { ParamsError } from '../../core/errors.js';
import { AppendFile } from './append-file.js';
import { AuditAnchor } from './audit-anchor.js';
import {
  type AuditFields,
  type AuditHead,
  auditFields,
  auditHeader,
  auditLine,
  beginning,
  isKnownVersion,
  longestText,
  readAuditLine,
} from './audit-lines.js';
import { StateError } from './errors.js';
import { type FileLayer, type OpenFile, realFiles } from './file-layer.js';
import { type Mask, maskParts } from './masking.js';
import { Reserve } from './reserve.js';
import { linesOf } from './sealed-line.js';
import { setAside, withoutZeros } from './set-aside.js';

/** How an audit log is opened. */
export interface AuditLogOptions {
  /** The folder of its files: `audit-000000000001.jsonl` and on, each named by its first record; made with mode 0700. */
  folder: string;
  /** How far it has come is kept here, best not in the same folder. */
  anchor: string;
  /** Applied to every text before it is written. */
  mask: Mask;
  /** Length of a file from which on the next one is begun; 16 MiB. */
  fileBytes?: number;
  /** Room that is taken in advance for the ends of what runs; 1 MiB. */
  reserveBytes?: number;
  files?: FileLayer;
}

const nothing = Buffer.alloc(0);
const newline = Buffer.from('\n');
const pattern = /^audit-\d{12}\.jsonl$/;

/** Who asked for what, who allowed it, and what came of it: a record names the hash of the one before, so that none can be changed unseen. */
export class AuditLog {
  readonly #options: AuditLogOptions;
  readonly #lines: AppendFile<AuditHead>;
  readonly #anchor: AuditAnchor;

  private constructor(options: AuditLogOptions, lines: AppendFile<AuditHead>, anchor: AuditAnchor) {
    this.#options = options;
    this.#lines = lines;
    this.#anchor = anchor;
  }

  /**
   * Opens the log behind its last record, or begins it. What is broken in it stays as it is, as evidence: `verifyAudit` tells of it.
   *
   * @throws StateError when the folder or a file cannot be used, or a newer release wrote it
   */
  static async open(options: AuditLogOptions): Promise<AuditLog> {
    const { folder, anchor: place, files = realFiles, reserveBytes = 1 << 20 } = options;
    try {
      await files.makeFolder(folder);
      await files.makeFolder(dirname(place));
      const { anchor, head: anchored } = await AuditAnchor.open(files, place);
      const names = (await files.list(folder)).filter((name) => pattern.test(name)).sort();
      const path = join(folder, names.at(-1) ?? nameOf(1));
      const file = await files.open(path);
      await files.syncFolder(folder);
      const before = () => headBefore(files, folder, names.slice(0, -1));
      const end = await endOf(files, path, file, before, anchored);
      const lines = new AppendFile<AuditHead>({
        path,
        file,
        ...end,
        render: auditLine,
        cap: Number.POSITIVE_INFINITY,
        reserve: await Reserve.open(files, join(folder, 'audit.reserve'), reserveBytes),
        // A log without a newer anchor is whole all the same.
        afterWrite: (head) => anchor.set(head).catch(() => undefined),
      });
      return new AuditLog(options, lines, anchor);
    } catch (error) {
      if (error instanceof StateError) throw error;
      throw new StateError(folder, 'the audit log cannot be opened', { cause: error });
    }
  }

  /** The last record that is on the disk. Kept elsewhere, such as at the hub, it proves what the log held at that time. */
  get head(): AuditHead {
    return this.#lines.state;
  }

  /**
   * Resolves when the record is on the disk. An `outcome` may use the reserve. Texts are cut after 1,000 characters.
   *
   * @throws ParamsError for fields that are not as they should be
   * @throws JournalFullError when there is no room; nothing may be begun then that should be in here
   * @throws StateError when the disk failed; nothing more is taken from then on
   */
  async append(fields: AuditFields): Promise<void> {
    const { mask } = this.#options;
    const short = (text: string) => mask(text).slice(0, longestText).toWellFormed();
    const masked = Object.entries(fields).map(([key, value]) => [key, maskParts(value, short)]);
    const checked = auditFields.safeParse(Object.fromEntries(masked));
    if (!checked.success)
      throw new ParamsError(
        checked.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
      );
    const worth = checked.data.event === 'outcome' ? 'result' : 'work';
    await this.#lines.append(JSON.stringify(checked.data), worth);
    if (this.#lines.size > (this.#options.fileBytes ?? 16 << 20)) await this.#rotate();
  }

  async close(): Promise<void> {
    await this.#lines.close();
    await this.#anchor.close();
  }

  /** Begins the next file. Without room for it, the log goes on in this one. */
  async #rotate(): Promise<void> {
    const { folder, files = realFiles, fileBytes = 16 << 20 } = this.#options;
    await this.#lines
      .exclusive(async () => {
        if (this.#lines.size <= fileBytes) return;
        const head = this.#lines.state;
        const path = join(folder, nameOf(head.n + 1));
        const file = await files.open(path, true);
        try {
          const header = auditHeader(head);
          await file.write(header, 0);
          await file.datasync();
          await files.syncFolder(folder);
          await this.#lines.replace(path, file, header.length, head);
        } catch (error) {
          await file.close();
          await files.remove(path);
          throw error;
        }
      })
      .catch(() => undefined);
  }
}

function nameOf(first: number): string {
  return `audit-${String(first).padStart(12, '0')}.jsonl`;
}

/** What there is of the chain in a file. */
function tailOf(path: string, bytes: Buffer) {
  let head: AuditHead | undefined;
  let end = 0;
  let closed = true;
  /** Lines since the last record that cannot be read: each was one. */
  let broken = 0;
  for (const { start, end: stop, whole } of linesOf(bytes)) {
    const line = readAuditLine(bytes.subarray(start, stop));
    if (line === undefined && !whole) break;
    if (line?.kind === 'header' && !isKnownVersion(line.version))
      throw new StateError(path, 'was written by another release', {
        hint: 'Start the release that wrote it, or move the file away.',
      });
    if (line?.kind === 'header') head = { n: line.first - 1, hash: line.prev };
    if (line?.kind === 'record') head = { n: line.n, hash: line.hash };
    broken = line === undefined ? broken + 1 : 0;
    closed = whole;
    end = whole ? stop + 1 : stop;
  }
  return { head: head && { n: head.n + broken, hash: head.hash }, broken: broken > 0, end, closed };
}

/** Where the files before come to; a crash can leave a last one in which nothing is. */
async function headBefore(files: FileLayer, folder: string, names: string[]): Promise<AuditHead> {
  for (const name of names.reverse()) {
    const file = await files.open(join(folder, name));
    const { head } = tailOf(name, await file.read());
    await file.close();
    if (head !== undefined) return head;
  }
  return { n: 0, hash: beginning };
}

/** Where and after which record a file goes on. */
async function endOf(
  files: FileLayer,
  path: string,
  file: OpenFile,
  before: () => Promise<AuditHead>,
  anchored: AuditHead | undefined,
) {
  const bytes = await file.read();
  const tail = tailOf(path, bytes);
  let state = tail.head ?? (await before());
  // What the log has lost at its end stays missing.
  if (anchored !== undefined && anchored.n > state.n - (tail.broken ? 1 : 0)) state = anchored;
  const first = tail.end === 0 ? auditHeader(state) : nothing;
  const lead = tail.closed ? first : newline;
  if (tail.end === bytes.length) return { position: tail.end, lead, state };
  const torn = withoutZeros(bytes.subarray(tail.end));
  const kept = torn.length === 0 || (await setAside(files, path, 'torn', torn)) !== undefined;
  try {
    if (!kept) throw new Error('kept nowhere else');
    await file.truncate(tail.end);
    await file.datasync();
    return { position: tail.end, lead, state };
  } catch {
    return { position: bytes.length, lead: Buffer.concat([newline, first]), state };
  }
}
