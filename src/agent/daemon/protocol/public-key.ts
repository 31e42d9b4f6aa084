import { createPublicKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';

/** An Ed25519 public key on the wire and in files: its DER (SubjectPublicKeyInfo) in base64. */
export const publicKeyText = z
  .string()
  .length(60)
  .regex(
    /^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/,
    'an Ed25519 public key (SubjectPublicKeyInfo) in base64 is expected',
  )
  .refine((text) => keyOf(text) !== undefined, 'an Ed25519 public key is expected');

/** The key that such a text is; undefined where it is none. */
export function keyOf(text: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && textOf(key) === text ? key : undefined;
  } catch {
    return undefined;
  }
}

/** A public key as text. */
export function textOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}
