#!/usr/bin/env node
import { run } from './run.js';

// A reader that went away (`| head`) must not end the program: it may have something to clean up.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  folder: process.cwd(),
  signals: process,
  exit: (code) => process.exit(code),
});
