import { seconds } from '../clock.js';
import { fail, invalid, notModelled } from '../errors.js';
import type { Context, Route } from '../route.js';
import { all } from '../rule.js';
import { addVolume, checkVolumeAccess, lacksRoom, MiB, pathOf } from '../volumes.js';
import { activeStorage, storageOf } from '../world.js';

/** Files that are brought to a storage, and out of its backups. */

export const uploadRoutes: readonly Route[] = [
  {
    route: 'POST /nodes/{node}/storage/{storage}/upload',
    permission: all('/storage/{storage}', 'Datastore.AllocateTemplate'),
    protected: true,
    upload: true,
    handler: upload,
  },
  {
    route: 'GET /nodes/{node}/storage/{storage}/file-restore/list',
    permission: 'everyone',
    protected: true,
    handler: openBackup,
  },
  {
    route: 'GET /nodes/{node}/storage/{storage}/file-restore/download',
    permission: 'everyone',
    protected: true,
    handler: openBackup,
  },
];

/** Only backups on a Proxmox Backup Server can be opened, and this host has none. */
function openBackup({ world, caller, params }: Context): never {
  const storage = storageOf(world, params.text('storage'));
  const volume = params.text('volume');
  const named = /^([a-z][a-z0-9\-_.]*[a-z0-9]):/i.exec(volume)?.[1];
  if (named !== undefined && named !== storage.id)
    throw invalid({ volume: `storage ID mismatch (${named} != ${storage.id}).` });
  const prefix = named !== undefined ? '' : `${storage.id}:${volume.startsWith('backup/') ? '' : 'backup/'}`;
  checkVolumeAccess(world, caller, `${prefix}${volume}`, { type: 'backup' });
  throw invalid({ storage: 'Only PBS storages supported for file-restore.' });
}

/** The node that was asked takes the file, and copies it to another one by itself. */
function upload({ world, door, caller, params, file }: Context): string {
  const id = params.text('storage');
  const content = params.text('content');
  const storage = storageOf(world, id);
  if (file === undefined) throw fail('missing temporary file name');
  const filename = normalize(params.text('filename'));
  const format = formatOf(content, filename);
  if (!storage.content.includes(content)) throw fail(`storage '${id}' does not support '${content}' content`);
  if (content !== 'iso' && content !== 'vztmpl') throw notModelled(`an upload of '${content}'`);
  if (world.down !== undefined) {
    const command = `/usr/bin/ssh -o 'BatchMode=yes' ${world.node.ip} -- /usr/sbin/pvesm status --storage ${id}`;
    throw fail(
      `can't activate storage '${id}' on node '${world.node.name}': command '${command}' failed: exit code 255`,
    );
  }
  activeStorage(world, id);
  const volname = `${content}/${filename}`;
  const path = pathOf(storage, volname);
  const { tmpfilename, size, checksum: got } = file;
  const wanted = params.maybe('checksum');
  const work = door.tasks.start(caller.authId, 'imgcopy', '', function* (output) {
    output.line(`starting file import from: ${tmpfilename}`);
    if (wanted !== undefined) {
      yield timeFor(size);
      const right = got?.toLowerCase() === wanted.toLowerCase();
      output.line(`calculating checksum...${right ? 'OK, checksum verified' : ''}`);
      if (!right) throw fail(`checksum mismatch: got '${got}' != expect '${wanted}'`);
    }
    output.line(`target node: ${params.text('node')}`);
    output.line(`target file: ${path}`);
    // The size of nothing is the empty string to Perl.
    output.line(`file size is: ${size === 0 ? '' : size}`);
    const copy =
      world === door
        ? `cp -- ${tmpfilename} ${path}`
        : `/usr/bin/scp -o BatchMode=yes -p -- ${tmpfilename} [${world.node.ip}]:${path}`;
    output.line(`command: ${copy}`);

    yield timeFor(size);
    if (lacksRoom(storage, size, volname)) {
      output.line(`${world === door ? 'cp' : 'scp'}: error writing '${path}': No space left on device`);
      storage.volumes.delete(volname);
      throw fail(`import failed: command '${copy}' failed: exit code 1`);
    }
    addVolume(storage, { volname, content, format, size, ctime: seconds(world.clock), vmid: undefined });
    output.line('finished file import successfully');
  });
  return work.upid;
}

/** The name that PVE makes of a name. */
export function normalize(name: string): string {
  return name
    .replace(/\n$/, '')
    .replace(/^.*[/\\]/s, '')
    .replace(/[^a-zA-Z0-9_.-]/g, '_');
}

export function formatOf(content: string, filename: string): string {
  if (content === 'iso') {
    if (/.\.(?:iso|img)$/i.test(filename)) return 'iso';
    throw invalid({ filename: 'wrong file extension' });
  }
  if (content === 'vztmpl') {
    const packed = /.\.tar(?:\.(gz|xz|zst|bz2))?$/i.exec(filename);
    if (packed !== null) return packed[1] === undefined ? 'tar' : `t${packed[1]}`;
    throw invalid({ filename: 'wrong file extension' });
  }
  const image = /.\.(ova|qcow2|raw|vmdk)$/.exec(filename);
  if (image === null) throw invalid({ filename: 'invalid filename or wrong extension' });
  return image[1] ?? '';
}

/** Milliseconds to read a file once. */
function timeFor(size: number): number {
  return 100 + size / ((500 * MiB) / 1000);
}
