import { performance } from 'node:perf_hooks';
import { execa } from 'execa';
import { Capture } from './capture.js';
import { type Command, FileCommand, isCommand, ProcessCommand } from './command.js';
import { FenceError, MissingProgramError, NotRootError } from './errors.js';
import { openHanded } from './handed.js';
import { programs } from './programs.js';
import type { Finished, Runner, RunOptions } from './runner.js';

export interface ExecRunnerOptions {
  /** `direct`: this process is root. `sudo`: it is not, and every program is started by `sudo -n`. Default: `direct` where this process is root. */
  mode?: 'direct' | 'sudo';
}

/** Milliseconds between SIGTERM and SIGKILL. */
const grace = 5_000;

/** Runs commands in processes of this host. */
export class ExecRunner implements Runner {
  readonly mode: 'direct' | 'sudo';

  constructor({ mode = process.getuid?.() === 0 ? 'direct' : 'sudo' }: ExecRunnerOptions = {}) {
    this.mode = mode;
  }

  async run(command: Command, options: RunOptions = {}): Promise<Finished> {
    if (!isCommand(command)) throw new FenceError('this is no command of this package');
    options.signal?.throwIfAborted();
    if (command.kind === 'files') return this.#change(command, options);
    const opened = await Promise.all(
      ProcessCommand.handedOf(command).map(([, handed]) => openHanded(handed)),
    );
    try {
      return await this.#execute(
        command,
        options,
        opened.map(({ fd }) => fd),
      );
    } finally {
      await Promise.all(opened.map((file) => file.close()));
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
    const started = performance.now();
    const limit = AbortSignal.timeout(command.timeout);
    const ends = signal === undefined ? limit : AbortSignal.any([signal, limit]);
    const value = await FileCommand.perform(command, {
      signal: ends,
      run: (inner) => {
        if (inner.changes) throw new FenceError('a change of files runs only programs that read');
        return this.run(inner, { signal: ends });
      },
    });
    const durationMs = performance.now() - started;
    return {
      exitCode: 0,
      signal: undefined,
      ended: undefined,
      stdout: '',
      stderr: '',
      cut: false,
      durationMs,
      value,
    };
  }

  async #execute(
    command: ProcessCommand,
    { signal, onOutput }: RunOptions,
    descriptors: readonly number[],
  ): Promise<Finished> {
    const started = performance.now();
    const child = execa(command.binary, command.argv, {
      cwd: '/',
      env: command.env,
      extendEnv: false,
      // A process group of its own: what it starts is ended with it.
      detached: true,
      cleanup: false,
      reject: false,
      buffer: false,
      encoding: 'buffer',
      // A number is a descriptor of ours, which the types do not know beyond the third.
      stdio: ['pipe', 'pipe', 'pipe', ...(descriptors as never[])],
    });
    let ended: Finished['ended'];
    let killer: NodeJS.Timeout | undefined;
    const end = (why: NonNullable<Finished['ended']>) => {
      ended ??= why;
      if (killer !== undefined) return;
      signalGroup(child.pid, 'SIGTERM');
      killer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), grace);
    };
    const limit = setTimeout(() => end('timeout'), command.timeout);
    const aborted = () => end('aborted');
    signal?.addEventListener('abort', aborted, { once: true });
    const outputs = (['stdout', 'stderr'] as const).map((name) => {
      const capture = new Capture(
        command.output,
        onOutput === undefined ? undefined : (text) => onOutput(text, name),
      );
      child[name].on('data', (piece: Buffer) => capture.take(piece));
      return capture;
    });
    // A program that does not read its input is no failure.
    child.stdin.on('error', () => {});
    child.stdin.end(ProcessCommand.stdinOf(command) ?? '');
    try {
      const result = await child;
      if (result.code === 'ENOENT')
        throw new MissingProgramError({
          program: command.program,
          binary: command.binary,
          package: programs[command.program].package,
          cause: result.cause,
        });
      const [stdout, stderr] = outputs;
      return {
        exitCode: result.exitCode,
        signal: result.signal,
        ended,
        stdout: stdout?.text ?? '',
        stderr: stderr?.text ?? '',
        cut: outputs.some(({ cut }) => cut),
        durationMs: performance.now() - started,
      };
    } finally {
      clearTimeout(limit);
      clearTimeout(killer);
      signal?.removeEventListener('abort', aborted);
    }
  }
}

function signalGroup(pid: number | undefined, name: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
