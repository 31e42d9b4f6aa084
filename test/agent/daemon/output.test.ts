import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptOutput, outputOf, SecretMask } from '~/agent/daemon/output.js';

const nothing = new SecretMask([]);
const secret = 'correct-horse-battery';

describe('what is kept of an output', () => {
  it('is at most 10 KiB, its start and its end, and says how much is missing', () => {
    const text = `begin${'x'.repeat(50_000)}end`;
    const kept = outputOf(text, nothing);
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(keptOutput);
    expect(kept).toMatch(/^beginx+\n\[\.\.\. \d+ bytes left out \.\.\.\]\nx+end$/);
    const left = Number(/(\d+) bytes left out/.exec(kept)?.[1]);
    expect(kept.replace(/\n\[.*\]\n/, '').length + left).toBe(text.length);
  });

  it('is valid, has no control character, and is small, whatever comes', () => {
    const pieces = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u001b[2J', '\u009b', '\u202e', '\u2028', '\ud800', '\0', '\r', '😀'.repeat(3_000)),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const kept = outputOf(parts.join(''), nothing);
        expect(kept.isWellFormed()).toBe(true);
        expect(kept).not.toMatch(/[^\P{Cc}\n\t]|\p{Cf}|[\u2028\u2029]/u);
        expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(keptOutput);
      }),
    );
  });

  it('leaves plain text as it is', () => {
    expect(outputOf('Grüße, 世界\n\tok\n', nothing)).toBe('Grüße, 世界\n\tok\n');
  });

  it.each([
    ['plain', secret],
    ['percent-encoded', encodeURIComponent('pass/word+1')],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 for URLs', Buffer.from(secret).toString('base64url')],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
  ])('masks a secret %s', (_how, text) => {
    const mask = new SecretMask([secret, 'pass/word+1']);
    expect(outputOf(`<${text}>`, mask)).not.toContain(text);
  });

  it('masks what of a secret is telling, wherever it stands in base64', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 9 }),
        fc.string({ minLength: 12, maxLength: 40 }),
        fc.uint8Array({ maxLength: 9 }),
        (before, given, after) => {
          const mask = new SecretMask([given]);
          const text = Buffer.concat([before, Buffer.from(given), after]).toString('base64');
          const masked = mask.mask(text);
          // What is left are the digits around it, which hold two bytes of it at most.
          expect(masked).toContain('********');
          const rest = masked.split('********').map((part) => part.length);
          expect(Math.max(...rest)).toBeLessThanOrEqual(16);
        },
      ),
    );
  });

  it('does not leave half of a secret at a cut', () => {
    const text = `${'x'.repeat(keptOutput / 2 - 40)}${secret}${'y'.repeat(keptOutput)}`;
    const kept = outputOf(text, new SecretMask([secret]));
    expect(kept).not.toContain('correct');
    expect(kept).not.toContain('battery');
  });

  it('masks plain data, keys and all', () => {
    const data = { [secret]: [secret, { deep: `a ${secret} b`, n: 1, none: null }] };
    expect(JSON.stringify(new SecretMask([secret]).maskData(data))).not.toContain(secret);
  });
});
