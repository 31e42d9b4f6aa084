import type { BackupResults } from './backups.js';
import type { Client } from './client.js';
import type { Clock } from './clock.js';
import type { BackupJobs, Cluster } from './cluster.js';
import type { LxcConsole, NodeConsole } from './consoles.js';
import type { Guests } from './guests.js';
import type { Loading } from './loading.js';
import type { LxcChanges, LxcUpdate } from './lxc-update.js';
import type { Restores } from './restores.js';
import type { StorageFiles } from './storage.js';
import type { Tasks } from './tasks.js';
import type { LxcUpdateParams } from './types.js';

type Extended = Pick<Client, 'nodes' | 'cluster' | 'guests' | 'lxc' | 'restore' | 'storage' | 'vzdump'>;

/**
 * The resources that can do more than their tables have. Each of these calls loads what does it; `call` counts the time that
 * this takes, where one time limit is for all of the call.
 */
export function extended(loading: Loading, tasks: Tasks, clock: Clock): Extended {
  const { bound } = loading;
  const nodeConsole: NodeConsole = {
    console: (params, options) =>
      loading.call('consoles', params, options, ({ node }, taken, given) => node(taken, given)),
  };
  const lxcMore: LxcChanges & LxcConsole = {
    update: ((params: LxcUpdateParams, second, options) =>
      typeof second === 'function'
        ? loading.call('changes', params, options, ({ change }, taken, given) => change(taken, second, given))
        : bound.lxc.update(params, second)) as LxcUpdate,
    console: (params, options) =>
      loading.call('consoles', params, options, ({ lxc }, taken, given) => lxc(taken, given)),
  };
  const jobs: Pick<BackupJobs, 'run'> = {
    run: (params, options) =>
      loading.calls('jobs', params, options, ({ run }, taken, given) => run(taken, given)),
  };
  const vmids: Pick<Cluster, 'reserve'> = {
    reserve: (options) =>
      loading.call('vmids', undefined, options, ({ reserve }, _, given) => reserve(given)),
  };
  const guests: Guests = {
    list: (options) => loading.calls('guests', undefined, options, (finder, _, given) => finder.list(given)),
    find: (vmid, options) =>
      loading.calls('guests', vmid, options, (finder, taken, given) => finder.find(taken, given)),
  };
  const restores: Restores = {
    plan: (params, options) =>
      loading.calls('restores', params, options, ({ plan }, taken, given) => plan(taken, given)),
    create: (restore, options) =>
      loading.call('restores', restore, options, ({ create }, taken, given) => create(taken, given)),
  };
  const files: StorageFiles = {
    upload: (params, options) =>
      loading.call('files', params, options, ({ upload }, taken, given) => upload(taken, given)),
    fileRestore: {
      download: (params, options) =>
        loading.call('files', params, options, ({ fileRestore }, taken, given) =>
          fileRestore.download(taken, given),
        ),
    },
  };
  const results: BackupResults = {
    wait: (upid, options) => {
      const started = clock.now();
      return loading.calls('backups', upid, options, ({ backupsOf }, taken, given) =>
        backupsOf(tasks).wait(taken, given, started),
      );
    },
    result: (upid, options) =>
      loading.calls('backups', upid, options, ({ backupsOf }, taken, given) =>
        backupsOf(tasks).result(taken, given),
      ),
  };
  return {
    nodes: Object.freeze({ ...bound.nodes, ...nodeConsole }),
    cluster: Object.freeze({
      ...bound.cluster,
      ...vmids,
      backup: Object.freeze({ ...bound.cluster.backup, ...jobs }),
    }),
    guests: Object.freeze(guests),
    lxc: Object.freeze({ ...bound.lxc, ...lxcMore }),
    restore: Object.freeze({ ...bound.restore, ...restores }),
    storage: Object.freeze({
      ...bound.storage,
      ...files,
      fileRestore: Object.freeze({ ...bound.storage.fileRestore, ...files.fileRestore }),
    }),
    vzdump: Object.freeze({ ...bound.vzdump, ...results }),
  };
}
