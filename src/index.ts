export type { BackupGuests, BackupResult } from './client/backups.js';
export { type CertificateInfo, inspectCertificate, normalizeFingerprint } from './client/certificate.js';
export { Client } from './client/client.js';
export { type Clock, systemClock } from './client/clock.js';
export type { BackupJobRun, BackupJobs, Cluster } from './client/cluster.js';
export type { ConsoleOptions, OpenConsole } from './client/console.js';
export type { ConsoleEnd, ConsoleStream } from './client/console-stream.js';
export type {
  BreakerEvent,
  ClientEvents,
  ErrorFacts,
  FailoverEvent,
  RequestFacts,
  RetryEvent,
} from './client/diagnostics.js';
export { type FetchLike, fetchTransport } from './client/fetch-transport.js';
export type { FollowOptions } from './client/follow.js';
export { nextFreeSlot, type SlotName } from './client/free-slot.js';
export type { VmidReservation } from './client/free-vmid.js';
export type { Guest, GuestList, GuestsOptions, GuestsProblem } from './client/guests.js';
export type { ChangeOptions, ChangeResult, LxcPatch, LxcRef } from './client/lxc-update.js';
export {
  type BreakerOptions,
  type ClientOptions,
  type Credentials,
  defaultTimeouts,
  type Logger,
  type SecretSource,
  type Timeouts,
} from './client/options.js';
export type { NodeUrl, UrlOption } from './client/places.js';
export { formatProperties, type Properties, parseProperties } from './client/property-strings.js';
export type { ReconcileEvent, ReconcileOptions } from './client/reconcile/options.js';
export type { LxcConfig, LxcSnapshotConfig } from './client/resources/lxc-config.js';
export type { RestoreFinding } from './client/restore-plan.js';
export type { RestorePlan, RestorePlanParams } from './client/restores.js';
export type {
  CanOptions,
  MissingPrivileges,
  Rights,
  RootOnly,
  Verdict,
} from './client/rights/verdict.js';
export type { FileRestoreDownloadParams, StorageFiles } from './client/storage.js';
export type { LogLine, LogPage, TaskLog } from './client/task-log.js';
export type { TaskWait, TaskWaitState } from './client/task-wait.js';
export type { LogOptions, TaskStatus, Tasks } from './client/tasks.js';
export type {
  BodySink,
  RequestTimeouts,
  StreamBody,
  Transport,
  TransportRequest,
  TransportResponse,
} from './client/transport-types.js';
export type {
  BackupJob,
  BackupJobCreateParams,
  BackupJobUpdateParams,
  ClusterResource,
  ClusterStatusRow,
  DownloadUrlParams,
  FileRestoreEntry,
  FirewallRule,
  FirewallRuleParams,
  LxcCloneParams,
  LxcCreateParams,
  LxcListRow,
  LxcMigrateParams,
  LxcMoveVolumeParams,
  LxcStatus,
  LxcUpdateParams,
  NodeDisk,
  NodeListRow,
  NodeRrdRow,
  NodeService,
  NodeStatus,
  Permissions,
  Pool,
  PrunedBackup,
  QemuCloneParams,
  QemuCreateParams,
  QemuListRow,
  QemuStatus,
  QemuUpdateParams,
  RestoreCreateParams,
  RrdSample,
  Snapshot,
  SnapshotCreateParams,
  StorageConfig,
  StorageCreateParams,
  StorageState,
  StorageVolume,
  TaskListRow,
  VzdumpCreateParams,
  VzdumpDefaults,
} from './client/types.js';

export type { UploadOptions, UploadParams, UploadProgress } from './client/upload.js';
export type { UploadSource } from './client/upload-source.js';
export type { TaskResult, WaitOptions } from './client/wait.js';
export type { TaskOutcome, WaitAllOptions, WaitAllResult } from './client/wait-all.js';
export type { TaskPollEvent } from './client/waiting/poll-events.js';
export type { TaskProgress } from './client/waiting/progress.js';
export type { PropertyFormat } from './client/wire-facts.js';
export type { BackupConfig } from './core/backup-config.js';
export type { Params, ParamValue } from './core/codec.js';
export {
  AbortedError,
  ConnectionError,
  type ConnectionKind,
  type Sent,
  TimeoutError,
  type TimeoutPhase,
  TlsPinError,
} from './core/connection-errors.js';
export {
  BackupError,
  type BackupGuest,
  type Issue,
  isPveError,
  ParamsError,
  PveError,
  type PveErrorCode,
  ResponseShapeError,
  RestoreRefusedError,
  type ShapeReason,
  SourceError,
  type SourceReason,
  TaskError,
  TaskTimeoutError,
} from './core/errors.js';
export { type ExitStatus, parseExitStatus } from './core/exitstatus.js';
export {
  AuthenticationError,
  ConflictError,
  HttpError,
  type HttpFacts,
  LockedError,
  type MissingKind,
  NotFoundError,
  PermissionError,
  ProxyError,
} from './core/http-errors.js';
export { type Before, type ClockOffset, type Intent, readIntent } from './core/intent.js';
export { withoutMarker } from './core/marker.js';
export type { CallOptions } from './core/op.js';
export { DidNotHappenError, OutcomeUnknownError, type Reconciled } from './core/outcome-errors.js';
export { type PermissionDetail, parsePermission } from './core/permission.js';
export { type Problem, problemIn } from './core/problem.js';
export type { Parsed, PropertyValue } from './core/property-string.js';
export type { Method, Route } from './core/route.js';
export { parseProgressLine, type WorkProgress } from './core/task-progress.js';
export { formatUpid, isUpid, parseUpid, type Upid, type UpidParts } from './core/upid.js';
export {
  allocate,
  type ExistingVolume,
  existingVolume,
  isNewVolume,
  type NewVolume,
} from './core/volume.js';
