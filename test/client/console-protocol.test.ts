import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  greeting,
  inputMessages,
  keepAliveMessage,
  longestInput,
  resizeMessage,
} from '~/client/console-protocol.js';

/** What a terminal gets out of messages: a reader of its own, which knows nothing of the writer. */
function typedBy(stream: Buffer): Buffer {
  const typed: Buffer[] = [];
  let at = 0;
  while (at < stream.length) {
    expect(String.fromCharCode(stream[at] ?? 0)).toBe('0');
    expect(String.fromCharCode(stream[at + 1] ?? 0)).toBe(':');
    const colon = stream.indexOf(':', at + 2);
    const digits = stream.toString('latin1', at + 2, colon);
    expect(digits).toMatch(/^[1-9]\d*$/);
    at = colon + 1 + Number(digits);
    typed.push(stream.subarray(colon + 1, at));
  }
  expect(at).toBe(stream.length);
  return Buffer.concat(typed);
}

describe('input', () => {
  it('any text, however it is cut, arrives byte for byte', () => {
    const pieces = fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 8 });
    fc.assert(
      fc.property(pieces, (texts) => {
        const stream = Buffer.concat(texts.flatMap((text) => [...inputMessages(Buffer.from(text))]));
        expect(typedBy(stream)).toEqual(Buffer.from(texts.join('')));
      }),
    );
  });

  it('bytes that are no text arrive as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(typedBy(Buffer.concat([...inputMessages(bytes)]))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('the length counts bytes, not characters', () => {
    expect(Buffer.concat([...inputMessages(Buffer.from('é🙂'))]).toString()).toBe('0:6:é🙂');
  });

  it('nothing is no message', () => {
    expect([...inputMessages(new Uint8Array())]).toEqual([]);
  });

  it('much of it is cut into messages that pveproxy takes, in the middle of a character if need be', () => {
    const bytes = Buffer.from('€'.repeat(60_000));
    const messages = [...inputMessages(bytes)];
    expect(messages.map(({ length }) => length)).toEqual([65_544, 65_544, 48_936]);
    expect(Math.max(...messages.map(({ length }) => length))).toBeLessThan(128 * 1024);
    expect(bytes.length % longestInput).not.toBe(0);
    expect(typedBy(Buffer.concat(messages))).toEqual(bytes);
  });
});

it('the other messages', () => {
  expect(Buffer.from(resizeMessage(120, 40)).toString()).toBe('1:120:40:');
  expect(Buffer.from(keepAliveMessage).toString()).toBe('2');
  expect(Buffer.from(greeting('robot@pve!ci', 'PVEVNC:1::2')).toString()).toBe('robot@pve!ci:PVEVNC:1::2\n');
});
