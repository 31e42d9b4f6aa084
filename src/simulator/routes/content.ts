import type { Caller } from '../acl.js';
import { seconds } from '../clock.js';
import { fail, notModelled } from '../errors.js';
import type { Context, Route } from '../route.js';
import { all, any } from '../rule.js';
import type { Params } from '../schema.js';
import {
  addVolume,
  checkVolumeAccess,
  GiB,
  KiB,
  MiB,
  parseVolname,
  pathOf,
  splitVolid,
  usedOf,
} from '../volumes.js';
import { activeStorage, type Storage, type Volume, type World } from '../world.js';

/** What lies in a storage. */

export const contentRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/storage/{storage}/content',
    permission: any('/storage/{storage}', 'Datastore.Audit', 'Datastore.AllocateSpace'),
    protected: true,
    handler: ({ world, caller, params }) => {
      const storage = activeStorage(world, params.text('storage'));
      const [content, vmid] = [params.maybe('content'), params.maybeInt('vmid')];
      return [...storage.volumes.values()]
        .filter((volume) => content === undefined || volume.content === content)
        .filter((volume) => vmid === undefined || volume.vmid === vmid)
        .filter((volume) => maySee(caller, storage, volume))
        .map((volume) => contentRow(storage, volume));
    },
  },
  {
    route: 'POST /nodes/{node}/storage/{storage}/content',
    permission: all('/storage/{storage}', 'Datastore.AllocateSpace'),
    protected: true,
    handler: allocate,
  },
  {
    route: 'GET /nodes/{node}/storage/{storage}/content/{volume}',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      const { storage, volume } = volumeOf(world, caller, params);
      const size = usedOf(volume);
      const facts = { path: pathOf(storage, volume.volname), used: size };
      if (volume.content === 'rootdir') return { ...facts, size: volume.size, format: volume.format };
      // Whatever is no disk counts as raw bytes here.
      const row = { ...facts, size, format: 'raw' };
      if (volume.content !== 'backup') return row;
      return {
        ...row,
        ...(volume.notes === undefined ? {} : { notes: volume.notes }),
        protected: volume.protected ? 1 : 0,
      };
    },
  },
  {
    route: 'PUT /nodes/{node}/storage/{storage}/content/{volume}',
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      const { storage, volume } = volumeOf(world, caller, params);
      if (volume.content !== 'backup' && (params.has('notes') || params.has('protected'))) {
        throw fail(`attributes are not supported for '${volume.content}' on storage type '${storage.type}'`);
      }
      if (params.has('notes')) volume.notes = params.text('notes') === '' ? undefined : params.text('notes');
      if (params.has('protected')) volume.protected = params.flag('protected');
    },
  },
  {
    route: 'DELETE /nodes/{node}/storage/{storage}/content/{volume}',
    permission: 'everyone',
    protected: true,
    handler: removeVolume,
  },
  {
    // Open to root@pam itself only; nothing else of it is modelled.
    route: 'POST /nodes/{node}/storage/{storage}/content/{volume}',
    permission: 'root',
    protected: true,
    handler: () => {
      throw notModelled("'POST /nodes/{node}/storage/{storage}/content/{volume}'");
    },
  },
];

/** Items that a caller has no right to are left out without a word. */
function maySee(caller: Caller, storage: Storage, volume: Volume): boolean {
  const path = `/storage/${storage.id}`;
  if (caller.has(path, 'Datastore.Allocate')) return true;
  const guest = `/vms/${volume.vmid}`;
  if (volume.content === 'backup')
    return caller.has(path, 'Datastore.AllocateSpace') && caller.has(guest, 'VM.Backup');
  if (volume.content === 'rootdir' || volume.content === 'images') {
    return caller.has(path, 'Datastore.Audit') && caller.has(guest, 'VM.Config.Disk');
  }
  return true;
}

