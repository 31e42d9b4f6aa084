import type { FileLayer, OpenFile } from '~/agent/daemon/file-layer.js';

interface Inode {
  now: Buffer;
  /** What a power cut leaves for certain. */
  synced: Buffer;
}

/** A step that a disk was asked for. */
export interface Step {
  op: 'write' | 'truncate' | 'datasync' | 'open' | 'rename' | 'remove' | 'syncFolder';
  path: string;
  bytes?: Uint8Array;
}

export class DiskError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

const block = 64;

/**
 * A disk that keeps only what it was asked to keep. `crash` gives the disk after a power cut: of all that was not synced, each block, each
 * length and the last renames may be there or not.
 */
export class MemoryDisk implements FileLayer {
  readonly steps: Step[] = [];
  /** Room for all files together. */
  capacity = Number.POSITIVE_INFINITY;
  /** Asked before each step; what it gives is thrown. */
  before: (step: Step, index: number) => Error | undefined = () => undefined;
  #names = new Map<string, Inode>();
  /** The names after each change since the folder was synced, the oldest first. */
  #versions: Map<string, Inode>[] = [new Map()];

  /** A disk with these files. */
  static of(files: Readonly<Record<string, Buffer>>): MemoryDisk {
    const disk = new MemoryDisk();
    for (const [path, bytes] of Object.entries(files)) disk.put(path, bytes);
    return disk;
  }

  put(path: string, bytes: Buffer): void {
    this.#names.set(path, { now: Buffer.from(bytes), synced: Buffer.from(bytes) });
    this.#versions = [new Map(this.#names)];
  }

  get(path: string): Buffer {
    const inode = this.#names.get(path);
    if (inode === undefined) throw new DiskError('ENOENT');
    return Buffer.from(inode.now);
  }

  /** Writes to the disk what a file holds, as a system does at any moment without being asked. */
  writeBack(path: string): void {
    const inode = this.#names.get(path);
    if (inode !== undefined) inode.synced = Buffer.from(inode.now);
  }

  paths(): string[] {
    return [...this.#names.keys()].sort();
  }

  get used(): number {
    return [...new Set(this.#names.values())].reduce((sum, { now }) => sum + now.length, 0);
  }

  /** @param pick a random whole number from 0 to below its argument */
  crash(pick: (below: number) => number): MemoryDisk {
    const after = new MemoryDisk();
    const names = this.#versions[pick(this.#versions.length)] ?? this.#names;
    for (const [path, inode] of names) after.put(path, survivor(inode, pick));
    return after;
  }

  async makeFolder(): Promise<void> {}

  async open(path: string, empty = false): Promise<OpenFile> {
    this.#step({ op: 'open', path });
    let inode = this.#names.get(path);
    if (inode === undefined) {
      inode = { now: Buffer.alloc(0), synced: Buffer.alloc(0) };
      this.#names.set(path, inode);
      this.#versions.push(new Map(this.#names));
    }
    if (empty) inode.now = Buffer.alloc(0);
    return this.#file(path, inode);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step({ op: 'rename', path: from });
    const inode = this.#names.get(from);
    if (inode === undefined) throw new DiskError('ENOENT');
    this.#names.delete(from);
    this.#names.set(to, inode);
    this.#versions.push(new Map(this.#names));
  }

  async remove(path: string): Promise<void> {
    this.#step({ op: 'remove', path });
    if (!this.#names.delete(path)) throw new DiskError('ENOENT');
    this.#versions.push(new Map(this.#names));
  }

  async list(folder: string): Promise<string[]> {
    return this.paths()
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1));
  }

  async syncFolder(path: string): Promise<void> {
    this.#step({ op: 'syncFolder', path });
    this.#versions = [new Map(this.#names)];
  }

  #step(step: Step): void {
    const error = this.before(step, this.steps.length);
    this.steps.push(step);
    if (error !== undefined) throw error;
  }

  #file(path: string, inode: Inode): OpenFile {
    return {
      read: async () => Buffer.from(inode.now),
      size: async () => inode.now.length,
      write: async (bytes, position) => {
        this.#step({ op: 'write', path, bytes });
        const room = this.capacity - this.used + Math.max(0, inode.now.length - position);
        const fits = Math.max(0, Math.min(bytes.length, room));
        const now = Buffer.alloc(Math.max(inode.now.length, position + fits));
        inode.now.copy(now);
        now.set(bytes.subarray(0, fits), position);
        inode.now = now;
        if (fits < bytes.length) throw new DiskError('ENOSPC');
      },
      truncate: async (length) => {
        this.#step({ op: 'truncate', path });
        const now = Buffer.alloc(length);
        inode.now.copy(now);
        inode.now = now;
      },
      datasync: async () => {
        this.#step({ op: 'datasync', path });
        inode.synced = Buffer.from(inode.now);
      },
      close: async () => {},
    };
  }
}

/** What a power cut leaves of a file: nothing that was synced is lost, unless it was written over or cut off since. */
function survivor({ now, synced }: Inode, pick: (below: number) => number): Buffer {
  if (pick(3) === 0) return synced;
  const length = [synced.length, now.length, Math.min(now.length, synced.length + pick(200))][pick(3)] ?? 0;
  const left = Buffer.alloc(length);
  for (let at = 0; at < length; at += block) {
    const source = pick(2) === 0 ? synced : now;
    left.set(source.subarray(at, Math.min(at + block, length)), at);
  }
  return left;
}
