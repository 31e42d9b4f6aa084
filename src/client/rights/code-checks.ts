import { routeInfo } from '../../generated/routes.js';
import {
  cloneDemand,
  createDemand,
  manyGuests,
  migrateDemand,
  moveDemand,
  resizeDemand,
  updateDemand,
} from './containers.js';
import { all, type Demand, nothing, or, unknown } from './demand.js';
import type { CallFacts } from './facts.js';
import {
  backupReadDemand,
  contentDemand,
  defaultsDemand,
  pruneDemand,
  removalDemand,
  taskDemand,
  vzdumpDemand,
} from './volumes.js';

type CodeCheck = (call: CallFacts) => Demand;

/** What PVE's code asks for beyond what a route declares; each function names its source. */
const checks: Readonly<Record<string, CodeCheck>> = {
  'POST /nodes/{node}/lxc': createDemand,
  'PUT /nodes/{node}/lxc/{vmid}/config': updateDemand,
  'POST /nodes/{node}/lxc/{vmid}/clone': cloneDemand,
  'PUT /nodes/{node}/lxc/{vmid}/resize': resizeDemand,
  'POST /nodes/{node}/lxc/{vmid}/move_volume': moveDemand,
  'POST /nodes/{node}/lxc/{vmid}/migrate': migrateDemand,
  'POST /nodes/{node}/vzdump': vzdumpDemand,
  'GET /nodes/{node}/vzdump/extractconfig': backupReadDemand,
  'GET /nodes/{node}/vzdump/defaults': defaultsDemand,
  'GET /nodes/{node}/storage/{storage}/content/{volume}': contentDemand,
  'PUT /nodes/{node}/storage/{storage}/content/{volume}': contentDemand,
  'DELETE /nodes/{node}/storage/{storage}/content/{volume}': removalDemand,
  'DELETE /nodes/{node}/storage/{storage}/prunebackups': pruneDemand,
  'GET /nodes/{node}/storage/{storage}/import-metadata': contentDemand,
  'GET /nodes/{node}/storage/{storage}/file-restore/list': backupReadDemand,
  'GET /nodes/{node}/storage/{storage}/file-restore/download': backupReadDemand,
  'GET /nodes/{node}/tasks/{upid}/status': taskDemand('Sys.Audit'),
  'GET /nodes/{node}/tasks/{upid}/log': taskDemand('Sys.Audit'),
  'DELETE /nodes/{node}/tasks/{upid}': taskDemand('Sys.Modify'),
  'POST /nodes/{node}/startall': manyGuests('VM.PowerMgmt'),
  'POST /nodes/{node}/stopall': manyGuests('VM.PowerMgmt'),
  'POST /nodes/{node}/migrateall': manyGuests('VM.Migrate'),
  'POST /cluster/bulk-action/guest/start': manyGuests('VM.PowerMgmt'),
  'POST /cluster/bulk-action/guest/shutdown': manyGuests('VM.PowerMgmt'),
  'POST /cluster/bulk-action/guest/migrate': manyGuests('VM.Migrate'),
  // pve-manager PVE/API2/ReplicationConfig.pm, PVE/API2/Replication.pm
  'GET /cluster/replication/{id}': replicated('VM.Audit'),
  'POST /cluster/replication': replicated('VM.Replicate', '9.0'),
  'PUT /cluster/replication/{id}': replicated('VM.Replicate', '9.0'),
  'DELETE /cluster/replication/{id}': replicated('VM.Replicate', '9.0'),
  'GET /nodes/{node}/replication/{id}/status': replicated('VM.Audit'),
  'GET /nodes/{node}/replication/{id}/log': (call) =>
    or(replicated('VM.Audit')(call), all(call.path('/nodes/{node}'), 'Sys.Audit')),
  'POST /nodes/{node}/replication/{id}/schedule_now': replicated('VM.Replicate'),
  // pve-access-control src/PVE/API2/AccessControl.pm: one's own, and a user those of its tokens.
  'GET /access/permissions': (call) => {
    const userid = call.text('userid') ?? call.identity;
    const own = userid === call.identity || userid.startsWith(`${call.identity}!`);
    return own ? nothing : all('/access', 'Sys.Audit');
  },
  // pve-manager PVE/API2/Pool.pm
  'GET /pools': (call) => (call.has('poolid') ? all(call.path('/pool/{poolid}'), 'Pool.Audit') : nothing),
  // pve-storage src/PVE/API2/Disks/*.pm
  ...Object.fromEntries(
    ['directory', 'lvm', 'lvmthin', 'zfs'].flatMap((kind): [string, CodeCheck][] => [
      [`POST /nodes/{node}/disks/${kind}`, onlyWith('add_storage')],
      [`DELETE /nodes/{node}/disks/${kind}/{name}`, onlyWith('cleanup-config')],
    ]),
  ),
  // pve-manager PVE/API2/Ceph/Pool.pm
  'POST /nodes/{node}/ceph/pool': onlyWith('add_storages'),
  'DELETE /nodes/{node}/ceph/pool/{name}': onlyWith('remove_storages'),
  // pve-manager PVE/API2/Backup.pm
  'POST /cluster/backup': (call) => all(`/storage/${call.text('storage') ?? 'local'}`, 'Datastore.Allocate'),
};

