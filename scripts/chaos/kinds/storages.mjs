// Mutations of storages and of what lies on them.

const volumes = ({ world }, id, content) =>
  [...(world.storages.get(id)?.volumes.values() ?? [])]
    .filter((volume) => volume.content === content)
    .map(({ volname }) => `${id}:${volname}`);

const contents = [
  ['vztmpl'],
  ['iso', 'backup'],
  ['backup'],
  ['snippets'],
  ['iso', 'vztmpl'],
  ['iso', 'snippets'],
];

export const storageKinds = {
  'storage.upload': (story) => {
    // Sometimes a file that is there already, which is overwritten.
    const again = story.random.chance(0.2) ? story.random.pick(story.kept('iso')) : undefined;
    const filename = again ?? story.keep('iso', `${story.name()}.iso`);
    const source = Buffer.alloc(story.random.between(1, 400), `iso ${story.mark} `);
    return (client, options) =>
      client.storage.upload(
        { node: story.node, storage: 'local', content: 'iso', filename, source },
        options,
      );
  },
  'storage.deleteVolume': (story) => {
    const own = volumes(story, 'local', 'iso').filter((volume) => !volume.includes('debian'));
    const backups = volumes(story, 'local', 'backup');
    const volume = story.random.pick(story.random.chance(0.6) ? own : backups);
    const params = { node: story.node, storage: 'local', volume };
    return volume && ((client, options) => client.storage.deleteVolume(params, options));
  },
  'storage.allocateVolume': (story) => {
    const guest = story.random.pick([...story.world.guests.values()]);
    if (guest === undefined) return undefined;
    const { vmid } = guest;
    const filename = `vm-${vmid}-${story.name()}.raw`;
    const params = { node: story.node, storage: 'local', vmid, filename, size: '4M' };
    return (client, options) => client.storage.allocateVolume(params, options);
  },
  'storage.updateVolume': (story) => {
    const volume = story.random.pick(volumes(story, 'local', 'backup'));
    const params = { node: story.node, storage: 'local', volume, notes: story.mark };
    return volume && ((client, options) => client.storage.updateVolume(params, options));
  },
  'storage.create': (story) => {
    const storage = story.keep('storage', story.name());
    const params = { storage, type: 'dir', path: `/srv/${storage}`, content: ['iso'] };
    return (client, options) => client.storage.create(params, options);
  },
  'storage.update': (story) => {
    const storage = story.random.pick(story.kept('storage'));
    const content = storage && story.next(`content ${storage}`, contents);
    const params = { storage, content };
    return content && ((client, options) => client.storage.update(params, options));
  },
  'storage.delete': (story) => {
    const storage = story.random.pick(story.kept('storage').filter((id) => story.world.storages.has(id)));
    return storage && ((client, options) => client.storage.delete({ storage }, options));
  },
};
