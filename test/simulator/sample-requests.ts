const N = '/nodes/demo-felhom';

/** The firewall of some level: its rules, one of them made, read, changed and removed, and its options. */
const firewall = (base: string): string[] => [
  `POST ${base}/rules?type=in&action=ACCEPT&dport=443&proto=tcp`,
  `GET ${base}/rules`,
  `GET ${base}/rules/0`,
  `PUT ${base}/rules/0?comment=x`,
  `DELETE ${base}/rules/0`,
  `PUT ${base}/options?enable=0`,
  `GET ${base}/options`,
];

/**
 * Requests to one host, in their order, with the parameters behind a question mark: between them they have an answer of
 * nearly every modelled route. Each is given some time, so that tasks have ended before the next one.
 */
export const requests: readonly string[] = [
  // Accounts.
  'GET /access/domains',
  'GET /access/ticket',
  'POST /access/groups?groupid=g1&comment=x',
  'GET /access/groups',
  'PUT /access/groups/g1?comment=y',
  'POST /access/users?userid=u1@pve&groups=g1&email=a@example.com&firstname=A',
  'GET /access/users',
  'GET /access/users?full=1',
  'GET /access/users/u1@pve',
  'PUT /access/users/u1@pve?comment=z',
  'GET /access/groups/g1',
  'POST /access/users/u1@pve/token/t1?privsep=1&comment=x',
  'GET /access/users/u1@pve/token',
  'GET /access/users/u1@pve/token/t1',
  'PUT /access/users/u1@pve/token/t1?comment=y',
  'POST /access/roles?roleid=R1&privs=VM.Audit',
  'GET /access/roles',
  'GET /access/roles/R1',
  'PUT /access/roles/R1?privs=VM.Audit,VM.Console',
  'PUT /access/acl?path=/vms/101&users=u1@pve&roles=R1',
  'GET /access/acl',
  'DELETE /access/users/u1@pve/token/t1',
  'DELETE /access/users/u1@pve',
  'DELETE /access/groups/g1',
  'DELETE /access/roles/R1',
  // The cluster, its backup jobs and pools.
  'GET /cluster/tasks',
  'GET /cluster/status',
  'GET /cluster/config/nodes',
  'GET /cluster/options',
  'PUT /cluster/options?keyboard=de',
  'POST /cluster/backup?id=j1&schedule=02:30&vmid=101&storage=local',
  'GET /cluster/backup',
  'GET /cluster/backup/j1',
  'GET /cluster/backup/j1/included_volumes',
  'GET /cluster/backup-info/not-backed-up',
  'PUT /cluster/backup/j1?comment=x',
  'DELETE /cluster/backup/j1',
  'GET /cluster/jobs/schedule-analyze?schedule=02:30',
  'POST /pools?poolid=p1&comment=x',
  'PUT /pools?poolid=p1&vms=101',
  'PUT /pools/p1?storage=local',
  'GET /pools',
  'GET /pools/p1',
  'GET /cluster/resources',
  'PUT /pools/p1?vms=101&storage=local&delete=1',
  'DELETE /pools/p1',
  'POST /pools?poolid=p2',
  'DELETE /pools?poolid=p2',
  ...firewall('/cluster/firewall'),
  ...firewall(`${N}/firewall`),
  ...firewall(`${N}/lxc/101/firewall`),
  ...firewall(`${N}/qemu/120/firewall`),
  // The node.
  ...'apt/update apt/versions config disks/list disks/smart?disk=/dev/nvme0n1 dns hosts journal?lastentries=5'
    .split(' ')
    .map((path) => `GET ${N}/${path}`),
  ...'network network/vmbr0 rrddata?timeframe=hour services services/cron services/cron/state subscription syslog'
    .split(' ')
    .map((path) => `GET ${N}/${path}`),
  `GET ${N}`,
  `GET ${N}/status`,
  `GET ${N}/time`,
  `GET ${N}/version`,
  `POST ${N}/apt/update`,
  ...['stop', 'start', 'restart', 'reload'].map((action) => `POST ${N}/services/cron/${action}`),
  `POST ${N}/wakeonlan`,
  `GET ${N}/storage/local`,
  `GET ${N}/storage/local/prunebackups?prune-backups=keep-last=1`,
  `DELETE ${N}/storage/local/prunebackups?prune-backups=keep-last=1`,
  // Containers.
  `GET ${N}/lxc`,
  `GET ${N}/lxc/100/status/current`,
  `GET ${N}/lxc/101/status/current`,
  `GET ${N}/lxc/102/config`,
  `GET ${N}/lxc/110/config`,
  `GET ${N}/lxc/100/interfaces`,
  `GET ${N}/lxc/101/interfaces`,
  `GET ${N}/lxc/100/status`,
  `GET ${N}/lxc/100/rrddata?timeframe=hour`,
  `GET ${N}/lxc/102/snapshot/before-upgrade`,
  `POST ${N}/lxc/100/termproxy`,
  `POST ${N}/lxc/100/status/suspend`,
  `POST ${N}/lxc/101/status/resume`,
  `POST ${N}/lxc/101/move_volume?volume=rootfs&storage=local`,
  `POST ${N}/stopall?vms=101`,
  `POST ${N}/startall?vms=101`,
  // Virtual machines.
  `GET ${N}/qemu`,
  `GET ${N}/qemu/120/config`,
  `GET ${N}/qemu/120/pending`,
  `GET ${N}/qemu/120/feature?feature=snapshot`,
  `GET ${N}/qemu/120/status/current`,
  `POST ${N}/qemu/120/snapshot?snapname=s1`,
  `GET ${N}/qemu/120/snapshot`,
  `GET ${N}/qemu/120/snapshot/s1`,
  `GET ${N}/qemu/120/snapshot/s1/config`,
  `PUT ${N}/qemu/120/snapshot/s1/config?description=x`,
  `POST ${N}/qemu/120/snapshot/s1/rollback`,
  `DELETE ${N}/qemu/120/snapshot/s1`,
  `POST ${N}/qemu/120/clone?newid=121&full=1`,
  ...['start', 'reset', 'reboot', 'shutdown', 'start', 'stop'].map(
    (action) => `POST ${N}/qemu/120/status/${action}`,
  ),
  `DELETE ${N}/qemu/121`,
];

