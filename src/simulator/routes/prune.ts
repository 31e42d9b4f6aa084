import { markBackups, type PruneChoice } from '../prune.js';
import type { Route } from '../route.js';
import { any } from '../rule.js';
import type { Params } from '../schema.js';
import type { TaskOutput, Work } from '../tasks.js';
import { activeStorage, storageOf, type World } from '../world.js';

/** Old backups: which would go, and away with them. */

const path = '/nodes/{node}/storage/{storage}/prunebackups';

export const pruneRoutes: readonly Route[] = [
  {
    route: `GET ${path}`,
    permission: any('/storage/{storage}', 'Datastore.Audit', 'Datastore.AllocateSpace'),
    protected: true,
    handler: ({ world, params }) => {
      const storage = activeStorage(world, params.text('storage'));
      return markBackups(storage, choiceOf(params)).map(({ volume, ctime, type, vmid, mark }) => ({
        volid: `${storage.id}:${volume.volname}`,
        ctime,
        type,
        mark,
        ...(vmid === undefined ? {} : { vmid }),
      }));
    },
  },
  {
    route: `DELETE ${path}`,
    permission: 'everyone',
    protected: true,
    handler: ({ world, caller, params }) => {
      const [id, vmid] = [params.text('storage'), params.maybeInt('vmid')];
      if (vmid === undefined) {
        caller.need(`/storage/${id}`, 'Datastore.Allocate');
      } else {
        caller.need(`/storage/${id}`, 'Datastore.AllocateSpace');
        caller.need(`/vms/${vmid}`, 'VM.Backup');
      }
      const subject = vmid === undefined ? id : `${vmid}@${id}`;
      const choice = choiceOf(params);
      return world.tasks.start(caller.authId, 'prunebackups', subject, (output) =>
        prune(world, id, choice, output),
      ).upid;
    },
  },
];

function choiceOf(params: Params): PruneChoice {
  return { rules: params.maybe('prune-backups'), vmid: params.maybeInt('vmid'), type: params.maybe('type') };
}

function* prune(world: World, id: string, choice: PruneChoice, output: TaskOutput): Work {
  storageOf(world, id);
  const storage = activeStorage(world, id);
  for (const { volume, mark } of markBackups(storage, choice)) {
    if (mark !== 'remove') continue;
    output.line(`removing backup '${id}:${volume.volname}'`);
    yield 200;
    storage.volumes.delete(volume.volname);
  }
}
