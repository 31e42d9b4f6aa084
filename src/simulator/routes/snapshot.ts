import { seconds } from '../clock.js';
import { drivesOf } from '../drives.js';
import { fail } from '../errors.js';
import { configValue, digestOf, mountsOf, snapshotRow } from '../guest-config.js';
import { bringUp, holding, whenFree } from '../guest-work.js';
import { machine } from '../machine.js';
import type { Route } from '../route.js';
import { all, any } from '../rule.js';
import type { Work } from '../tasks.js';
import { parseSize, pathOf, roomIn, splitVolid } from '../volumes.js';
import { checkLock, container, type Guest, type Snapshot, storageOf, type World } from '../world.js';
import { hasFeature } from './lxc.js';

/** Snapshots: only their names are looked at before the task, everything else shows in it. */

const path = '/vms/{vmid}';
const took = { create: 1400, remove: 900, rollback: 1600 };

/** A kind of guests: how to find one, and what its tasks are called. */
interface Kind {
  readonly name: 'lxc' | 'qemu';
  readonly find: (world: World, vmid: number) => Guest;
  readonly task: 'vz' | 'qm';
  /** Names that nobody may give. */
  readonly reserved: readonly string[];
}

const kinds: readonly Kind[] = [
  { name: 'lxc', find: container, task: 'vz', reserved: ['current', 'vzdump'] },
  {
    name: 'qemu',
    find: machine,
    task: 'qm',
    reserved: ['current', 'pending'],
  },
];

const routesOf = (kind: Kind): readonly Route[] => [
  {
    route: `GET /nodes/{node}/${kind.name}/{vmid}/snapshot`,
    permission: all(path, 'VM.Audit'),
    protected: true,
    handler: ({ world, params }) => {
      const guest = kind.find(world, params.int('vmid'));
      const parent = guest.config.get('parent');
      return [
        ...[...guest.snapshots].map(([name, snapshot]) => ({
          name,
          description: configValue('description', snapshot.description),
          snaptime: snapshot.snaptime,
          ...(snapshot.parent === undefined ? {} : { parent: snapshot.parent }),
          ...(snapshot.state === undefined ? {} : { snapstate: snapshot.state }),
        })),
        {
          name: 'current',
          description: 'You are here!',
          digest: digestOf(guest),
          running: guest.running === undefined ? 0 : 1,
          ...(parent === undefined ? {} : { parent }),
        },
      ];
    },
  },
  {
    route: `POST /nodes/{node}/${kind.name}/{vmid}/snapshot`,
    permission: all(path, 'VM.Snapshot'),
    protected: true,
    handler: ({ world, caller, params }) => {
      const [vmid, name] = [params.int('vmid'), params.text('snapname')];
      if (kind.reserved.includes(name)) throw fail(`unable to use snapshot name '${name}' (reserved name)`);
      const description = params.maybe('description') ?? '';
      return world.tasks.start(caller.authId, `${kind.task}snapshot`, vmid, () =>
        create(world, () => kind.find(world, vmid), name, description),
      ).upid;
    },
  },
  {
    route: `GET /nodes/{node}/${kind.name}/{vmid}/snapshot/{snapname}`,
    permission: 'everyone',
    handler: () => [{ cmd: 'rollback' }, { cmd: 'config' }],
  },
  {
    route: `DELETE /nodes/{node}/${kind.name}/{vmid}/snapshot/{snapname}`,
    permission: all(path, 'VM.Snapshot'),
    protected: true,
    handler: ({ world, caller, params }) => {
      const [vmid, name] = [params.int('vmid'), params.text('snapname')];
      return world.tasks.start(caller.authId, `${kind.task}delsnapshot`, vmid, () =>
        remove(world, () => kind.find(world, vmid), name),
      ).upid;
    },
  },
  {
    route: `GET /nodes/{node}/${kind.name}/{vmid}/snapshot/{snapname}/config`,
    permission: any(path, 'VM.Snapshot', 'VM.Snapshot.Rollback', 'VM.Audit'),
    handler: ({ world, params }) =>
      snapshotRow(snapshotOf(kind.find(world, params.int('vmid')), params.text('snapname'))),
  },
  {
    route: `PUT /nodes/{node}/${kind.name}/{vmid}/snapshot/{snapname}/config`,
    permission: all(path, 'VM.Snapshot'),
    protected: true,
    handler: async ({ world, params }) => {
      const guest = kind.find(world, params.int('vmid'));
      await whenFree(world, guest);
      checkLock(guest);
      const snapshot = snapshotOf(guest, params.text('snapname'));
      snapshot.description = params.maybe('description') ?? snapshot.description;
    },
  },
  {
    route: `POST /nodes/{node}/${kind.name}/{vmid}/snapshot/{snapname}/rollback`,
    permission: any(path, 'VM.Snapshot', 'VM.Snapshot.Rollback'),
    protected: true,
    handler: ({ world, caller, params }) => {
      const [vmid, name] = [params.int('vmid'), params.text('snapname')];
      const work = (): Work => rollback(world, () => kind.find(world, vmid), name, params.flag('start'));
      return world.tasks.start(caller.authId, `${kind.task}rollback`, vmid, work).upid;
    },
  },
];

