import type { Params } from '@felhom/proxmox';
import type { ApiRoute } from '@felhom/proxmox/api';

/** A call of a modelled route of the simulator that fails for no other reason than rights. */
export interface SampleCall {
  name: string;
  route: ApiRoute;
  params: Params;
}

const node = 'demo-felhom';
const on = (vmid: number) => ({ node, vmid });
const template = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';
const fresh = { node, vmid: 300, ostemplate: template, unprivileged: true, rootfs: 'local:1' };
const L = '/nodes/{node}/lxc' as const;
const S = '/nodes/{node}/storage/{storage}' as const;

/** `backup` is a backup of container 101, unprivileged. */
export function sampleCalls(backup: string, foreignTask: string): SampleCall[] {
  const rows: [name: string, route: ApiRoute, params: Params][] = [
    ['version', 'GET /version', {}],
    ['nodes', 'GET /nodes', {}],
    ['node status', 'GET /nodes/{node}/status', { node }],
    ['cluster status', 'GET /cluster/status', {}],
    ['resources', 'GET /cluster/resources', {}],
    ['nextid', 'GET /cluster/nextid', {}],
    ['guests', `GET ${L}`, { node }],
    ['guest index', `GET ${L}/{vmid}`, on(100)],
    ['status', `GET ${L}/{vmid}/status/current`, on(100)],
    ['config', `GET ${L}/{vmid}/config`, on(101)],
    ['pending', `GET ${L}/{vmid}/pending`, on(101)],
    ['feature', `GET ${L}/{vmid}/feature`, { ...on(101), feature: 'snapshot' }],
    ['snapshots', `GET ${L}/{vmid}/snapshot`, on(102)],
    [
      'snapshot config',
      `GET ${L}/{vmid}/snapshot/{snapname}/config`,
      { ...on(102), snapname: 'before-upgrade' },
    ],
    ['storages', 'GET /storage', {}],
    ['storages of the node', 'GET /nodes/{node}/storage', { node }],
    ['storage definition', 'GET /storage/{storage}', { storage: 'local' }],
    ['storage status', `GET ${S}/status`, { node, storage: 'local' }],
    ['content', `GET ${S}/content`, { node, storage: 'local' }],
    ['a template', `GET ${S}/content/{volume}`, { node, storage: 'local', volume: template }],
    ['a backup', `GET ${S}/content/{volume}`, { node, storage: 'local', volume: backup }],
    ['notes', `PUT ${S}/content/{volume}`, { node, storage: 'local', volume: backup, notes: 'x' }],
    ['remove a backup', `DELETE ${S}/content/{volume}`, { node, storage: 'local', volume: backup }],
    ['remove a template', `DELETE ${S}/content/{volume}`, { node, storage: 'local', volume: template }],
    [
      'copy a volume',
      `POST ${S}/content/{volume}`,
      { node, storage: 'local', volume: template, target: 'x' },
    ],
    [
      'allocate',
      `POST ${S}/content`,
      { node, storage: 'local', vmid: 101, filename: 'vm-101-disk-7.raw', size: '1G' },
    ],
    ['backup defaults', 'GET /nodes/{node}/vzdump/defaults', { node, storage: 'local' }],
    ['tasks', 'GET /nodes/{node}/tasks', { node }],
    ['a task of somebody', 'GET /nodes/{node}/tasks/{upid}/status', { node, upid: foreignTask }],
    ['its log', 'GET /nodes/{node}/tasks/{upid}/log', { node, upid: foreignTask }],
    ['own permissions', 'GET /access/permissions', {}],
    ['permissions of others', 'GET /access/permissions', { userid: 'audit@pve' }],
    ['execute', 'POST /nodes/{node}/execute', { node, commands: '[]' }],
    ['start', `POST ${L}/{vmid}/status/start`, on(101)],
    ['stop', `POST ${L}/{vmid}/status/stop`, on(100)],
    ['shutdown', `POST ${L}/{vmid}/status/shutdown`, on(100)],
    ['reboot', `POST ${L}/{vmid}/status/reboot`, on(100)],
    ['snapshot', `POST ${L}/{vmid}/snapshot`, { ...on(101), snapname: 'one' }],
    ['rollback', `POST ${L}/{vmid}/snapshot/{snapname}/rollback`, { ...on(102), snapname: 'before-upgrade' }],
    [
      'delete a snapshot',
      `DELETE ${L}/{vmid}/snapshot/{snapname}`,
      { ...on(102), snapname: 'before-upgrade' },
    ],
    [
      'describe a snapshot',
      `PUT ${L}/{vmid}/snapshot/{snapname}/config`,
      { ...on(102), snapname: 'before-upgrade', description: 'x' },
    ],
    ['describe', `PUT ${L}/{vmid}/config`, { ...on(101), description: 'x' }],
    ['cores', `PUT ${L}/{vmid}/config`, { ...on(101), cores: 2 }],
    ['memory and a name', `PUT ${L}/{vmid}/config`, { ...on(101), memory: 256, hostname: 'dns2' }],
    ['nameserver away', `PUT ${L}/{vmid}/config`, { ...on(101), delete: 'nameserver' }],
    ['a disk', `PUT ${L}/{vmid}/config`, { ...on(101), mp0: 'local:1,mp=/srv' }],
    ['a bind mount', `PUT ${L}/{vmid}/config`, { ...on(101), mp0: '/srv,mp=/srv' }],
    ['a device', `PUT ${L}/{vmid}/config`, { ...on(101), dev0: '/dev/fuse' }],
    ['no device', `PUT ${L}/{vmid}/config`, { ...on(101), delete: 'dev0' }],
    ['a hook', `PUT ${L}/{vmid}/config`, { ...on(101), hookscript: 'local:snippets/x.pl' }],
    ['a bridge', `PUT ${L}/{vmid}/config`, { ...on(101), net1: 'name=eth1,bridge=vmbr0,ip=manual' }],
    ['tags', `PUT ${L}/{vmid}/config`, { ...on(101), tags: 'a' }],
    ['nesting', `PUT ${L}/{vmid}/config`, { ...on(101), features: { nesting: 1 } }],
    ['grow', `PUT ${L}/{vmid}/resize`, { ...on(101), disk: 'rootfs', size: '+1G' }],
    ['clone', `POST ${L}/{vmid}/clone`, { ...on(101), newid: 300, storage: 'local' }],
    ['template', `POST ${L}/{vmid}/template`, on(101)],
    ['destroy', `DELETE ${L}/{vmid}`, on(101)],
    ['create', `POST ${L}`, fresh],
    ['create by default', `POST ${L}`, { ...fresh, unprivileged: undefined, rootfs: undefined }],
    ['create elsewhere', `POST ${L}`, { ...fresh, rootfs: 'local-btrfs:1', mp0: 'local:1,mp=/srv' }],
    ['create with a net', `POST ${L}`, { ...fresh, net0: 'name=eth0,bridge=vmbr0,ip=dhcp' }],
    ['create in a VLAN', `POST ${L}`, { ...fresh, net0: { name: 'eth0', bridge: 'vmbr0', tag: 5 } }],
    [
      'create with all',
      `POST ${L}`,
      { ...fresh, cores: 1, memory: 64, hostname: 'x', onboot: true, start: false },
    ],
    ['create privileged', `POST ${L}`, { ...fresh, unprivileged: false }],
    ['create with nesting', `POST ${L}`, { ...fresh, features: 'nesting=1' }],
    ['create with keyctl', `POST ${L}`, { ...fresh, features: 'nesting=1,keyctl=1' }],
    ['create privileged with nesting', `POST ${L}`, { ...fresh, unprivileged: 0, features: 'nesting=1' }],
    ['create with a bind mount', `POST ${L}`, { ...fresh, mp0: '/srv,mp=/srv' }],
    ['restore', `POST ${L}`, { ...fresh, ostemplate: backup, restore: true }],
    ['restore over', `POST ${L}`, { ...fresh, vmid: 101, ostemplate: backup, restore: true, force: true }],
    ['restore as it was', `POST ${L}`, { node, vmid: 300, ostemplate: backup, restore: 1, storage: 'local' }],
    ['back up', 'POST /nodes/{node}/vzdump', { ...on(101), storage: 'local' }],
    ['back up two', 'POST /nodes/{node}/vzdump', { node, vmid: [101, 110], storage: 'local' }],
    ['back up all', 'POST /nodes/{node}/vzdump', { node, all: true, storage: 'local' }],
    ['back up by default', 'POST /nodes/{node}/vzdump', on(101)],
    ['back up slowly', 'POST /nodes/{node}/vzdump', { ...on(101), storage: 'local', bwlimit: 100 }],
    [
      'back up and prune',
      'POST /nodes/{node}/vzdump',
      { ...on(101), storage: 'local', 'prune-backups': 'keep-last=9' },
    ],
    ['back up anywhere', 'POST /nodes/{node}/vzdump', { ...on(101), dumpdir: '/tmp' }],
  ];
  return rows.map(([name, route, params]) => ({ name, route, params }));
}
