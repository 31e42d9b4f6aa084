/**
 * What calls do that change a file of the cluster: they ask for a quorum first, or wait for a lock that they cannot get
 * without one, with a complaint before it or none. A lock of a file has the file's name in it. From pve-access-control
 * src/PVE/API2, pve-manager PVE/API2, pve-network src/PVE/API2, pve-ha-manager src/PVE, pve-guest-common src/PVE/Mapping
 * and pve-firewall src/PVE/Firewall/Helpers.pm.
 */

/** Calls that ask first. */
export const asking: readonly RegExp[] = [
  /^POST \/nodes\/{node}\/(?:lxc|qemu|migrateall|(?:lxc|qemu)\/{vmid}\/(?:clone|migrate|status\/start))$/,
  /^POST \/cluster\/sdn\/(?:zones|vnets|controllers|ipams|dns|vnets\/{vnet}\/subnets)$/,
  /^POST \/cluster\/ha\/(?:resources|groups|rules)$/,
];

/** A call, its lock, and what the complaint begins with. */
type Lock = readonly [call: RegExp, lock: string, complaint?: string];

const users: readonly Lock[] = [
  [/^PUT \/access\/acl$/, 'file-user_cfg', 'ACL update failed'],
  ...['group', 'role', 'user'].flatMap((kind): Lock[] => [
    [new RegExp(`^POST /access/${kind}s$`), 'file-user_cfg', `create ${kind} failed`],
    [new RegExp(`^PUT /access/${kind}s/{\\w+}$`), 'file-user_cfg', `update ${kind} failed`],
    [new RegExp(`^DELETE /access/${kind}s/{\\w+}$`), 'file-user_cfg', `delete ${kind} failed`],
  ]),
  [/^POST \/access\/users\/{userid}\/token\/{tokenid}$/, 'file-user_cfg', 'generating token failed'],
  [/^PUT \/access\/users\/{userid}\/token\/{tokenid}$/, 'file-user_cfg', 'updating token info failed'],
  [/^DELETE \/access\/users\/{userid}\/token\/{tokenid}$/, 'file-user_cfg', 'deleting token failed'],
  [/^PUT \/access\/password$/, 'file-priv_shadow_cfg'],
  [/^POST \/access\/domains$/, 'file-domains_cfg', 'add auth server failed'],
  [/^PUT \/access\/domains\/{realm}$/, 'file-domains_cfg', 'update auth server failed'],
  [/^DELETE \/access\/domains\/{realm}$/, 'file-domains_cfg', 'delete auth server failed'],
  [
    /^(?:POST|PUT|DELETE) \/access\/tfa\/{userid}|^PUT \/access\/users\/{userid}\/unlock-tfa$/,
    'file-priv_tfa_cfg',
  ],
  [/^POST \/pools/, 'file-user_cfg', 'create pool failed'],
  [/^PUT \/pools/, 'file-user_cfg', 'update pools failed'],
  [/^DELETE \/pools/, 'file-user_cfg', 'delete pool failed'],
];

const sdnKinds: Readonly<Record<string, string>> = {
  zones: 'zone',
  vnets: 'vnet',
  'vnets/{vnet}/subnets': 'subnet',
  controllers: 'controller',
  ipams: 'ipam',
  dns: 'dns',
};

const networks: readonly Lock[] = [
  ...Object.entries(sdnKinds).flatMap(([path, kind]): Lock[] => {
    const one = `/cluster/sdn/${path}/{\\w+}$`;
    // The text for IPAMs is that of zones.
    const removed = kind === 'ipam' ? 'zone' : kind;
    return [
      [new RegExp(`^PUT ${one}`), 'domain-sdn', `update sdn ${kind} object failed`],
      [new RegExp(`^DELETE ${one}`), 'domain-sdn', `delete sdn ${removed} object failed`],
    ];
  }),
  [/^POST \/cluster\/sdn\/lock$/, 'domain-sdn', 'could not acquire lock for SDN config'],
  [/^DELETE \/cluster\/sdn\/lock$/, 'domain-sdn', 'could not release lock'],
  [/^POST \/cluster\/sdn\/rollback$/, 'domain-sdn', 'could not rollback SDN configuration'],
  [/^PUT \/cluster\/sdn$/, 'domain-sdn', 'could not commit SDN config'],
  [/^POST \/cluster\/sdn\/fabrics\/fabric$/, 'domain-sdn', 'adding fabric failed'],
  [/^PUT \/cluster\/sdn\/fabrics\/fabric\/{id}$/, 'domain-sdn', 'updating fabric failed'],
  [/^DELETE \/cluster\/sdn\/fabrics\/fabric\/{id}$/, 'domain-sdn', 'deleting fabric failed'],
  [/^POST \/cluster\/sdn\/fabrics\/node\/{fabric_id}$/, 'domain-sdn', 'adding node failed'],
  [/^PUT \/cluster\/sdn\/fabrics\/node\/{fabric_id}\/{node_id}$/, 'domain-sdn', 'updating node failed'],
  [/^DELETE \/cluster\/sdn\/fabrics\/node\/{fabric_id}\/{node_id}$/, 'domain-sdn', 'deleting node failed'],
  [/^(?:POST|PUT|DELETE) \/cluster\/sdn\/vnets\/{vnet}\/firewall/, 'firewall-vnet-{vnet}'],
  [/^(?:POST|PUT|DELETE) \/cluster\/sdn\/vnets\/{vnet}\/ips$/, 'file-sdn_pve-ipam-state_json'],
];

