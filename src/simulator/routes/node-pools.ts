import type { Disk } from '../disks.js';
import { fail, invalid, notModelled } from '../errors.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { GiB } from '../volumes.js';
import type { Storage, World } from '../world.js';

const audit = all('/', 'Sys.Audit');
const modify = all('/', 'Sys.Modify');

const took = 3000;
const noZfs = 'zfsutils-linux not installed';

type Kind = 'directory' | 'lvm' | 'lvmthin';

export const nodePoolRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/disks/directory',
    permission: audit,
    protected: true,
    handler: ({ world }) =>
      made(world, 'directory').map(([disk, { name: id, filesystem }]) => ({
        device: `${disk.devpath}1`,
        options: 'defaults',
        path: `/mnt/pve/${id}`,
        type: filesystem,
        unitfile: `/etc/systemd/system/mnt-pve-${id}.mount`,
      })),
  },
  {
    route: 'GET /nodes/{node}/disks/lvm',
    permission: audit,
    protected: true,
    handler: ({ world }) => ({
      leaf: 0,
      children: [...made(world, 'lvm'), ...made(world, 'lvmthin')].map(([disk, { kind, name: id }]) => {
        const free = kind === 'lvm' ? disk.size : 0;
        const volume = { leaf: 1, name: disk.devpath, size: disk.size, free };
        return {
          leaf: 0,
          name: id,
          size: disk.size,
          free,
          lvcount: kind === 'lvm' ? 0 : 1,
          children: [volume],
        };
      }),
    }),
  },
  {
    route: 'GET /nodes/{node}/disks/lvmthin',
    permission: audit,
    protected: true,
    handler: ({ world }) =>
      made(world, 'lvmthin').map(([disk, { name: id }]) => ({
        lv: id,
        vg: id,
        lv_size: disk.size,
        used: 0,
        metadata_size: GiB,
        metadata_used: 10_485_760,
      })),
  },
  ...(['directory', 'lvm', 'lvmthin'] as const).flatMap((kind) => [makeRoute(kind), removeRoute(kind)]),
  {
    route: 'PUT /nodes/{node}/disks/wipedisk',
    permission: 'root',
    protected: true,
    handler: (context) => prepare(context, 'wipedisk'),
  },
  {
    route: 'POST /nodes/{node}/disks/initgpt',
    permission: modify,
    protected: true,
    handler: (context) => prepare(context, 'diskinit'),
  },
  ...['GET /nodes/{node}/disks/zfs', 'GET /nodes/{node}/disks/zfs/{name}'].map(
    (route): Route => ({
      route: route === 'GET /nodes/{node}/disks/zfs' ? route : 'GET /nodes/{node}/disks/zfs/{name}',
      permission: audit,
      protected: true,
      handler: () => {
        throw fail(noZfs);
      },
    }),
  ),
  {
    route: 'POST /nodes/{node}/disks/zfs',
    permission: modify,
    protected: true,
    handler: () => {
      throw fail(noZfs);
    },
  },
  {
    route: 'DELETE /nodes/{node}/disks/zfs/{name}',
    permission: modify,
    protected: true,
    handler: () => {
      throw fail(noZfs);
    },
  },
];

type Made = NonNullable<Disk['holds']>;

/** The disks that were made into a kind of thing. */
export function made(world: World, kind: Kind): [Disk, Made][] {
  return world.system.disks.flatMap((disk): [Disk, Made][] =>
    disk.holds?.kind === kind ? [[disk, disk.holds]] : [],
  );
}

function diskOf(world: World, path: string): Disk {
  const disk = world.system.disks.find(({ devpath }) => devpath === path);
  if (disk === undefined) throw fail(`not a valid block device`);
  return disk;
}

function makeRoute(kind: Kind): Route {
  return {
    route: `POST /nodes/{node}/disks/${kind}`,
    permission: modify,
    protected: true,
    handler: (context) => make(context, kind),
  };
}

