import type { Route } from './route.js';
import { accessRoutes } from './routes/access.js';
import { accessFactorRoutes } from './routes/access-factors.js';
import { accessRealmRoutes } from './routes/access-realms.js';
import { accessRightsRoutes } from './routes/access-rights.js';
import { accessUserRoutes } from './routes/access-users.js';
import { acmeRoutes } from './routes/acme.js';
import { backupRoutes } from './routes/backup.js';
import { cephRoutes } from './routes/ceph.js';
import { clusterRoutes } from './routes/cluster.js';
import { clusterBackupRoutes } from './routes/cluster-backup.js';
import { clusterBulkRoutes } from './routes/cluster-bulk.js';
import { clusterFactRoutes } from './routes/cluster-facts.js';
import { clusterHaRoutes } from './routes/cluster-ha.js';
import { clusterHaGroupRoutes } from './routes/cluster-ha-groups.js';
import { clusterHaRuleRoutes } from './routes/cluster-ha-rules.js';
import { clusterJoinRoutes } from './routes/cluster-join.js';
import { clusterMappingRoutes } from './routes/cluster-mapping.js';
import { clusterMetricRoutes } from './routes/cluster-metrics.js';
import { clusterNotificationRoutes } from './routes/cluster-notifications.js';
import { clusterOptionRoutes } from './routes/cluster-options.js';
import { clusterSdnRoutes } from './routes/cluster-sdn.js';
import { consoleRoutes } from './routes/console.js';
import { contentRoutes } from './routes/content.js';
import { downloadRoutes } from './routes/download.js';
import { firewallRoutes } from './routes/firewall.js';
import { firewallGroupRoutes } from './routes/firewall-groups.js';
import { firewallNameRoutes } from './routes/firewall-names.js';
import { graphRoutes } from './routes/graphs.js';
import { indexRoutes } from './routes/indexes.js';
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
import { nodeHardwareRoutes } from './routes/node-hardware.js';
import { nodeLogRoutes } from './routes/node-log.js';
import { nodeNetworkRoutes } from './routes/node-network.js';
import { nodePoolRoutes } from './routes/node-pools.js';
import { nodeScanRoutes } from './routes/node-scan.js';
import { nodeSdnRoutes } from './routes/node-sdn.js';
import { nodeServiceRoutes } from './routes/node-services.js';
import { nodeSettingRoutes } from './routes/node-settings.js';
import { poolRoutes } from './routes/pools.js';
import { pruneRoutes } from './routes/prune.js';
import { qemuRoutes } from './routes/qemu.js';
import { qemuActionRoutes } from './routes/qemu-actions.js';
import { qemuAgentRoutes } from './routes/qemu-agent.js';
import { qemuCloneRoutes } from './routes/qemu-clone.js';
import { qemuConfigRoutes } from './routes/qemu-config.js';
import { qemuDiskRoutes } from './routes/qemu-disks.js';
import { qemuPowerRoutes } from './routes/qemu-power.js';
import { replicationRoutes } from './routes/replication.js';
import { screenRoutes } from './routes/screens.js';
import { sdnFabricRoutes } from './routes/sdn-fabrics.js';
import { snapshotRoutes } from './routes/snapshot.js';
import { storageRoutes } from './routes/storage.js';
import { storageConfigRoutes } from './routes/storage-config.js';
import { taskRoutes } from './routes/task.js';
import { uploadRoutes } from './routes/upload.js';

/** Everything that the simulator answers. */
export const routes: readonly Route[] = [
  ...accessFactorRoutes,
  ...accessRealmRoutes,
  ...accessRightsRoutes,
  ...accessRoutes,
  ...accessUserRoutes,
  ...acmeRoutes,
  ...backupRoutes,
  ...cephRoutes,
  ...clusterBackupRoutes,
  ...clusterBulkRoutes,
  ...clusterFactRoutes,
  ...clusterHaRoutes,
  ...clusterHaGroupRoutes,
  ...clusterJoinRoutes,
  ...clusterHaRuleRoutes,
  ...clusterMappingRoutes,
  ...clusterMetricRoutes,
  ...clusterNotificationRoutes,
  ...clusterOptionRoutes,
  ...clusterRoutes,
  ...clusterSdnRoutes,
  ...consoleRoutes,
  ...contentRoutes,
  ...downloadRoutes,
  ...firewallGroupRoutes,
  ...firewallNameRoutes,
  ...firewallRoutes,
  ...graphRoutes,
  ...indexRoutes,
  ...lxcConfigRoutes,
  ...lxcCopyRoutes,
  ...lxcCreateRoutes,
  ...lxcMigrateRoutes,
  ...lxcPowerRoutes,
  ...lxcRoutes,
  ...lxcVolumeRoutes,
  ...nodeBulkRoutes,
  ...nodeDiskRoutes,
  ...nodeFactRoutes,
  ...nodeHardwareRoutes,
  ...nodeLogRoutes,
  ...nodeNetworkRoutes,
  ...nodePoolRoutes,
  ...nodeRoutes,
  ...nodeScanRoutes,
  ...nodeSdnRoutes,
  ...nodeServiceRoutes,
  ...nodeSettingRoutes,
  ...poolRoutes,
  ...pruneRoutes,
  ...qemuActionRoutes,
  ...qemuAgentRoutes,
  ...qemuCloneRoutes,
  ...qemuConfigRoutes,
  ...qemuDiskRoutes,
  ...qemuPowerRoutes,
  ...qemuRoutes,
  ...replicationRoutes,
  ...screenRoutes,
  ...sdnFabricRoutes,
  ...snapshotRoutes,
  ...storageConfigRoutes,
  ...storageRoutes,
  ...taskRoutes,
  ...uploadRoutes,
];
