import type { Op } from '../core/op.js';
import type { tables } from './resources/tables.js';

type ParamsOf<O> = O extends Op<infer P, infer _R> ? P : never;
type ResultOf<O> = O extends Op<infer _P, infer R> ? R : never;
type RowOf<O> = ResultOf<O> extends readonly (infer Row)[] ? Row : never;
type Tables = typeof tables;

// Parameters and answers by name, for programs that carry them around: in queues, in functions of their own.

export type LxcCreateParams = ParamsOf<Tables['lxc']['create']>;
export type LxcUpdateParams = ParamsOf<Tables['lxc']['update']>;
export type LxcCloneParams = ParamsOf<Tables['lxc']['clone']>;
export type LxcMoveVolumeParams = ParamsOf<Tables['lxc']['moveVolume']>;
export type LxcMigrateParams = ParamsOf<Tables['lxc']['migrate']>;
export type RestoreCreateParams = ParamsOf<Tables['restore']['create']>;
export type VzdumpCreateParams = ParamsOf<Tables['vzdump']['create']>;
export type SnapshotCreateParams = ParamsOf<Tables['lxc']['snapshots']['create']>;
export type LxcListRow = RowOf<Tables['lxc']['list']>;
export type QemuListRow = RowOf<Tables['qemu']['list']>;
export type LxcStatus = ResultOf<Tables['lxc']['status']>;
export type RrdSample = RowOf<Tables['lxc']['rrddata']>;
export type VzdumpDefaults = ResultOf<Tables['vzdump']['defaults']>;
export type Snapshot = RowOf<Tables['lxc']['snapshots']['list']>;
export type ClusterResource = RowOf<Tables['cluster']['resources']>;
export type NodeListRow = RowOf<Tables['nodes']['list']>;
export type NodeStatus = ResultOf<Tables['nodes']['status']>;
export type NodeService = RowOf<Tables['nodes']['services']['list']>;
export type NodeDisk = RowOf<Tables['nodes']['disks']['list']>;
export type NodeRrdRow = RowOf<Tables['nodes']['rrddata']>;
export type ClusterStatusRow = RowOf<Tables['cluster']['status']>;
export type BackupJob = ResultOf<Tables['cluster']['backup']['get']>;
export type BackupJobCreateParams = ParamsOf<Tables['cluster']['backup']['create']>;
export type BackupJobUpdateParams = ParamsOf<Tables['cluster']['backup']['update']>;
export type StorageConfig = ResultOf<Tables['storage']['get']>;
export type StorageState = RowOf<Tables['storage']['onNode']>;
export type StorageVolume = RowOf<Tables['storage']['content']>;
export type DownloadUrlParams = ParamsOf<Tables['storage']['downloadUrl']>;
export type FileRestoreEntry = RowOf<Tables['storage']['fileRestore']['list']>;
export type TaskListRow = RowOf<Tables['tasks']['list']>;
export type Permissions = ResultOf<Tables['access']['permissions']>;
