import type { Log } from './log.js';
import { type DaemonStatus, writeStatus } from './status.js';

/** Milliseconds that changes are gathered for. */
const gathering = 100;

/** Writes the status file: soon after each change, one at a time. */
export class StatusWriter {
  readonly #folder: string;
  readonly #make: () => DaemonStatus;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, make: () => DaemonStatus, log: Log) {
    this.#folder = folder;
    this.#make = make;
    this.#log = log;
  }

  /** Something has changed. */
  changed(): void {
    this.#timer ??= setTimeout(() => void this.now(), gathering);
  }

  /** Writes it, and resolves when it is there. Never rejects: the agent works without it. */
  now(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() =>
      writeStatus(this.#folder, this.#make()).catch((error: unknown) =>
        this.#log.warn('the status cannot be written', { error: String(error) }),
      ),
    );
    return this.#writing;
  }
}