function make({ world, caller, params }: Context, kind: Kind): string {
  const id = params.text('name');
  const disk = diskOf(world, params.text('device'));
  if (disk.used !== undefined) throw fail(`device '${disk.devpath}' is already in use`);
  const adds = params.flag('add_storage');
  if (adds) {
    caller.need('/storage', 'Datastore.Allocate');
    if (kind !== 'directory') throw notModelled(`a storage of the type '${kind}' that is not disabled`);
    if (world.storages.has(id)) throw fail(`storage ID '${id}' already defined`);
  }
  if (
    kind !== 'directory' &&
    [...made(world, 'lvm'), ...made(world, 'lvmthin')].some(([, { name: vg }]) => vg === id)
  )
    throw fail(`volume group with name '${id}' already exists on node '${world.node.name}'`);
  const filesystem = params.maybe('filesystem') ?? 'ext4';
  const type = { directory: 'dircreate', lvm: 'lvmcreate', lvmthin: 'lvmthincreate' }[kind];
  return world.tasks.start(caller.authId, type, id, function* (output) {
    if (disk.used !== undefined) throw fail(`device '${disk.devpath}' is already in use`);
    output.line(
      kind === 'directory'
        ? `# /sbin/sgdisk -n1 -t1:8300 ${disk.devpath}`
        : `  Volume group "${id}" successfully created`,
    );
    yield took;
    disk.used = kind === 'directory' ? 'mounted' : 'LVM';
    disk.holds = { kind, name: id, filesystem };
    if (!adds) return;
    const path = `/mnt/pve/${id}`;
    const storage: Storage = {
      id,
      type: 'dir',
      content: ['rootdir', 'images', 'iso', 'backup', 'vztmpl', 'snippets'],
      options: { path, is_mountpoint: 1, nodes: world.node.name },
      shared: false,
      online: true,
      total: disk.size,
      base: 0,
      volumes: new Map(),
    };
    // Its definition is known everywhere; only this node has the disk.
    for (const node of world.cluster.nodes)
      node.storages.set(id, { ...storage, online: node === world, volumes: new Map() });
  }).upid;
}

function removeRoute(kind: Kind): Route {
  return {
    route: `DELETE /nodes/{node}/disks/${kind}/{name}`,
    permission: modify,
    protected: true,
    handler: ({ world, caller, params }) => {
      const id = params.text('name');
      if (params.flag('cleanup-config')) caller.need('/storage', 'Datastore.Allocate');
      const type = { directory: 'dirremove', lvm: 'lvmremove', lvmthin: 'lvmthinremove' }[kind];
      const subject = kind === 'lvmthin' ? `${params.text('volume-group')}-${id}` : id;
      return world.tasks.start(caller.authId, type, subject, function* () {
        const [found] = made(world, kind).filter(([, made]) => made.name === id);
        if (found === undefined) throw fail(missing(kind, id, subject));
        yield took;
        const [disk] = found;
        if (params.flag('cleanup-config'))
          for (const { storages } of world.cluster.nodes) storages.delete(id);
        delete disk.holds;
        disk.used = params.flag('cleanup-disks') ? undefined : disk.used;
      }).upid;
    },
  };
}

function missing(kind: Kind, id: string, subject: string): string {
  if (kind === 'lvm') return `no such volume group '${id}'`;
  if (kind === 'lvmthin') return `no such thin pool ${subject.replace('-', '/')}`;
  return `could not find unit file for '${id}'`;
}

/** Clears a disk, or writes an empty table on it. */
function prepare({ world, caller, params }: Context, type: 'wipedisk' | 'diskinit'): string {
  const path = params.text('disk');
  if (!path.startsWith('/dev/')) throw invalid({ disk: 'value does not match the regex pattern' });
  const disk = diskOf(world, path);
  if (disk.used === 'partitions' || disk.used === 'mounted')
    throw fail(`disk/partition '${path}' is mounted`);
  if (disk.holds !== undefined) throw fail(`disk/partition '${path}' has a holder`);
  return world.tasks.start(caller.authId, type, path.slice(5), function* () {
    yield 500;
    // An empty table has nothing on it that would be in use.
    disk.used = undefined;
  }).upid;
}
