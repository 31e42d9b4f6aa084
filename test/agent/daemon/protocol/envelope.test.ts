import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  digestOf,
  type Envelope,
  envelope,
  keyIdOf,
  largestPayload,
  open,
  payloadTypes,
  seal,
  signedBytes,
} from '~/agent/daemon/protocol/envelope.js';

const pair = () => generateKeyPairSync('ed25519');
const [hub, other] = [pair(), pair()];
const payload = Buffer.from('{"hello":"world"}');
const sealed = seal(payloadTypes.command, payload, [hub]);

describe('an envelope', () => {
  it('signs what DSSE says: type and payload with their lengths', () => {
    // The example of the DSSE specification.
    expect(signedBytes('http://example.com/HelloWorld', Buffer.from('hello world')).toString()).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
  });

  it('gives back any payload, and the keys that signed it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const made = envelope.parse(JSON.parse(JSON.stringify(seal(payloadTypes.command, bytes, [hub]))));
        const opened = open(made, payloadTypes.command, [hub.publicKey, other.publicKey]);
        expect(opened?.payload).toEqual(Buffer.from(bytes));
        expect(opened?.digest).toBe(digestOf(bytes));
        expect([...(opened?.signers ?? [])]).toEqual([keyIdOf(hub.publicKey)]);
      }),
    );
  });

  it('counts a signature for the key that it is right for, whatever its keyid says', () => {
    const [signature] = sealed.signatures;
    const renamed = {
      ...sealed,
      signatures: [{ keyid: keyIdOf(other.publicKey), sig: signature?.sig ?? '' }],
    };
    expect([...(open(renamed, payloadTypes.command, [other.publicKey])?.signers ?? [])]).toEqual([]);
    expect(open(renamed, payloadTypes.command, [hub.publicKey])?.signers.size).toBe(1);
  });

  it('is worth nothing as one of another type', () => {
    expect(open(sealed, payloadTypes.approval, [hub.publicKey])).toBeUndefined();
    const retyped: Envelope = { ...sealed, payloadType: payloadTypes.approval };
    expect(open(retyped, payloadTypes.approval, [hub.publicKey])?.signers.size).toBe(0);
  });

  it('has no right signature once any bit of payload or signature is another', () => {
    const flipped = (bytes: Buffer, bit: number) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      return copy.toString('base64');
    };
    const bytes = Buffer.from(sealed.signatures[0]?.sig ?? '', 'base64');
    for (let bit = 0; bit < payload.length * 8; bit += 1) {
      const changed = { ...sealed, payload: flipped(payload, bit) };
      expect(open(changed, payloadTypes.command, [hub.publicKey])?.signers.size).toBe(0);
    }
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = { ...sealed, signatures: [{ keyid: '', sig: flipped(bytes, bit) }] };
      expect(open(changed, payloadTypes.command, [hub.publicKey])?.signers.size).toBe(0);
    }
  });

  it('has one spelling only', () => {
    // The last digit of this base64 has bits that mean nothing.
    const loose = { ...sealed, payload: 'QQ==' };
    expect(open(loose, payloadTypes.command, [])?.payload.toString()).toBe('A');
    expect(open({ ...loose, payload: 'QR==' }, payloadTypes.command, [])).toBeUndefined();
    expect(envelope.safeParse({ ...loose, payload: 'QQ' }).success).toBe(false);
    expect(envelope.safeParse({ ...loose, payload: 'Q Q=' }).success).toBe(false);
  });

  it.each<[string, object]>([
    ['a foreign key', { ...sealed, extra: 1 }],
    ['no signature', { ...sealed, signatures: [] }],
    ['nine signatures', { ...sealed, signatures: Array.from({ length: 9 }, () => sealed.signatures[0]) }],
    ['a short signature', { ...sealed, signatures: [{ keyid: '', sig: 'QQ==' }] }],
    ['another type', { ...sealed, payloadType: 'text/plain' }],
    [
      'a payload that is too long',
      { ...sealed, payload: Buffer.alloc(largestPayload + 3).toString('base64') },
    ],
  ])('is refused with %s', (_what, given) => {
    expect(envelope.safeParse(given).success).toBe(false);
  });
});
