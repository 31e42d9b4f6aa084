// Mutations of containers and virtual machines. Each kind looks at the host, and gives what is to be called there, or
// undefined where nothing fits. Marks make values that no other mutation of the run has.

const template = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';

const guestsOf = ({ world }, kind, fits = () => true) =>
  [...world.guests.values()].filter((guest) => guest.kind === kind && fits(guest));
const stopped = ({ running }) => running === undefined;
const running = ({ running: now }) => now !== undefined;
// A guest that is locked is met now and then, by chance; a locked one is refused.
const some = (story, kind, fits) => {
  const guest = story.random.pick(guestsOf(story, kind, fits));
  return guest && { guest, at: { node: story.node, vmid: guest.vmid } };
};
const withSnapshot = ({ snapshots }) => snapshots.size > 0;
const snapshotOf = (story, guest) => story.random.pick([...guest.snapshots.keys()]);
const plain = ({ config }) => !config.has('protection') && !config.has('template');

function power(kind) {
  const call = (name, fits, params) => (story) => {
    const found = some(story, kind, fits);
    return found && ((client, options) => client[kind][name]({ ...found.at, ...params?.(story) }, options));
  };
  return {
    [`${kind}.start`]: call('start', stopped),
    [`${kind}.stop`]: call('stop', running),
    [`${kind}.shutdown`]: call('shutdown', running, () => ({ timeout: 5, forceStop: true })),
    [`${kind}.reboot`]: call('reboot', running),
  };
}

function snapshots(kind) {
  return {
    [`${kind}.snapshots.create`]: (story) => {
      const found = some(story, kind);
      if (found === undefined) return undefined;
      // A name that was there before, too: an older snapshot of it is no proof.
      const snapname = story.random.chance(0.2)
        ? (snapshotOf(story, found.guest) ?? story.name())
        : story.name();
      const params = { ...found.at, snapname, description: story.mark };
      return (client, options) => client[kind].snapshots.create(params, options);
    },
    [`${kind}.snapshots.update`]: (story) => {
      const found = some(story, kind, withSnapshot);
      if (found === undefined) return undefined;
      const params = { ...found.at, snapname: snapshotOf(story, found.guest), description: story.mark };
      return (client, options) => client[kind].snapshots.update(params, options);
    },
    [`${kind}.snapshots.rollback`]: (story) => {
      const found = some(story, kind, withSnapshot);
      if (found === undefined) return undefined;
      const params = { ...found.at, snapname: snapshotOf(story, found.guest) };
      return (client, options) => client[kind].snapshots.rollback(params, options);
    },
    [`${kind}.snapshots.delete`]: (story) => {
      const found = some(story, kind, withSnapshot);
      if (found === undefined) return undefined;
      const params = { ...found.at, snapname: snapshotOf(story, found.guest) };
      return (client, options) => client[kind].snapshots.delete(params, options);
    },
  };
}

function changes(kind) {
  return {
    [`${kind}.update`]: (story) => {
      const found = some(story, kind);
      if (found === undefined) return undefined;
      const change = story.random.pick([
        { description: story.mark },
        { memory: story.random.between(16, 64) * 16 + story.turn, description: `m ${story.mark}` },
        { tags: [story.name()] },
        kind === 'lxc' ? { hostname: story.name() } : { name: story.name() },
        { description: `two\nlines ${story.mark}`, onboot: story.random.chance(0.5) },
      ]);
      return (client, options) => client[kind].update({ ...found.at, ...change }, options);
    },
    [`${kind}.resize`]: (story) => {
      const found = some(story, kind, plain);
      if (found === undefined) return undefined;
      const disk = kind === 'lxc' ? 'rootfs' : 'scsi0';
      return (client, options) => client[kind].resize({ ...found.at, disk, size: '+1G' }, options);
    },
    [`${kind}.delete`]: (story) => {
      const found = some(
        story,
        kind,
        story.random.chance(0.8) ? (guest) => stopped(guest) && plain(guest) : undefined,
      );
      return found && ((client, options) => client[kind].delete(found.at, options));
    },
  };
}

export const guestKinds = {
  ...power('lxc'),
  ...power('qemu'),
  ...snapshots('lxc'),
  ...snapshots('qemu'),
  ...changes('lxc'),
  ...changes('qemu'),
  'lxc.create': (story) => {
    // Now and then one that is taken.
    const taken = story.random.chance(0.1) ? some(story, 'lxc')?.guest.vmid : undefined;
    const vmid = taken ?? story.vmid();
    const params = { hostname: story.name(), description: story.mark, memory: 128 };
    const disk = { ostemplate: template, rootfs: { volume: 'local-btrfs:1' } };
    return (client, options) =>
      client.lxc.create({ node: story.node, vmid, ...params, ...disk, storage: 'local-btrfs' }, options);
  },
  'lxc.create any': (story) => {
    const params = { node: story.node, vmid: 'any', ostemplate: template, hostname: story.name() };
    return (client, options) => client.lxc.create({ ...params, storage: 'local-btrfs' }, options);
  },
  'lxc.clone': (story) => {
    const found = some(story, 'lxc', stopped);
    if (found === undefined) return undefined;
    const params = { ...found.at, newid: story.vmid(), hostname: story.name(), full: true };
    return (client, options) => client.lxc.clone(params, options);
  },
  'lxc.restore': (story) => {
    const backup = story.random.pick(story.backups());
    if (backup === undefined) return undefined;
    const params = { node: story.node, vmid: story.vmid(), ostemplate: backup, storage: 'local-btrfs' };
    return (client, options) => client.restore.create(params, options);
  },
  'lxc.moveVolume': (story) => {
    const found = some(story, 'lxc', (guest) => stopped(guest) && guest.snapshots.size === 0 && plain(guest));
    if (found === undefined) return undefined;
    const storage = /^local:/.test(found.guest.config.get('rootfs') ?? '') ? 'local-btrfs' : 'local';
    const params = { ...found.at, volume: 'rootfs', storage, delete: true };
    return (client, options) => client.lxc.moveVolume(params, options);
  },
  'qemu.create': (story) => {
    const params = { node: story.node, vmid: story.vmid(), name: story.name(), description: story.mark };
    return (client, options) =>
      client.qemu.create({ ...params, memory: 256, scsi0: 'local-btrfs:1' }, options);
  },
  'vzdump.create': (story) => {
    const found = some(story, story.random.chance(0.8) ? 'lxc' : 'qemu');
    if (found === undefined) return undefined;
    const params = { node: story.node, vmid: [found.guest.vmid], storage: 'local', mode: 'snapshot' };
    const notes = story.random.chance(0.5) ? { 'notes-template': story.mark } : {};
    return (client, options) => client.vzdump.create({ ...params, ...notes }, options);
  },
};
