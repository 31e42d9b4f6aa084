// Parameters that only root@pam itself may set, logged in with a ticket. The API's description does not tell: the code
// behind a route compares the caller's name, so no privilege and no token helps. Kept by hand, from the sources named.

const containers = 'pve-container src/PVE/LXC.pm (check_ct_modify_config_perm)';
const machines = 'qemu-server src/PVE/API2/Qemu.pm';
const backups = 'pve-manager PVE/API2/VZDump.pm, PVE/API2/Backup.pm';

const lxcConfig = /^(?:POST \/nodes\/\{node\}\/lxc|PUT \/nodes\/\{node\}\/lxc\/\{vmid\}\/config)$/;
const qemuConfig =
  /^(?:POST \/nodes\/\{node\}\/qemu|(?:POST|PUT) \/nodes\/\{node\}\/qemu\/\{vmid\}\/config)$/;

/** `when` says for which values, in words that follow "only root@pam for"; without it, for any. */
const rules = [
  { routes: lxcConfig, params: ['dev[n]', 'hookscript'], source: containers },
  {
    routes: lxcConfig,
    params: ['features'],
    when: 'flags other than nesting, and any flag of a privileged container',
    source: containers,
  },
  { routes: lxcConfig, params: ['mp[n]', 'rootfs'], when: 'bind mounts and devices', source: containers },
  {
    routes: lxcConfig,
    params: ['ostemplate'],
    when: 'a path instead of a volume',
    source: 'pve-storage src/PVE/Storage.pm (check_volume_access)',
  },
  {
    routes: /^[A-Z]+ \/nodes\/\{node\}\/(?:lxc|qemu)\//,
    params: ['skiplock'],
    source: `pve-container src/PVE/API2/LXC/Status.pm, ${machines}`,
  },
  {
    routes: qemuConfig,
    params: [
      'affinity',
      'amd-sev',
      'arch',
      'args',
      'hookscript',
      'hugepages',
      'intel-tdx',
      'ivshmem',
      'keephugepages',
      'lock',
      'parallel[n]',
      'spice_enhancements',
      'vmgenid',
    ],
    source: `${machines} (check_vm_modify_config_perm: what is in none of its lists)`,
  },
  { routes: qemuConfig, params: ['serial[n]'], when: 'anything but `socket`', source: machines },
  { routes: qemuConfig, params: ['usb[n]'], when: '`host` other than `spice`', source: machines },
  { routes: qemuConfig, params: ['hostpci[n]'], when: '`host` and `romfile`', source: machines },
  {
    routes: /^POST \/nodes\/\{node\}\/qemu\/\{vmid\}\/status\/start$/,
    params: [
      'force-cpu',
      'migratedfrom',
      'migration_network',
      'migration_type',
      'nets-host-mtu',
      'stateuri',
      'targetstorage',
      'with-conntrack-state',
    ],
    source: machines,
  },
  {
    routes: /^POST \/nodes\/\{node\}\/qemu\/\{vmid\}\/status\/(?:stop|shutdown|resume)$/,
    params: ['keepActive', 'migratedfrom', 'nocheck'],
    source: machines,
  },
  {
    routes: /^POST \/nodes\/\{node\}\/qemu\/\{vmid\}\/migrate$/,
    params: ['force', 'migration_network', 'migration_type'],
    source: machines,
  },
  {
    routes: /^POST \/nodes\/\{node\}\/vzdump$/,
    params: ['dumpdir', 'job-id', 'script', 'tmpdir'],
    source: backups,
  },
  {
    routes: /^(?:POST \/cluster\/backup|PUT \/cluster\/backup\/\{id\})$/,
    params: ['dumpdir', 'script', 'tmpdir'],
    source: backups,
  },
  {
    routes: /^POST \/nodes\/\{node\}\/(?:spiceshell|termproxy|vncshell)$/,
    params: ['cmd'],
    when: 'anything but `login`',
    source: 'pve-manager PVE/API2/Nodes.pm',
  },
];

/** The parameters of a route that only root@pam may set: name to when, which is empty for always. */
export function rootOnlyParams(route) {
  const present = new Set(route.params.fields.map((field) => field.name));
  const found = rules
    .filter((rule) => rule.routes.test(route.route))
    .flatMap((rule) => rule.params.map((name) => [name, rule.when ?? '']));
  return new Map(found.filter(([name]) => present.has(name)));
}

/** Rules that hit nothing: a sign of a typing error, or of an API without these routes. */
export function idleRules(routes) {
  return rules.flatMap((rule) => {
    const hit = routes.filter((route) => rule.routes.test(route.route));
    const names = new Set(hit.flatMap((route) => route.params.fields.map((field) => field.name)));
    return rule.params.filter((name) => !names.has(name)).map((name) => `${rule.routes} ${name}`);
  });
}
