import * as z from 'zod';
import { type Handed, type ProcessCommand, processCommand } from '~/privileged/command.js';
import { siteOf } from '~/privileged/site.js';

export interface ShellOptions {
  timeout?: number;
  grace?: number;
  output?: number;
  stdin?: string;
  locale?: 'parsed' | 'guest';
  changes?: boolean;
  name?: string;
  /** What the script finds as $1, $2 ... */
  args?: readonly (string | Handed)[];
  secret?: string;
  binary?: string;
}

/** A command of this package that runs a script: the fence is not what is tested with it. */
export function shell(script: string, options: ShellOptions = {}): ProcessCommand {
  return shellMaker(script, options)({ secret: options.secret ?? '' }, shellSite(options.binary));
}

export function shellMaker(script: string, options: ShellOptions = {}) {
  return processCommand({
    name: options.name ?? 'test.shell',
    program: 'pct',
    params: z.strictObject({ secret: z.string() }),
    changes: options.changes ?? false,
    timeout: options.timeout ?? 60_000,
    locale: options.locale ?? 'parsed',
    secrets: ['secret'],
    ...(options.grace === undefined ? {} : { grace: options.grace }),
    ...(options.output === undefined ? {} : { output: options.output }),
    ...(options.stdin === undefined ? {} : { stdin: () => options.stdin }),
    argv: () => (options.binary === undefined ? ['-c', script, 'sh', ...(options.args ?? [])] : [script]),
  });
}

export function shellSite(binary = '/bin/sh') {
  return siteOf({ programs: { pct: binary } });
}
