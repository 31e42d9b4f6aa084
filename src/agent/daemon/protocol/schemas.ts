import { approval, approvalRequest } from './approval.js';
import { command } from './command.js';
import { enrolAnswer, enrolled, enrolRequest } from './enrolment.js';
import { envelope } from './envelope.js';
import { heartbeat, heartbeatAnswer, hubStatement } from './heartbeat.js';

/**
 * All that goes over the wire between an agent and a hub, as zod schemas: for hubs that are written in TypeScript. For others there is the same as
 * JSON Schema (docs/reference/agent-protocol.schema.json), and docs/agent-protocol.md for both.
 */
export const protocolSchemas = {
  enrolRequest,
  enrolAnswer,
  /** The payload of `enrolAnswer.signed`. */
  enrolled,
  heartbeat,
  heartbeatAnswer,
  /** The payload of `heartbeatAnswer.signed`. */
  hubStatement,
  /** A payload of any type, with its signatures. */
  envelope,
  /** The payload of each of `heartbeatAnswer.commands`. */
  command,
  approvalRequest,
  /** The payload of each of `heartbeatAnswer.approvals`. */
  approval,
} as const;
