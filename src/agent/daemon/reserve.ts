import { randomBytes } from 'node:crypto';
import type { FileLayer, OpenFile } from './file-layer.js';

const block = 4096;

/**
 * Room on the disk that is taken in advance, to be given back when the disk is full. It is filled with random bytes: a file system that
 * compresses, or leaves out zeros, would keep no room for anything else.
 */
export class Reserve {
  readonly size: number;
  readonly #file: OpenFile | undefined;
  #length = 0;

  private constructor(file: OpenFile | undefined, size: number) {
    this.#file = file;
    this.size = size;
  }

  /** Never fails: without room, the reserve is not whole. */
  static async open(files: FileLayer, path: string, size: number): Promise<Reserve> {
    const file = size === 0 ? undefined : await files.open(path).catch(() => undefined);
    const reserve = new Reserve(file, size);
    reserve.#length = Math.min(size, (await file?.size().catch(() => 0)) ?? 0);
    await reserve.fill();
    return reserve;
  }

  /** All of the room is there. */
  get whole(): boolean {
    return this.#length >= this.size;
  }

  /** Takes the room that is missing, all of it or nothing. */
  async fill(): Promise<boolean> {
    if (this.whole || this.#file === undefined) return this.whole;
    try {
      await this.#file.write(randomBytes(this.size - this.#length), this.#length);
      await this.#file.datasync();
      this.#length = this.size;
    } catch {
      await this.#cut(this.#length);
    }
    return this.whole;
  }

  /** Gives back room for so many bytes, or what is left. False if nothing was left. */
  async release(bytes: number): Promise<boolean> {
    if (this.#length === 0) return false;
    // A file system needs some of it for itself.
    const wanted = Math.ceil(bytes / block) * block + 2 * block;
    return this.#cut(Math.max(0, this.#length - wanted));
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #cut(length: number): Promise<boolean> {
    try {
      await this.#file?.truncate(length);
      this.#length = length;
      // Freed blocks are others' only once this is on the disk.
      await this.#file?.datasync();
      return true;
    } catch {
      return false;
    }
  }
}
