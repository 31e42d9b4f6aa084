import { execFileSync } from 'node:child_process';
import { parsePermission } from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantLine } from '~/core/permission.js';

const failed = 'Permission check failed';
const nothing = { path: undefined, privileges: [], rootOnly: false, ticketOnly: false, fix: undefined };

describe('a refused permission check', () => {
  it.each([
    { text: `${failed} (/vms/100, VM.Audit)`, path: '/vms/100', privileges: ['VM.Audit'], mode: 'all' },
    { text: `${failed} (/, Sys.Modify)\n`, path: '/', privileges: ['Sys.Modify'], mode: 'all' },
    {
      text: `${failed} (/storage/local, Datastore.Audit|Datastore.AllocateSpace)`,
      path: '/storage/local',
      privileges: ['Datastore.Audit', 'Datastore.AllocateSpace'],
      mode: 'any',
    },
    {
      text: `${failed} (/sdn/zones/localnetwork/vmbr0, SDN.Use)`,
      path: '/sdn/zones/localnetwork/vmbr0',
      privileges: ['SDN.Use'],
      mode: 'all',
    },
    {
      text: `${failed} (/, Sys.Modify for modifying tag 'x')`,
      path: '/',
      privileges: ['Sys.Modify'],
      mode: 'all',
    },
    { text: `403 ${failed} (/vms/101, VM.Backup)`, path: '/vms/101', privileges: ['VM.Backup'], mode: 'all' },
    {
      text: `unable to restore CT 403 - 403 ${failed} (/, Sys.Modify)`,
      path: '/',
      privileges: ['Sys.Modify'],
      mode: 'all',
    },
  ])('names path and privileges: $text', ({ text, path, privileges, mode }) => {
    const found = parsePermission(text, 'robot@pve!ci');
    expect(found).toMatchObject({ path, privileges, mode, rootOnly: false, ticketOnly: false });
    expect(found?.fix).toContain(`--privs ${privileges[0]}`);
  });

  it.each([
    'user != root@pam',
    'mount point type bind is only allowed for root@pam',
    'mount point type device is only allowed for root@pam',
    'configuring device passthrough is only allowed for root@pam',
    'changing feature flags for privileged container is only allowed for root@pam',
    'changing feature flags (except nesting) is only allowed for root@pam',
    'changing feature flags is only allowed for root@pam',
    'changing the hookscript is only allowed for root@pam',
  ])('is for root alone: (%s)', (inner) => {
    for (const text of [`${failed} (${inner})`, `403 ${failed} (${inner})`, `${failed} (${inner}) \n`])
      expect(parsePermission(text)).toMatchObject({ ...nothing, rootOnly: true });
  });

  it.each([
    'Only root can pass arbitrary filesystem paths.',
    'Only root can pass arbitrary filesystem paths. at /usr/share/perl5/PVE/Storage.pm line 567.',
    'Only root may set this option.',
    'Only root may use this option.',
    "only root@pam may edit jobs with a 'dumpdir' option.",
    "restoring 'mp0' to bind mount is only possible for root",
    "unable to restore CT 405 - restoring 'mp0' to bind mount is only possible for root",
  ])('is for root alone in other words: %s', (text) => {
    expect(parsePermission(text)).toMatchObject({ ...nothing, rootOnly: true });
  });

  it('needs a ticket, with the line break that PVE puts there, and where the reason phrase ends at it', () => {
    const line = `${failed} (URI '/access/password' not available with API token, need proper ticket.`;
    for (const text of [`${line}\n)`, `${line} )`, line])
      expect(parsePermission(text)).toMatchObject({ ...nothing, ticketOnly: true });
  });

  it.each([
    failed,
    `${failed}\n`,
    `403 ${failed}`,
    `${failed} (pool 'nope' does not exist)`,
    'missing privileges to access local:100/x.raw',
  ])('may not say what is missing: %j', (text) => {
    expect(parsePermission(text)).toEqual({ ...nothing, mode: 'all' });
  });

  it.each([
    '',
    'CT 100 already running',
    'Permission denied - invalid csrf token',
    `the hookscript said: ${failed}`,
    `${failed}ly`,
    'you may only do this as root@pam',
    'restoring rootfs to bind mount is only possible by specifying -rootfs manually!',
  ])('is not %j', (text) => {
    expect(parsePermission(text)).toBeUndefined();
  });
});

/** The words that a shell makes of a line, each command a list. */
function shellWords(line: string): string[][] {
  // `pveum` becomes a function that prints each word of its line, so that nothing but the shell itself reads them.
  const script = `pveum() { for word in "$@"; do printf '%s\\0' "$word"; done; printf '\\0'; }\n${line}`;
  const out = execFileSync('/bin/sh', ['-c', script], { env: { PATH: '/nonexistent' }, encoding: 'utf8' });
  return out
    .split('\0\0')
    .filter((command) => command !== '')
    .map((command) => command.split('\0'));
}

