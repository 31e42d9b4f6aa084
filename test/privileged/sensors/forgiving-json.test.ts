import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Loose, Members, readForgiving } from '~/privileged/sensors/forgiving-json.js';

/** As JSON.parse gives it: of keys that come twice the last one. */
function plain(value: Loose): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Members)) return value;
  const object: Record<string, unknown> = {};
  for (const [key, member] of value.list)
    Object.defineProperty(object, key, {
      value: plain(member),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return object;
}

const read = (text: string) => plain(readForgiving(text)?.value ?? null);

describe('readForgiving', () => {
  it('gives what JSON.parse gives, for whatever that accepts', () => {
    const spaced = fc
      .tuple(fc.jsonValue(), fc.constantFrom(undefined, 1, 3, '\t'))
      .map(([value, indent]) => ({
        text: JSON.stringify(value, undefined, indent),
      }));
    fc.assert(
      fc.property(spaced, ({ text }) => {
        expect(read(text)).toStrictEqual(JSON.parse(text));
        expect(readForgiving(text)?.strict).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  // Texts near JSON: where they happen to be JSON, the two agree; where not, this one ends, and says so.
  it('agrees with JSON.parse about what is JSON', () => {
    const pieces = fc.constantFrom(
      ...'{ } [ ] , : " \\ \n a" "b "c": 1 -2.5e3 0 01 1. .5 +1 true false null NaN -nan inf () (x) \\" \\u00e9 \\u12 é \u007f \u0001'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (words) => {
        const text = words.join('');
        let json: unknown;
        try {
          json = JSON.parse(text);
        } catch {
          expect(readForgiving(text)?.strict ?? false).toBe(false);
          return;
        }
        expect(read(text)).toStrictEqual(json);
      }),
      { numRuns: 20_000 },
    );
  });

  it('ends, whatever it is given', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void readForgiving(text)));
    expect(() => readForgiving('{"a":'.repeat(100_000))).not.toThrow();
    expect(() => readForgiving('['.repeat(100_000))).not.toThrow();
  });

  it('reads any label, as sensors prints it, with its quotes and backslashes', () => {
    // What a label may not hold: what looks like the end of a key, and a line's end.
    const label = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !/"\s*:/.test(text));
    fc.assert(
      fc.property(label, label, (a, b) => {
        fc.pre(!/\\/.test(a + b));
        const text = `{"chip":{"Adapter":"ISA adapter","${a}":{"temp1_input":45.000000},"${b}":{"temp2_input":43.5}}}`;
        const chip = readForgiving(text)?.value;
        const [, members] = (chip as Members).list[0] ?? [];
        expect((members as Members).list.map(([key]) => key)).toEqual(['Adapter', a, b]);
      }),
    );
  });

  it.each([
    ['{"a":{"x":1,},"b":2}', { a: { x: 1 }, b: 2 }],
    ['{"a":{"Adapter":"ISA adapter",\n}}', { a: { Adapter: 'ISA adapter' } }],
    ['{"a":{,"x":1 "y":2}}', { a: { x: 1, y: 2 } }],
    ['{"a":NaN,"b":nan,"c":-nan,"d":inf,"e":-inf}', { a: NaN, b: NaN, c: NaN, d: Infinity, e: -Infinity }],
    ['{"temp1":{(temp1),\n"temp1_max":80.000}}', { temp1: { temp1_max: 80 } }],
    ['{"x":{(a "b" {c}),\n"temp1_max":80.000\n}}', { x: { temp1_max: 80 } }],
    [
      '{"a":{"x":1,\nERROR: Can\'t get value of subfeature temp1_input: Can\'t read\n"y":2}}',
      { a: { x: 1, y: 2 } },
    ],
    ['Some words first\n{"a":1}', { a: 1 }],
    ['{"a":1}\nSome words after', { a: 1 }],
    ['{"a":{"b":[1,2', { a: { b: [1, 2] } }],
    ['{"CPU "x"":{"t":1},"Pack "A" \\ x":{"t":2}}', { 'CPU "x"': { t: 1 }, 'Pack "A" \\ x': { t: 2 } }],
    ['{"ends in \\":{"t":1},"b":2}', { 'ends in \\': { t: 1 }, b: 2 }],
  ])('forgives %s', (text, expected) => {
    expect(read(text)).toEqual(expected);
    expect(readForgiving(text)?.strict).toBe(false);
  });

  it.each(['', '   ', 'nothing', 'Could not open config file'])('finds nothing in %j', (text) => {
    expect(readForgiving(text)).toBeUndefined();
  });

  it('keeps keys that come twice', () => {
    const value = readForgiving('{"a":1,"a":2}')?.value as Members;
    expect(value.list).toEqual([
      ['a', 1],
      ['a', 2],
    ]);
  });
});
