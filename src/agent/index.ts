export type { TaskProgress } from '../client/waiting/progress.js';
export { type Permissions, rightsAt } from '../core/rights.js';
export { type HostCertificate, hostCertificate } from './certificate.js';
export { AgentConfig, type ConfigSources, readConfig } from './config.js';
export type { Environment } from './config-env.js';
export { ConfigError } from './config-error.js';
export { pickContainer, type Wanted } from './find-container.js';
export type { CheckListener, CheckResult, CheckStatus, Finding } from './finding.js';
export type { Grant } from './grants.js';
export { type PrivilegeReport, privilegeReport } from './privilege-report.js';
export type { NeedVerdict, OperationVerdict } from './privileges.js';
export { type Purpose, type Role, roleFor } from './role.js';
export { type SelftestOptions, type SelftestReport, selftest } from './selftest.js';
export {
  type SelftestTaskOptions,
  type SelftestTaskReport,
  selftestTask,
} from './selftest-task.js';
export type { Leftover, Target } from './snapshot-trip.js';
