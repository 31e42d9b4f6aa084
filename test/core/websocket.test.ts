import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMask, frameHeader, isControl, opcodes, readFrameHeader } from '~/core/websocket.js';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

describe('the examples of RFC 6455, section 5.7', () => {
  const hello = new TextEncoder().encode('Hello');

  it('an unmasked text', () => {
    expect(joined(frameHeader(opcodes.text, 5), hello)).toEqual(hex('81 05 48 65 6c 6c 6f'));
  });

  it('a masked text, both ways', () => {
    const mask = hex('37 fa 21 3d');
    const frame = hex('81 85 37 fa 21 3d 7f 9f 4d 51 58');
    expect(joined(frameHeader(opcodes.text, 5, mask), applyMask(hello, mask))).toEqual(frame);
    const header = readFrameHeader(frame);
    expect(header).toEqual({ fin: true, rsv: 0, opcode: 1, length: 5, mask, size: 6 });
    expect(applyMask(frame.subarray(6), mask)).toEqual(hello);
  });

  it('a text in two pieces', () => {
    expect(readFrameHeader(hex('01 03 48 65 6c'))).toMatchObject({
      fin: false,
      opcode: opcodes.text,
      length: 3,
    });
    expect(readFrameHeader(hex('80 02 6c 6f'))).toMatchObject({ fin: true, opcode: opcodes.continuation });
  });

  it.each([
    ['82 7e 01 00', 256],
    ['82 7f 00 00 00 00 00 01 00 00', 65_536],
  ])('%s has a payload of %i bytes', (bytes, length) => {
    expect(frameHeader(opcodes.binary, length)).toEqual(hex(bytes));
    expect(readFrameHeader(hex(bytes))?.length).toBe(length);
  });

  it('a ping and its pong', () => {
    expect(joined(frameHeader(opcodes.ping, 5), hello)).toEqual(hex('89 05 48 65 6c 6c 6f'));
    expect(readFrameHeader(hex('8a 85 37 fa 21 3d 7f 9f 4d 51 58'))?.opcode).toBe(opcodes.pong);
  });
});

it('what is written is read again, and never from fewer bytes', () => {
  const mask = fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 }), { nil: undefined });
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(opcodes)), fc.maxSafeNat(), mask, (opcode, length, key) => {
      const bytes = frameHeader(opcode, length, key);
      expect(readFrameHeader(bytes)).toEqual({
        fin: true,
        rsv: 0,
        opcode,
        length,
        mask: key,
        size: bytes.length,
      });
      for (let end = 0; end < bytes.length; end += 1)
        expect(readFrameHeader(bytes.subarray(0, end))).toBeUndefined();
    }),
  );
});

it('a mask that is put on twice is off again', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes, mask) => {
      expect(applyMask(applyMask(bytes, mask), mask)).toEqual(bytes);
    }),
  );
});

it('close, ping and pong are about the connection', () => {
  expect(Object.values(opcodes).filter(isControl)).toEqual([8, 9, 10]);
});
