import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { type Need, op } from '../../core/op.js';
import { flag, nothing, record } from '../../core/wire.js';
import { slots } from '../../generated/wire-data.js';
import { diskSize, onVm } from './guest.js';
import { bwlimit, numbered, onGuest, seconds, startsTask } from './params.js';

const space: Need = { path: '/storage/{storage}', all: ['Datastore.AllocateSpace'] };

const guest = z.strictObject(onGuest);

const mountPoint = numbered('mp', slots.mp);
const volume = z.union(
  [z.literal('rootfs'), mountPoint, numbered('unused', slots.unused)],
  '`rootfs`, `mpN` or `unusedN` is expected',
);

/** What a running container is moved with. */
const moving = {
  /** A running one is shut down, moved and started: there is no live migration. */
  restart: z.boolean().optional(),
  /** Seconds to wait for its shutdown (180). */
  timeout: seconds.optional(),
  online: z.boolean().optional(),
  bwlimit: bwlimit.optional(),
};

/** Whole containers and their volumes: copied, moved, grown, destroyed. Rows of `lxc`. */
export const copies = {
  /**
   * Destroys a container and its volumes, for good. Task `vzdestroy`. PVE also removes its ACL entries and firewall rules; `purge` takes
   * it out of backup jobs, replication and HA as well. `force` destroys one that runs.
   */
  delete: op(
    'DELETE /nodes/{node}/lxc/{vmid}',
    z.strictObject({
      ...onGuest,
      force: z.boolean().optional(),
      purge: z.boolean().optional(),
      'destroy-unreferenced-disks': z.boolean().optional(),
    }),
    startsTask,
    onVm('VM.Allocate'),
  ),
  /** Copies a container to `newid`. Task `vzclone`, whose id is the **source's** vmid. Of a running one only from a snapshot. */
  clone: op(
    'POST /nodes/{node}/lxc/{vmid}/clone',
    z.strictObject({
      ...onGuest,
      newid: ids.vmid,
      hostname: z.string().max(255).optional(),
      description: z.string().max(8192).optional(),
      pool: z.string().optional(),
      snapname: ids.snapname.optional(),
      /** Only with a full clone. */
      storage: ids.storage.optional(),
      /** Default: yes, but for a template. */
      full: z.boolean().optional(),
      target: ids.node.optional(),
      bwlimit: bwlimit.optional(),
    }),
    startsTask,
    {
      needs: [
        { path: '/vms/{vmid}', all: ['VM.Clone'] },
        { path: '/vms/{newid}', all: ['VM.Allocate'] },
        space,
      ],
    },
  ),
  /** Makes a volume bigger; PVE cannot shrink one. Task `resize`. */
  resize: op(
    'PUT /nodes/{node}/lxc/{vmid}/resize',
    z.strictObject({
      ...onGuest,
      disk: z.union([z.literal('rootfs'), mountPoint], '`rootfs` or `mpN` is expected'),
      size: diskSize,
      digest: ids.digest.optional(),
    }),
    startsTask,
    // PVE takes the parameter `disk` for a configuration key, one of those that need VM.Config.Options.
    { needs: [{ path: '/vms/{vmid}', all: ['VM.Config.Disk', 'VM.Config.Options'] }, space] },
  ),
  /**
   * Moves a volume of a stopped container to another storage, or, with `target-vmid`, to another container of the node
   * (`rootfs` cannot go there). Task `move_volume`. Without `delete` the old volume stays, as `unusedN`; with it, a volume that
   * snapshots use is refused.
   * @throws ConflictError if `digest` is given and the configuration has changed since; LockedError.
   */
  moveVolume: op(
    'POST /nodes/{node}/lxc/{vmid}/move_volume',
    z
      .strictObject({
        ...onGuest,
        volume,
        storage: ids.storage.optional(),
        delete: z.boolean().optional(),
        digest: ids.digest.optional(),
        bwlimit: bwlimit.optional(),
        'target-vmid': ids.vmid.optional(),
        /** Its key there. Default: the same. */
        'target-volume': volume.optional(),
        /** Of the other container's configuration. */
        'target-digest': ids.digest.optional(),
      })
      .refine(
        (value) => (value.storage === undefined) !== (value['target-vmid'] === undefined),
        'say where to: `storage` or `target-vmid`, one of them',
      ),
    startsTask,
    {
      needs: [
        { path: '/vms/{vmid}', all: ['VM.Config.Disk'] },
        { ...space, when: 'storage' },
        { path: '/vms/{target-vmid}', all: ['VM.Config.Disk'], when: 'target-vmid' },
      ],
    },
  ),
  /**
   * Makes a stopped container without snapshots a template, for good: its volumes become the bases of linked clones.
   * **Answers nothing, although a task runs** (`vztemplate`): `tasks.list` with `typefilter: 'vztemplate'`, its
   * `vmid` and `source: 'all'` finds it. A storage that cannot do it shows only there.
   */
  template: op('POST /nodes/{node}/lxc/{vmid}/template', guest, nothing, onVm('VM.Allocate')),

  /** Where it could be moved to, and what stands in the way. Only HA rules count here: storages and bridges do not. Since 9.1. */
  migratePreconditions: op(
    'GET /nodes/{node}/lxc/{vmid}/migrate',
    z.strictObject({ ...onGuest, target: ids.node.optional() }),
    record({
      running: flag,
      'allowed-nodes': z.array(z.string()).optional(),
      /** By node. */
      'not-allowed-nodes': z.record(z.string(), z.unknown()).optional(),
      /** What HA moves with it: `ct:101`. */
      'dependent-ha-resources': z.array(z.string()).optional(),
    }),
    onVm('VM.Migrate'),
  ),
  /** Moves it to another node of the cluster. Task `vzmigrate`, or `hamigrate` of one that HA manages. */
  migrate: op(
    'POST /nodes/{node}/lxc/{vmid}/migrate',
    z.strictObject({
      ...onGuest,
      target: ids.node,
      /** One storage for all volumes, or pairs: `local:tank,old:new`. */
      'target-storage': z.string().optional(),
      ...moving,
    }),
    startsTask,
    {
      needs: [
        { path: '/vms/{vmid}', all: ['VM.Migrate'] },
        { path: '/vms/{vmid}', all: ['VM.Config.Disk'], when: 'target-storage' },
        { path: '/storage/{target-storage}', all: ['Datastore.AllocateSpace'], when: 'target-storage' },
      ],
    },
  ),
  /**
   * Moves it to a host of another cluster. Task `vzmigrate`. Experimental in PVE, and it needs a token of the other
   * host, which this host gets to see.
   */
  remoteMigrate: op(
    'POST /nodes/{node}/lxc/{vmid}/remote_migrate',
    z.strictObject({
      ...onGuest,
      /** `host=HOST,apitoken=PVEAPIToken=USER@REALM!NAME=SECRET,fingerprint=AA:BB:…`. A secret: it is masked everywhere. */
      'target-endpoint': z.string().min(1),
      /** Pairs of bridges, or one for all. */
      'target-bridge': z.string().min(1),
      /** Pairs of storages, or one for all. */
      'target-storage': z.string().min(1),
      /** Default: the same. */
      'target-vmid': ids.vmid.optional(),
      /** Destroy it here afterwards. Default: it stays, stopped and locked (`migrate`). */
      delete: z.boolean().optional(),
      ...moving,
    }),
    startsTask,
    onVm('VM.Migrate'),
  ),
};
