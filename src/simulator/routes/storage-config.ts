import { fail, notModelled } from '../errors.js';
import { reaches } from '../outside.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { fieldOf, type Params, splitList } from '../schema.js';
import { assertDigest } from '../sections.js';
import { type StorageKind, storageFields, storageKinds, storageSecrets } from '../storage-kinds.js';
import { GiB, MiB } from '../volumes.js';
import { isDisabled, type Storage, storageOf, type World } from '../world.js';
import { attempt } from './pools.js';
import { storagesDigest } from './storage.js';

/** The configuration of storages: which there are, and what they are used for. */

const manage = all('/storage', 'Datastore.Allocate');

export const storageConfigRoutes: readonly Route[] = [
  {
    route: 'POST /storage',
    permission: manage,
    protected: true,
    handler: create,
  },
  {
    route: 'PUT /storage/{storage}',
    permission: manage,
    protected: true,
    handler: update,
  },
  {
    route: 'DELETE /storage/{storage}',
    permission: manage,
    protected: true,
    handler: ({ world, params }) =>
      attempt('delete storage', () => {
        const { id } = storageOf(world, params.text('storage'));
        if ([...world.storages.values()].some(({ options }) => String(options['base']).startsWith(`${id}:`)))
          throw fail("can't remove storage - storage is used as base of another storage");
        // What lies in it stays where it is; nobody sees it any more.
        for (const { storages } of world.cluster.nodes) storages.delete(id);
        const { acl, pools } = world.accounts;
        acl.splice(0, acl.length, ...acl.filter(({ path }) => path !== `/storage/${id}`));
        for (const pool of pools.values()) pool.storages.delete(id);
      }),
  },
];

type Options = Record<string, string | number>;

function kindOf(name: string): StorageKind {
  const kind = new Map(Object.entries(storageKinds)).get(name);
  if (kind === undefined) throw new TypeError(`there is no storage type '${name}'`);
  return kind;
}

/** What a request says of a storage of a type, secrets left out. */
function given(kind: StorageKind, params: Params): Options {
  const allowed = new Set([...kind.fixed.map((key) => key.replace(/\?$/, '')), ...kind.optional]);
  const options: Options = {};
  for (const key of params.keys()) {
    const known = fieldOf(storageFields, key);
    if (known === undefined) continue;
    if (!allowed.has(key)) throw fail(`unexpected property '${key}'`);
    if (key === 'encryption-key' && params.text(key) === 'autogen')
      throw notModelled("making an encryption key ('autogen')");
    // An empty list of nodes is no restriction.
    if (storageSecrets.has(key) || (key === 'nodes' && params.text(key) === '')) continue;
    options[key] = known.type === 'string' ? params.text(key) : Number(params.text(key));
  }
  return options;
}

function create({ world, params }: Context): object {
  const [id, typeName] = [params.text('storage'), params.text('type')];
  const kind = kindOf(typeName);
  const options = given(kind, params);
  if (kind.files && !kind.fixed.includes('path') && options['path'] === undefined)
    options['path'] = `/mnt/pve/${id}`;
  for (const key of kind.fixed)
    if (!key.endsWith('?') && options[key] === undefined)
      throw fail(`missing value for required option '${key}'`);
  return attempt('create storage', () => {
    if (world.storages.has(id)) throw fail(`storage ID '${id}' already defined`);
    const storage = built(world, { id, type: typeName }, options);
    if (!isDisabled(storage)) checkActivation(storage, kind);
    for (const { storages } of world.cluster.nodes)
      storages.set(id, storage.shared ? { ...storage } : { ...storage, volumes: new Map() });
    return { storage: id, type: typeName };
  });
}

/** A storage as its options have it. */
function built(
  world: World,
  { id, type: typeName }: Pick<Storage, 'id' | 'type'>,
  options: Options,
  old?: Storage,
): Storage {
  const kind = kindOf(typeName);
  const { content, ...rest } = options;
  const [sample] = [...world.storages.values()].filter(({ type: other }) => other === 'dir');
  return {
    id,
    type: typeName,
    content: content === undefined ? kind.content : splitList(String(content)),
    options: rest,
    shared: kind.shared || rest['shared'] === 1,
    online: isOnline(kind, rest),
    // A folder of the root file system has as much room as that has.
    total: old?.total ?? (kind.shared ? 2048 * GiB : (sample?.total ?? 94 * GiB)),
    base: old?.base ?? (kind.shared ? 64 * MiB : (sample?.base ?? 0)),
    volumes: old?.volumes ?? new Map(),
  };
}

/** Nothing but folders is there: no volume groups, no pools, and servers only as far as the host reaches any. */
function isOnline({ files }: StorageKind, options: Options): boolean {
  const { server } = options;
  return files && (server === undefined || reaches(String(server)));
}

/** Each type has words of its own for what is not there. */
function checkActivation({ id, type: typeName, options, online }: Storage, { files }: StorageKind): void {
  if (online) return;
  if (files) throw fail(`storage '${id}' is not online`);
  if (typeName === 'pbs') {
    const server = `${options['server']}:${options['port'] ?? 8007}`;
    if (!reaches(String(options['server'])))
      throw fail(`${id}: error fetching datastores - 500 Can't connect to ${server} (Connection refused)`);
  }
  if (typeName === 'lvm' || typeName === 'lvmthin') throw fail(`no such volume group '${options['vgname']}'`);
  if (typeName === 'zfspool')
    throw fail(
      `could not activate storage '${id}', zfs error: cannot import '${options['pool']}': no such pool available`,
    );
  throw notModelled(`a storage of the type '${typeName}' that is not disabled`);
}

function update({ world, params }: Context): object {
  const id = params.text('storage');
  return attempt('update storage', () => {
    assertDigest(storagesDigest(world), params.maybe('digest'));
    const storage = storageOf(world, id);
    const kind = kindOf(storage.type);
    for (const key of kind.fixed)
      if (params.has(key.replace(/\?$/, '')))
        throw fail(`can't change value of fixed parameter '${key.replace(/\?$/, '')}'`);
    const changes = given(kind, params);
    const options: Options = { ...storage.options, content: storage.content.join(','), ...changes };
    for (const key of params.list('delete')) {
      if (kind.fixed.includes(key)) throw fail(`unable to delete required option '${key}'`);
      if (kind.fixed.includes(`${key}?`)) throw fail(`unable to delete fixed option '${key}'`);
      if (!kind.optional.includes(key)) throw fail(`no such option '${key}'`);
      if (changes[key] !== undefined) throw fail(`cannot set and delete property '${key}' at the same time!`);
      delete options[key];
    }
    for (const node of world.cluster.nodes) {
      const old = storageOf(node, id);
      // One that was away stays away, whatever its new options say.
      node.storages.set(id, { ...built(node, old, options, old), online: old.online });
    }
    return { storage: id, type: storage.type };
  });
}
