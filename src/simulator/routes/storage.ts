import { createHash } from 'node:crypto';
import { invalid } from '../errors.js';
import type { Route } from '../route.js';
import { all, any } from '../rule.js';
import { usageOf } from '../volumes.js';
import { enabledStorage, isDisabled, type Storage, storageOf, type World } from '../world.js';

/** Storages: how they are configured, and how they are. */

const mayLook = any('/storage/{storage}', 'Datastore.Audit', 'Datastore.AllocateSpace');

export const storageRoutes: readonly Route[] = [
  {
    route: 'GET /storage',
    permission: 'everyone',
    handler: ({ world, caller, params }) => {
      const type = params.maybe('type');
      return [...world.storages.values()]
        .filter((storage) =>
          caller.hasAny(`/storage/${storage.id}`, 'Datastore.Audit', 'Datastore.AllocateSpace'),
        )
        .filter((storage) => type === undefined || storage.type === type)
        .map((storage) => configRow(world, storage));
    },
  },
  {
    route: 'GET /storage/{storage}',
    permission: all('/storage/{storage}', 'Datastore.Allocate'),
    handler: ({ world, params }) => configRow(world, storageOf(world, params.text('storage'))),
  },
  {
    route: 'GET /nodes/{node}/storage',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      const [id, wanted] = [params.maybe('storage'), params.list('content')];
      return [...world.storages.values()]
        .filter((storage) =>
          caller.hasAny(`/storage/${storage.id}`, 'Datastore.Audit', 'Datastore.AllocateSpace'),
        )
        .filter((storage) => id === undefined || storage.id === id)
        .filter((storage) => !params.flag('enabled') || isEnabled(world, storage))
        .filter((storage) => wanted.length === 0 || wanted.some((kind) => storage.content.includes(kind)))
        .map((storage) => {
          const { total, used } = usageOf(storage);
          const fraction = total === 0 ? {} : { used_fraction: used / total };
          return { storage: storage.id, ...statusRow(world, storage), ...fraction };
        });
    },
  },
  {
    route: 'GET /nodes/{node}/storage/{storage}',
    permission: mayLook,
    handler: () =>
      'content download-url file-restore import-metadata identity oci-registry-pull prunebackups rrd rrddata status upload'
        .split(' ')
        .map((subdir) => ({ subdir })),
  },
  {
    route: 'GET /nodes/{node}/storage/{storage}/status',
    permission: mayLook,
    protected: true,
    handler: ({ world, params }) => {
      const storage = world.storages.get(params.text('storage'));
      if (storage === undefined) throw invalid({ storage: 'No such storage.' });
      return statusRow(world, storage);
    },
  },
];

function isEnabled(world: World, storage: Storage): boolean {
  try {
    return enabledStorage(world, storage.id) === storage;
  } catch {
    return false;
  }
}

function statusRow(world: World, storage: Storage): object {
  return {
    type: storage.type,
    content: storage.content.join(','),
    active: storage.online && !isDisabled(storage) ? 1 : 0,
    enabled: isEnabled(world, storage) ? 1 : 0,
    shared: storage.shared ? 1 : 0,
    ...usageOf(storage),
  };
}

/** SHA-1 of the whole storage configuration. */
export function storagesDigest(world: World): string {
  const everything = [...world.storages.values()].map(({ id, type, content, options }) => ({
    id,
    type,
    content,
    options,
  }));
  return createHash('sha1').update(JSON.stringify(everything)).digest('hex');
}

/** A storage's entry in the configuration, with the digest of all of it. */
function configRow(world: World, storage: Storage): object {
  return {
    storage: storage.id,
    type: storage.type,
    content: storage.content.join(','),
    ...storage.options,
    digest: storagesDigest(world),
  };
}
