import * as z from 'zod';
import { processCommand } from '../command.js';
import { controlled, unitName } from '../service/params.js';

const minute = 60_000;

const properties = [
  'Id',
  'Names',
  'LoadState',
  'ActiveState',
  'SubState',
  'Result',
  'UnitFileState',
  'FragmentPath',
  'DropInPaths',
  'MainPID',
  'InvocationID',
  'ActiveEnterTimestampMonotonic',
  'Job',
].join(',');

/** What systemd knows of a service, as `KEY=VALUE`. It ends with 0 for one that is not there, too. */
export const serviceShow = processCommand({
  name: 'service.show',
  program: 'systemctl',
  params: z.strictObject({ unit: unitName }),
  changes: false,
  timeout: minute,
  locale: 'guest',
  argv: ({ unit }) => ['show', '--no-pager', '--property', properties, unit],
});

function control(name: 'start' | 'stop' | 'restart') {
  return processCommand({
    name: `service.${name}`,
    program: 'systemctl',
    params: z.strictObject({ unit: controlled }),
    changes: true,
    // It waits for the job. Services may take a minute and a half to stop, and as long to start; some say more.
    timeout: 10 * minute,
    argv: ({ unit }) => ['--no-ask-password', name, unit],
  });
}

export const serviceStart = control('start');
export const serviceStop = control('stop');
export const serviceRestart = control('restart');

/** The last lines of a service's log. What is no text is shown by its length, not by its bytes. */
export const journalRead = processCommand({
  name: 'journal.read',
  program: 'journalctl',
  params: z.strictObject({
    unit: unitName,
    lines: z.int().min(1).max(500),
    /** Seconds since 1970. */
    since: z.int().min(0).max(253_402_300_799).optional(),
    /** Syslog's levels, this and worse: 3 is an error. */
    priority: z.int().min(0).max(7).optional(),
  }),
  changes: false,
  timeout: minute,
  locale: 'guest',
  argv: ({ unit, lines, since, priority }) => [
    '--no-pager',
    '--quiet',
    '--output',
    'short-iso',
    '--unit',
    unit,
    '--lines',
    String(lines),
    ...(since === undefined ? [] : ['--since', `@${since}`]),
    ...(priority === undefined ? [] : ['--priority', String(priority)]),
  ],
});
