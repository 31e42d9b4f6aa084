import type { Route } from './route.js';
import { accessRoutes } from './routes/access.js';
import { accessRightsRoutes } from './routes/access-rights.js';
import { accessUserRoutes } from './routes/access-users.js';
import { backupRoutes } from './routes/backup.js';
import { clusterRoutes } from './routes/cluster.js';
import { clusterBackupRoutes } from './routes/cluster-backup.js';
import { clusterOptionRoutes } from './routes/cluster-options.js';
import { consoleRoutes } from './routes/console.js';
import { contentRoutes } from './routes/content.js';
import { firewallRoutes } from './routes/firewall.js';
import { lxcRoutes } from './routes/lxc.js';
import { lxcConfigRoutes } from './routes/lxc-config.js';
import { lxcCopyRoutes } from './routes/lxc-copy.js';
import { lxcCreateRoutes } from './routes/lxc-create.js';
import { lxcMigrateRoutes } from './routes/lxc-migrate.js';
import { lxcPowerRoutes } from './routes/lxc-power.js';
import { lxcVolumeRoutes } from './routes/lxc-volume.js';
import { nodeRoutes } from './routes/node.js';
import { nodeBulkRoutes } from './routes/node-bulk.js';
import { nodeDiskRoutes } from './routes/node-disks.js';
import { nodeFactRoutes } from './routes/node-facts.js';
import { nodeLogRoutes } from './routes/node-log.js';
import { nodeServiceRoutes } from './routes/node-services.js';
import { poolRoutes } from './routes/pools.js';
import { pruneRoutes } from './routes/prune.js';
import { qemuRoutes } from './routes/qemu.js';
import { qemuCloneRoutes } from './routes/qemu-clone.js';
import { qemuPowerRoutes } from './routes/qemu-power.js';
import { snapshotRoutes } from './routes/snapshot.js';
import { storageRoutes } from './routes/storage.js';
import { taskRoutes } from './routes/task.js';
import { uploadRoutes } from './routes/upload.js';

/** Everything that the simulator answers. */
export const routes: readonly Route[] = [
  ...accessRoutes,
  ...accessRightsRoutes,
  ...accessUserRoutes,
  ...backupRoutes,
  ...clusterRoutes,
  ...clusterBackupRoutes,
  ...clusterOptionRoutes,
  ...consoleRoutes,
  ...contentRoutes,
  ...firewallRoutes,
  ...lxcRoutes,
  ...lxcConfigRoutes,
  ...lxcCopyRoutes,
  ...lxcCreateRoutes,
  ...lxcMigrateRoutes,
  ...lxcPowerRoutes,
  ...lxcVolumeRoutes,
  ...nodeRoutes,
  ...nodeBulkRoutes,
  ...nodeDiskRoutes,
  ...nodeFactRoutes,
  ...nodeLogRoutes,
  ...nodeServiceRoutes,
  ...poolRoutes,
  ...pruneRoutes,
  ...qemuRoutes,
  ...qemuCloneRoutes,
  ...qemuPowerRoutes,
  ...snapshotRoutes,
  ...storageRoutes,
  ...taskRoutes,
  ...uploadRoutes,
];
