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
export type { CallOptions } from './operation.js';
export { Privileged, type PrivilegedOptions } from './privileged.js';
export { type Program, programs } from './programs.js';
export { type RecordedAnswer, RecordingRunner, type RecordingRunnerOptions } from './recording-runner.js';
export type { Finished, Runner, RunOptions } from './runner.js';
export type { SiteOptions } from './site.js';
