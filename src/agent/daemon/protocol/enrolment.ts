import { createHash } from 'node:crypto';
import * as z from 'zod';
import { agentId, epoch } from './command.js';
import { envelope } from './envelope.js';
import { publicKeyText } from './public-key.js';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal is expected');
const hostName = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, 'letters, digits and inner dashes are expected');

/** A token: what the hub hands out for one enrolment. It names the key that the hub signs its answer with. */
export const enrolToken = z
  .string()
  .regex(/^felhom1\.[0-9a-f]{64}\.[A-Za-z0-9_-]{43}$/, 'a token is expected: felhom1.KEYID.SECRET');

/** The hub's key that a token names. */
export function hubKeyIdOf(token: string): string {
  return token.split('.')[1] ?? '';
}

/** What a hub keeps of a token, and what it signs: SHA-256 of its text, in hexadecimal. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Where an agent was enrolled, and what for. */
export const machine = z.strictObject({
  /** A keyed hash of /etc/machine-id: the same on a clone, and of no use elsewhere. */
  machineId: digest,
  /** The host's own name, without a domain: that of the node on a Proxmox host. */
  host: hostName,
  /** The Proxmox node that the agent acts for. */
  node: hostName,
});
export type Machine = z.infer<typeof machine>;

/** What an agent sends once: `POST /v1/enroll`, signed by the key that it brings. */
export const enrolRequest = z.strictObject({
  token: enrolToken,
  publicKey: publicKeyText,
  machine,
  /** Of the agent. */
  version: z.string().max(64),
});
export type EnrolRequest = z.infer<typeof enrolRequest>;

/** What a hub answers. */
export const enrolAnswer = z.strictObject({
  /** A payload of type `enrolled`, signed by the key that the token names. */
  signed: envelope,
});

/** What the hub signs: who the agent is from now on, and which keys it may believe. */
export const enrolled = z.strictObject({
  agent: agentId,
  epoch,
  /** The hub's keys. The one that the token names is among them; others are for later. */
  keys: z.array(publicKeyText).min(1).max(8),
  /** What it answers: digest of the token, and the public key that came with it. */
  token: digest,
  publicKey: publicKeyText,
});
export type Enrolled = z.infer<typeof enrolled>;
