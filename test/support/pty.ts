import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { bin } from './bin.js';

/** Whether there is a program that makes terminals. That of BSD and macOS takes other options. */
export const hasScript = (() => {
  try {
    return /util-linux/.test(execFileSync('script', ['--version'], { encoding: 'utf8' }));
  } catch {
    return false;
  }
})();

/** A run of the program on a terminal of its own. */
export interface TerminalRun {
  /** What the terminal shows so far. */
  shown(): string;
  /** Resolves once that matches. */
  seen(pattern: RegExp): Promise<void>;
  type(text: string): void;
  /** Sends the program a signal. */
  kill(signal: NodeJS.Signals): void;
  /** Makes the terminal another size. */
  resize(cols: number, rows: number): Promise<void>;
  /** The modes of the terminal at this moment. */
  modes(): Promise<string>;
  /** The exit code, and the modes of the terminal before and after. */
  ended: Promise<{ code: number; before: string; after: string }>;
}

/**
 * Starts the program on a terminal of 100 by 30, as a shell does, by `script` of util-linux. The shell around it looks
 * at the terminal's modes before and after.
 */
export function startOnTerminal(args: readonly string[], env: Readonly<Record<string, string>>): TerminalRun {
  const folder = mkdtempSync(join(tmpdir(), 'felhom-pty-'));
  const file = (name: string) => join(folder, name);
  const quoted = [process.execPath, bin, ...args].map((arg) => `'${arg}'`).join(' ');
  writeFileSync(
    file('run.sh'),
    [
      'stty cols 100 rows 30',
      `stty -a > '${file('before')}'`,
      `tty > '${file('tty')}'`,
      // The shell that becomes the program has its id.
      `sh -c 'echo $$ > ${file('pid')}; exec "$@"' sh ${quoted}`,
      `echo $? > '${file('code')}'`,
      `stty -a > '${file('after')}'`,
    ].join('\n'),
  );
  const child: ChildProcess = spawn(
    'script',
    ['--quiet', '--command', `sh '${file('run.sh')}'`, '/dev/null'],
    {
      env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', TERM: 'xterm', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  let text = '';
  const watchers = new Set<() => void>();
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    for (const watcher of watchers) watcher();
  });
  const read = (name: string) => readFileSync(file(name), 'utf8').trim();
  const over = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  return {
    shown: () => text,
    seen: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(text)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
        void over.then(() => reject(new Error(`ended without ${pattern}:\n${text}`)));
      }),
    type: (keys) => void child.stdin?.write(keys),
    kill: (signal) => void process.kill(Number(read('pid')), signal),
    resize: async (cols, rows) => {
      await promisify(execFile)('stty', ['-F', read('tty'), 'cols', String(cols), 'rows', String(rows)]);
    },
    modes: async () => (await promisify(execFile)('stty', ['-F', read('tty'), '-a'])).stdout.trim(),
    ended: over.then(() => ({
      code: Number(read('code')),
      before: modesOf(read('before')),
      after: modesOf(read('after')),
    })),
  };
}

/** Without the size, which may have changed. */
function modesOf(stty: string): string {
  return stty.replace(/rows \d+; columns \d+; /, '');
}