const cluster: readonly Lock[] = [
  [/^POST \/storage$/, 'file-storage_cfg', 'create storage failed'],
  [/^PUT \/storage\//, 'file-storage_cfg', 'update storage failed'],
  [/^DELETE \/storage\//, 'file-storage_cfg', 'delete storage failed'],
  // Changes take the lock of the file first that jobs were in before 7.1.
  [/^POST \/cluster\/backup$/, 'file-jobs_cfg'],
  [/^(?:PUT|DELETE) \/cluster\/backup\/{id}$/, 'file-vzdump_cron'],
  [/^(?:POST|PUT|DELETE) \/cluster\/jobs\/realm-sync\/{id}$/, 'file-jobs_cfg'],
  [/^PUT \/cluster\/options$/, 'file-datacenter_cfg'],
  [/^(?:POST|PUT|DELETE) \/cluster\/replication/, 'file-replication_cfg'],
  [/^(?:POST|PUT|DELETE) \/cluster\/metrics\/server\/{id}$/, 'file-status_cfg'],
  [/^(?:POST|PUT|DELETE) \/cluster\/notifications\/(?:endpoints|matchers)\//, 'file-notifications_cfg'],
  [/^POST \/cluster\/notifications\/matchers$/, 'file-notifications_cfg'],
  [/^(?:POST|PUT|DELETE) \/cluster\/acme\/plugins/, 'file-priv_acme_plugins_cfg'],
  [/^(?:POST|PUT|DELETE) \/cluster\/qemu\/custom-cpu-models/, 'file-virtual-guest_cpu-models_conf'],
  ...(['pci', 'usb'] as const).flatMap((kind): Lock[] => [
    [
      new RegExp(`^POST /cluster/mapping/${kind}$`),
      `file-mapping_${kind}_cfg`,
      'create hardware mapping failed',
    ],
    [
      new RegExp(`^PUT /cluster/mapping/${kind}/`),
      `file-mapping_${kind}_cfg`,
      'update hardware mapping failed',
    ],
    [
      new RegExp(`^DELETE /cluster/mapping/${kind}/`),
      `file-mapping_${kind}_cfg`,
      `delete ${kind} mapping failed`,
    ],
  ]),
  [/^POST \/cluster\/mapping\/dir$/, 'file-mapping_directory_cfg', 'create directory mapping failed'],
  [/^PUT \/cluster\/mapping\/dir\//, 'file-mapping_directory_cfg', 'update directory mapping failed'],
  [/^DELETE \/cluster\/mapping\/dir\//, 'file-mapping_directory_cfg', 'delete dir mapping failed'],
  [/^PUT \/cluster\/ha\/resources\/{sid}$/, 'domain-ha', 'update resources config failed'],
  [/^DELETE \/cluster\/ha\/resources\/{sid}$/, 'domain-ha', 'delete resource failed'],
  [/^PUT \/cluster\/ha\/groups\/{group}$/, 'domain-ha', 'update ha group failed'],
  [/^DELETE \/cluster\/ha\/groups\/{group}$/, 'domain-ha', 'delete ha group failed'],
  [/^PUT \/cluster\/ha\/rules\/{rule}$/, 'domain-ha', 'update HA rules failed'],
  [/^DELETE \/cluster\/ha\/rules\/{rule}$/, 'domain-ha', 'delete ha rule failed'],
  [/^POST \/cluster\/ha\/(?:resources\/{sid}\/|status\/)/, 'domain-ha'],
  [/^(?:POST|PUT|DELETE) \/cluster\/firewall/, 'firewall-cluster'],
  [/^(?:POST|PUT|DELETE) \/nodes\/{node}\/firewall/, 'firewall-host-{node}'],
  [/^(?:POST|PUT|DELETE) \/nodes\/{node}\/(?:lxc|qemu)\/{vmid}\/firewall/, 'firewall-vm-{vmid}'],
];

/** Calls that change a file under a lock. */
export const locking: readonly Lock[] = [...users, ...networks, ...cluster];
