// The host that the recordings were made on, before the first request: one node, three storages, its users and tokens,
// and the containers that were there at the end as well.

const MiB = 1024 ** 2;
const GiB = 1024 * MiB;

export const node = 'pve1';

/** Passwords that the recorded logins use. */
const passwords = { 'root@pam': 'Secret123', 'agent@pve': 'Agent-pw-1' };

/** Secrets of our own: those of the recorded host are cut in the recordings. */
export const secrets = {
  'root@pam!root': '0a5d0c1e-0000-4000-8000-000000000001',
  'agent@pve!selftest': '0a5d0c1e-0000-4000-8000-000000000002',
  'agent@pve!sep': '0a5d0c1e-0000-4000-8000-000000000003',
  'agent@pve!expired': '0a5d0c1e-0000-4000-8000-000000000004',
  'audit@pve!ro': '0a5d0c1e-0000-4000-8000-000000000005',
  'noacl@pve!tt': '0a5d0c1e-0000-4000-8000-000000000006',
  'disabled@pve!tt': '0a5d0c1e-0000-4000-8000-000000000007',
};

const agentRole = [
  'Datastore.AllocateSpace',
  'Datastore.AllocateTemplate',
  'Datastore.Audit',
  'Pool.Audit',
  'SDN.Use',
  'Sys.Audit',
  'VM.Allocate',
  'VM.Audit',
  'VM.Backup',
  'VM.Clone',
  'VM.Config.CDROM',
  'VM.Config.CPU',
  'VM.Config.Cloudinit',
  'VM.Config.Disk',
  'VM.Config.HWType',
  'VM.Config.Memory',
  'VM.Config.Network',
  'VM.Config.Options',
  'VM.Console',
  'VM.PowerMgmt',
  'VM.Snapshot',
  'VM.Snapshot.Rollback',
];

export function recordedHost() {
  const token = (id, privsep = false, expire = 0) => ({ secret: secrets[id], privsep, expire });
  return {
    storages: {
      local: {
        type: 'dir',
        content: ['backup', 'images', 'import', 'iso', 'rootdir', 'snippets', 'vztmpl'],
        options: { path: '/var/lib/vz', 'prune-backups': 'keep-all=1' },
        total: 240 * GiB,
        base: 20 * GiB,
        volumes: {
          'vztmpl/busybox-1_1.0-1_amd64.tar.zst': { size: MiB, unpacked: 2 * MiB },
          'vztmpl/debian-13-standard_13.1-2_amd64.tar.zst': { size: 120 * MiB, unpacked: 500 * MiB },
          'iso/tiny.iso': { size: MiB },
        },
      },
      btr: {
        type: 'btrfs',
        content: ['images', 'rootdir'],
        options: { path: '/mnt/btr' },
        total: 8 * GiB,
      },
      ro: {
        type: 'dir',
        content: ['iso', 'vztmpl'],
        options: { path: '/var/lib/ro', mkdir: 1 },
        total: 240 * GiB,
      },
    },
    users: {
      'root@pam': { password: passwords['root@pam'], tokens: { root: token('root@pam!root') } },
      'agent@pve': {
        password: passwords['agent@pve'],
        tokens: {
          selftest: token('agent@pve!selftest'),
          sep: token('agent@pve!sep', true),
          expired: token('agent@pve!expired', false, 1_000_000_000),
        },
      },
      'audit@pve': { tokens: { ro: token('audit@pve!ro') } },
      'noacl@pve': { tokens: { tt: token('noacl@pve!tt') } },
      'disabled@pve': { enable: false, tokens: { tt: token('disabled@pve!tt') } },
      // Of the demo, and not of this host.
      'totp@pve': null,
    },
    groups: { admins: null },
    roles: { AgentRole: agentRole },
    acl: [
      { path: '/', type: 'user', ugid: 'agent@pve', roleid: 'AgentRole', propagate: true },
      { path: '/', type: 'user', ugid: 'audit@pve', roleid: 'PVEAuditor', propagate: true },
    ],
  };
}

/** Whose lists leave nothing out: root, and who has a role on `/` that lets it look. */
export function seesAll(as) {
  const { acl, users } = recordedHost();
  const [user, name] = String(as).split(/!| ticket$/);
  if (user === 'root@pam') return true;
  return (
    users[user]?.tokens?.[name]?.privsep === false &&
    acl.some(({ path, ugid }) => path === '/' && ugid === user)
  );
}
