import { tables } from '../client/resources/tables.js';
import type { Table } from '../core/op.js';

const { version, nodes, cluster, lxc, restore, vzdump, storage, tasks, access } = tables;

/**
 * The operations that a report judges: what it takes to look after containers. Those that administer the host, the cluster
 * and its users are left out, because a report advises how to get what is missing, and nobody should be led to give a
 * token Sys.Modify or Sys.PowerMgmt for the sake of a complete list. `client.can` and `felhom-agent role` answer for these.
 */
export const reported = {
  version,
  nodes: { list: nodes.list, status: nodes.status },
  cluster: { resources: cluster.resources, nextid: cluster.nextid, tasks: cluster.tasks },
  lxc: {
    list: lxc.list,
    status: lxc.status,
    config: lxc.config,
    pending: lxc.pending,
    interfaces: lxc.interfaces,
    create: lxc.create,
    update: lxc.update,
    start: lxc.start,
    stop: lxc.stop,
    shutdown: lxc.shutdown,
    reboot: lxc.reboot,
    suspend: lxc.suspend,
    resume: lxc.resume,
    delete: lxc.delete,
    clone: lxc.clone,
    resize: lxc.resize,
    migrate: lxc.migrate,
    console: lxc.termproxy,
    snapshots: {
      list: lxc.snapshots.list,
      create: lxc.snapshots.create,
      rollback: lxc.snapshots.rollback,
      delete: lxc.snapshots.delete,
    },
  },
  restore: { create: restore.create },
  vzdump: { create: vzdump.create },
  storage: {
    list: storage.list,
    get: storage.get,
    onNode: storage.onNode,
    status: storage.status,
    content: storage.content,
    volume: storage.volume,
  },
  tasks,
  access: { permissions: access.permissions },
} satisfies Table;
