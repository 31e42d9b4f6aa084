import type { AuditHead } from './audit-lines.js';
import type { FileLayer, OpenFile } from './file-layer.js';
import { linesOf, seal, unseal } from './sealed-line.js';

const digits = 32;

/**
 * How far the audit log had come, in a file of its own: what the chain cannot tell is that its end was cut off. Two places are written in turns,
 * so that one is whole at any moment.
 */
export class AuditAnchor {
  readonly #file: OpenFile;
  #turn: number;

  private constructor(file: OpenFile, turn: number) {
    this.#file = file;
    this.#turn = turn;
  }

  static async open(
    files: FileLayer,
    path: string,
  ): Promise<{ anchor: AuditAnchor; head: AuditHead | undefined }> {
    const file = await files.open(path);
    const places = placesOf(await file.read());
    const latest = latestOf(places);
    return { anchor: new AuditAnchor(file, places.lastIndexOf(latest) === 0 ? 1 : 0), head: latest };
  }

  /** Resolves when it is on the disk. */
  async set(head: AuditHead): Promise<void> {
    const line = anchorLine(head);
    await this.#file.write(line, this.#turn * line.length);
    await this.#file.datasync();
    this.#turn = 1 - this.#turn;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** How far the log had come, by the bytes of an anchor; undefined if nothing of them can be believed. */
export function readAnchor(bytes: Buffer): AuditHead | undefined {
  return latestOf(placesOf(bytes));
}

// As long for every number.
function anchorLine({ n, hash }: AuditHead): Buffer {
  const number = String(n).padStart(16, '0');
  return seal(`{"felhom":"audit-anchor","n":"${number}","hash":"${hash}"}`, 'c', digits).line;
}

function placesOf(bytes: Buffer): (AuditHead | undefined)[] {
  const { length } = anchorLine({ n: 0, hash: '0'.repeat(64) });
  return [0, 1].map((place) => {
    const slot = bytes.subarray(place * length, (place + 1) * length);
    const [line] = linesOf(slot);
    const value = line && unseal(slot.subarray(line.start, line.end), 'c', digits)?.value;
    if (value === undefined || value['felhom'] !== 'audit-anchor') return undefined;
    return { n: Number(value['n']), hash: String(value['hash']) };
  });
}

function latestOf([one, other]: (AuditHead | undefined)[]): AuditHead | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.n > other.n ? one : other;
}
