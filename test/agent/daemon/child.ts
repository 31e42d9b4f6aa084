import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of its own that says one thing a line. */
export interface Child {
  process: ChildProcess;
  /** The next line that it says; undefined once it has ended. */
  next(): Promise<string | undefined>;
  /** All that it has said and nobody has asked for, up to its end. */
  rest(): Promise<string[]>;
  say(line: string): void;
  /** Ends it by SIGKILL, and resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts a module that reads lines and writes lines. With `trace`, strace writes its system calls to that file. */
export function startChild(source: string, trace?: string): Child {
  const node = [process.execPath, '--no-warnings', '--input-type=module', '--eval', source];
  const calls =
    'openat,write,pwrite64,pwritev,writev,fdatasync,fsync,rename,renameat,renameat2,unlink,ftruncate';
  const traced = ['strace', '-f', '-qq', '-s', '4096', '-o', trace ?? '', '-e', `trace=${calls}`, ...node];
  const [command = '', ...args] = trace === undefined ? node : traced;
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const next = async () => {
    const { value, done } = await lines.next();
    return done === true ? undefined : (value as string);
  };
  return {
    process: child,
    next,
    rest: async () => {
      const rest: string[] = [];
      for (let line = await next(); line !== undefined; line = await next()) rest.push(line);
      return rest;
    },
    say: (line) => {
      child.stdin.write(`${line}\n`);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
