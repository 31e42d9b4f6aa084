import type * as z from 'zod';
import type { Command, CommandMaker, FileCommand, ProcessCommand } from './command.js';
import type { Finished } from './runner.js';
import type { Site } from './site.js';

/** What a call takes beside its parameters. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Who asked: for the audit. In place of the one that Privileged was made with. */
  requester?: string | undefined;
  /** Lines of output as they come, of programs that tell of their progress. */
  onProgress?: ((line: string) => void) | undefined;
}

/** What an operation works with: the only way from it to a process or a file. */
export interface Hands {
  readonly site: Site;
  readonly signal: AbortSignal | undefined;
  /**
   * Runs a program and gives its output.
   *
   * @throws CommandError where it failed by its own rule, and all that a Runner throws
   */
  run<P>(maker: CommandMaker<P, ProcessCommand>, params: P): Promise<Finished>;
  /** Runs a program, and leaves it to the caller what its end means. */
  attempt<P>(maker: CommandMaker<P, ProcessCommand>, params: P): Promise<Finished>;
  /** The same for reading only, and whether the caller has aborted or not: to see what an end left behind. */
  readonly afterwards: Hands;
  /** The same, whether the caller has aborted or not: to take back what an operation that ends has changed. */
  readonly takingBack: Hands;
  /** Makes a change of files, and gives its result. */
  change<P>(maker: CommandMaker<P, FileCommand>, params: P): Promise<unknown>;
}

/**
 * What an operation would do: the commands that change something, in their order, and how it goes about it. `perform` may read as
 * well, and stops at the first failure.
 */
export interface Work<R> {
  readonly commands: readonly Command[];
  perform(hands: Hands): Promise<R>;
}

/** An operation: looks at the host without changing it, and tells what it would do. */
export interface Operation<P, R> {
  /** `usb.mount`. */
  readonly name: string;
  /** A `strictObject`. */
  readonly params: z.ZodType<P>;
  /** Reads only. @throws RefusedError where the state of the host forbids it */
  prepare(params: P, hands: Hands): Promise<Work<R>>;
}

/** Declares an operation. */
export function operation<P, R>(definition: Operation<P, R>): Operation<P, R> {
  return definition;
}

/** Declares an operation that only reads. */
export function reading<P, R>(
  name: string,
  params: z.ZodType<P>,
  read: (params: P, hands: Hands) => Promise<R>,
): Operation<P, R> {
  return {
    name,
    params,
    prepare: async (given) => ({ commands: [], perform: (hands) => read(given, hands) }),
  };
}
