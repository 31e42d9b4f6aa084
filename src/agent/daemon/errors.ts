import { PveError } from '../../core/errors.js';

/**
 * A file of the state folder cannot be used: a disk that fails, a folder that may not be written, a file of a newer release.
 * After a failed write nothing more is written to that file by this process: what the disk has of it is known only to who reads it afresh.
 */
export class StateError extends PveError {
  readonly code = 'PVE_STATE';
  readonly file: string;

  constructor(file: string, message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(`${file}: ${message}`, options);
    this.file = file;
  }
}

/** There is no room to keep a record, and nothing of it was kept. New work is refused before results are in danger. */
export class JournalFullError extends PveError {
  readonly code = 'PVE_STATE_FULL';
  readonly file: string;
  /** The disk is full, the file has reached its cap, or what runs already has a claim on all of the reserve. */
  readonly why: 'disk' | 'cap' | 'reserve';

  constructor(file: string, why: 'disk' | 'cap' | 'reserve', options: { cause?: unknown } = {}) {
    super(`${file}: ${texts[why]}`, { ...options, hint: hints[why] });
    this.file = file;
    this.why = why;
  }
}

const texts = {
  disk: 'the disk is full',
  cap: 'the file has reached its cap',
  reserve: 'what runs already may need all of the reserve for its results',
} as const;

const hints = {
  disk: 'Make room on the disk that holds the state folder.',
  cap: 'It shrinks when results are acknowledged and ids expire.',
  reserve: 'Wait until something of it has ended.',
} as const;

/** Another process works in this state folder. Nothing was changed. */
export class StateLockedError extends PveError {
  readonly code = 'PVE_STATE_LOCKED';
  readonly folder: string;

  constructor(folder: string, options: { cause?: unknown } = {}) {
    super(`${folder} is in use by another felhom-agent`, {
      ...options,
      hint: '`ss -xlp | grep lock-` names the process. The lock ends with it: there is nothing to delete.',
    });
    this.folder = folder;
  }
}

/** A command is not in the phase that a step needs: started twice, finished before it was accepted. Nothing was written. */
export class CommandPhaseError extends PveError {
  readonly code = 'PVE_COMMAND_PHASE';
  /** The id of the command. */
  readonly id: string;

  constructor(id: string, message: string) {
    super(`command ${id}: ${message}`);
    this.id = id;
  }
}

/** Why the agent's identity cannot be used, or made. */
export type IdentityReason = 'missing' | 'mode' | 'owner' | 'damaged' | 'key' | 'enrolled' | 'machine';

/**
 * The agent has no identity that it can use, or would lose the one that it has: it is not enrolled, a file lets others at it or is broken, or the
 * machine has no id of its own. Nothing was changed.
 */
export class IdentityError extends PveError {
  readonly code = 'PVE_IDENTITY';
  readonly why: IdentityReason;
  readonly file: string;

  constructor(
    why: IdentityReason,
    file: string,
    message: string,
    options: { cause?: unknown; hint?: string } = {},
  ) {
    super(`${file}: ${message}`, options);
    this.why = why;
    this.file = file;
  }
}

/**
 * Why an answer of the hub is none: its status is not 200, it is not what it should be, the hub did not sign it, it is for another heartbeat, the hub
 * does not know the agent, or does not take the token.
 */
export type HubReason = 'status' | 'shape' | 'signature' | 'stale' | 'unknown-agent' | 'token';

/** The hub answered, and the answer does not count. It holds nothing of what the hub said but its word for the failure. */
export class HubError extends PveError {
  readonly code = 'PVE_HUB';
  readonly why: HubReason;
  /** Of the answer, where it was not 200. */
  readonly status: number | undefined;
  /** Seconds that the hub wants to be left alone, where it said so. */
  readonly retryAfter: number | undefined;

  constructor(
    why: HubReason,
    message: string,
    options: {
      status?: number;
      retryAfter?: number | undefined;
      cause?: unknown;
      hint?: string | undefined;
    } = {},
  ) {
    super(message, options);
    this.why = why;
    this.status = options.status;
    this.retryAfter = options.retryAfter;
  }
}
