import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameReader, ProtocolError } from '~/privileged/helper/frames.js';

const message = fc.dictionary(
  fc.string().filter((key) => key !== '__proto__'),
  fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__')),
);

function readAll(reader: FrameReader, pieces: Iterable<Buffer>): unknown[] {
  const read = [];
  for (const piece of pieces) {
    reader.push(piece);
    for (let next = reader.next(); next !== undefined; next = reader.next()) read.push(next);
  }
  return read;
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe('messages on a stream', () => {
  it('come out as they went in, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (given, places) => {
          const bytes = Buffer.concat(given.map((each) => encodeFrame(each, 2 ** 20)));
          const reader = new FrameReader(2 ** 20);
          expect(readAll(reader, cut(bytes, places))).toEqual(JSON.parse(JSON.stringify(given)));
          expect(reader.empty).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('come out byte by byte, too', () => {
    const text = { text: 'ä€😀\ud800', deep: [{ a: null }] };
    const bytes = encodeFrame(text, 1_000);
    expect(
      readAll(
        new FrameReader(1_000),
        [...bytes].map((byte) => Buffer.from([byte])),
      ),
    ).toEqual([text]);
  });

  it('have a length before them: four bytes, the greatest first', () => {
    expect(encodeFrame({}, 100)).toEqual(Buffer.from([0, 0, 0, 2, 0x7b, 0x7d]));
  });

  it('that are too long are refused at their length, before room is made for them', () => {
    const reader = new FrameReader(100);
    reader.push(Buffer.from([0, 0, 0, 101]));
    expect(() => reader.next()).toThrow(ProtocolError);
    const huge = new FrameReader(2 ** 20);
    const before = process.memoryUsage().arrayBuffers;
    huge.push(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    expect(() => huge.next()).toThrow(ProtocolError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
    expect(() => encodeFrame({ text: 'x'.repeat(100) }, 100)).toThrow(ProtocolError);
    reader.limit = 101;
    reader.push(Buffer.from(`"${'x'.repeat(99)}"`));
    // It fits now; but a text alone is no message.
    expect(() => reader.next()).toThrow(/no JSON object/);
  });

  it.each([
    ['no JSON', Buffer.from('{')],
    ['nothing', Buffer.alloc(0)],
    ['a number', Buffer.from('1')],
    ['null', Buffer.from('null')],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a mark of byte order', Buffer.from('\uFEFF{}')],
    ['a prototype', Buffer.from('{"a":{"__proto__":{"b":1}}}')],
    ['an escaped prototype', Buffer.from('{"\\u005f_proto__":{"b":1}}')],
    ['depth without end', Buffer.from('['.repeat(200_000))],
    ['great depth', Buffer.from('['.repeat(200_000) + ']'.repeat(200_000))],
  ])('that are %s are refused', (_, body) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    const reader = new FrameReader(2 ** 20);
    reader.push(Buffer.concat([head, body]));
    expect(() => reader.next()).toThrow(ProtocolError);
    expect(({} as { b?: unknown }).b).toBeUndefined();
  });

  it('never make anything else happen than a message or a ProtocolError, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 10 }), (pieces) => {
        try {
          for (const read of readAll(
            new FrameReader(1_000),
            pieces.map((piece) => Buffer.from(piece)),
          ))
            expect(read).toBeTypeOf('object');
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
    );
  });
});
