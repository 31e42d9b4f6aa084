import { ConnectionError, PermissionError, TaskError, TlsPinError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { judgeStorage } from '~/agent/checks/storage.js';
import { judgeVersion } from '~/agent/checks/version.js';
import { failure, isUnreachable } from '~/agent/explain.js';
import type { StorageRow } from '~/agent/storage-rows.js';
import { bytes, count, milliseconds, percent, uptime } from '~/agent/units.js';

describe('what to think of a release', () => {
  it.each([
    ['9.2.11', '9.2', 'ok', 'Proxmox VE 9.2.11'],
    ['9.0.3', '9.0', 'ok', 'Proxmox VE 9.0.3'],
    ['8.4.14', '8.4', 'warn', 'out of support since August 2026'],
    ['7.4-19', '7.4', 'warn', 'out of support since July 2024'],
    ['3.4', '3.4', 'warn', 'out of support'],
    ['10.0.1', '10.0', 'warn', 'newer than 9.x'],
    ['pmg-8', '', 'warn', 'no release number'],
  ])('%s', (version, release, status, words) => {
    const finding = judgeVersion(version, release);
    expect(finding.status).toBe(status);
    expect(finding.summary).toContain(words);
    expect(finding.advice === undefined).toBe(status === 'ok');
  });
});

describe('what to think of storages', () => {
  const GiB = 1024 ** 3;
  const row = (storage: string, more: Partial<StorageRow> = {}): StorageRow => ({
    storage,
    label: storage,
    node: 'pve1',
    type: 'dir',
    content: [],
    active: true,
    enabled: true,
    shared: false,
    used: 40 * GiB,
    total: 100 * GiB,
    ...more,
  });

  it('all is well', () => {
    const finding = judgeStorage([row('local')]);
    expect(finding).toMatchObject({ status: 'ok', summary: '1 of 1 storage active', advice: [] });
    expect(finding.rows).toEqual([['local', 'dir', '40.0 GiB of 100.0 GiB used (40 %)']]);
  });

  it('more than 90 % full is a warning, 90 % is none', () => {
    expect(judgeStorage([row('a', { used: 90 * GiB })]).status).toBe('ok');
    const finding = judgeStorage([row('a', { used: 91 * GiB })]);
    expect(finding).toMatchObject({ status: 'warn', summary: '1 of 1 storage active; a is 91 % full' });
  });

  it('inactive is a warning, disabled is none', () => {
    const finding = judgeStorage([row('a', { active: false, used: 0, total: 0 }), row('b')]);
    expect(finding).toMatchObject({ status: 'warn', summary: '1 of 2 storages active; a is not active' });
    const disabled = judgeStorage([row('a', { active: false, enabled: false }), row('b')]);
    expect(disabled.status).toBe('ok');
    expect(disabled.rows?.[0]).toEqual(['a', 'dir', 'disabled']);
  });

  it('none at all is a warning: PVE leaves out what may not be seen', () => {
    expect(judgeStorage([])).toMatchObject({
      status: 'warn',
      summary: expect.stringContaining('Datastore.Audit'),
    });
  });
});

describe('a failure as a finding', () => {
  const facts = { status: 403, reason: '', text: 'Permission check failed', route: 'GET /x' };
  const detail = {
    path: undefined,
    privileges: [],
    mode: 'all' as const,
    rootOnly: false,
    ticketOnly: false,
    fix: undefined,
  };

  it('has one line, the hint as advice, and the error as data', () => {
    const error = new PermissionError({ ...facts, text: 'no\n  way\n' }, detail, { hint: 'Ask.' });
    expect(failure(error)).toMatchObject({
      status: 'fail',
      summary: 'GET /x: 403 no way',
      advice: ['Ask.'],
      data: { error: { name: 'PermissionError' } },
    });
  });

  it('of a wrong certificate: the two fingerprints one below the other', () => {
    const finding = failure(new TlsPinError(['AA:BB'], 'AA:CC'));
    expect(finding.rows).toEqual([
      ['expected', 'AA:BB'],
      ['seen', 'AA:CC'],
    ]);
  });

  it('of a certificate that is not trusted: the words of this program, not of the client', () => {
    const options = { kind: 'certificate', sent: 'no', hint: 'Give `ca`, or a pin.' } as const;
    expect(failure(new ConnectionError('x', options)).advice?.[0]).toContain('FELHOM_AGENT_CA_FILE');
    expect(failure(new ConnectionError('x', { ...options, hint: 'Clocks.' })).advice).toEqual(['Clocks.']);
  });

  it('has the last lines of a log', () => {
    const error = new TaskError('UPID:', 'broken', { log: ['one', 'two'] });
    expect(failure(error).rows).toEqual([['one'], ['two']]);
  });

  it.each([
    ['refused', true],
    ['pin', true],
    ['timeout', true],
    ['aborted', false],
    ['closed', false],
  ] as const)('a connection that is %s: unreachable %s', (kind, expected) => {
    expect(isUnreachable(new ConnectionError('x', { kind, sent: 'no' }))).toBe(expected);
  });
});

describe('numbers for people', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1024 ** 2 - 1, '1.0 MiB'],
    [1.5 * 1024 ** 4, '1.5 TiB'],
  ])('%d bytes', (value, text) => {
    expect(bytes(value)).toBe(text);
  });

  it.each([
    [0.4, '0 ms'],
    [999, '999 ms'],
    [1_000, '1.0 s'],
    [61_000, '1 min 1 s'],
  ])('%d ms', (value, text) => {
    expect(milliseconds(value)).toBe(text);
  });

  it.each([
    [59, '59 s'],
    [3_600, '1 h 0 min'],
    [90_000, '1 d 1 h'],
    [120, '2 min'],
  ])('%d s of uptime', (value, text) => {
    expect(uptime(value)).toBe(text);
  });

  it('shares and counts', () => {
    expect([percent(1, 3), percent(1, 0)]).toEqual([33, undefined]);
    expect([count(1, 'node'), count(0, 'node'), count(2, 'more', 'more')]).toEqual([
      '1 node',
      '0 nodes',
      '2 more',
    ]);
  });
});
