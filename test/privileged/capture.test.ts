import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Capture, shortened } from '~/privileged/capture.js';

const cutLine = /\n\[\.\.\. (\d+) bytes left out \.\.\.\]\n/;

function split(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [...new Set([0, ...at.map((each) => each % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

const texts = fc.string({ unit: 'binary', maxLength: 300 });
const places = fc.array(fc.nat(2_000), { maxLength: 40 });

describe('Capture', () => {
  it('keeps everything up to its limit, however it is split', () => {
    fc.assert(
      fc.property(texts, places, fc.nat(5), (text, at, room) => {
        const bytes = Buffer.from(text);
        const capture = new Capture(bytes.length + room);
        for (const piece of split(bytes, at)) capture.take(piece);
        expect(capture.cut).toBe(false);
        expect(capture.text).toBe(bytes.toString());
      }),
    );
  });

  it('beyond it keeps the start and the end in whole characters, and counts the rest', () => {
    fc.assert(
      fc.property(texts, places, fc.nat(1_100), (text, at, limit) => {
        const bytes = Buffer.from(text.toWellFormed());
        fc.pre(bytes.length > limit);
        const capture = new Capture(limit);
        for (const piece of split(bytes, at)) capture.take(piece);
        expect(capture.cut).toBe(true);
        const [start = '', missing = '', end = ''] = capture.text.split(cutLine);
        const sizes = [start, end].map((part) => Buffer.byteLength(part));
        const [first = 0, last = 0] = sizes;
        expect(bytes.toString().startsWith(start)).toBe(true);
        expect(bytes.toString().endsWith(end)).toBe(true);
        expect(first + last + Number(missing)).toBe(bytes.length);
        // At most a piece of one character is lost at each side.
        expect(first).toBeLessThanOrEqual(Math.ceil(limit / 2));
        expect(first).toBeGreaterThan(Math.ceil(limit / 2) - 4);
        expect(last).toBeLessThanOrEqual(Math.floor(limit / 2));
        expect(last).toBeGreaterThan(Math.floor(limit / 2) - 4);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same whatever the pieces are, also of bytes that are no text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), places, fc.nat(300), (given, at, limit) => {
        const bytes = Buffer.from(given);
        const whole = new Capture(limit);
        whole.take(bytes);
        const capture = new Capture(limit);
        for (const piece of split(bytes, at)) capture.take(piece);
        expect(capture.text).toBe(whole.text);
        expect(capture.cut).toBe(bytes.length > limit);
      }),
    );
  });

  it('tells what comes without splitting a character', () => {
    fc.assert(
      fc.property(texts, places, (text, at) => {
        const told: string[] = [];
        const capture = new Capture(0, (piece) => told.push(piece));
        const bytes = Buffer.from(text);
        for (const piece of split(bytes, at)) capture.take(piece);
        capture.end();
        expect(told.join('')).toBe(bytes.toString());
        expect(told).not.toContain('');
      }),
    );
  });

  it('tells of half a character at the end, too', () => {
    const told: string[] = [];
    const capture = new Capture(10, (piece) => told.push(piece));
    capture.take(Buffer.from('ü').subarray(0, 1));
    capture.end();
    expect(told).toEqual(['\uFFFD']);
  });

  it('takes no more memory and hardly more time for a million pieces of a byte than for one', () => {
    const capture = new Capture(1024 * 1024);
    const piece = Buffer.from('a');
    const before = process.memoryUsage();
    for (let index = 0; index < 3_000_000; index += 1) capture.take(piece);
    const after = process.memoryUsage();
    expect(capture.text.length).toBeLessThan(1024 * 1024 + 100);
    expect(capture.cut).toBe(true);
    // Kept as a list of pieces they would take some 60 MB, and minutes.
    expect(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(
      45_000_000,
    );
  });

  it('shortens a text to its start and end', () => {
    expect(shortened('abcdefgh', 8)).toBe('abcdefgh');
    expect(shortened('abcdefghi', 4)).toBe('ab\n[... 5 bytes left out ...]\nhi');
  });
});
