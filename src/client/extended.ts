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
 * this takes where one time limit is for all of the call.
 */
export function extended(loading: Loading, tasks: Tasks, clock: Clock): Extended {
  const { bound } = loading;
  const nodeConsole: NodeConsole = {
    console: (params, options) => loading.call('consoles', options, ({ node }, given) => node(params, given)),
  };
  const lxcMore: LxcChanges & LxcConsole = {
    update: ((params: LxcUpdateParams, second, options) =>
      typeof second === 'function'
        ? loading.call('changes', options, ({ change }, given) => change(params, second, given))
        : bound.lxc.update(params, second)) as LxcUpdate,
    console: (params, options) => loading.call('consoles', options, ({ lxc }, given) => lxc(params, given)),
  };
  const jobs: Pick<BackupJobs, 'run'> = {
    run: async (params, options) => (await loading.load('jobs')).run(params, options),
  };
  const vmids: Pick<Cluster, 'reserve'> = {
    reserve: (options) => loading.call('vmids', options, ({ reserve }, given) => reserve(given)),
  };
  const guests: Guests = {
    list: async (options) => (await loading.load('guests')).list(options),
    find: async (vmid, options) => (await loading.load('guests')).find(vmid, options),
  };
  const restores: Restores = {
    plan: async (params, options) => (await loading.load('restores')).plan(params, options),
    create: (restore, options) =>
      loading.call('restores', options, ({ create }, given) => create(restore, given)),
  };
  const files: StorageFiles = {
    upload: (params, options) => loading.call('files', options, ({ upload }, given) => upload(params, given)),
    fileRestore: {
      download: (params, options) =>
        loading.call('files', options, ({ fileRestore }, given) => fileRestore.download(params, given)),
    },
  };
  const results: BackupResults = {
    wait: async (upid, options) => {
      const started = clock.now();
      const { backupsOf } = await loading.load('backups');
      return backupsOf(tasks).wait(upid, options, started);
    },
    result: async (upid, options) => {
      const { backupsOf } = await loading.load('backups');
      return backupsOf(tasks).result(upid, options);
    },
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
