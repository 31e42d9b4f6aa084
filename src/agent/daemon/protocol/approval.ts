import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import { commandId } from '../command-records.js';
import { agentId, epoch, jsonOf } from './command.js';
import { envelope, keyIdOf, open, payloadTypes } from './envelope.js';

/** Milliseconds that a request for an approval lives, by a clock that does not jump. */
export const approvalLife = 60_000;

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal is expected');
const nonce = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'a nonce has 32 bytes, as base64url');

/** What an agent asks to be approved. */
export const approvalRequest = z.strictObject({
  id: commandId,
  /** Of the command's bytes: what is approved, and nothing else. */
  digest,
  /** The bytes of the command, base64. Left out where a secret is in them: the hub has them, and the digest shows that they are the same. */
  bytes: z.base64().optional(),
  /** An approval is good for this request only. */
  nonce,
  /** Of what the command would change, as it is now; undefined where it changes nothing. If it is another one at the start, the approval is void. */
  state: digest.optional(),
  risk: z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
  /** Why the policy wants an approval. */
  reasons: z.array(z.string().max(512)).max(16),
  /** Milliseconds that are left of it. */
  left: z.int().min(0).max(approvalLife),
});
export type ApprovalRequest = z.infer<typeof approvalRequest>;

/** What an approver signs. */
export const approval = z.strictObject({
  agent: agentId,
  epoch,
  id: commandId,
  digest,
  nonce,
  state: digest.optional(),
  verdict: z.enum(['approve', 'reject']),
});
export type Approval = z.infer<typeof approval>;

/** An approval whose signature is right, and who gave it. */
export interface SignedApproval {
  readonly approval: Approval;
  /** The names of the approvers. */
  readonly by: readonly string[];
}

/**
 * Reads an approval as the hub has passed it on; undefined where it is none, or not by one of these.
 *
 * @param approvers The approvers' public keys by their names, from the local policy: the hub has no say in them.
 */
export function readApproval(
  given: unknown,
  approvers: ReadonlyMap<string, KeyObject>,
): SignedApproval | undefined {
  const shape = envelope.safeParse(given);
  if (!shape.success) return undefined;
  const opened = open(shape.data, payloadTypes.approval, [...approvers.values()]);
  if (opened === undefined || opened.signers.size === 0) return undefined;
  const checked = approval.safeParse(jsonOf(opened.payload));
  if (!checked.success) return undefined;
  const by = [...approvers].filter(([, key]) => opened.signers.has(keyIdOf(key))).map(([name]) => name);
  return { approval: checked.data, by };
}
