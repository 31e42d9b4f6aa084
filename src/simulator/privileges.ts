import { type HostVersion, isSince } from './host-version.js';

/** The privileges of a release and the roles that it ships with (pve-access-control src/PVE/AccessControl.pm). */

/** Privileges of one area, by who is meant to have them: `root` is in no role but Administrator. */
interface Area {
  readonly root?: readonly string[];
  readonly admin?: readonly string[];
  readonly user?: readonly string[];
  readonly audit?: readonly string[];
}

const words = (prefix: string, names: string): string[] =>
  names.split(' ').map((name) => `${prefix}.${name}`);

function areasOf(version: HostVersion): Readonly<Record<string, Area>> {
  const [since8, since9] = [isSince(version, 8), isSince(version, 9)];
  const config = 'Config.Disk Config.CPU Config.Memory Config.Network Config.HWType Config.Options';
  const vmAdmin = since9 ? 'GuestAgent.Unrestricted Replicate' : 'Monitor';
  const agent = 'GuestAgent.FileRead GuestAgent.FileSystemMgmt GuestAgent.FileWrite';
  const vmUser = 'Config.CDROM Config.Cloudinit Console Backup PowerMgmt';
  return {
    VM: {
      admin: words('VM', `${config} Allocate Clone Migrate Snapshot Snapshot.Rollback ${vmAdmin}`),
      user: words('VM', since9 ? `${vmUser} ${agent}` : vmUser),
      audit: words('VM', since9 ? 'Audit GuestAgent.Audit' : 'Audit'),
    },
    Sys: {
      root: words('Sys', since8 ? 'PowerMgmt Modify Incoming AccessNetwork' : 'PowerMgmt Modify Incoming'),
      // From 8 on, nobody but an Administrator may change rights.
      admin: [...words('Sys', 'Console Syslog'), ...(since8 ? [] : ['Permissions.Modify'])],
      audit: ['Sys.Audit'],
    },
    Datastore: {
      admin: words('Datastore', 'Allocate AllocateTemplate'),
      user: ['Datastore.AllocateSpace'],
      audit: ['Datastore.Audit'],
    },
    SDN: { admin: words('SDN', 'Allocate Audit'), user: ['SDN.Use'], audit: ['SDN.Audit'] },
    User: { root: ['Realm.Allocate'], admin: ['User.Modify', 'Group.Allocate', 'Realm.AllocateUser'] },
    Pool: { admin: ['Pool.Allocate'], user: ['Pool.Audit'], audit: ['Pool.Audit'] },
    ...(since8
      ? { Mapping: { admin: ['Mapping.Modify'], user: ['Mapping.Use'], audit: ['Mapping.Audit'] } }
      : {}),
  };
}

/** Every privilege that a release knows. */
export function privilegesOf(version: HostVersion): ReadonlySet<string> {
  const areas = Object.values(areasOf(version));
  const all = areas.flatMap(({ root = [], admin = [], user = [], audit = [] }) => [
    ...root,
    ...admin,
    ...user,
    ...audit,
  ]);
  return new Set([...all, 'Permissions.Modify']);
}

/** The roles that a release ships with. */
export function builtinRoles(version: HostVersion): Readonly<Record<string, readonly string[]>> {
  const areas = areasOf(version);
  const roles: Record<string, readonly string[]> = {
    Administrator: [...privilegesOf(version)],
    NoAccess: [],
    PVETemplateUser: ['VM.Audit', 'VM.Clone'],
  };
  const [everything, auditor]: [string[], string[]] = [[], []];
  for (const [name, { admin = [], user = [], audit = [] }] of Object.entries(areas)) {
    roles[`PVE${name}Admin`] = unique([...admin, ...user, ...audit]);
    if (user.length > 0) roles[`PVE${name}User`] = unique([...user, ...audit]);
    everything.push(...admin, ...user, ...audit);
    auditor.push(...audit);
  }
  roles['PVEAdmin'] = unique(everything).filter((name) => name !== 'Mapping.Modify');
  roles['PVEAuditor'] = auditor;
  return roles;
}

/** The role of the automation user, as far as a release knows its privileges. */
export function agentRole(version: HostVersion): readonly string[] {
  const known = privilegesOf(version);
  return [
    ...words('Datastore', 'AllocateSpace AllocateTemplate Audit'),
    'Pool.Audit',
    'SDN.Use',
    'Sys.Audit',
    ...words(
      'VM',
      'Allocate Audit Backup Clone Config.CDROM Config.CPU Config.Cloudinit Config.Disk Config.HWType Config.Memory Config.Network Config.Options Console PowerMgmt Snapshot Snapshot.Rollback',
    ),
  ].filter((name) => known.has(name));
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
