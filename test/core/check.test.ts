import { ParamsError } from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as check from '~/core/check.js';
import { issuesOf } from '~/core/validate.js';

/** The same expectation twice: for zod, and for what stands in for it where zod is not loaded yet. */
interface Pair {
  zod: z.ZodType;
  own: check.Check<unknown>;
}

const optional = ({ zod, own }: Pair): Pair => ({ zod: zod.optional(), own: check.maybe(own) });

const leaf: fc.Arbitrary<Pair> = fc.oneof(
  fc.constantFrom<Pair>(
    { zod: z.string(), own: check.text() },
    { zod: z.string().regex(/^a/, 'an a is expected'), own: check.text(/^a/, 'an a is expected') },
    { zod: z.boolean(), own: check.bool },
    { zod: z.number(), own: check.number },
    {
      zod: z.literal(false, 'no is expected'),
      own: check.only((value) => value === false, 'no is expected'),
    },
    {
      zod: z.custom((value) => typeof value === 'function', 'a function is expected'),
      own: check.only((value) => typeof value === 'function', 'a function is expected', true),
    },
  ),
  fc.record({ least: fc.integer({ min: -5, max: 3 }), more: fc.nat(20) }).chain(({ least, more }) => {
    const most = least + more;
    return fc.constantFrom<Pair>(
      { zod: z.number().int().min(least).max(most), own: check.whole(least, most) },
      { zod: z.number().int().min(least), own: check.whole(least) },
      { zod: z.number().min(least).max(most), own: check.between(least, most) },
    );
  }),
);

const { pair } = fc.letrec<{ pair: Pair }>((tie) => ({
  pair: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('pair'), fc.nat(2)).map(
      ([item, least]): Pair => ({
        zod: least === 0 ? z.array(item.zod) : z.array(item.zod).min(least),
        own: check.list(item.own, least),
      }),
    ),
    fc
      .tuple(
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.tuple(tie('pair'), fc.boolean())),
        fc.constantFrom('refused', 'kept', 'dropped'),
      )
      .map(([fields, others]): Pair => {
        const shape = Object.entries(fields).map(
          ([key, [field, may]]) => [key, may ? optional(field) : field] as const,
        );
        const make = { refused: z.strictObject, kept: z.looseObject, dropped: z.object }[others];
        return {
          zod: make(Object.fromEntries(shape.map(([key, { zod }]) => [key, zod]))),
          own: check.object(Object.fromEntries(shape.map(([key, { own }]) => [key, own])), others),
        };
      }),
    tie('pair').map((item): Pair => ({ zod: z.record(z.string(), item.zod), own: check.record(item.own) })),
    fc.array(tie('pair'), { minLength: 2, maxLength: 3 }).map(
      (forms): Pair => ({
        zod: z.union(
          forms.map(({ zod }) => zod),
          'one of these is expected',
        ),
        own: check.either(
          forms.map(({ own }) => own),
          'one of these is expected',
        ),
      }),
    ),
  ),
}));

// Where a list is expected, zod also asks a text or a function how long it is.
const odd = /^Too small: expected (?!array|number|int)/;

class Strange {
  readonly a = 'a';
}

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      ...['a', 'ab', '', 'b', 0, 1, 1.5, -7, 1e300, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, 1n],
      ...[true, false, null, undefined, Symbol.iterator, () => 1, new Date(0), new Map(), new Strange(), /a/],
    ),
    fc.integer({ min: -10, max: 30 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), tie('value'), { noNullPrototype: false }),
  ),
}));

describe('a check', () => {
  it('finds what zod finds, in the same words, and gives the same value', () => {
    let good = 0;
    let bad = 0;
    fc.assert(
      fc.property(pair, value, ({ zod, own }, given) => {
        const parsed = zod.safeParse(given);
        const found = check.look(own, given);
        if (parsed.success) {
          good += 1;
          expect(found.issues).toEqual([]);
          expect(found.value).toStrictEqual(parsed.data);
        } else {
          bad += 1;
          expect(found.issues).toEqual(issuesOf(parsed.error).filter(({ message }) => !odd.test(message)));
          expect(found.value).toBe(given);
        }
      }),
      { numRuns: 500 },
    );
    // Else nothing was compared.
    expect(good).toBeGreaterThan(5);
    expect(bad).toBeGreaterThan(5);
  });

  it('gives copies: what is changed afterwards does not count', () => {
    const given = { a: ['x'] };
    const { value: found } = check.look(check.object({ a: check.list(check.text()) }), given);
    given.a.push('y');
    expect(found).toEqual({ a: ['x'] });
  });

  it('throws what is wrong by its place, without the value', () => {
    const shape = check.object({ a: check.whole(1) });
    const wrong = (of: unknown): unknown => {
      try {
        return check.assured(shape, of, 'state', 'Do it better.');
      } catch (error) {
        return error;
      }
    };
    expect(wrong({ a: 1 })).toEqual({ a: 1 });
    const error = wrong({ a: 's3cret' });
    expect(error).toBeInstanceOf(ParamsError);
    expect((error as ParamsError).issues).toEqual([
      { path: 'state.a', message: 'Invalid input: expected number, received string' },
    ]);
    expect((error as ParamsError).hint).toBe('Do it better.');
    expect((wrong(5) as ParamsError).issues[0]?.path).toBe('state');
  });
});
