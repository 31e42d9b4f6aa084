#!/usr/bin/env node
import { isatty } from 'node:tty';
import { run } from './run.js';

// A reader that went away (`| head`) must not end the program: it may have something to clean up.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  folder: process.cwd(),
  signals: process,
  // Standard input is opened only where it is a terminal: the other commands read nothing.
  terminal: isatty(0) && isatty(1) ? { input: process.stdin, output: process.stdout } : undefined,
  exit: (code) => process.exit(code),
});
