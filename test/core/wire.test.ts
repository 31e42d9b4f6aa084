import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import { flag, list, nothing, num, record, text, word } from '~/core/wire.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const fails = (schema: z.ZodType, value: unknown) => !schema.safeParse(value).success;

describe('a number', () => {
  it('is the same as a number and as a string', () => {
    fc.assert(
      fc.property(finite, (value) => {
        expect(num.parse(value)).toBe(value);
        expect(num.parse(String(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it.each([
    ['0.00', 0],
    ['1e+15', 1e15],
    ['+5', 5],
    ['.5', 0.5],
    ['007', 7],
    ['-1', -1],
  ])('is read from %j', (sent, value) => {
    expect(num.parse(sent)).toBe(value);
  });

  it.each([
    '',
    ' ',
    null,
    undefined,
    true,
    false,
    [],
    {},
    '0x10',
    '1,5',
    '1_000',
    '5 ',
    'N/A',
    'NaN',
    'Infinity',
    '.',
    'e5',
  ])('is never %j', (sent) => {
    expect(fails(num, sent)).toBe(true);
  });

  it('is never another text', () => {
    fc.assert(
      fc.property(fc.string(), (sent) => {
        const { success, data } = num.safeParse(sent);
        if (success) expect([sent.trim(), Number(sent)]).toEqual([sent, data]);
        expect(success && sent === '').toBe(false);
      }),
    );
  });
});

describe('a flag', () => {
  it.each([1, '1', true])('is on as %j', (sent) => expect(flag.parse(sent)).toBe(true));
  it.each([0, '0', false, ''])('is off as %j', (sent) => expect(flag.parse(sent)).toBe(false));
  it.each([2, -1, '2', 'true', 'yes', 'on', null, undefined, {}, [1]])('is never %j', (sent) => {
    expect(fails(flag, sent)).toBe(true);
  });
});

describe('a text', () => {
  it('may be sent as a number, and stays a text', () => {
    expect(text.parse(101)).toBe('101');
    expect(text.parse('')).toBe('');
    expect([null, undefined, true, {}].every((sent) => fails(text, sent))).toBe(true);
  });
});

describe('a list', () => {
  it('is the same in whatever order and with whatever separators it came', () => {
    const item = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/[,;\s\0]/.test(value));
    const separator = fc.constantFrom(',', ';', ' ', '\0', ', ', ';;');
    fc.assert(
      fc.property(fc.array(item), separator, (items, between) => {
        expect(list.parse(items.join(between))).toEqual([...items].sort());
        expect(list.parse([...items].reverse().join(between))).toEqual([...items].sort());
      }),
    );
  });

  it('is split at each comma, semicolon, blank of any alphabet and NUL, and nowhere else', () => {
    const letter = fc.oneof(
      fc.constantFrom(
        ',',
        ';',
        '\0',
        '\t',
        '\v',
        '\r\n',
        ' ',
        '\u00a0',
        '\u2003',
        '\ufeff',
        '\x08',
        '\x0e',
        '-',
        'b',
        'a',
      ),
      fc.string({ unit: 'binary', maxLength: 2 }),
    );
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 12 }), (letters) => {
        const text = letters.join('');
        const items = text.split(/[,;\s\0]+/).filter((item) => item !== '');
        expect(list.parse(text)).toEqual(items.sort());
      }),
      { numRuns: 1_000 },
    );
  });

  it('is empty for an empty text', () => {
    expect(list.parse('')).toEqual([]);
  });
});

describe('nothing', () => {
  it('is null on the wire and undefined here', () => {
    expect(nothing.parse(null)).toBeUndefined();
    expect([undefined, '', 0, 'OK', {}].every((sent) => fails(nothing, sent))).toBe(true);
  });
});

describe('an open set of words', () => {
  it('takes words that are not known yet, and no other values', () => {
    const status = word<'running' | 'stopped'>();
    expect(status.parse('prelaunch')).toBe('prelaunch');
    expect(fails(status, 1)).toBe(true);
    expectTypeOf<z.infer<typeof status>>().toBeString();
  });
});

describe('an object', () => {
  const guest = record({ vmid: num, lock: text.optional(), parent: text.nullable() });

  it('keeps the fields that are not known', () => {
    expect(guest.parse({ vmid: '100', parent: 'a', new: null, deep: { x: 1 } })).toEqual({
      vmid: 100,
      parent: 'a',
      new: null,
      deep: { x: 1 },
    });
  });

  it('lacks a field that may be missing and came as null', () => {
    const sent = { vmid: 100, lock: null, parent: null };
    expect(guest.parse(sent)).toStrictEqual({ vmid: 100, parent: null });
    expect(sent).toHaveProperty('lock', null);
  });

  it('does not lack a field that must be there', () => {
    expect(guest.safeParse({ vmid: null, parent: 'a' }).error?.issues[0]?.path).toEqual(['vmid']);
    expect([null, [], 'x', 1].every((sent) => fails(guest, sent))).toBe(true);
  });

  it('has the types of its fields', () => {
    type Guest = z.infer<typeof guest>;
    expectTypeOf<Guest['vmid']>().toEqualTypeOf<number>();
    expectTypeOf<Guest['lock']>().toEqualTypeOf<string | undefined>();
  });
});
