import { access } from 'node:fs/promises';
import { type Command, FileCommand, isCommand, ProcessCommand } from './command.js';
import { Ending } from './ending.js';
import { CommandError, FenceError, MissingProgramError, NotRootError } from './errors.js';
import { openAll } from './handed.js';
import { Outputs } from './outputs.js';
import { assertRunnable } from './program-check.js';
import { packageOf } from './programs.js';
import type { Finished, Runner, RunOptions } from './runner.js';
import { startFailure } from './start-failure.js';
import { belowTimeout, refusalIn, sudoError, timeoutBinary } from './sudo.js';
import { systemTimers, type Timers } from './timers.js';
import { withUsualUmask } from './umask.js';

export interface ExecRunnerOptions {
  /** `direct`: this process is root. `sudo`: it is not, and every program is started by `sudo -n`. Default: `direct` where this process is root. */
  mode?: 'direct' | 'sudo';
  /** Where sudo is. Default `/usr/bin/sudo`. */
  sudo?: string;
  /** @internal */
  timers?: Timers;
}

/** What is started, in the end. */
interface Start {
  readonly file: string;
  readonly argv: readonly string[];
  readonly descriptors?: readonly number[];
  readonly stdin?: string | undefined;
}

/** Milliseconds that output may stay open after the program has ended: what it left in the background may hold it for ever. */
const linger = 1_000;

/** Runs commands in processes of this host. */
export class ExecRunner implements Runner {
  readonly mode: 'direct' | 'sudo';
  readonly #sudo: string;
  readonly #timers: Timers;

  constructor(options: ExecRunnerOptions = {}) {
    const {
      mode = process.geteuid?.() === 0 ? 'direct' : 'sudo',
      sudo = '/usr/bin/sudo',
      timers = systemTimers,
    } = options;
    this.mode = mode;
    this.#sudo = sudo;
    this.#timers = timers;
  }

  async run(command: Command, options: RunOptions = {}): Promise<Finished> {
    if (!isCommand(command)) throw new FenceError('this is no command of this package');
    options.signal?.throwIfAborted();
    if (command.kind === 'files') return this.#change(command, options);
    await this.#check(command);
    const opened = await openAll(command, this.mode === 'sudo' ? 'path' : 'inherited');
    const stdin = ProcessCommand.stdinOf(command);
    try {
      const { argv, descriptors } = opened;
      if (this.mode === 'sudo') return await this.#bySudo(command, { argv, stdin }, options);
      return await this.#execute(command, { file: command.binary, argv, descriptors, stdin }, options);
    } finally {
      await opened.close();
    }
  }

