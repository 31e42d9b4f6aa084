export type { Audit, AuditEvent } from './audit.js';
export type { Command, FileCommand, Handed, ProcessCommand } from './command.js';
export type { Plan } from './desk.js';
export {
  CommandError,
  type CommandFacts,
  FenceError,
  MissingProgramError,
  NotRootError,
  PrivilegedError,
  RefusedError,
  SudoError,
  type SudoReason,
} from './errors.js';
export { ExecRunner, type ExecRunnerOptions } from './exec-runner.js';
export type { CallOptions } from './operation.js';
export { Privileged, type PrivilegedOptions } from './privileged.js';
export { type Program, programs } from './programs.js';
export type { Finished, Runner, RunOptions } from './runner.js';
export type { SiteOptions, Transport } from './site.js';
export type { DeviceUse, UsbDevice } from './usb/inventory.js';
export type { UsbMounted, UsbMountParams } from './usb/mount.js';
export { MountError } from './usb/mount-error.js';
export type { MountReason } from './usb/mount-reasons.js';
export type { Mount } from './usb/mount-table.js';
export type { FsType, MountOptions } from './usb/params.js';
export type { UsbStatus } from './usb/status.js';
export type { UsbUnmounted, UsbUnmountParams } from './usb/unmount.js';
