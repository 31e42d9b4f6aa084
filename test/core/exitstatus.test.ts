import { parseExitStatus } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { parsePercent } from '~/core/exitstatus.js';

describe('the exit status of a task', () => {
  it.each([
    { exitstatus: 'OK', outcome: 'ok', warnings: 0 },
    { exitstatus: 'WARNINGS: 1', outcome: 'warnings', warnings: 1 },
    { exitstatus: 'WARNINGS: 12', outcome: 'warnings', warnings: 12 },
    { exitstatus: 'unexpected status', outcome: 'unknown', warnings: 0 },
    { exitstatus: 'job errors', outcome: 'error', warnings: 0 },
    { exitstatus: 'received interrupt', outcome: 'error', warnings: 0 },
    { exitstatus: '', outcome: 'error', warnings: 0 },
    { exitstatus: 'ok', outcome: 'error', warnings: 0 },
    { exitstatus: 'OK ', outcome: 'error', warnings: 0 },
    { exitstatus: 'OK\n', outcome: 'error', warnings: 0 },
    { exitstatus: 'not OK', outcome: 'error', warnings: 0 },
    { exitstatus: 'WARNINGS: ', outcome: 'error', warnings: 0 },
    { exitstatus: 'WARNINGS: 1 and more', outcome: 'error', warnings: 0 },
    { exitstatus: 'TASK WARNINGS: 1', outcome: 'error', warnings: 0 },
  ])('$exitstatus is $outcome', ({ exitstatus, outcome, warnings }) => {
    expect(parseExitStatus(exitstatus)).toEqual({ outcome, warnings, permission: undefined });
  });

  it('tells what was missing, and how to grant it', () => {
    const { outcome, permission } = parseExitStatus(
      'unable to restore CT 403 - 403 Permission check failed (/, Sys.Modify)',
      'robot@pve!ci',
    );
    expect(outcome).toBe('error');
    expect(permission).toMatchObject({ path: '/', privileges: ['Sys.Modify'] });
    expect(permission?.fix).toContain("--tokens 'robot@pve!ci'");
  });
});

describe('the percentage in a log line', () => {
  it.each([
    ['INFO:  42% (1.2 GiB of 2.9 GiB) in 12s, read: 250 MiB/s', 42],
    ['transferred 1.0 GiB of 2.0 GiB (50.00%)', 50],
    ['INFO: 0% (0 B of 1 GiB)', 0],
    ['100%', 100],
    [' 7 %', 7],
    ['99.9% done, 3% left', 99.9],
  ])('of %j is %d', (line, percent) => {
    expect(parsePercent(line)).toBe(percent);
  });

  it.each(['', 'creating vzdump archive', '101%', '1000%', '1.2.3%', 'x%', '%', 'ratio 250.5 %x'])(
    'is not in %j',
    (line) => {
      expect(parsePercent(line)).toBeUndefined();
    },
  );
});
