import { type KeyObject, sign, verify } from 'node:crypto';
import { keyIdOf, signedBytes } from './envelope.js';

/** What an agent signs whole: the body of a request. A signature for one of these is worth nothing for another one, and nothing in an envelope. */
export const bodyTypes = {
  heartbeat: 'application/vnd.felhom.heartbeat.v1+json',
  enroll: 'application/vnd.felhom.enroll.v1+json',
} as const;
export type BodyType = (typeof bodyTypes)[keyof typeof bodyTypes];

/** The header that holds the signature of a request. */
export const signatureHeader = 'felhom-signature';

const pattern = /^keyid=([0-9a-f]{64}),sig=([A-Za-z0-9+/]{86}==)$/;

/** A key pair: what an agent, a hub or an approver signs with. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The value of the header {@link signatureHeader} for a body. */
export function signBody(type: BodyType, body: Uint8Array, { privateKey, publicKey }: KeyPair): string {
  return `keyid=${keyIdOf(publicKey)},sig=${sign(null, signedBytes(type, body), privateKey).toString('base64')}`;
}

/** The id of the key that a header names: a hint for which key to try. Undefined where the header is none. */
export function keyIdIn(header: string | undefined): string | undefined {
  return pattern.exec(header ?? '')?.[1];
}

/** True where the header holds this key's signature over exactly these bytes. */
export function isSignedBy(
  header: string | undefined,
  type: BodyType,
  body: Uint8Array,
  publicKey: KeyObject,
): boolean {
  const [, keyid, sig = ''] = pattern.exec(header ?? '') ?? [];
  const signature = Buffer.from(sig, 'base64');
  // One spelling for one signature, as in envelopes.
  if (keyid !== keyIdOf(publicKey) || signature.toString('base64') !== sig) return false;
  return verify(null, signedBytes(type, body), publicKey, signature);
}