describe('the line that grants what is missing', () => {
  it('names the token and its user, since the one has only what the other has', () => {
    const role = 'Felhom-vms-100-741bc92e';
    expect(parsePermission(`${failed} (/vms/100, VM.Audit)`, 'robot@pve!ci')?.fix).toBe(
      `pveum role add ${role}; pveum role modify ${role} --privs VM.Audit && ` +
        `pveum acl modify /vms/100 --users robot@pve --tokens 'robot@pve!ci' --roles ${role}`,
    );
  });

  const roleOf = (path: string, privileges: string[], identity: string) =>
    grantLine(path, privileges, identity).split(' ').at(-1) ?? '';

  it('names a role that no other line has: `role modify` would take rights from the caller of that one', () => {
    const long = '/storage/a-name-that-is-much-longer-than-all-the-room-that-there-is-in-a-role';
    const lines: [path: string, privileges: string[], identity: string][] = [
      ['/vms', ['VM.Audit'], 'a@pve!x'],
      ['/vms', ['VM.Audit'], 'b@pve!x'],
      ['/vms', ['VM.Audit'], 'a@pve'],
      ['/vms', ['VM.Audit', 'VM.Backup'], 'a@pve!x'],
      ['/storage/a.b', ['Datastore.Audit'], 'a@pve!x'],
      ['/storage/a-b', ['Datastore.Audit'], 'a@pve!x'],
      [`${long}-1`, ['Datastore.Audit'], 'a@pve!x'],
      [`${long}-2`, ['Datastore.Audit'], 'a@pve!x'],
      ['/', ['Sys.Audit'], 'a@pve!x'],
    ];
    const roles = lines.map((line) => roleOf(...line));
    expect(new Set(roles).size).toBe(lines.length);
    // What pve-access-control allows, and what a person can still read.
    for (const role of roles) expect(role).toMatch(/^Felhom(-[A-Za-z0-9]+)*-[0-9a-f]{8}$/);
    expect(Math.max(...roles.map((role) => role.length))).toBeLessThan(64);
  });

  it('names the same role for the same line, in whatever order the privileges come', () => {
    expect(roleOf('/', ['VM.Backup', 'VM.Audit'], 'a@pve')).toBe(
      roleOf('/', ['VM.Audit', 'VM.Backup', 'VM.Audit'], 'a@pve'),
    );
  });

  it('grants one privilege where one is enough', () => {
    const fix = parsePermission(
      `${failed} (/storage/local, Datastore.Audit|Datastore.AllocateSpace)`,
      'a@pve',
    )?.fix;
    expect(fix).toContain('--privs Datastore.Audit ');
    expect(fix).not.toContain('AllocateSpace');
  });

  it('names no user for a token of root, who has all of it', () => {
    const line = grantLine('/', ['Sys.Audit'], 'root@pam!ci');
    expect(line).toContain("--tokens 'root@pam!ci'");
    expect(line).not.toContain('--users');
  });

  it('has places to fill in where the caller is not known', () => {
    expect(parsePermission(`${failed} (/, Sys.Audit)`)?.fix).toContain("--tokens 'USER@REALM!TOKEN'");
  });

  it('finds the token behind a user name with `@` and `!`', () => {
    expect(shellWords(grantLine('/', ['Sys.Audit'], 'a!b@c!d@pve!ci')).at(-1)).toEqual(
      expect.arrayContaining(['a!b@c!d@pve', 'a!b@c!d@pve!ci']),
    );
  });

  it('reaches the host word by word, whatever the names hold', () => {
    // What PVE allows in a user name, and what a shell would make something of.
    const nasty = fc.string({
      unit: fc.constantFrom(
        "'",
        '"',
        '$',
        '`',
        '\\',
        '(',
        ')',
        '{',
        '}',
        ';',
        '&',
        '|',
        '<',
        '>',
        '*',
        '?',
        '~',
        '#',
        '!',
        '=',
        '%',
        'é',
        'a',
        '\n',
        ' ',
      ),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(nasty, nasty, (name, id) => {
        const identity = `${name}@pve!ci`;
        const path = `/pool/${id}`;
        const role = roleOf(path, ['VM.Audit', 'VM.Backup'], identity);
        expect(role).toMatch(/^[A-Za-z0-9-]+$/);
        expect(shellWords(grantLine(path, ['VM.Audit', 'VM.Backup'], identity))).toEqual([
          ['role', 'add', role],
          ['role', 'modify', role, '--privs', 'VM.Audit,VM.Backup'],
          ['acl', 'modify', path, '--users', `${name}@pve`, '--tokens', identity, '--roles', role],
        ]);
      }),
      { numRuns: 150 },
    );
  });
});
