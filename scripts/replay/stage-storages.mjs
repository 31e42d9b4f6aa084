// Storages, and what lies on them, as an answer says that they were.

import { clean } from './clean.mjs';
import { fileConfig } from './stage-guests.mjs';

export function stageStorage(world, id, facts, change) {
  const old = world.storages.get(id);
  if (facts === null) {
    if (old !== undefined) change(`storage ${id} goes`, { storages: { [id]: null } });
    return;
  }
  const { type, content, online, disable } = facts;
  const { options = {} } = old ?? {};
  const spec = {
    ...(old === undefined && type !== undefined ? { type } : {}),
    ...(content !== undefined && !sameList(old?.content, content.split(','))
      ? { content: content.split(',') }
      : {}),
    ...(disable !== undefined && Number(options.disable ?? 0) !== Number(disable)
      ? { options: { ...options, disable: Number(disable) } }
      : {}),
    ...(online !== undefined && disable === undefined && old?.online === !online ? { online } : {}),
  };
  if (old === undefined || Object.keys(spec).length > 0)
    change(`storage ${id}`, { storages: { [id]: spec } });
}

function sameList(one = [], other = []) {
  return [...one].sort().join() === [...other].sort().join();
}

export function stageVolume(world, volid, facts, story, change) {
  const [storage, volname] = [volid.slice(0, volid.indexOf(':')), volid.slice(volid.indexOf(':') + 1)];
  const old = world.storages.get(storage)?.volumes.get(volname);
  const volumes = (spec) => ({ storages: { [storage]: { volumes: { [volname]: spec } } } });
  if (facts === null) {
    if (old !== undefined) change(`volume ${volid} goes`, volumes(null));
    return;
  }
  const { size, notes, protected: kept, format, ctime } = facts;
  const wanted = clean({ size, notes, protected: kept, format, ctime });
  if (old === undefined || Object.entries(wanted).some(([key, value]) => old[key] !== value)) {
    if (world.storages.get(storage) === undefined)
      change(`storage ${storage}`, { storages: { [storage]: {} } });
    const config = old === undefined ? backedUp(world, volname, story) : undefined;
    change(`volume ${volid}`, volumes({ ...wanted, ...(config === undefined ? {} : { config }) }));
  }
}

/** What a backup that was made elsewhere holds: the guest that it is named after, as far as that is known. */
function backedUp(world, volname, story) {
  const vmid = /^backup\/vzdump-lxc-(\d+)-/.exec(volname)?.[1];
  if (vmid === undefined) return undefined;
  const guest = world.guests.get(Number(vmid));
  if (guest?.kind === 'lxc') {
    const { lock: _, ...config } = Object.fromEntries(guest.config);
    return config;
  }
  const ahead = story.configAhead(Number(vmid));
  return ahead === undefined
    ? { arch: 'amd64', memory: 64, ostype: 'debian', rootfs: 'local:8', swap: 0, unprivileged: 1 }
    : fileConfig(ahead);
}

export function removeOtherVolumes(world, key, volids, change) {
  const [id, content] = key.split('/');
  for (const volume of [...(world.storages.get(id)?.volumes.values() ?? [])])
    if ((content === '*' || volume.content === content) && !volids.includes(`${id}:${volume.volname}`))
      change(`volume ${id}:${volume.volname} goes`, {
        storages: { [id]: { volumes: { [volume.volname]: null } } },
      });
}
