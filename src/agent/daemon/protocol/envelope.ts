import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import * as z from 'zod';

// The envelope is DSSE's (secure-systems-lab/dsse, protocol.md): the signature is over the payload's type and bytes with their lengths, so that what was signed
// for one purpose is nothing for another, and nobody has to agree on a canonical JSON.

/** What a payload is. A signature for one of these is worth nothing for another one. */
export const payloadTypes = {
  command: 'application/vnd.felhom.command.v1+json',
  approval: 'application/vnd.felhom.approval.v1+json',
  hub: 'application/vnd.felhom.hub.v1+json',
  enrolled: 'application/vnd.felhom.enrolled.v1+json',
} as const;
export type PayloadType = (typeof payloadTypes)[keyof typeof payloadTypes];

/** Bytes of a payload at most. */
export const largestPayload = 64 * 1024;

const base64 = z
  .string()
  .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'base64 is expected');

/** A signed payload on the wire. */
export const envelope = z.strictObject({
  payloadType: z.enum(Object.values(payloadTypes)),
  payload: base64.max(Math.ceil(largestPayload / 3) * 4),
  signatures: z
    .array(z.strictObject({ keyid: z.string().max(128), sig: base64.length(88) }))
    .min(1)
    .max(8),
});
export type Envelope = z.infer<typeof envelope>;

/** The bytes that are signed: `DSSEv1`, and the type and the payload, each with its length before it. */
export function signedBytes(type: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** The name of an Ed25519 public key: the SHA-256 of its DER (SubjectPublicKeyInfo), in hexadecimal. */
export function keyIdOf(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** What identifies a payload: the SHA-256 of its bytes, in hexadecimal. Signatures are not in it. */
export function digestOf(payload: Uint8Array): string {
  return createHash('sha256').update(payload).digest('hex');
}

/** Signs a payload with Ed25519 keys. */
export function seal(
  type: PayloadType,
  payload: Uint8Array,
  keys: readonly { privateKey: KeyObject; publicKey: KeyObject }[],
): Envelope {
  const bytes = signedBytes(type, payload);
  return {
    payloadType: type,
    payload: Buffer.from(payload).toString('base64'),
    signatures: keys.map(({ privateKey, publicKey }) => ({
      keyid: keyIdOf(publicKey),
      sig: sign(null, bytes, privateKey).toString('base64'),
    })),
  };
}

/** An envelope's payload, and whose signatures over it are right. */
export interface Opened {
  readonly payload: Buffer;
  readonly digest: string;
  /** The ids of the keys, of those that were asked about, that signed it. */
  readonly signers: ReadonlySet<string>;
}

/**
 * Opens an envelope of one type. The `keyid` in it is a hint and is not believed: a signature counts for the key that it is
 * right for.
 *
 * @returns undefined where it is of another type, or no base64 that decodes to what encodes to it
 */
export function open(given: Envelope, type: PayloadType, keys: readonly KeyObject[]): Opened | undefined {
  if (given.payloadType !== type) return undefined;
  const payload = Buffer.from(given.payload, 'base64');
  // Two spellings of the same bytes would be two texts for one digest.
  if (payload.toString('base64') !== given.payload || payload.length > largestPayload) return undefined;
  const bytes = signedBytes(type, payload);
  const right = keys.filter((key) =>
    given.signatures.some(({ sig }) => verify(null, bytes, key, Buffer.from(sig, 'base64'))),
  );
  return { payload, digest: digestOf(payload), signers: new Set(right.map(keyIdOf)) };
}
