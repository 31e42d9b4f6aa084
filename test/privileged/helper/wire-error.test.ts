import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ParamsError } from '~/core/errors.js';
import {
  CommandError,
  FenceError,
  HelperError,
  MissingProgramError,
  NotRootError,
  RefusedError,
  StartError,
} from '~/privileged/errors.js';
import { wireError } from '~/privileged/helper/protocol.js';
import { errorOf, wireOf } from '~/privileged/helper/wire-error.js';

const travel = (error: unknown) => errorOf(wireError.parse(JSON.parse(JSON.stringify(wireOf(error)))));

describe('an error on its way from the helper', () => {
  it.each([
    new FenceError('no', { command: 'mount.mount', hint: 'do' }),
    new FenceError('no'),
    new NotRootError('not root', { hint: 'be it' }),
    new ParamsError([{ path: 'vmid', message: 'wrong' }], { route: 'pct.create', hint: 'right it' }),
    new MissingProgramError({ program: 'smartctl', binary: '/usr/sbin/smartctl', package: 'smartmontools' }),
    new MissingProgramError({ program: 'x', binary: '/x', package: undefined }),
    new MissingProgramError({
      program: 'pct',
      binary: '/usr/sbin/pct',
      package: 'pve-container',
      missing: '/usr/sbin/pct needs /usr/bin/perl, which is missing',
    }),
    new StartError('no memory', { command: 'pct.create', hint: 'h' }),
    new RefusedError('usb.mount', 'busy', 'it is busy', { hint: 'Wait.' }),
    new CommandError('pct.create failed', {
      command: 'pct.create',
      binary: '/usr/sbin/pct',
      argv: ['create', '100'],
      exitCode: 255,
      signal: undefined,
      ended: 'timeout',
      stdout: 'out',
      stderr: 'err',
      problem: 'locked',
      left: [12],
      issues: [{ path: 'features', message: 'no' }],
    }),
    new HelperError('not-allowed', 'no', { sent: 'no', command: 'a.b', hint: 'h' }),
  ])('stays what it is: %s', (error) => {
    const arrived = travel(error);
    expect(arrived.constructor).toBe(error.constructor);
    expect({ ...arrived, message: arrived.message }).toEqual({ ...error, message: error.message });
  });

  it('keeps the code of an error of the system', async () => {
    const error = await readFile('/nonexistent/file').catch((caught: unknown) => caught);
    expect(travel(error)).toMatchObject({ code: 'ENOENT', syscall: 'open', path: '/nonexistent/file' });
    expect(travel(error).message).toBe((error as Error).message);
  });

  it('keeps its name where it is of no class that is known here', () => {
    expect(travel(new DOMException('stopped', 'AbortError'))).toMatchObject({ name: 'AbortError' });
    expect(travel('text').message).toBe('text');
  });

  it('is made even of fields that do not fit', () => {
    for (const code of [
      'PVE_FENCE',
      'PVE_PARAMS',
      'PVE_REFUSED',
      'PVE_COMMAND',
      'PVE_HELPER',
      'constructor',
    ]) {
      const error = errorOf({
        name: 'x',
        message: 'm',
        code,
        facts: { issues: 1, operation: [], argv: 'x' },
      });
      expect(error, code).toBeInstanceOf(Error);
    }
  });
});
