/** The privileges of PVE 9 and the roles it ships with. */

const words = (prefix: string, names: string): string[] =>
  names.split(' ').map((name) => `${prefix}.${name}`);

const vmUse = words(
  'VM',
  'Audit Backup Config.CDROM Config.Cloudinit Console GuestAgent.Audit GuestAgent.FileRead GuestAgent.FileSystemMgmt GuestAgent.FileWrite PowerMgmt',
);
const vmAdmin = [
  ...vmUse,
  ...words(
    'VM',
    'Allocate Clone Config.CPU Config.Disk Config.HWType Config.Memory Config.Network Config.Options GuestAgent.Unrestricted Migrate Replicate Snapshot Snapshot.Rollback',
  ),
];
const datastore = words('Datastore', 'Allocate AllocateSpace AllocateTemplate Audit');
const sdn = words('SDN', 'Allocate Audit Use');
const mapping = words('Mapping', 'Audit Modify Use');
const pool = words('Pool', 'Allocate Audit');
const userAdmin = ['Group.Allocate', 'Realm.AllocateUser', 'User.Modify'];
const sysAdmin = words('Sys', 'Audit Console Syslog');

const administrator = [
  ...vmAdmin,
  ...datastore,
  ...sdn,
  ...mapping,
  ...pool,
  ...userAdmin,
  ...sysAdmin,
  ...words('Sys', 'AccessNetwork Incoming Modify PowerMgmt'),
  'Permissions.Modify',
  'Realm.Allocate',
];

/** Built-in roles, and the one of the automation user. */
export const builtinRoles: Readonly<Record<string, readonly string[]>> = {
  Administrator: administrator,
  NoAccess: [],
  PVEAdmin: [
    ...vmAdmin,
    ...datastore,
    ...sdn,
    'Mapping.Audit',
    'Mapping.Use',
    ...pool,
    ...userAdmin,
    ...sysAdmin,
  ],
  PVEAuditor: ['Datastore', 'Mapping', 'Pool', 'SDN', 'Sys', 'VM', 'VM.GuestAgent'].map(
    (area) => `${area}.Audit`,
  ),
  PVEDatastoreAdmin: datastore,
  PVEDatastoreUser: ['Datastore.AllocateSpace', 'Datastore.Audit'],
  PVEMappingAdmin: mapping,
  PVEMappingUser: ['Mapping.Audit', 'Mapping.Use'],
  PVEPoolAdmin: pool,
  PVEPoolUser: ['Pool.Audit'],
  PVESDNAdmin: sdn,
  PVESDNUser: ['SDN.Audit', 'SDN.Use'],
  PVESysAdmin: sysAdmin,
  PVETemplateUser: ['VM.Audit', 'VM.Clone'],
  PVEUserAdmin: userAdmin,
  PVEVMAdmin: vmAdmin,
  PVEVMUser: vmUse,
  AgentRole: [
    ...words('Datastore', 'AllocateSpace AllocateTemplate Audit'),
    'Pool.Audit',
    'SDN.Use',
    'Sys.Audit',
    ...words(
      'VM',
      'Allocate Audit Backup Clone Config.CDROM Config.CPU Config.Cloudinit Config.Disk Config.HWType Config.Memory Config.Network Config.Options Console PowerMgmt Snapshot Snapshot.Rollback',
    ),
  ],
};