  async #change(command: FileCommand, { signal }: RunOptions): Promise<Finished> {
    if (this.mode !== 'direct' && command.changes)
      throw new NotRootError(
        `${command.name} changes ${command.files.join(', ')}, which sudo has no command for`,
        {
          hint: 'Run as root, or through the root helper (felhom-agent privd).',
        },
      );
    const started = this.#timers.now();
    const limit = new AbortController();
    const stop = this.#timers.after(command.timeout, () => limit.abort(tookTooLong(command)));
    const ends = signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]);
    // What it runs is its output: the audit gets no event of its own for that.
    const ran: string[] = [];
    const value = await FileCommand.perform(command, {
      signal: ends,
      run: async (inner) => {
        if (inner.changes) throw new FenceError('a change of files runs only programs that read');
        const finished = await this.run(inner, { signal: ends });
        const { exitCode, stdout, stderr } = finished;
        ran.push(
          `${[inner.binary, ...inner.argv].join(' ')}: ${finished.signal ?? exitCode}\n${stdout}${stderr}`,
        );
        return finished;
      },
    }).finally(stop);
    const durationMs = this.#timers.now() - started;
    return {
      exitCode: 0,
      signal: undefined,
      ended: undefined,
      stdout: ran.join('\n'),
      stderr: '',
      cut: false,
      durationMs,
      value,
    };
  }

  /** What runs as root has to be root's own; else a program of this user will do, too. */
  async #check(command: ProcessCommand): Promise<void> {
    const { binary, program, name } = command;
    const self = process.geteuid?.() ?? 0;
    const owners = this.mode === 'sudo' ? [0] : [0, self];
    if (this.mode === 'sudo') {
      await access(this.#sudo).catch((cause: unknown) => {
        throw sudoError('not-installed', command.argv, undefined, cause);
      });
      await assertRunnable({ binary: this.#sudo, program: 'sudo', package: 'sudo', command: name, owners });
      await assertRunnable({
        binary: timeoutBinary,
        program: 'timeout',
        package: 'coreutils',
        command: name,
        owners,
      });
    }
    await assertRunnable({ binary, program, package: packageOf(program), command: name, owners });
  }

  async #bySudo(
    command: ProcessCommand,
    { argv, stdin }: Omit<Start, 'file'>,
    options: RunOptions,
  ): Promise<Finished> {
    const whole = belowTimeout(command, argv);
    const start = { file: this.#sudo, argv: ['-n', '--', ...whole], stdin };
    const finished = await this.#execute(command, start, options);
    if (finished.ended !== undefined) return finished;
    const refusal = refusalIn(finished);
    if (refusal === undefined) return finished;
    const { reason, said } = refusal;
    if (reason === 'program-missing') throw missing(command);
    const policy = reason === 'password-or-not-allowed' || reason === 'not-allowed';
    if (policy && (await this.#allows(command, whole))) return finished;
    throw sudoError(reason, start.argv, said);
  }

  /**
   * Whether sudo allows the command to this user without a password. Then it has run, and the words that look like sudo's are its own:
   * of a sudo in a container, say.
   */
  async #allows(command: ProcessCommand, whole: readonly string[]): Promise<boolean> {
    // The first says yes as well where a password is wanted; the second, where one is wanted for any command.
    for (const argv of [
      ['-n', '-l', '--', ...whole],
      ['-n', '-v'],
    ]) {
      const { exitCode } = await this.#execute(command, { file: this.#sudo, argv }, {});
      if (exitCode !== 0) return false;
    }
    return true;
  }

  async #execute(
    command: ProcessCommand,
    { file, argv, descriptors = [], stdin }: Start,
    { signal, onOutput }: RunOptions,
  ): Promise<Finished> {
    // With the first command, and not with this module: it is most of what there is to load.
    const { execa } = await import('execa');
    signal?.throwIfAborted();
    const timers = this.#timers;
    const started = timers.now();
    const child = withUsualUmask(() =>
      execa(file, argv, {
        cwd: '/',
        env: command.env,
        extendEnv: false,
        // A process group and a session of its own: what it starts is ended with it, and no terminal is in its reach.
        detached: true,
        cleanup: false,
        reject: false,
        buffer: false,
        verbose: 'none',
        encoding: 'buffer',
        // A number is a descriptor of ours, which the types do not know beyond the third.
        stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', ...(descriptors as never[])],
      }),
    );
    const { pid } = child;
    if (pid === undefined) throw startFailure(command, file, await child);
    const exited = new Promise<readonly [number | null, string | null]>((resolve) => {
      child.once('exit', (code, name) => resolve([code, name]));
    });
    const closed = new Promise<void>((resolve) => {
      child.once('close', () => resolve());
    });
    const outputs = new Outputs(child, command.output, onOutput);
    // A program that does not read its input is no failure.
    child.stdin?.on('error', () => {});
    child.stdin?.end(stdin);
    const { mode } = this;
    const ending = new Ending({
      pid,
      grace: command.grace,
      timers,
      reach: mode === 'sudo' ? 'first' : 'all',
    });
    const stopLimit = timers.after(command.timeout, () => ending.begin('timeout'));
    const aborted = () => ending.begin('aborted');
    signal?.addEventListener('abort', aborted, { once: true });
    try {
      await Promise.race([exited, ending.over]);
      stopLimit();
      const left = ending.why === undefined ? [] : await ending.over;
      // What hangs in the kernel does not end, whatever it is sent.
      const [exitCode, name] = left.includes(pid) ? [null, null] : await exited;
      const stopLinger = await firstOf(closed, linger, timers);
      stopLinger();
      return {
        exitCode: exitCode ?? undefined,
        signal: name ?? undefined,
        ended: ending.why,
        ...outputs.end(ending.why === undefined),
        durationMs: timers.now() - started,
        ...(left.length === 0 ? {} : { left }),
      };
    } finally {
      stopLimit();
      ending.stop();
      signal?.removeEventListener('abort', aborted);
    }
  }
}

function firstOf(event: Promise<void>, milliseconds: number, timers: Timers): Promise<() => void> {
  return new Promise((resolve) => {
    const stop = timers.after(milliseconds, () => resolve(stop));
    void event.then(() => resolve(stop));
  });
}

function missing(command: ProcessCommand): MissingProgramError {
  const { program, binary } = command;
  return new MissingProgramError({ program, binary, package: packageOf(program) });
}

function tookTooLong({ name, files, timeout }: FileCommand): CommandError {
  return new CommandError(`${name} failed: it took longer than ${timeout / 1000} s`, {
    command: name,
    binary: '',
    argv: [],
    exitCode: undefined,
    signal: undefined,
    ended: 'timeout',
    stdout: '',
    stderr: '',
    problem: undefined,
    hint: `Look at ${files.join(', ')}, and at what else changes it.`,
  });
}
