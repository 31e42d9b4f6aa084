import type { PermissionDetail } from './permission.js';
import { type Inspect, inspected, printError } from './print-error.js';

/** Set on every error of this package, so that two copies of it in one process still know each other's errors. */
const brand = Symbol.for('@felhom/proxmox/PveError');

/** The literal `code` of each error class: stable across releases, so switch on this rather than on `name`. */
export type PveErrorCode =
  | 'PVE_PARAMS'
  | 'PVE_SOURCE'
  | 'PVE_CONNECTION'
  | 'PVE_TIMEOUT'
  | 'PVE_TLS_PIN'
  | 'PVE_ABORTED'
  | 'PVE_HTTP'
  | 'PVE_AUTHENTICATION'
  | 'PVE_PERMISSION'
  | 'PVE_NOT_FOUND'
  | 'PVE_LOCKED'
  | 'PVE_CONFLICT'
  | 'PVE_PROXY'
  | 'PVE_RESPONSE_SHAPE'
  | 'PVE_OUTCOME_UNKNOWN'
  | 'PVE_DID_NOT_HAPPEN'
  | 'PVE_RESTORE_REFUSED'
  | 'PVE_TASK'
  | 'PVE_BACKUP'
  | 'PVE_TASK_TIMEOUT'
  | 'PVE_CONFIG'
  | 'PVE_FENCE'
  | 'PVE_NOT_ROOT'
  | 'PVE_SUDO'
  | 'PVE_START'
  | 'PVE_PROGRAM_MISSING'
  | 'PVE_COMMAND'
  | 'PVE_OUTPUT'
  | 'PVE_REFUSED'
  | 'PVE_CONTAINER_FAULT'
  | 'PVE_LEFT_BEHIND'
  | 'PVE_MOUNT'
  | 'PVE_HELPER'
  | 'PVE_STATE'
  | 'PVE_STATE_FULL'
  | 'PVE_STATE_LOCKED'
  | 'PVE_COMMAND_PHASE'
  | 'PVE_IDENTITY'
  | 'PVE_HUB'
  | 'PVE_ACTION';

/** One thing that is wrong with a value: where it is, and what was expected there. Never holds the value. */
export interface Issue {
  path: string;
  message: string;
}

/**
 * The base of every error that this package throws on purpose. Fields are plain data without secrets; `cause`
 * holds the error underneath, where there is one.
 */
export abstract class PveError extends Error {
  abstract readonly code: PveErrorCode;
  /** What to do about it, in one sentence, where that is known. */
  readonly hint: string | undefined;

  constructor(message: string, options: { cause?: unknown; hint?: string | undefined } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.hint = options.hint;
    Object.defineProperty(this, brand, { value: true });
  }

  /** Plain data for logs: the message, the fields and the chain of causes. */
  toJSON(): Record<string, unknown> {
    const fields = Object.fromEntries(Object.entries(this).filter(([, value]) => value !== undefined));
    const cause = this.cause instanceof Error ? { cause: jsonOfCause(this.cause) } : {};
    return { name: this.name, message: this.message, ...fields, ...cause };
  }

  /** @internal */
  [inspected](depth: number, options: object, inspect: Inspect): string {
    return printError(this, depth, options, inspect);
  }
}

function jsonOfCause(cause: Error): unknown {
  if (isPveError(cause)) return cause.toJSON();
  const code = (cause as { code?: unknown }).code;
  return { name: cause.name, message: cause.message, ...(code === undefined ? {} : { code }) };
}

/** True for every error of this package, also one thrown by another copy of it. */
export function isPveError(value: unknown): value is PveError {
  return typeof value === 'object' && value !== null && brand in value;
}

function issueText(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}

/** A call or an option was wrong, and nothing was sent. `issues` names each place. */
export class ParamsError extends PveError {
  readonly code = 'PVE_PARAMS';
  readonly issues: readonly Issue[];
  readonly route: string | undefined;

  constructor(
    issues: readonly Issue[],
    options: { route?: string | undefined; cause?: unknown; hint?: string } = {},
  ) {
    super(
      options.route === undefined ? issueText(issues) : `${options.route}: ${issueText(issues)}`,
      options,
    );
    this.issues = issues;
    this.route = options.route;
  }
}

/** What was wrong with the source of an upload. */
export type SourceReason = 'short' | 'long' | 'changed' | 'failed';

/**
 * The source of an upload gave fewer (`short`) or more (`long`) bytes than was said, is a file that was `changed` while
 * it was read, or `failed` by itself (`cause` says how). The upload was broken off before its end: the host throws away
 * what it has of it, and no task was started.
 */
export class SourceError extends PveError {
  readonly code = 'PVE_SOURCE';
  readonly why: SourceReason;
  /** Bytes that were said to be there. */
  readonly size: number;
  /** Bytes that came. */
  readonly read: number;

  constructor(why: SourceReason, facts: { size: number; read: number; cause?: unknown }) {
    const { size, read, ...rest } = facts;
    super(sourceText[why](size, read), { ...rest, hint: sourceHint[why] });
    this.why = why;
    this.size = size;
    this.read = read;
  }
}

const sourceText: Record<SourceReason, (size: number, read: number) => string> = {
  short: (size, read) => `the source ended after ${read} of ${size} bytes`,
  long: (size) => `the source has more than the ${size} bytes that it should have`,
  changed: () => 'the file was changed while it was read',
  failed: (size, read) => `the source failed after ${read} of ${size} bytes`,
};

