export type { Audit, AuditEvent } from './audit.js';
export type { Command, FileCommand, Handed, ProcessCommand } from './command.js';
export type { Plan } from './desk.js';
export {
  CommandError,
  type CommandFacts,
  FenceError,
  HelperError,
  type HelperReason,
  MissingProgramError,
  NotRootError,
  OutputError,
  PrivilegedError,
  RefusedError,
  StartError,
  SudoError,
  type SudoReason,
} from './errors.js';
export { ExecRunner, type ExecRunnerOptions } from './exec-runner.js';
export { HelperRunner, type HelperRunnerOptions } from './helper/helper-runner.js';
export type { HelperFacts } from './helper/link.js';
export { type HelperUnits, helperUnits } from './helper/units.js';
export type { DoctorReport, Lack, OperationHealth, RunnerWay } from './host/doctor.js';
export type { HostInfo, ToolInfo } from './host/host.js';
export type { Tool } from './host/tools.js';
export type { Cleaned } from './lxc/cleanup.js';
export type { GoldenContainer } from './lxc/create.js';
export {
  type ContainerFault,
  ContainerFaultError,
  type Left,
  LeftBehindError,
  type Receipt,
} from './lxc/errors.js';
export type { ContainerLook } from './lxc/look.js';
export type { LxcConfig, PendingChange, StorageRoom } from './lxc/output.js';
export type { ChangedContainer, ChangedFeatures, SetFeaturesParams } from './lxc/settings.js';
export type { CreateSpec, LxcFeatures, RestoreSpec, SetSpec } from './lxc/spec.js';
export type { UnlockParams } from './lxc/unlock.js';
export type { CallOptions } from './operation.js';
export { Privileged, type PrivilegedOptions } from './privileged.js';
export { type Program, programs } from './programs.js';
export { type RecordedAnswer, RecordingRunner, type RecordingRunnerOptions } from './recording-runner.js';
export type { Finished, Runner, RunOptions } from './runner.js';
export { parseSensors } from './sensors/parse-sensors.js';
export type { SensorKind, SensorReading } from './sensors/readings.js';
export type { SensorsReport } from './sensors/sensors.js';
export type { LogLines, ServiceChange, ServiceParams } from './service/service.js';
export type { ServiceState } from './service/state.js';
export type { SiteOptions, Transport } from './site.js';
export type { AtaAttribute } from './smart/attributes.js';
export { decodeSmartExit, type SmartExit } from './smart/exit-status.js';
export type { SmartFigures } from './smart/figures.js';
export type { SmartNote, SmartVerdict } from './smart/judgement.js';
export { parseSmartctl, type SmartDevice, type SmartReport, type SmartState } from './smart/report.js';
export { parseSmartctlScan, type SmartScanEntry } from './smart/scan.js';
export type { TemplateOutput, TemplateParams } from './template/run.js';
export type { DeviceUse, UsbDevice } from './usb/inventory.js';
export type { UsbMounted, UsbMountParams } from './usb/mount-check.js';
export { MountError } from './usb/mount-error.js';
export type { MountReason } from './usb/mount-reasons.js';
export type { Mount } from './usb/mount-table.js';
export type { FsType, MountOptions } from './usb/params.js';
export type { UsbStatus } from './usb/status.js';
export type { UsbUnmounted, UsbUnmountParams } from './usb/unmount.js';
