import type { Route } from './route.js';
import { accessRoutes } from './routes/access.js';
import { backupRoutes } from './routes/backup.js';
import { clusterRoutes } from './routes/cluster.js';
import { contentRoutes } from './routes/content.js';
import { lxcRoutes } from './routes/lxc.js';
import { lxcConfigRoutes } from './routes/lxc-config.js';
import { lxcCopyRoutes } from './routes/lxc-copy.js';
import { lxcCreateRoutes } from './routes/lxc-create.js';
import { lxcPowerRoutes } from './routes/lxc-power.js';
import { lxcSnapshotRoutes } from './routes/lxc-snapshot.js';
import { nodeRoutes } from './routes/node.js';
import { storageRoutes } from './routes/storage.js';
import { taskRoutes } from './routes/task.js';

/** Everything that the simulator answers. */
export const routes: readonly Route[] = [
  ...accessRoutes,
  ...backupRoutes,
  ...clusterRoutes,
  ...contentRoutes,
  ...lxcRoutes,
  ...lxcConfigRoutes,
  ...lxcCopyRoutes,
  ...lxcCreateRoutes,
  ...lxcPowerRoutes,
  ...lxcSnapshotRoutes,
  ...nodeRoutes,
  ...storageRoutes,
  ...taskRoutes,
];
