import type { Command } from './command.js';

/** Runs commands as root. The one door from this package to the host. */
export interface Runner {
  /**
   * Runs a command to its end, whatever that is: a failure by exit code is a result here and not an error.
   *
   * @throws FenceError for anything that this package did not make, MissingProgramError, NotRootError, SudoError, StartError, HelperError
   */
  run(command: Command, options?: RunOptions): Promise<Finished>;
}

export interface RunOptions {
  /** Ends the command: SIGTERM to its process group, and after its `grace` (5 s) SIGKILL to all that is left of it. */
  signal?: AbortSignal | undefined;
  /** Output as it comes, decoded; pieces end anywhere. */
  onOutput?: ((text: string, stream: 'stdout' | 'stderr') => void) | undefined;
  /** Who asks, for the log of the root helper. */
  requester?: string | undefined;
}

/** How a command ended. */
export interface Finished {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** It was ended because it took too long, or because the caller aborted. */
  readonly ended: 'timeout' | 'aborted' | undefined;
  /** All of it up to the command's limit; beyond that the first and last half of the limit, with a line between that tells how much is missing. */
  readonly stdout: string;
  readonly stderr: string;
  /** True where something of the output is missing. */
  readonly cut: boolean;
  readonly durationMs: number;
  /** Processes that could not be ended, where there are any: they hang in the kernel, or belong to root while this process does not. */
  readonly left?: readonly number[];
  /** What a change of files gave. */
  readonly value?: unknown;
}
