import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Approval, readApproval } from '~/agent/daemon/protocol/approval.js';
import { payloadTypes, seal } from '~/agent/daemon/protocol/envelope.js';

const pair = () => generateKeyPairSync('ed25519');
const [anna, berta, hub] = [pair(), pair(), pair()];
const approvers = new Map([
  ['anna', anna.publicKey],
  ['berta', berta.publicKey],
]);
const good: Approval = {
  agent: 'pve1',
  epoch: 3,
  id: 'rollback-101',
  digest: 'a'.repeat(64),
  nonce: 'n'.repeat(43),
  state: 'b'.repeat(64),
  verdict: 'approve',
};
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const signed = (value: unknown, ...keys: (typeof anna)[]) =>
  seal(payloadTypes.approval, bytes(value), keys.length === 0 ? [anna] : keys);

describe('an approval', () => {
  it('is read with the names of who gave it', () => {
    expect(readApproval(signed(good), approvers)).toEqual({ approval: good, by: ['anna'] });
    expect(readApproval(signed(good, hub, berta, anna), approvers)).toEqual({
      approval: good,
      by: ['anna', 'berta'],
    });
  });

  it.each<[string, unknown]>([
    ['the hub alone', signed(good, hub)],
    ['an approver, but as a command', seal(payloadTypes.command, bytes(good), [anna])],
    ['an approver, with something foreign in it', signed({ ...good, forever: true })],
    ['an approver, without a nonce', signed({ ...good, nonce: undefined })],
    ['nobody', { ...signed(good), signatures: [] }],
  ])('signed by %s is none', (_who, given) => {
    expect(readApproval(given, approvers)).toBeUndefined();
  });

  it('is none when a bit of it is another one', () => {
    const whole = signed(good);
    const payload = Buffer.from(whole.payload, 'base64');
    for (let bit = 0; bit < payload.length * 8; bit += 7) {
      const other = Buffer.from(payload);
      other.writeUInt8(other.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(readApproval({ ...whole, payload: other.toString('base64') }, approvers)).toBeUndefined();
    }
  });
});
