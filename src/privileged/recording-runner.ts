import { type Command, isCommand } from './command.js';
import { FenceError } from './errors.js';
import type { Finished, Runner, RunOptions } from './runner.js';

/** What a recorded command is answered with; what is left out is that of a success without output. */
export type RecordedAnswer = Partial<Finished> | Error;

export interface RecordingRunnerOptions {
  /** Runs what only reads, where `answer` has none: a dry run on a real host. */
  inner?: Runner;
  /** What came of a command; undefined for none. An Error is thrown. */
  answer?: (command: Command) => RecordedAnswer | undefined;
}

/**
 * Changes nothing: keeps the commands that it is given and answers them. For tests of what is built on this package, and for dry runs. Operations
 * that look again after a change find it not made, and say so; what would be done without doing it is told by `privileged.plan`.
 *
 * ```ts
 * const runner = new RecordingRunner({ answer: ({ name }) => (name === 'block.list' ? { stdout } : undefined) });
 * await new Privileged({ runner }).usb.list();
 * runner.commands.map(({ name }) => name); // ['block.list']
 * ```
 */
export class RecordingRunner implements Runner {
  readonly #options: RecordingRunnerOptions;
  readonly #commands: Command[] = [];

  constructor(options: RecordingRunnerOptions = {}) {
    this.#options = options;
  }

  /** Every command, in the order in which it was asked for; `JSON.stringify` shows them without secrets. */
  get commands(): readonly Command[] {
    return [...this.#commands];
  }

  /** Those that would have changed something. */
  get changes(): readonly Command[] {
    return this.#commands.filter(({ changes }) => changes);
  }

  /** @throws FenceError for a command that reads and has neither an answer nor an `inner` to run it; what `answer` gives as an Error */
  async run(command: Command, options: RunOptions = {}): Promise<Finished> {
    if (!isCommand(command)) throw new FenceError('this is no command of this package');
    options.signal?.throwIfAborted();
    this.#commands.push(command);
    const { answer, inner } = this.#options;
    const given = answer?.(command);
    if (given instanceof Error) throw given;
    if (given === undefined && !command.changes) {
      if (inner !== undefined) return inner.run(command, options);
      throw new FenceError(`there is no answer for ${command.name}, which reads`, {
        command: command.name,
        hint: 'Give `answer` one for it, or `inner` to run what changes nothing.',
      });
    }
    const finished = { ...nothingDone, ...given };
    for (const stream of ['stdout', 'stderr'] as const)
      if (finished[stream] !== '') options.onOutput?.(finished[stream], stream);
    return finished;
  }
}

const nothingDone: Finished = {
  exitCode: 0,
  signal: undefined,
  ended: undefined,
  stdout: '',
  stderr: '',
  cut: false,
  durationMs: 0,
};
