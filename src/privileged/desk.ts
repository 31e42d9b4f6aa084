import { isDeepStrictEqual } from 'node:util';
import { isPveError, ParamsError } from '../core/errors.js';
import { issuesOf } from '../core/validate.js';
import type { Audit } from './audit.js';
import { shortened } from './capture.js';
import type { Command, CommandMaker, FileCommand, ProcessCommand } from './command.js';
import { FenceError, RefusedError } from './errors.js';
import { assertSuccess, kept } from './judge.js';
import { Masking } from './masking.js';
import type { CallOptions, Hands, Operation, Work } from './operation.js';
import type { Finished, Runner } from './runner.js';
import type { Site } from './site.js';

/** Exactly what an operation would do, to look at before it is done. */
export interface Plan<R> {
  readonly operation: string;
  /** The commands that would change something, in their order. */
  readonly commands: readonly Command[];
  /** The files that would change. */
  readonly files: readonly string[];
  /**
   * Looks at the host once more, and does it.
   *
   * @throws RefusedError (`why: 'plan-changed'`) where it would now do something else than was shown
   */
  execute(options?: CallOptions): Promise<R>;
}

/** Where operations are carried out: they are checked, run, judged and told to the audit. */
export class Desk {
  readonly site: Site;
  readonly #runner: Runner;
  readonly #audit: Audit | undefined;
  readonly #requester: string | undefined;
  readonly #now: () => number;

  constructor(options: {
    site: Site;
    runner: Runner;
    audit: Audit | undefined;
    requester: string | undefined;
    now?: () => number;
  }) {
    this.site = options.site;
    this.#runner = options.runner;
    this.#audit = options.audit;
    this.#requester = options.requester;
    this.#now = options.now ?? Date.now;
  }

  /** Carries an operation out. */
  async perform<P, R>(operation: Operation<P, R>, params: P, options: CallOptions = {}): Promise<R> {
    const work = await this.#prepare(operation, params, options);
    return work.perform(this.#hands(operation.name, options, true));
  }

  /** Tells what an operation would do, and does it on request. */
  async plan<P, R>(operation: Operation<P, R>, params: P, options: CallOptions = {}): Promise<Plan<R>> {
    const { commands } = await this.#prepare(operation, params, options);
    const files = commands.flatMap((command) => (command.kind === 'files' ? command.files : []));
    const execute = async (given: CallOptions = {}): Promise<R> => {
      const now = await this.#prepare(operation, params, given);
      if (!isDeepStrictEqual(shown(now.commands), shown(commands)))
        throw new RefusedError(
          operation.name,
          'plan-changed',
          'the host has changed since the plan was made: it would do something else now',
          { hint: 'Make the plan anew, and look at it again.' },
        );
      return now.perform(this.#hands(operation.name, given, true));
    };
    return { operation: operation.name, commands, files: [...new Set(files)], execute };
  }

  async #prepare<P, R>(operation: Operation<P, R>, params: P, options: CallOptions): Promise<Work<R>> {
    options.signal?.throwIfAborted();
    const checked = operation.params.safeParse(params ?? {});
    if (!checked.success) throw new ParamsError(issuesOf(checked.error), { route: operation.name });
    return operation.prepare(checked.data, this.#hands(operation.name, options, false));
  }

  #hands(operation: string, options: CallOptions, mayChange: boolean): Hands {
    const { signal } = options;
    const { site } = this;
    const carry = (command: Command): Promise<Finished> => {
      if (command.changes && !mayChange)
        throw new FenceError('an operation changes nothing while it looks at the host', {
          command: command.name,
        });
      return this.#carryOut(command, operation, options);
    };
    const without = (changes: boolean) =>
      this.#hands(operation, { ...options, signal: undefined }, changes && mayChange);
    const attempt = <P>(maker: CommandMaker<P, ProcessCommand>, params: P) => carry(maker(params, site));
    return {
      site,
      signal,
      attempt,
      get afterwards() {
        return without(false);
      },
      get takingBack() {
        return without(true);
      },
      run: async (maker, params) => {
        const command = maker(params, site);
        const finished = await carry(command);
        assertSuccess(command, finished);
        return finished;
      },
      change: async <P>(maker: CommandMaker<P, FileCommand>, params: P) =>
        (await carry(maker(params, site))).value,
    };
  }

  async #carryOut(command: Command, operation: string, options: CallOptions): Promise<Finished> {
    const { signal, onProgress, requester = this.#requester } = options;
    const started = this.#now();
    const masking = new Masking(command);
    const tell = (line: string) => onProgress?.(masking.text(line));
    // What is only read is no progress. Each output its own: their pieces come in turns.
    const lines =
      onProgress && command.changes ? { stdout: lineReader(tell), stderr: lineReader(tell) } : undefined;
    const onOutput = lines && ((text: string, stream: 'stdout' | 'stderr') => lines[stream].take(text));
    let finished: Finished | undefined;
    let failure: unknown;
    try {
      finished = await this.#runner.run(command, { signal, onOutput, requester });
      lines?.stdout.end();
      lines?.stderr.end();
      return finished;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      const said = finished === undefined ? { stdout: '', stderr: '' } : masking.outputs(finished);
      const process = command.kind === 'process' ? command : undefined;
      this.#audit?.({
        at: new Date(started),
        requester,
        operation,
        command: command.name,
        changes: command.changes,
        binary: process?.binary,
        argv: process?.argv,
        files: command.kind === 'files' ? command.files : undefined,
        exitCode: finished?.exitCode,
        signal: finished?.signal,
        durationMs: finished?.durationMs ?? this.#now() - started,
        stdout: shortened(said.stdout, kept),
        stderr: shortened(said.stderr, kept),
        error: failure === undefined ? undefined : errorFacts(failure, masking),
      });
    }
  }
}

function shown(commands: readonly Command[]): unknown {
  return JSON.parse(JSON.stringify(commands));
}

function errorFacts(error: unknown, masking: Masking): { code: string; message: string } {
  const code = isPveError(error) ? error.code : 'ERROR';
  return { code, message: masking.text(error instanceof Error ? error.message : String(error)) };
}

/** Characters of a line that is told; longer ones are no progress, and are left out whole. */
const longestLine = 64 * 1024;

/** Makes whole lines of pieces. Carriage returns end a line, too: progress bars are made of them. */
function lineReader(onLine: (line: string) => void): { take: (text: string) => void; end: () => void } {
  let rest = '';
  let skipping = false;
  const tell = (line: string) => {
    if (!skipping && line.length <= longestLine) onLine(line);
    skipping = false;
  };
  return {
    take: (text) => {
      const lines = `${rest}${text}`.split(/\r?\n|\r/);
      rest = lines.pop() ?? '';
      for (const line of lines) tell(line);
      if (rest.length <= longestLine) return;
      rest = '';
      skipping = true;
    },
    end: () => {
      if (rest !== '') tell(rest);
      rest = '';
    },
  };
}
