import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import { commandId } from '../command-records.js';
import { issueText } from '../issue-text.js';
import { envelope, open, payloadTypes } from './envelope.js';

/** Printable text in one line. */
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+$/u, 'text in one line is expected');
/** Seconds since 1970. */
const moment = z.int().min(0).max(253_402_300_799);

/** Name of an agent, given at enrolment. */
export const agentId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'lower-case letters, digits and dashes are expected');
/** Counts the enrolments of an agent: commands for an earlier one are void. */
export const epoch = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);
/** What a hub asks an agent to do. */
export const command = z.strictObject({
  id: commandId,
  agent: agentId,
  epoch,
  action: z
    .string()
    .max(64)
    .regex(/^[a-z][a-z0-9]*(?:[._][a-z0-9]+)*$/, 'a name of an action is expected'),
  version: z.int().min(1).max(1_000),
  /** Checked by the action's own schema. */
  params: z.record(z.string(), z.json()),
  /** Who wants it, as the hub knows them: for the audit. */
  requester: line(128),
  /** When it was issued, in seconds since 1970. */
  iat: moment,
  /** From when on it is void. At most a day after `iat`. */
  exp: moment,
  /** Not to be started before. */
  notBefore: moment.optional(),
  /** The state that it is meant for: the digest that the action gives of what it would change. */
  precondition: z.strictObject({ digest: z.string().regex(/^[0-9a-f]{40,64}$/) }).optional(),
});
export type Command = z.infer<typeof command>;

/** Why a command is refused before anything is looked at on the host. */
export const refusals = [
  'malformed',
  'bad-signature',
  'wrong-agent',
  'wrong-epoch',
  'expired',
  'not-yet-issued',
  'too-long-lived',
] as const;
export type Refusal = (typeof refusals)[number];

/** Whose signatures count, and for whom the agent takes commands. */
export interface Trust {
  readonly agent: string;
  readonly epoch: number;
  readonly hub: readonly KeyObject[];
}

/** A command whose signatures are right and which is for this agent and for now. */
export interface Authentic {
  readonly command: Command;
  /** Of its bytes. */
  readonly digest: string;
  readonly bytes: Buffer;
}

export type Reading =
  | { readonly authentic: Authentic }
  | { readonly refusal: Refusal; readonly detail: string };

/** Seconds that a command may live at most. */
const longestLife = 86_400;
/** Seconds by which the hub's clock may be ahead. */
const ahead = 60;

/**
 * Reads a command as it came from the hub. Signatures come first: nothing that is not signed by the hub is even parsed.
 *
 * @param now Seconds since 1970.
 */
export function readCommand(given: unknown, trust: Trust, now: number): Reading {
  const shape = envelope.safeParse(given);
  if (!shape.success) return refused('malformed', 'it is no envelope');
  const opened = open(shape.data, payloadTypes.command, trust.hub);
  if (opened === undefined) return refused('malformed', 'its payload is no command');
  const { payload, digest, signers } = opened;
  if (signers.size === 0) return refused('bad-signature', 'the hub did not sign it');
  const checked = command.safeParse(jsonOf(payload));
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return refused('malformed', issueText(issue));
  }
  const { agent, epoch: issued, iat, exp } = checked.data;
  if (agent !== trust.agent) return refused('wrong-agent', `it is for ${agent}`);
  if (issued !== trust.epoch)
    return refused('wrong-epoch', `it is for enrolment ${issued}, this is ${trust.epoch}`);
  if (exp - iat > longestLife || exp <= iat)
    return refused('too-long-lived', 'it is to live for a day at most');
  if (iat > now + ahead) return refused('not-yet-issued', `it was issued ${iat - now} s from now`);
  if (exp <= now) return refused('expired', `it expired ${now - exp} s ago`);
  return { authentic: { command: checked.data, digest, bytes: payload } };
}

function refused(refusal: Refusal, detail: string): Reading {
  return { refusal, detail };
}

/** What a payload is as JSON in UTF-8; undefined where it is none. */
export function jsonOf(payload: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}