/** The id of a replication job begins with that of its guest: `101-0`. */
function replicated(privilege: string, since = '7.0'): CodeCheck {
  return (call) => {
    const [vmid = '{vmid}'] = call.text('id')?.split('-') ?? [];
    return call.host.isAtLeast(since) ? all(`/vms/${vmid}`, privilege) : nothing;
  };
}

function onlyWith(flag: string): CodeCheck {
  return (call) => (call.flag(flag) === true ? all('/storage', 'Datastore.Allocate') : nothing);
}

/** Routes whose code asks for more than they declare, in ways that are not described here. */
const more: readonly RegExp[] = [
  /^(?:POST|PUT) \/nodes\/\{node\}\/qemu\/\{vmid\}\/(?:config|cloudinit|clone|move_disk|migrate|remote_migrate|resize|monitor|mtunnel|snapshot\/\{snapname\}\/rollback|status\/suspend|unlink)$/,
  /^POST \/nodes\/\{node\}\/lxc\/\{vmid\}\/(?:remote_migrate|mtunnel)$/,
  /^PUT \/(?:cluster\/backup\/\{id\}|pools(?:\/\{poolid\})?)$/,
  /^DELETE \/pools(?:\/\{poolid\})?$/,
];

/** Routes that are declared open to any user and are: indexes, and things that everybody may read. */
const openOnes: readonly RegExp[] = [
  /^GET \/access\/roles\/\{roleid\}$/,
  /^GET \/nodes\/\{node\}\/(?:lxc|qemu)\/\{vmid\}(?:\/(?:firewall|status|agent|snapshot\/\{snapname\}))?$/,
  /^GET \/nodes\/\{node\}\/(?:ceph\/osd\/\{osdid\}|tasks\/\{upid\}|replication\/\{id\}|hardware\/pci\/\{[\w-]+\})$/,
];

/** What the code behind a route asks of a call. `open`: the route is declared to be for any user. */
export function codeDemand(call: CallFacts, open: boolean): Demand {
  const { route } = call;
  const check = checks[route];
  if (check !== undefined) return check(call);
  if (more.some((pattern) => pattern.test(route)))
    return unknown('The code behind this route asks for more than it declares, by what is set.');
  // Lists leave out silently what the caller may not see, so anybody may ask for one.
  const isList = /^GET /.test(route) && !/\{(?!node\})/.test(route);
  if (!open || isList || openOnes.some((pattern) => pattern.test(route))) return nothing;
  return unknown('The route declares nothing, and the code behind it decides.');
}

/** Conditions of the table on values that only root@pam may set. */
const forRoot: Readonly<Record<string, (value: string) => boolean>> = {
  'anything but `socket`': (value) => value !== 'socket',
  '`host` other than `spice`': (value) =>
    /(?:^|,)(?:host=)?(?!spice(?:,|$)|mapping=|usb3=)[^,=]+/.test(value),
  '`host` and `romfile`': (value) => /(?:^|,)(?:host=|romfile=|(?![\w-]+=)[^,]+)/.test(value),
  'anything but `login`': (value) => value !== 'login',
};

/** What only root@pam may set, of what the call sets. Containers have rules of their own, which look closer. */
export function rootOnlyDemands(call: CallFacts): Demand[] {
  if (call.route in checks && call.route.includes('/lxc')) return [];
  const listed = Object.entries(routeInfo(call.route)?.rootOnlyParams ?? {});
  return call.keys.flatMap((param): Demand[] => {
    const [, condition] = listed.find(([name]) => nameFits(name, param)) ?? [];
    if (condition === undefined || !(forRoot[condition]?.(call.text(param) ?? '') ?? true)) return [];
    return [{ kind: 'root', param, what: condition === '' ? 'this parameter' : condition }];
  });
}

/** `dev[n]` stands for `dev0`, `dev1` and so on. */
export function nameFits(name: string, param: string): boolean {
  return name.endsWith('[n]')
    ? param.startsWith(name.slice(0, -3)) && /^\d+$/.test(param.slice(name.length - 3))
    : name === param;
}
