import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { dist } from './dist.js';

/** The program under test, as built. */
export const bin = join(dist, 'cli', 'main.js');

/** How a run of the program ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both, for looking for what must not be there. */
  all: string;
}

/** A run of the program that goes on. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves when the output so far matches; rejects if the program ends before. */
  seen(pattern: RegExp): Promise<void>;
}

/** Starts the program as a process of its own. It gets these variables, and of the others only PATH and HOME. */
export function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const watcher of watchers) watcher();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output, all: output.stdout + output.stderr }));
  });
  const seen = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!pattern.test(output.stdout + output.stderr)) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
      void ended.then(({ all }) => reject(new Error(`ended without ${pattern}:\n${all}`)));
    });
  return { child, ended, seen };
}

/** Runs the program to its end. */
export function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return start(args, env).ended;
}