const sourceHint: Record<SourceReason, string | undefined> = {
  short: 'Give the size that the source really has.',
  long: 'Give the size that the source really has.',
  changed: 'Upload it when nothing writes to it any more.',
  failed: undefined,
};

/** Why an answer with a good status is not usable. */
export type ShapeReason = 'html' | 'not-json' | 'truncated' | 'no-data' | 'shape' | 'too-large';

/** A 200 whose body is not what it should be: an HTML page, half a JSON, `null` where data belongs, a wrong shape. */
export class ResponseShapeError extends PveError {
  readonly code = 'PVE_RESPONSE_SHAPE';
  readonly why: ShapeReason;
  readonly route: string;
  readonly issues: readonly Issue[];

  constructor(
    route: string,
    why: ShapeReason,
    issues: readonly Issue[],
    options: { cause?: unknown; hint?: string } = {},
  ) {
    super(`${route}: unusable answer (${why}): ${issueText(issues)}`, options);
    this.why = why;
    this.route = route;
    this.issues = issues;
  }
}

/** A task ended, and not with `OK` or `WARNINGS: n`. */
export class TaskError extends PveError {
  readonly code: 'PVE_TASK' | 'PVE_BACKUP' = 'PVE_TASK';
  readonly upid: string;
  /** PVE's own words: free text, `job errors`, or `unexpected status` (cancelled, killed, or the host went down). */
  readonly exitstatus: string;
  /** The last lines of the task's log, oldest first; empty where the log could not be read. */
  readonly log: readonly string[];
  /** Set where the task failed for want of a privilege. */
  readonly permission: PermissionDetail | undefined;

  constructor(
    upid: string,
    exitstatus: string,
    options: {
      log: readonly string[];
      permission?: PermissionDetail | undefined;
      cause?: unknown;
      hint?: string | undefined;
      /** More words for the message. */
      note?: string | undefined;
    },
  ) {
    super(`task ${upid} failed: ${exitstatus}${options.note ?? ''}`, options);
    this.upid = upid;
    this.exitstatus = exitstatus;
    this.log = options.log;
    this.permission = options.permission;
  }
}

/** A restore was planned that PVE would refuse, at once or in its task; it was not sent. `issues` names each reason. */
export class RestoreRefusedError extends PveError {
  readonly code = 'PVE_RESTORE_REFUSED';
  readonly issues: readonly Issue[];
  /** Whether root@pam itself could do it: on the host, as `hint` says. */
  readonly rootOnly: boolean;

  constructor(issues: readonly Issue[], options: { rootOnly: boolean; hint?: string | undefined }) {
    super(`PVE would refuse this restore: ${issueText(issues)}`, options);
    this.issues = issues;
    this.rootOnly = options.rootOnly;
  }
}

/** What became of one guest of a backup job. */
export interface BackupGuest {
  vmid: number;
  /** Unknown where the backup failed before it began. */
  type: 'lxc' | 'qemu' | undefined;
  /** `unfinished`: its backup runs, or was cut off without a word. */
  status: 'ok' | 'failed' | 'unfinished';
  /** The backup's volume id; missing where it failed, and of a job that does not write to a storage. */
  archive: string | undefined;
  /** What the log calls it: its path on the host, or the name of the snapshot on a backup server. */
  path: string | undefined;
  /** Bytes. Missing where the log has none (a backup server's) and the storage does not list the backup. */
  size: number | undefined;
  /** True where the storage's list says so. Else it is the log's, rounded: to 1 MiB below 1 GiB, to 0.01 GiB above. */
  sizeIsExact: boolean;
  /** Seconds. */
  duration: number | undefined;
  /** Why it failed. */
  error: string | undefined;
  warnings: readonly string[];
}

/**
 * A backup job ended, and not every guest is backed up. The job's own words are `job errors`; `guests` tells which guests
 * failed and why, and holds the archives of those that did not.
 */
export class BackupError extends TaskError {
  override readonly code = 'PVE_BACKUP';
  /** Empty where the job failed before the first guest, or the log could not be read. */
  readonly guests: readonly BackupGuest[];
  /** Guests that are on other nodes. */
  readonly skipped: readonly number[];

  constructor(error: TaskError, result: { guests: readonly BackupGuest[]; skipped: readonly number[] }) {
    const { upid, exitstatus, log, permission, hint, cause } = error;
    const note = failedGuests(result.guests);
    super(upid, exitstatus, { log, permission, hint, note, ...(cause === undefined ? {} : { cause }) });
    this.guests = result.guests;
    this.skipped = result.skipped;
  }
}

function failedGuests(guests: readonly BackupGuest[]): string {
  if (guests.length === 0) return '';
  const failed = guests.filter(({ status }) => status !== 'ok').map(({ vmid }) => vmid);
  const more = failed.length > 10 ? ', …' : '';
  return ` (${failed.length} of ${guests.length} guests: ${failed.slice(0, 10).join(', ')}${more})`;
}

/** The wait was over before the task was. The task goes on: `tasks.wait` can be called again, or `tasks.stop`. */
export class TaskTimeoutError extends PveError {
  readonly code = 'PVE_TASK_TIMEOUT';
  readonly upid: string;
  /** How long was waited, in milliseconds. */
  readonly timeout: number;

  constructor(upid: string, timeout: number, options: { cause?: unknown } = {}) {
    super(`task ${upid} did not end within ${timeout} ms`, {
      ...options,
      hint: 'The task goes on: wait again with a longer timeout, or stop it.',
    });
    this.upid = upid;
    this.timeout = timeout;
  }
}
