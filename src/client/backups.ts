import { parseBackupLog } from '../core/backup-log.js';
import { BackupError, type BackupGuest, ParamsError, TaskError } from '../core/errors.js';
import { type ExitStatus, parseExitStatus } from '../core/exitstatus.js';
import type { CallOptions } from '../core/op.js';
import { isUpid, parseUpid, type Upid } from '../core/upid.js';
import { storage } from './resources/storage.js';
import { vzdump as table } from './resources/vzdump.js';
import type { Sender } from './send.js';
import { presentable } from './server-text.js';
import type { Tasks } from './tasks.js';
import type { TaskResult, WaitOptions } from './wait.js';

/** What became of each guest of a backup job. */
export interface BackupGuests {
  /** In the order in which they were backed up. */
  guests: readonly BackupGuest[];
  /** Guests that were asked for and are on other nodes: this job did not touch them. */
  skipped: readonly number[];
}

/** What a backup job did, or has done so far. */
export interface BackupResult extends BackupGuests {
  upid: Upid;
  /** Undefined while it runs. */
  exitstatus: string | undefined;
  outcome: ExitStatus['outcome'] | 'running';
}

/** Backup jobs to their end: what they made. */
export interface BackupResults {
  /**
   * Waits for a backup job as `tasks.wait` does, and tells what became of each guest: the archive's volume id, its size, how
   * long it took. All of the log is read for it, and the storage's list for the sizes.
   *
   * @throws BackupError, a TaskError, if the job or one guest in it failed: its `guests` tell which, and hold the
   *   archives of the others. ParamsError for the `OK` that `create` gives where nothing was to do.
   */
  wait(upid: string, options?: WaitOptions): Promise<TaskResult & BackupGuests>;
  /** What a backup job did, or has done so far, without waiting. It does not throw if the job failed: see `outcome`. */
  result(upid: string, options?: CallOptions): Promise<BackupResult>;
}

/** Backup jobs to their end, by their logs. */
export class Backups implements BackupResults {
  readonly #sender: Sender;
  readonly #tasks: Tasks;

  constructor(sender: Sender, tasks: Tasks) {
    this.#sender = sender;
    this.#tasks = tasks;
  }

  /** `started` is when the wait began, by the clock. */
  async wait(upid: string, options: WaitOptions = {}, started?: number): Promise<TaskResult & BackupGuests> {
    const job = backupJob(upid);
    try {
      const result = await this.#tasks.waitSince(started, job, options);
      return { ...result, ...(await this.#guests(job, { signal: options.signal })) };
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
      // A log that cannot be read must not hide the failure.
      const guests = await this.#guests(job, { signal: options.signal }).catch(() => undefined);
      throw new BackupError(error, guests ?? { guests: [], skipped: [] });
    }
  }

  async result(upid: string, options?: CallOptions): Promise<BackupResult> {
    const job = backupJob(upid);
    const state = await this.#tasks.status(job, options);
    const guests = await this.#guests(job, options);
    if (state.status === 'running')
      return { upid: job, exitstatus: undefined, outcome: 'running', ...guests };
    const exitstatus = presentable(state.exitstatus ?? 'unexpected status', this.#sender.mask);
    return { upid: job, exitstatus, outcome: parseExitStatus(exitstatus).outcome, ...guests };
  }

  async #guests(upid: Upid, options?: CallOptions): Promise<BackupGuests> {
    const lines: string[] = [];
    for await (const { t } of this.#tasks.log(upid, options)) lines.push(t);
    const log = parseBackupLog(lines);
    const done = log.guests.filter(({ target }) => target !== undefined);
    const { node } = parseUpid(upid);
    const name = log.storage ?? (done.length === 0 ? undefined : await this.#defaultStorage(node, options));
    const sizes =
      name === undefined || done.length === 0
        ? new Map<string, number>()
        : await this.#sizes(node, name, done.length === 1 ? done[0]?.vmid : undefined, options);
    const show = (text: string) => presentable(text, this.#sender.mask);
    const guests = log.guests.map(({ target, roundedSize, error, warnings, ...guest }): BackupGuest => {
      const volume = name === undefined || target === undefined ? undefined : volumeOf(name, target);
      const exact = volume === undefined ? undefined : sizes.get(volume);
      return {
        ...guest,
        archive: volume,
        path: target,
        size: exact ?? roundedSize,
        sizeIsExact: exact !== undefined,
        error: error === undefined ? undefined : show(error),
        warnings: warnings.map(show),
      };
    });
    return { guests, skipped: log.skipped };
  }

  // The command line names the storage; where it names none, the node's own default counts, if there is one.
  async #defaultStorage(node: string, options?: CallOptions): Promise<string | undefined> {
    try {
      return (await this.#sender.send(table.defaults, { node }, options)).storage;
    } catch {
      return undefined;
    }
  }

  // Exact sizes are worth a request, and no failure: the log has rounded ones.
  async #sizes(
    node: string,
    name: string,
    vmid: number | undefined,
    options?: CallOptions,
  ): Promise<Map<string, number>> {
    try {
      const params = { node, storage: name, content: 'backup', vmid };
      const volumes = await this.#sender.send(storage.content, params, options);
      return new Map(volumes.flatMap(({ volid, size }) => (size === undefined ? [] : [[volid, size]])));
    } catch {
      return new Map();
    }
  }
}

/** A path of the host, or the name of a snapshot on a backup server, as a volume of the storage. */
function volumeOf(name: string, target: string): string {
  return `${name}:backup/${target.startsWith('/') ? target.slice(target.lastIndexOf('/') + 1) : target}`;
}

function backupJob(upid: string): Upid {
  if (isUpid(upid) && parseUpid(upid).type === 'vzdump') return upid;
  const message =
    upid === 'OK'
      ? 'PVE answered `OK` in place of a UPID: none of the chosen guests is on that node, and nothing was backed up'
      : 'the UPID of a `vzdump` task is expected';
  throw new ParamsError([{ path: 'upid', message }]);
}