/** Modelled routes that give no answer to hold against anything here, and why. */
const noAgent = 'no guest agent answers on this host';
const noBackupServer = 'there is no Proxmox Backup Server to look into';
const unmodelled = 'its rights and parameters are checked, and what it does is a 501';

export const withoutSample: Readonly<Record<string, string>> = {
  'GET /': 'no route of the description of the API',
  'GET /nodes/{node}/lxc/{vmid}/migrate': 'needs a second node',
  'GET /nodes/{node}/lxc/{vmid}/vncwebsocket': 'becomes a WebSocket',
  'GET /nodes/{node}/qemu/{vmid}/agent/exec-status': noAgent,
  'GET /nodes/{node}/qemu/{vmid}/agent/get-host-name': noAgent,
  'GET /nodes/{node}/qemu/{vmid}/agent/get-osinfo': noAgent,
  'GET /nodes/{node}/qemu/{vmid}/agent/info': noAgent,
  'GET /nodes/{node}/qemu/{vmid}/agent/network-get-interfaces': noAgent,
  'GET /nodes/{node}/storage/{storage}/file-restore/download': noBackupServer,
  'GET /nodes/{node}/storage/{storage}/file-restore/list': noBackupServer,
  'POST /nodes/{node}/execute': unmodelled,
  'POST /nodes/{node}/lxc/{vmid}/migrate': 'needs a second node',
  'POST /nodes/{node}/qemu/{vmid}/agent/exec': noAgent,
  'POST /nodes/{node}/qemu/{vmid}/agent/ping': noAgent,
  'POST /nodes/{node}/storage/{storage}/content/{volume}': unmodelled,
  'POST /nodes/{node}/storage/{storage}/upload': 'takes a multipart body, which upload.test.ts sends',
  'POST /nodes/{node}/wakeonlan': 'a node cannot wake itself',
};
