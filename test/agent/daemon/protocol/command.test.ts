import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, readCommand, type Trust } from '~/agent/daemon/protocol/command.js';
import { digestOf, payloadTypes, seal } from '~/agent/daemon/protocol/envelope.js';

const pair = () => generateKeyPairSync('ed25519');
const [hub, approver, stranger] = [pair(), pair(), pair()];
const now = 1_800_000_000;
const trust: Trust = { agent: 'pve1', epoch: 3, hub: [hub.publicKey] };
const good: Command = {
  id: 'restart-101-a',
  agent: 'pve1',
  epoch: 3,
  action: 'guest.power',
  version: 1,
  params: { vmid: 101, do: 'reboot' },
  requester: 'anna@example.com',
  iat: now - 5,
  exp: now + 300,
};

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
const sealed = (value: unknown, keys = [hub]) => seal(payloadTypes.command, bytesOf(value), keys);
const refusalOf = (given: unknown, at = now) => {
  const reading = readCommand(given, trust, at);
  return 'refusal' in reading ? reading.refusal : undefined;
};

describe('a command from the hub', () => {
  it('is read with its digest and its very bytes', () => {
    const reading = readCommand(sealed(good), trust, now);
    expect(reading).toEqual({
      authentic: { command: good, digest: digestOf(bytesOf(good)), bytes: bytesOf(good) },
    });
  });

  it.each<[string, unknown]>([
    ['nobody we know', sealed(good, [stranger])],
    ['an approver, but not the hub', sealed(good, [approver])],
  ])('signed by %s is refused', (_who, given) => {
    expect(refusalOf(given)).toBe('bad-signature');
  });

  it('is not even parsed before the hub has signed it', () => {
    const broken = seal(payloadTypes.command, Buffer.from('{'), [stranger]);
    expect(refusalOf(broken)).toBe('bad-signature');
    expect(refusalOf(seal(payloadTypes.command, Buffer.from('{'), [hub]))).toBe('malformed');
  });

  it('signed as something else is refused', () => {
    expect(refusalOf(seal(payloadTypes.approval, bytesOf(good), [hub]))).toBe('malformed');
  });

  it.each<[string, Partial<Command>]>([
    ['wrong-agent', { agent: 'pve2' }],
    ['wrong-epoch', { epoch: 2 }],
    ['wrong-epoch', { epoch: 4 }],
    ['expired', { exp: now }],
    ['expired', { iat: now - 1_000, exp: now - 1 }],
    ['not-yet-issued', { iat: now + 61 }],
    ['too-long-lived', { exp: good.iat + 86_401 }],
    ['too-long-lived', { exp: good.iat }],
  ])('is refused as %s: %o', (refusal, change) => {
    expect(refusalOf(sealed({ ...good, ...change }))).toBe(refusal);
  });

  it.each<[string, object]>([
    ['a foreign key', { ...good, shell: 'x' }],
    ['no id', { ...good, id: '' }],
    ['an id that is too long', { ...good, id: 'x'.repeat(129) }],
    ['an id with a path', { ...good, id: '../../../etc' }],
    ['an action that is no name', { ...good, action: 'Guest Power' }],
    ['a requester over two lines', { ...good, requester: 'anna\nroot' }],
    ['a requester with a hidden direction', { ...good, requester: 'anna\u202e' }],
    ['a time with a fraction', { ...good, exp: now + 0.5 }],
    ['parameters that are a list', { ...good, params: [] }],
    ['a precondition that is no digest', { ...good, precondition: { digest: 'x' } }],
  ])('is refused with %s', (_what, given) => {
    expect(refusalOf(sealed(given))).toBe('malformed');
  });

  it('is refused where it is no text: invalid UTF-8', () => {
    const bytes = Buffer.concat([bytesOf(good), Buffer.from([0xff])]);
    expect(refusalOf(seal(payloadTypes.command, bytes, [hub]))).toBe('malformed');
  });

  it('is refused, and nothing is thrown, whatever comes in its place', () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        expect(refusalOf(given)).toBe('malformed');
      }),
    );
  });
});
