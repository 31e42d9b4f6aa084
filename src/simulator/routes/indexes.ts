import type { Route } from '../route.js';
import { all, any, type Rule } from '../rule.js';

/** Lists of what lies below a path. They only point the way, whatever is there. */

type Index = readonly [path: `/${string}`, key: string, entries: string, permission?: Rule];

const clusterAudit = all('/', 'Sys.Audit');
const node = '/nodes/{node}';

const indexes: readonly Index[] = [
  ['/access', 'subdir', 'users groups roles acl domains openid tfa ticket password'],
  ['/access/openid', 'subdir', 'auth-url login'],
  [
    '/cluster',
    'name',
    'acme backup backup-info bulk-action ceph config firewall ha jobs log mapping metrics notifications nextid options qemu replication resources status tasks sdn',
  ],
  ['/cluster/acme', 'name', 'account tos meta directories plugins challenge-schema'],
  ['/cluster/backup-info', 'subdir', 'not-backed-up', 'root'],
  ['/cluster/bulk-action', 'name', 'guest'],
  ['/cluster/bulk-action/guest', 'name', 'start shutdown migrate suspend'],
  ['/cluster/ceph', 'name', 'flags metadata restart-bulk status'],
  ['/cluster/config', 'name', 'nodes totem join qdevice apiversion', clusterAudit],
  ['/cluster/firewall', 'name', 'aliases rules options groups ipset macros refs'],
  ['/cluster/ha', 'id', 'status resources groups rules', clusterAudit],
  ['/cluster/ha/status', 'name', 'current manager_status disarm-ha arm-ha'],
  ['/cluster/jobs', 'subdir', 'schedule-analyze realm-sync'],
  ['/cluster/mapping', 'name', 'dir pci usb'],
  ['/cluster/metrics', 'name', 'server'],
  ['/cluster/notifications', 'name', 'endpoints matchers targets matcher-fields matcher-field-values'],
  ['/cluster/notifications/endpoints', 'name', 'gotify sendmail smtp webhook'],
  ['/cluster/qemu', 'name', 'cpu-flags custom-cpu-models'],
  ['/cluster/sdn', 'id', 'vnets zones controllers ipams dns fabrics', all('/sdn', 'SDN.Audit')],
  ['/cluster/sdn/fabrics', 'subdir', 'fabric node all', all('/sdn/fabrics', 'SDN.Audit')],
  [`${node}/apt`, 'id', 'changelog repositories update versions'],
  [`${node}/capabilities`, 'name', 'qemu'],
  [`${node}/capabilities/qemu`, 'name', 'cpu cpu-flags machines migration'],
  [
    `${node}/ceph`,
    'name',
    'cmd-safety cfg crush fs init log mds mgr mon osd pool releases restart restart-bulk rules start status stop',
    any('/', 'Sys.Audit', 'Datastore.Audit'),
  ],
  [`${node}/ceph/cfg`, 'name', 'raw db value'],
  [`${node}/certificates`, 'name', 'acme custom info'],
  [`${node}/certificates/acme`, 'name', 'certificate'],
  [`${node}/disks`, 'name', 'list initgpt smart lvm lvmthin directory wipedisk zfs'],
  [`${node}/firewall`, 'name', 'rules options log'],
  [`${node}/hardware`, 'type', 'pci usb'],
  [`${node}/hardware/pci/{pci-id-or-mapping}`, 'method', 'mdev'],
  [`${node}/lxc/{vmid}/firewall`, 'name', 'rules aliases ipset refs options'],
  [`${node}/qemu/{vmid}/firewall`, 'name', 'rules aliases ipset refs options'],
  [
    `${node}/qemu/{vmid}`,
    'subdir',
    'config cloudinit pending status unlink vncproxy termproxy migrate resize move rrd rrddata monitor agent snapshot spiceproxy sendkey firewall mtunnel remote_migrate',
  ],
  [`${node}/qemu/{vmid}/status`, 'subdir', 'current start stop reset shutdown suspend reboot'],
  [
    `${node}/qemu/{vmid}/agent`,
    'name',
    'exec exec-status file-read file-write fsfreeze-freeze fsfreeze-status fsfreeze-thaw fstrim get-fsinfo get-host-name get-memory-block-info get-memory-blocks get-osinfo get-time get-timezone get-users get-vcpus info network-get-interfaces ping set-user-password shutdown suspend-disk suspend-hybrid suspend-ram',
  ],
  [`${node}/scan`, 'method', 'cifs iscsi lvm nfs pbs zfs'],
  [`${node}/sdn`, 'name', 'fabrics vnets zones'],
  [`${node}/sdn/zones/{zone}`, 'subdir', 'content bridges ip-vrf', all('/sdn/zones/{zone}', 'SDN.Audit')],
];

export const indexRoutes: readonly Route[] = indexes.map(([path, key, entries, permission = 'everyone']) => {
  return {
    route: `GET ${path}`,
    permission,
    handler: () => entries.split(' ').map((entry) => ({ [key]: entry })),
  };
});
