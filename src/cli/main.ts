#!/usr/bin/env node
import module from 'node:module';
import { isatty } from 'node:tty';
import { packageVersion } from './version.js';

// A reader that went away (`| head`) must not end the program: it may have something to clean up.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const args = process.argv.slice(2);
// Asked often by scripts, and in need of nothing.
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${packageVersion()}\n`);
} else {
  // Node 22.1 and later: what was compiled once is found again at the next start.
  const cache = cacheFolder();
  if (cache !== undefined)
    (module as { enableCompileCache?: (folder: string) => unknown }).enableCompileCache?.(cache);
  // Should all that it waits for go away without an answer, then that is no success.
  process.exitCode = 1;
  void main();
}

async function main(): Promise<void> {
  const { run } = await import('./run.js');
  process.exitCode = await run(args, {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    folder: process.cwd(),
    signals: process,
    // Standard input is opened only where it is a terminal: the other commands read nothing.
    terminal: isatty(0) && isatty(1) ? { input: process.stdin, output: process.stdout } : undefined,
    exit: (code) => process.exit(code),
  });
}

/**
 * Not the one that Node would take, in /tmp: anybody can make that before, and what is in it is run. Root, whose HOME may be that of
 * whoever called sudo, does without.
 */
function cacheFolder(): string | undefined {
  const home = process.env['HOME'];
  return process.getuid?.() === 0 || home?.startsWith('/') !== true
    ? undefined
    : `${home}/.cache/felhom-agent`;
}
