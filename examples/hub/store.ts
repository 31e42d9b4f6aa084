// Keeps events in a file of JSON lines. An event counts when it is on the disk, and only then anybody is told of it.
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { change, type Event, emptyState, type State } from './state.ts';

export class Store {
  readonly state: State = emptyState();
  readonly #file: FileHandle;
  #length: number;
  #last: Promise<unknown> = Promise.resolve();
  #broken: unknown;

  private constructor(file: FileHandle, length: number) {
    this.#file = file;
    this.#length = length;
  }

  /** Opens the file and reads what it holds. Half a line at its end is left of a crash: nobody was told of it. */
  static async open(path: string): Promise<Store> {
    const text = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    const end = text.lastIndexOf('\n') + 1;
    const store = new Store(await open(path, end === 0 ? 'w' : 'r+', 0o600), end);
    // A line is one turn: all of its events, or none.
    for (const line of text.subarray(0, end).toString().split('\n'))
      if (line !== '') for (const event of JSON.parse(line) as Event[]) change(store.state, event);
    await store.#file.truncate(end);
    await store.#file.sync();
    return store;
  }

  /** One after the other: looks at the state, decides, and adds events, while nobody else does. */
  turn<T>(decide: (add: (events: Event[]) => Promise<void>) => Promise<T>): Promise<T> {
    const mine = this.#last.then(() => decide((events) => this.#add(events)));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #add(events: Event[]): Promise<void> {
    if (events.length === 0) return;
    // After a write that failed, only a new start knows what the disk has.
    if (this.#broken !== undefined) throw this.#broken;
    try {
      const line = Buffer.from(`${JSON.stringify(events)}\n`);
      await this.#file.write(line, 0, line.length, this.#length);
      await this.#file.datasync();
      this.#length += line.length;
    } catch (error) {
      this.#broken = error;
      throw error;
    }
    for (const event of events) change(this.state, event);
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
  }
}