/** Snapshots of containers and of virtual machines. */
export const snapshotRoutes: readonly Route[] = kinds.flatMap(routesOf);

// A guest is looked for in the task: that there is none shows only there.

export function snapshotOf(guest: Guest, name: string): Snapshot {
  const snapshot = guest.snapshots.get(name);
  if (snapshot === undefined) throw fail(`snapshot '${name}' does not exist`);
  return snapshot;
}

function* create(world: World, find: () => Guest, name: string, description: string): Work {
  const guest = find();
  checkLock(guest);
  if (guest.snapshots.has(name)) throw fail(`snapshot name '${name}' already used`);
  if (!hasFeature(world, guest, 'snapshot')) throw fail('snapshot feature is not available');
  const config = new Map(guest.config);
  const parent = config.get('parent');
  for (const key of ['parent', 'lock', 'description']) config.delete(key);
  const snapshot: Snapshot = {
    config,
    snaptime: seconds(world.clock),
    parent,
    description,
    state: 'prepare',
  };
  guest.snapshots.set(name, snapshot);
  let done = false;
  try {
    yield* holding(
      world,
      guest,
      'snapshot',
      (function* () {
        yield took.create;
        checkRoom(world, guest);
      })(),
    );
    snapshot.state = undefined;
    guest.config.set('parent', name);
    done = true;
  } finally {
    if (!done) guest.snapshots.delete(name);
  }
}

/** A snapshot writes down at least itself. */
function checkRoom(world: World, guest: Guest): void {
  const disks = guest.kind === 'lxc' ? mountsOf(guest.config) : drivesOf(guest.config);
  for (const { volid } of disks) {
    const { storage: id, volname } = splitVolid(volid);
    const storage = storageOf(world, id);
    if (roomIn(storage) > 0) continue;
    const path = pathOf(storage, volname).replace(/\/disk\.raw$/, '');
    throw fail(
      `command 'btrfs -- subvolume snapshot -r -- ${path} ${path}@snap' failed: ERROR: cannot snapshot '${path}': No space left on device`,
    );
  }
}

function* remove(world: World, find: () => Guest, name: string): Work {
  const guest = find();
  const snapshot = snapshotOf(guest, name);
  snapshot.state = 'delete';
  try {
    yield* holding(
      world,
      guest,
      'snapshot-delete',
      (function* () {
        yield took.remove;
      })(),
    );
  } finally {
    snapshot.state = undefined;
  }
  guest.snapshots.delete(name);
  // Those that came after it hang on to what it came after.
  for (const [other, later] of guest.snapshots) {
    if (later.parent === name) guest.snapshots.set(other, { ...later, parent: snapshot.parent });
  }
  if (guest.config.get('parent') === name) {
    if (snapshot.parent === undefined) guest.config.delete('parent');
    else guest.config.set('parent', snapshot.parent);
  }
}

function* rollback(world: World, find: () => Guest, name: string, start: boolean): Work {
  const guest = find();
  const snapshot = snapshotOf(guest, name);
  if (guest.config.get('template') === '1') throw fail("you can't rollback a template");
  yield* holding(
    world,
    guest,
    'rollback',
    (function* () {
      guest.running = undefined;
      yield took.rollback;
    })(),
  );
  const description = guest.config.get('description');
  guest.config = new Map(snapshot.config);
  guest.config.set('parent', name);
  if (description !== undefined) guest.config.set('description', description);
  guest.pending.clear();
  guest.pendingDeletes.clear();
  resetDisks(world, guest);
  if (start) bringUp(world, guest);
}

/** Disks get the size back that they had in the snapshot. */
function resetDisks(world: World, guest: Guest): void {
  for (const mount of mountsOf(guest.config)) {
    if (mount.type !== 'volume') continue;
    const { storage, volname } = splitVolid(mount.volid);
    const volume = world.storages.get(storage)?.volumes.get(volname);
    const size = mount.properties.get('size');
    if (volume !== undefined && size !== undefined) volume.size = parseSize(size);
  }
}
