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
