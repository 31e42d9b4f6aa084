import { type Issue, PveError } from '../core/errors.js';
import type { Problem } from '../core/problem.js';

/** The base of every error of the root command line. */
export abstract class PrivilegedError extends PveError {}

/** A value that must not reach a process, or a command that this package did not make. Nothing was run. */
export class FenceError extends PrivilegedError {
  readonly code = 'PVE_FENCE';
  /** The command that was asked for, such as `mount.mount`. */
  readonly command: string | undefined;

  constructor(message: string, facts: { command?: string; cause?: unknown; hint?: string } = {}) {
    super(message, facts);
    this.command = facts.command;
  }
}

/** Only root may do this, and this process is not root. Nothing was run. */
export class NotRootError extends PrivilegedError {
  readonly code = 'PVE_NOT_ROOT';
}

/**
 * Why sudo did not run the command: it is not there, wants a password or does not allow this command (it says the same for
 * both), does not allow it to this user, wants a terminal, is kept from it by `NoNewPrivileges`, or is itself broken.
 */
export type SudoReason =
  | 'not-installed'
  | 'password-or-not-allowed'
  | 'not-allowed'
  | 'needs-tty'
  | 'no-new-privileges'
  | 'environment'
  | 'broken';

/** sudo refused. Nothing was run. */
export class SudoError extends PrivilegedError {
  readonly code = 'PVE_SUDO';
  readonly reason: SudoReason;
  readonly argv: readonly string[];

  constructor(
    reason: SudoReason,
    message: string,
    facts: { argv: readonly string[]; hint: string; cause?: unknown },
  ) {
    super(message, facts);
    this.reason = reason;
    this.argv = facts.argv;
  }
}

/** A process could not be started, for want of memory, processes or files. Nothing was run. */
export class StartError extends PrivilegedError {
  readonly code = 'PVE_START';
  readonly command: string;

  constructor(message: string, facts: { command: string; cause?: unknown; hint?: string }) {
    super(message, facts);
    this.command = facts.command;
  }
}

/** A program that the command needs is not on this host, or what a script needs to be run. Nothing was run. */
export class MissingProgramError extends PrivilegedError {
  readonly code = 'PVE_PROGRAM_MISSING';
  readonly program: string;
  readonly binary: string;
  /** The Debian package that brings it. */
  readonly package: string | undefined;

  constructor(facts: {
    program: string;
    binary: string;
    package: string | undefined;
    /** What is missing. Default: the program itself. */
    missing?: string;
    cause?: unknown;
  }) {
    const { program, binary, missing = `there is no ${binary}` } = facts;
    super(`${program} is not on this host: ${missing}`, {
      cause: facts.cause,
      hint: facts.package === undefined ? undefined : `Install it: apt install ${facts.package}`,
    });
    this.program = program;
    this.binary = binary;
    this.package = facts.package;
  }
}

/** How a program ended. */
export interface CommandFacts {
  /** The command's name, such as `pct.create`. */
  command: string;
  /** Empty for a change of files. */
  binary: string;
  argv: readonly string[];
  exitCode: number | undefined;
  signal: string | undefined;
  /** It was ended because it took longer than it may, or because the caller aborted. */
  ended: 'timeout' | 'aborted' | undefined;
  /** The first and last 5 KiB. */
  stdout: string;
  stderr: string;
  /** Processes that could not be ended. */
  left?: readonly number[] | undefined;
  /** What it complains about, where that is known. */
  problem: Problem | undefined;
  /** The parameters that it refused, each with its reason. */
  issues?: readonly Issue[] | undefined;
  hint?: string | undefined;
  cause?: unknown;
}

/** A program failed: by its exit code, or by what else tells of failure with this one. */
export class CommandError extends PrivilegedError {
  readonly code = 'PVE_COMMAND';
  readonly command: string;
  readonly binary: string;
  readonly argv: readonly string[];
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly ended: 'timeout' | 'aborted' | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Processes that could not be ended, and go on. */
  readonly left: readonly number[];
  readonly problem: Problem | undefined;
  readonly issues: readonly Issue[];

  constructor(message: string, facts: CommandFacts) {
    super(message, { hint: facts.hint, ...('cause' in facts ? { cause: facts.cause } : {}) });
    this.command = facts.command;
    this.binary = facts.binary;
    this.argv = facts.argv;
    this.exitCode = facts.exitCode;
    this.signal = facts.signal;
    this.ended = facts.ended;
    this.stdout = facts.stdout;
    this.stderr = facts.stderr;
    this.left = facts.left ?? [];
    this.problem = facts.problem;
    this.issues = facts.issues ?? [];
  }
}

/** The state of the host forbids what was asked for: nothing was changed. `why` is a stable word for programs. */
export class RefusedError extends PrivilegedError {
  readonly code = 'PVE_REFUSED';
  readonly operation: string;
  readonly why: string;

  constructor(
    operation: string,
    why: string,
    message: string,
    facts: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, facts);
    this.operation = operation;
    this.why = why;
  }
}

/**
 * What went wrong between this process and the root helper: there is no socket (`no-socket`), nobody listens at it (`not-running`), this
 * user or this command is `not-allowed`, it is `busy`, it speaks another `version` of the protocol or none (`protocol`), or it went away in the
 * middle (`gone`).
 */
export type HelperReason =
  | 'no-socket'
  | 'not-running'
  | 'not-allowed'
  | 'busy'
  | 'version'
  | 'protocol'
  | 'gone';

/** The root helper did not run the command, or it is not known whether it did: `sent` tells which. */
export class HelperError extends PrivilegedError {
  readonly code = 'PVE_HELPER';
  readonly reason: HelperReason;
  /** `no`: nothing was run. `unknown`: the command may have run, wholly or in part. */
  readonly sent: 'no' | 'unknown';
  readonly socket: string | undefined;
  /** The command that was asked for. */
  readonly command: string | undefined;

  constructor(
    reason: HelperReason,
    message: string,
    facts: {
      sent: 'no' | 'unknown';
      socket?: string | undefined;
      command?: string | undefined;
      hint?: string | undefined;
      cause?: unknown;
    },
  ) {
    super(message, { hint: facts.hint, ...(facts.cause === undefined ? {} : { cause: facts.cause }) });
    this.reason = reason;
    this.sent = facts.sent;
    this.socket = facts.socket;
    this.command = facts.command;
  }
}

/** A program printed something that cannot be understood. */
export class OutputError extends PrivilegedError {
  readonly code = 'PVE_OUTPUT';
  readonly program: string;
  /** The start of what it printed. */
  readonly output: string;

  constructor(program: string, what: string, output: string, facts: { cause?: unknown; hint?: string } = {}) {
    super(`${program} printed ${what}`, facts);
    this.program = program;
    this.output = output.slice(0, 1000);
  }
}
