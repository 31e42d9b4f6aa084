import { JournalFullError, StateError } from './errors.js';
import { isNoRoom, type OpenFile } from './file-layer.js';
import type { Reserve } from './reserve.js';

/**
 * How much a record is worth. `work` begins something and is refused early, while there is room for what follows from it; `plain` may
 * pass the cap; `result` may use the reserve, too.
 */
export type Worth = 'work' | 'plain' | 'result';

/** A line for what is appended next, and the state after it. */
export type Render<S> = (state: S, body: string) => { line: Buffer; state: S };

interface Item<S> {
  body: string;
  /** About how long its line is. */
  length: number;
  worth: Worth;
  /** Called when it is on the disk, before anything else is written. */
  kept: ((state: S) => void) | undefined;
  resolve(): void;
  reject(error: unknown): void;
}

type Job<S> = Item<S> | (() => Promise<void>);

interface Options<S> {
  path: string;
  file: OpenFile;
  /** Where the next line goes. */
  position: number;
  /** Comes before the next line: a first line that could not be written yet, or a missing newline. */
  lead: Buffer;
  state: S;
  render: Render<S>;
  /** Length from which on `work` is refused. */
  cap: number;
  reserve: Reserve;
  /** Called after each write, before its records resolve. */
  afterWrite?: (state: S) => Promise<void>;
}

const batchBytes = 1 << 20;

/**
 * A file that only grows. An append resolves when its line is on the disk, and not before; those that come while another is written go
 * there together, in their order. What fails leaves no byte.
 */
export class AppendFile<S> {
  readonly #options: Options<S>;
  readonly #queue: Job<S>[] = [];
  #file: OpenFile;
  #path: string;
  #position: number;
  #lead: Buffer;
  #state: S;
  #waiting = 0;
  #running = false;
  #broken: StateError | undefined;

  constructor(options: Options<S>) {
    this.#options = options;
    this.#file = options.file;
    this.#path = options.path;
    this.#position = options.position;
    this.#lead = options.lead;
    this.#state = options.state;
  }

  /** Bytes in the file. */
  get size(): number {
    return this.#position;
  }

  /** After the last line that is on the disk. */
  get state(): S {
    return this.#state;
  }

  /**
   * @throws JournalFullError when there is no room for it, and nothing of it was kept
   * @throws StateError when the disk failed: whether it was kept is known to the next who reads the file
   */
  append(body: string, worth: Worth, kept?: (state: S) => void): Promise<void> {
    const length = Buffer.byteLength(body) + 128;
    const { cap } = this.#options;
    if (worth === 'work' && this.#position + this.#waiting + length > cap)
      return Promise.reject(new JournalFullError(this.#path, 'cap'));
    return new Promise((resolve, reject) => {
      this.#waiting += length;
      this.#add({ body, length, worth, kept, resolve, reject });
    });
  }

  /** Does something while nothing is written, after all that was appended before. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#add(() => {
        if (this.#broken === undefined) return task().then(resolve, reject);
        reject(this.#broken);
        return Promise.resolve();
      });
    });
  }

  /** Goes on in another file. Inside `exclusive` only. */
  async replace(path: string, file: OpenFile, position: number, state: S): Promise<void> {
    const before = this.#file;
    this.#path = path;
    this.#file = file;
    this.#position = position;
    this.#lead = Buffer.alloc(0);
    this.#state = state;
    await before.close().catch(() => undefined);
  }

  /** Writes nothing more, ever, because of this. */
  fail(message: string, cause: unknown): StateError {
    this.#broken ??= new StateError(this.#path, message, {
      cause,
      hint: 'Look at the disk (dmesg, SMART), then start the agent again: it reads what is there.',
    });
    return this.#broken;
  }

  /** Waits for what is under way, then closes the file. */
  async close(): Promise<void> {
    await this.exclusive(async () => {
      this.#broken = new StateError(this.#path, 'is closed');
    }).catch(() => undefined);
    await this.#file.close();
    await this.#options.reserve.close();
  }

  #add(job: Job<S>): void {
    this.#queue.push(job);
    if (this.#running) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    // Those that are appended in the same moment go together.
    await Promise.resolve();
    for (let job = this.#queue.shift(); job !== undefined; job = this.#queue.shift()) {
      if (typeof job === 'function') {
        await job();
        continue;
      }
      const batch = [job];
      let bytes = job.length;
      for (let next = this.#queue[0]; typeof next === 'object' && bytes < batchBytes; next = this.#queue[0]) {
        bytes += next.length;
        batch.push(next);
        this.#queue.shift();
      }
      await this.#writeBatch(batch);
    }
    // Not a moment later: what is added from here on starts the next run.
    this.#running = false;
  }

  async #writeBatch(batch: Item<S>[]): Promise<void> {
    for (const { length } of batch) this.#waiting -= length;
    const { reserve } = this.#options;
    let items = batch;
    if (items.some(({ worth }) => worth === 'work') && !(await reserve.fill()))
      items = this.#refuse(items, (worth) => worth === 'work');
    while (items.length > 0) {
      if (this.#broken !== undefined) return rejectAll(items, this.#broken);
      const bytes = await this.#tryWrite(items);
      if (bytes === 0 || this.#broken !== undefined) continue;
      // No room. What begins something waits for better times; results get the reserve.
      const count = items.length;
      items = this.#refuse(items, (worth) => worth !== 'result');
      if (items.length === count && !(await reserve.release(bytes))) items = this.#refuse(items, () => true);
    }
  }

  /** Writes, and gives 0; or gives how many bytes have no room, when nothing of them is left. Empties `items` when they are kept. */
  async #tryWrite(items: Item<S>[]): Promise<number> {
    const lines = [this.#lead];
    const states: S[] = [];
    let state = this.#state;
    for (const { body } of items) {
      const rendered = this.#options.render(state, body);
      state = rendered.state;
      lines.push(rendered.line);
      states.push(state);
    }
    const bytes = Buffer.concat(lines);
    try {
      await this.#file.write(bytes, this.#position);
      await this.#file.datasync();
    } catch (error) {
      if (isNoRoom(error) && (await this.#undo())) return bytes.length;
      this.fail('could not be written', error);
      return 0;
    }
    this.#position += bytes.length;
    this.#state = state;
    this.#lead = Buffer.alloc(0);
    await this.#options.afterWrite?.(state);
    for (const [index, item] of items.splice(0).entries()) {
      item.kept?.(states[index] as S);
      item.resolve();
    }
    return 0;
  }

  /** Takes back what was written of a batch, for good: a record that was refused must not be there after a restart. */
  async #undo(): Promise<boolean> {
    try {
      await this.#file.truncate(this.#position);
      await this.#file.datasync();
      return true;
    } catch {
      return false;
    }
  }

  #refuse(items: Item<S>[], which: (worth: Worth) => boolean): Item<S>[] {
    rejectAll(
      items.filter(({ worth }) => which(worth)),
      new JournalFullError(this.#path, 'disk'),
    );
    return items.filter(({ worth }) => !which(worth));
  }
}

function rejectAll(items: readonly { reject(error: unknown): void }[], error: unknown): void {
  for (const { reject } of items) reject(error);
}
