import { checkConfigChange } from '../config-permission.js';
import { updateConfig } from '../config-update.js';
import { resizeLog } from '../disk-log.js';
import { ApiError, fail, invalid } from '../errors.js';
import {
  checkDigest,
  configRow,
  configValue,
  digestOf,
  diskSize,
  mergedConfig,
  parseMount,
  printMount,
  snapshotRow,
} from '../guest-config.js';
import { whenFree } from '../guest-work.js';
import { lxcFields, mountSchema } from '../lxc-schema.js';
import { propertyErrors } from '../property-string.js';
import { checkConfigWrite } from '../quorum.js';
import type { Context, Route } from '../route.js';
import { all, any } from '../rule.js';
import { fieldOf } from '../schema.js';
import { parseSize, pathOf, sizeText, splitVolid } from '../volumes.js';
import { activeStorage, type Config, checkLock, container, type Guest } from '../world.js';
import { snapshotOf } from './snapshot.js';

/** A container's configuration: read, change, what waits for a start; and growing a disk. */

const path = '/vms/{vmid}';
const audit = all(path, 'VM.Audit');

export const lxcConfigRoutes: readonly Route[] = [
  {
    route: 'GET /nodes/{node}/lxc/{vmid}/config',
    permission: audit,
    handler: ({ world, params }) => {
      const guest = container(world, params.int('vmid'));
      const snapshot = params.maybe('snapshot');
      const digest = digestOf(guest);
      if (snapshot !== undefined) return { ...snapshotRow(snapshotOf(guest, snapshot)), digest };
      const config = params.flag('current') ? guest.config : mergedConfig(guest);
      return { ...configRow(config), ...(guest.raw.length === 0 ? {} : { lxc: guest.raw }), digest };
    },
  },
  {
    route: 'GET /nodes/{node}/lxc/{vmid}/pending',
    permission: audit,
    handler: ({ world, params }) => pendingRows(container(world, params.int('vmid'))),
  },
  {
    route: 'PUT /nodes/{node}/lxc/{vmid}/config',
    permission: any(
      path,
      'VM.Config.Disk',
      'VM.Config.CPU',
      'VM.Config.Memory',
      'VM.Config.Network',
      'VM.Config.Options',
    ),
    protected: true,
    handler: putConfig,
  },
  {
    route: 'PUT /nodes/{node}/lxc/{vmid}/resize',
    permission: any(path, 'VM.Config.Disk'),
    protected: true,
    handler: resize,
  },
];

function pendingRows(guest: Guest): object[] {
  const rows = [...guest.config].map(([key, value]) => {
    const pending = guest.pending.get(key);
    const removal = guest.pendingDeletes.get(key);
    return {
      key,
      value: configValue(key, value),
      ...(pending === undefined ? {} : { pending: configValue(key, pending) }),
      ...(removal === undefined ? {} : { delete: removal }),
    };
  });
  const fresh = [...guest.pending]
    .filter(([key]) => !guest.config.has(key))
    .map(([key, value]) => ({ key, pending: configValue(key, value) }));
  return [...rows, ...fresh, { key: 'digest', value: digestOf(guest) }];
}

async function putConfig({ world, caller, params }: Context): Promise<void> {
  const vmid = params.int('vmid');
  const control = new Set(['node', 'vmid', 'digest', 'delete', 'revert']);
  const set: Config = new Map(
    params
      .keys()
      .filter((key) => !control.has(key))
      .map((key) => [key, params.text(key)]),
  );
  const remove = params.list('delete');
  const revert = params.list('revert');
  if (set.size === 0 && remove.length === 0 && revert.length === 0) throw fail('no options specified');
  const guest = container(world, vmid);
  for (const key of remove) {
    if (set.has(key))
      throw invalid({ delete: `you can't use '-${key}' and -delete ${key}' at the same time` });
    if (fieldOf(lxcFields, key) === undefined) throw invalid({ delete: `unknown option '${key}'` });
  }
  for (const key of revert) {
    if (fieldOf(lxcFields, key) === undefined) throw invalid({ revert: `unknown option '${key}'` });
  }
  const unprivileged = guest.config.get('unprivileged') === '1';
  checkConfigChange(world, caller, {
    vmid,
    old: guest.config,
    set,
    remove: [...remove, ...revert],
    unprivileged,
  });
  await whenFree(world, guest);
  checkLock(guest);
  checkDigest(guest, params.maybe('digest'));
  updateConfig(world, guest, { set, remove, revert });
}

function resize({ world, caller, params }: Context): string {
  const vmid = params.int('vmid');
  const guest = container(world, vmid);
  checkLock(guest);
  // PVE asks for each parameter as for a configuration key, and takes `disk` for one that it does not know.
  caller.need(`/vms/${vmid}`, 'VM.Config.Options');
  checkDigest(guest, params.maybe('digest'));
  const key = params.text('disk');
  const text = guest.config.get(key) ?? '';
  const errors = text === '' ? propertyErrors(mountSchema, text) : {};
  if (Object.keys(errors).length > 0) throw new ApiError(500, 'format error', { errors });
  const mount = parseMount(key, text);
  const { storage, volname } = splitVolid(mount.volid);
  caller.need(`/storage/${storage}`, 'Datastore.AllocateSpace');
  const before = diskSize(world, mount);
  const size = params.text('size');
  const after = size.startsWith('+') ? before + parseSize(size.slice(1)) : parseSize(size);
  if (after < before) throw fail('unable to shrink disk size');
  if (after === before) throw fail('disk is already at specified size');
  return world.tasks.start(caller.authId, 'resize', vmid, function* (output) {
    const volume = activeStorage(world, storage).volumes.get(volname);
    if (volume === undefined) throw fail(`volume '${mount.volid}' does not exist`);
    yield 300;
    checkConfigWrite(world, guest);
    output.line('Image resized.');
    yield 500;
    volume.size = after;
    mount.properties.set('size', sizeText(after));
    guest.config.set(key, printMount(mount));
    const path = pathOf(activeStorage(world, storage), volname);
    for (const line of resizeLog(path, after, guest.running !== undefined)) output.line(line);
  }).upid;
}
