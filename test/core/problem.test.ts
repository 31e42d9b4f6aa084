import { readdirSync, readFileSync } from 'node:fs';
import { HttpError, problemIn } from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '~/core/classify.js';

const answer = (text: string, errors?: Record<string, string>): HttpError =>
  classify({ status: 500, reason: text, text, errors, route: 'PUT /x' });

describe('what PVE complains about', () => {
  it.each([
    ['CT is locked (backup)', 'locked'],
    ["can't lock file '/run/lock/lxc/pve-config-100.lock' - got timeout", 'lock-timeout'],
    ["cfs-lock 'file-user_cfg' error: got lock request timeout", 'lock-timeout'],
    ["can't acquire lock '/var/run/vzdump.lock' - got timeout", 'lock-timeout'],
    ["CT 100 already exists on node 'pve1'", 'exists'],
    ["snapshot name 's1' already used", 'exists'],
    ["Configuration file 'nodes/pve1/lxc/999.conf' does not exist", 'missing'],
    ["storage 'nosuch' does not exist", 'missing'],
    ['detected modified configuration - file changed by other user? Try again.', 'digest'],
    ['CT 100 already running', 'running'],
    ['VM 100 already running', 'running'],
    ['unable to destroy CT 100 - container is running', 'running'],
    ["can't overwrite running container", 'running'],
    ["can't migrate running container without --online or --restart", 'running'],
    ["you can't convert a CT to template if the CT is running", 'running'],
    ['cannot move volumes of a running container', 'running'],
    ['VM 100 is running - destroy failed', 'running'],
    ['CT 100 not running', 'not-running'],
    ['VM 100 not running', 'not-running'],
    ['VM 100 is not running', 'not-running'],
    ["can't remove CT 201 - protection mode enabled", 'protected'],
    ["cannot remove protected volume 'local:backup/x' on 'local'", 'protected'],
    ['cluster not ready - no quorum?', 'quorum'],
    ["cfs-lock 'storage-local' error: no quorum!", 'quorum'],
    ["storage 'tmp1' is disabled", 'storage'],
    ["storage 'nas' is not online", 'storage'],
    ["storage 'local-lvm' is not available on node 'pve2'", 'storage'],
    ["storage 'btr' does not support 'iso' content", 'storage'],
    ["content type 'rootdir' is not available on storage 'x'", 'storage'],
    ['unable to open file - No space left on device', 'storage'],
    ['got no worker upid - start worker failed', 'busy'],
    ["'storage-nfs'-locked command timed out - aborting", 'busy'],
    ["cannot destroy 'tank/x': dataset is busy", 'busy'],
    ["VM 100 qmp command 'query-status' failed - got timeout", 'busy'],
  ] as const)('%s: %s', (text, problem) => {
    expect(answer(text).problem).toBe(problem);
  });

  it.each([
    'unable to shrink disk size',
    'no options specified',
    'SSH public key validation error',
    'No QEMU guest agent configured',
    'QEMU guest agent is not running',
    "pool 'p1' is not empty (contains VM 100)",
    'unable to create template, because CT contains snapshots',
    "Timeout while waiting for port '61000' to get ready!",
  ])('%s: nothing of these', (text) => {
    const error = answer(text);
    expect(error.problem).toBeUndefined();
    expect(error.constructor).toBe(HttpError);
    expect('problem' in error.toJSON()).toBe(false);
  });

  it('is found in the complaint about a parameter', () => {
    expect(
      answer('Parameter verification failed.', {
        storage: "storage 'ro' does not support container directories",
      }).problem,
    ).toBe('storage');
  });

  it('is nothing where another server speaks', () => {
    const facts = { status: 502, reason: 'x', text: 'CT 100 already running', route: 'PUT /x' };
    expect(classify(facts).problem).toBeUndefined();
  });

  it('is found wherever the words stand, and takes any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(problemIn(`${text} CT 100 not running`)).toBeDefined();
        expect([undefined, 'storage', 'busy']).toContain(problemIn(text));
      }),
    );
  });
});

function groupedBy(texts: ReadonlyMap<string, string | undefined>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [text, problem] of texts)
    groups.set(problem ?? 'none', [...(groups.get(problem ?? 'none') ?? []), text]);
  return groups;
}

