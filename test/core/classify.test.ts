import * as sdk from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { classify } from '~/core/classify.js';

const route = 'PUT /nodes/{node}/lxc/{vmid}/config';
const answer = (status: number, text: string, errors?: Record<string, string>) =>
  classify({ status, reason: text.split('\n')[0] ?? '', text, errors, route }, 'robot@pve!ci');
const verification = 'Parameter verification failed.';

describe('words of PVE', () => {
  it.each([
    ["Configuration file 'nodes/pve1/lxc/999.conf' does not exist", 'guest'],
    ['VM 999 does not exist', 'guest'],
    ["hostname lookup 'x' failed - failed to get address info for: x: Name or service not known", 'node'],
    ["no such cluster node 'pve2'", 'node'],
    ["storage 'nosuch' does not exist", 'storage'],
    ["delete storage failed: storage 'tmp1' does not exist", 'storage'],
    ["snapshot 'nosuch' does not exist", 'snapshot'],
    ["volume_size_info on 'local:iso/nosuch.iso' failed - no format", 'volume'],
    ["unable to restore CT 405 - volume 'local:backup/x.tar.zst' does not exist", 'volume'],
    ["no such user ('nosuch@pve')", 'user'],
    ["pool 'nosuch' does not exist", 'pool'],
    ["ACL update failed: role 'Nope' does not exist", 'other'],
    ["bridge 'vmbr9' does not exist", 'other'],
    ["no such token 'x' for user 'a@pve'", 'other'],
    ["no such resource 'ct:999'", 'other'],
  ])('%s: not found, %s', (text, kind) => {
    const error = answer(500, text);
    expect(error.constructor).toBe(sdk.NotFoundError);
    expect(error).toMatchObject({ kind, text, status: 500, route });
  });

  it.each([
    [{ storage: 'No such storage.' }, 'storage'],
    [{ upid: 'no such task' }, 'task'],
    [{ iface: 'interface does not exist' }, 'other'],
    [{ template: 'no such template' }, 'other'],
    [{ id: "No such job 'nope'" }, 'other'],
  ])('of a parameter, %o: not found, %s', (errors, kind) => {
    expect(answer(400, verification, errors)).toMatchObject({ name: 'NotFoundError', kind, errors });
  });

  it.each([
    "CT 100 already exists on node 'pve1'",
    "unable to create CT 700 - CT 700 already exists on node 'pve1'",
    "create storage failed: storage ID 'tmp1' already defined",
    "snapshot name 's1' already used",
    'update pools failed: VM 100 is already a pool member',
  ])('%s: a conflict', (text) => {
    expect(answer(500, text)).toMatchObject({ name: 'ConflictError', kind: 'exists' });
  });

  it.each([{ vmid: 'VM 100 already exists' }, { tokenid: 'Token already exists.' }])(
    'of a parameter, %o: a conflict',
    (errors) => {
      expect(answer(400, verification, errors)).toMatchObject({ name: 'ConflictError', kind: 'exists' });
    },
  );

  it.each(['', 'update storage failed: '])('%safter which a digest was old: a conflict', (before) => {
    const text = `${before}detected modified configuration - file changed by other user? Try again.`;
    expect(answer(500, text)).toMatchObject({ name: 'ConflictError', kind: 'digest' });
  });

  it.each([
    ['CT is locked (backup)', 'backup'],
    ['unable to remove - VM is locked (snapshot-delete)', 'snapshot-delete'],
    [
      "can't lock file '/run/lock/lxc/pve-config-100.lock' - got timeout",
      '/run/lock/lxc/pve-config-100.lock',
    ],
    ["cfs-lock 'file-user_cfg' error: got lock request timeout", 'file-user_cfg'],
  ])('%s: locked', (text, lock) => {
    expect(answer(500, text)).toMatchObject({ name: 'LockedError', lock });
  });

  it.each([
    'CT 100 already running',
    'CT 999 not running',
    "can't remove CT 201 - protection mode enabled",
    "pool 'p1' is not empty (contains VM 100)",
    'unable to create template, because CT contains snapshots',
    'disk is already at specified size',
    'no options specified',
    // Nobody holds a lock: the cluster has lost its majority.
    "cfs-lock 'storage-local' error: no quorum!",
  ])('%s: none of these', (text) => {
    expect(answer(500, text).constructor).toBe(sdk.HttpError);
  });
});

describe('a status', () => {
  it.each([
    [401, 'Authentication failed!', sdk.AuthenticationError],
    [403, "Permission check failed (pool 'nope' does not exist)", sdk.PermissionError],
    [403, 'Forbidden', sdk.PermissionError],
    [404, "storage 'x' does not exist", sdk.HttpError],
    [501, "no such file '/x'", sdk.HttpError],
    [502, 'VM 100 already exists', sdk.HttpError],
    [595, 'No route to host', sdk.ProxyError],
    [596, 'CT is locked (backup)', sdk.ProxyError],
    [599, 'Too many redirections', sdk.ProxyError],
    [600, '', sdk.HttpError],
  ])('%i says more than the words `%s`', (status, text, kind) => {
    expect(answer(status, text).constructor).toBe(kind);
  });

  it.each([301, 404, 502, 503, 595, 596])('%i comes with what to do', (status) => {
    expect(answer(status, 'x').hint).toMatch(/\w{3,}.*[.?]$/);
  });

  it('that nobody knows comes without a guess', () => {
    expect(answer(418, 'x').hint).toBeUndefined();
  });
});

describe('a refusal', () => {
  it('comes with a line that grants what was missing', () => {
    const error = answer(403, 'Permission check failed (/vms/100, VM.Config.Disk)');
    expect(error).toMatchObject({ path: '/vms/100', privileges: ['VM.Config.Disk'] });
    expect(error.hint).toMatch(/^On the host, as root: pveum role add .*'robot@pve!ci'/);
  });

  it.each([
    ['Permission check failed', /does not say/],
    ['Permission check failed (user != root@pam)', /Only root@pam itself/],
    ["Permission check failed (URI '/x' not available with API token, need proper ticket.", /log in/],
    ["Permission check failed (pool 'nope' does not exist)", /check the name/],
  ])('says what to do about `%s`', (text, hint) => {
    expect(answer(403, text).hint).toMatch(hint);
  });

  it.each([
    [500, 'Only root can pass arbitrary filesystem paths.', undefined],
    [400, verification, { skiplock: 'Only root may use this option.' }],
    [500, 'missing privileges to access local:100/vm-100-disk-0.raw', undefined],
  ])('may have the status %i', (status, text, errors) => {
    expect(answer(status, text, errors)).toBeInstanceOf(sdk.PermissionError);
  });
});

describe('a parameter check', () => {
  it('keeps every key and text', () => {
    const errors = { net0: 'invalid format - format error\nnet0.name: missing\n', vmid: 'bad' };
    const error = answer(400, verification, errors);
    expect(error.constructor).toBe(sdk.HttpError);
    expect(error.errors).toEqual(errors);
  });
});