function contentRow(storage: Storage, volume: Volume): object {
  const row = {
    volid: `${storage.id}:${volume.volname}`,
    content: volume.content,
    format: volume.format,
    size: volume.size,
    ctime: volume.ctime,
    ...(volume.vmid === undefined ? {} : { vmid: volume.vmid }),
  };
  if (volume.content === 'rootdir' || volume.content === 'images')
    return { ...row, used: usedOf(volume), parent: null };
  if (volume.content !== 'backup') return row;
  const [notes] = (volume.notes ?? '').split('\n');
  return {
    ...row,
    subtype: volume.volname.includes('vzdump-qemu-') ? 'qemu' : 'lxc',
    ...(notes === '' ? {} : { notes }),
    ...(volume.protected ? { protected: 1 } : {}),
  };
}

/** The volume of the path: with or without its storage in front. */
function volumeOf(world: World, caller: Caller, params: Params): { storage: Storage; volume: Volume } {
  const volid = volidOf(params);
  checkVolumeAccess(world, caller, volid);
  const { storage: id, volname } = splitVolid(volid);
  const storage = activeStorage(world, id);
  const volume = storage.volumes.get(volname);
  if (volume === undefined) throw fail(`volume_size_info on '${volid}' failed - no format`);
  return { storage, volume };
}

function volidOf(params: Params): string {
  const text = params.text('volume');
  return text.includes(':') ? text : `${params.maybe('storage') ?? ''}:${text}`;
}

async function removeVolume({ world, caller, params }: Context): Promise<string | null> {
  const volid = volidOf(params);
  const { storage: id, volname } = splitVolid(volid);
  const { content, vmid } = parseVolname(volname);
  if (content === 'backup' && vmid !== undefined) {
    caller.need(`/storage/${id}`, 'Datastore.AllocateSpace');
    caller.need(`/vms/${vmid}`, 'VM.Backup');
  } else {
    caller.need(`/storage/${id}`, 'Datastore.Allocate');
  }
  activeStorage(world, id);
  const subject = vmid === undefined ? id : `${vmid}@${id}`;
  const task = world.tasks.start(caller.authId, 'imgdel', subject, function* (output) {
    const storage = activeStorage(world, id);
    if (storage.volumes.get(volname)?.protected === true) {
      throw fail(`cannot remove protected volume '${volname}' on '${id}'`);
    }
    yield 300;
    storage.volumes.delete(volname);
    output.line(`Removed volume '${volid}'`);
  });
  const delay = params.maybeInt('delay');
  if (delay !== undefined) {
    await new Promise<void>((resolve) => {
      const cancel = world.clock.after(delay * 1000, resolve);
      void world.tasks.ended(task).then(() => {
        cancel();
        resolve();
      });
    });
    if (task.exitstatus === 'OK') return null;
  }
  return task.upid;
}

function allocate({ world, params }: Context): string {
  const storage = activeStorage(world, params.text('storage'));
  const [vmid, name] = [params.int('vmid'), params.text('filename')];
  const match = /^(?:vm|base|subvol)-(\d+)-\S+\.(raw|qcow2|vmdk|subvol)$/.exec(name);
  if (match === null) throw fail(`unable to parse volume filename '${name}'`);
  if (Number(match[1]) !== vmid) throw fail(`illegal name '${name}' - should be 'vm-${vmid}-*'`);
  const volname = `${vmid}/${name}`;
  if (storage.volumes.has(volname)) throw fail(`disk image '${pathOf(storage, volname)}' already exists`);
  const [, number = '0', unit = ''] = /^(\d+)([MG]?)$/.exec(params.text('size')) ?? [];
  // Without a unit it is KiB here, unlike everywhere else.
  const size = Number(number) * (unit === 'G' ? GiB : unit === 'M' ? MiB : KiB);
  addVolume(storage, {
    volname,
    content: 'rootdir',
    format: match[2] ?? 'raw',
    size,
    ctime: seconds(world.clock),
    vmid,
  });
  return `${storage.id}:${volname}`;
}