describe('the texts that hosts were seen to answer', () => {
  const folder = new URL('../fixtures/recorded/', import.meta.url);
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').trim().split('\n'))
    .map(
      (line) =>
        JSON.parse(line) as {
          response?: {
            status?: number;
            reason?: string;
            body?: { message?: string; errors?: Record<string, string> };
          };
        },
    )
    .flatMap(({ response }) => {
      const text = (response?.body?.message ?? response?.reason ?? '').trim();
      return response?.status === 500 ? [[text, answer(text, response.body?.errors).problem] as const] : [];
    });

  it('are read as what they mean, each one', () => {
    expect(texts.length).toBeGreaterThan(70);
    const byProblem = groupedBy(new Map(texts));
    const table = Object.fromEntries(byProblem);
    expect(table).toMatchInlineSnapshot(`
      {
        "digest": [
          "detected modified configuration - file changed by other user? Try again.",
        ],
        "exists": [
          "create user failed: user 'x1@pve' already exists",
          "CT 100 already exists on node 'pve1'",
          "CT 401 already exists on node 'pve1'",
          "CT 700 already exists on node 'pve1'",
          "unable to create CT 700 - CT 700 already exists on node 'pve1'",
          "create pool failed: pool 'p1' already exists",
          "update pools failed: VM 100 is already a pool member",
          "unable to create VM 100 - CT 100 already exists on node 'pve1'",
          "create storage failed: storage ID 'tmp1' already defined",
        ],
        "lock-timeout": [
          "can't lock file '/run/lock/lxc/pve-config-100.lock' - got timeout",
        ],
        "locked": [
          "CT is locked (backup)",
          "CT is locked (disk)",
        ],
        "missing": [
          "no such user ('nosuch@pve')",
          "no such token 'nosuch' for user 'agent@pve'",
          "no such user ('x1@pve')",
          "ACL update failed: role 'Nope' does not exist",
          "group 'nope' does not exist",
          "no such resource 'ct:999'",
          "Configuration file 'nodes/pve1/lxc/999.conf' does not exist",
          "hostname lookup 'other' failed - failed to get address info for: other: Temporary failure in name resolution",
          "snapshot 'nosuch' does not exist",
          "bridge 'vmbr9' does not exist",
          "hostname lookup 'nosuch' failed - failed to get address info for: nosuch: Temporary failure in name resolution",
          "storage 'nosuch' does not exist",
          "Configuration file 'nodes/pve1/lxc/600.conf' does not exist",
          "no such cluster node 'pve2'",
          "pool 'nosuch' does not exist",
          "no such file '/nosuch.html'",
          "Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist",
          "Configuration file 'nodes/pve1/qemu-server/600.conf' does not exist",
          "volume_size_info on 'local:iso/nosuch.iso' failed - no format",
          "delete storage failed: storage 'tmp1' does not exist",
        ],
        "none": [
          "value 'nodomain' does not look like a valid user name",
          "no options specified",
          "unable to delete required option 'rootfs'",
          "'"' expected, at character offset 1 (before "bad") at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 934.",
          "unable to shrink disk size",
          "format error",
          "unable to modify read-only option: 'unprivileged'",
          "unable to use snapshot name 'current' (reserved name)",
          "unable to create template, because CT contains snapshots",
          "unable to use volume local:backup/vzdump-lxc-100-2026_11_20-15_21_56.tar.zst - content type needs to be 'vztmpl'",
          "SSH public key validation error",
          "unable to parse directory volume name 'abc'",
          "Timeout while waiting for port '61000' to get ready!",
          "command 'zfs list -t filesystem -Hp -o name,avail,used' failed: open3: exec of zfs list -t filesystem -Hp -o name,avail,used failed: No such file or directory at /usr/share/perl5/PVE/Cmd.pm line 174.",
          "binary not installed: /usr/bin/ceph-mon",
          "zfsutils-linux not installed",
          "invalid server response: '500 Can't connect to 127.0.0.1:9 (Connection refused)'",
          "'pve1' is local node, cannot wake my self!",
          "delete pool failed: pool 'p1' is not empty (contains VM 100)",
          "No QEMU guest agent configured",
          "unable to parse volume filename 'bad'",
          "missing value for required option 'path'",
          "unable to parse directory volume name 'backup/x'",
        ],
        "not-running": [
          "CT 100 not running",
          "VM 100 not running",
          "CT 999 not running",
        ],
        "protected": [
          "can't remove CT 201 - protection mode enabled",
        ],
        "running": [
          "CT 100 already running",
          "unable to destroy CT 100 - container is running",
          "can't overwrite running container",
          "can't migrate running container without --online or --restart",
        ],
        "storage": [
          "storage 'btr' does not support 'iso' content",
          "storage 'tmp1' is disabled",
        ],
      }
    `);
  });
});
