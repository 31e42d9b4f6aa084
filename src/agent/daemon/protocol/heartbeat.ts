import * as z from 'zod';
import { commandId, storedResult } from '../command-records.js';
import { approvalRequest } from './approval.js';
import { agentId, epoch, refusals } from './command.js';
import { envelope } from './envelope.js';

/** Limits of a heartbeat and of its answer. */
export const limits = {
  /** Results in one heartbeat. */
  results: 500,
  /** Bytes of a heartbeat's body. */
  body: 1024 * 1024,
  /** Commands in one answer. */
  commands: 20,
  /** Approvals in one answer, and requests for them in one heartbeat. */
  approvals: 20,
  /** Seconds between two heartbeats. */
  shortest: 2,
  longest: 900,
} as const;

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal is expected');
const text = (max: number) => z.string().max(max);
/** Milliseconds since 1970. */
const moment = z.int().min(0);

/** What the hub is told of a command. The same until it acknowledges it. */
export const result = z.strictObject({
  id: commandId,
  /** Of the command's bytes. */
  command: digest,
  result: storedResult,
  /** Of `result`, as the agent keeps it: what is acknowledged. */
  digest,
  startedAt: moment.optional(),
  endedAt: moment,
});
export type Result = z.infer<typeof result>;

/** What an agent sends: `POST /v1/heartbeat`. */
export const heartbeat = z.strictObject({
  agent: agentId,
  epoch,
  /** Counts the heartbeats of this start of the agent. */
  sequence: z.int().min(0),
  /** Of the host's start: another one means that it was started anew. */
  bootId: z.uuid(),
  /** Of the agent. */
  version: text(64),
  /** Milliseconds since 1970, by the agent's own clock. */
  at: moment,
  health: z.strictObject({
    state: z.enum(['ok', 'degraded']),
    /** Seconds since the agent started. */
    uptime: z.number().min(0),
    /** Bytes of the journal, and what it may have. */
    journal: z.strictObject({ bytes: z.int().min(0), limit: z.int().min(0) }),
  }),
  /** What does not work, one line each. */
  degraded: z.array(text(512)).max(64),
  /** True where the agent takes no work until it is resumed. */
  halted: z.boolean(),
  running: z.array(z.strictObject({ id: commandId, action: text(64), startedAt: moment })).max(256),
  results: z.array(result).max(limits.results),
  /** Commands that came with the last answer and are on disk. */
  received: z.array(z.strictObject({ id: commandId, digest })).max(limits.commands),
  /** Commands that came with the last answer and of which nothing is kept: the digest of their payload, and why. They need not come again. */
  rejected: z
    .array(z.strictObject({ digest, reason: z.enum([...refusals, 'id-conflict']) }))
    .max(limits.commands),
  /** Commands that the agent has accepted, and whose bytes it needs again: a secret was in them, and it was started anew since. */
  wanted: z.array(z.strictObject({ id: commandId, digest })).max(limits.commands),
  /** Commands that wait for somebody to approve them. */
  approvals: z.array(approvalRequest).max(limits.approvals),
});
export type Heartbeat = z.infer<typeof heartbeat>;

/** What a hub answers. */
export const heartbeatAnswer = z.strictObject({
  /** A payload of type `hub`, signed: the time, and what only the hub may say. */
  signed: envelope,
  /** Results that the hub has on disk. Both have to be right, or the agent keeps it. */
  acks: z.array(z.strictObject({ id: commandId, digest })).max(limits.results),
  /** Seconds until the next heartbeat; the agent keeps to 2 to 900. */
  interval: z.number().optional(),
  commands: z.array(envelope).max(limits.commands),
  /** What approvers have signed, of type `approval`. The hub only passes it on. */
  approvals: z.array(envelope).max(limits.approvals).default([]),
});
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswer>;

/** What the hub signs with every answer. */
export const hubStatement = z.strictObject({
  agent: agentId,
  epoch,
  /** The sequence of the heartbeat that it answers: an old statement is none for this one. */
  sequence: z.int().min(0),
  bootId: z.uuid(),
  /** Milliseconds since 1970. */
  time: moment,
  /** Takes no work any more, and ends what runs. Only `felhom-agent resume` on the host takes that back. */
  halt: z.boolean().default(false),
  /** Takes nothing but what is of low risk: another host says that it is this agent. */
  readOnly: z.boolean().default(false),
  /** Commands that are not to be run, or to be ended where they run. */
  cancel: z.array(commandId).max(limits.results).default([]),
  /** Rules beside the local policy: they can only take away. */
  policy: z.json().optional(),
});
export type HubStatement = z.infer<typeof hubStatement>;

/** Seconds until the next heartbeat, as the hub wishes, within what an agent takes. */
export function intervalOf(wished: number | undefined, usual = 30): number {
  if (wished === undefined || !Number.isFinite(wished)) return usual;
  return Math.min(limits.longest, Math.max(limits.shortest, wished));
}
