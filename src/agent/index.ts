export type { TaskProgress } from '../client/waiting/progress.js';
export { type Permissions, rightsAt } from '../core/rights.js';
export { type HostCertificate, hostCertificate } from './certificate.js';
export { AgentConfig, type ConfigSources, readConfig } from './config.js';
export type { Environment } from './config-env.js';
export { ConfigError } from './config-error.js';
export type { Approval, ApprovalRequest } from './daemon/protocol/approval.js';
export {
  type BodyType,
  bodyTypes,
  isSignedBy as isBodySignedBy,
  type KeyPair,
  keyIdIn as keyIdInHeader,
  signatureHeader,
  signBody,
} from './daemon/protocol/body-signature.js';
export type { Command as AgentCommand } from './daemon/protocol/command.js';
export { type Enrolled, type EnrolRequest, type Machine, tokenDigest } from './daemon/protocol/enrolment.js';
export {
  digestOf,
  type Envelope,
  keyIdOf,
  type Opened as OpenedEnvelope,
  open as openEnvelope,
  type PayloadType,
  payloadTypes,
  seal as sealEnvelope,
} from './daemon/protocol/envelope.js';
export {
  type Heartbeat,
  type HeartbeatAnswer,
  type HubStatement,
  limits as protocolLimits,
  type Result as CommandReport,
} from './daemon/protocol/heartbeat.js';
export { keyOf as publicKeyOf, textOf as publicKeyText } from './daemon/protocol/public-key.js';
export { protocolSchemas } from './daemon/protocol/schemas.js';
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
