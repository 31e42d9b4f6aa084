import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { tables } from '~/client/resources/tables.js';
import { type AnyOp, isOp, type Table } from '~/core/op.js';
import { quickOf } from '~/core/quick-check.js';
import { flag, list, num, record, text, word } from '~/core/wire.js';

/** What hosts send, what they should not send, and what is easily taken for something else. */
const scalar = fc.oneof(
  fc.constantFrom<unknown>(0, 1, -0, '0', '1', '', true, false, null, '5', '.5', '1e999', '0x1', 'a,b;c'),
  fc.constantFrom<unknown>(Number.NaN, Number.POSITIVE_INFINITY, ' 1', '1,5', [], {}, [null], ['x'], [['x']]),
  fc.double(),
  fc.string(),
);

function operations(table: Table): AnyOp[] {
  return Object.values(table).flatMap((entry) => (isOp(entry) ? [entry] : operations(entry)));
}

const all = operations(tables);
const quick = all.filter((op) => quickOf(op.returns) !== undefined);

interface Definition {
  type: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  out?: z.ZodType;
  shape?: Record<string, z.ZodType>;
}

/** Values that look like those of a schema; with `wrong`, some of their fields are anything. */
function like(schema: z.ZodType, wrong: boolean): fc.Arbitrary<unknown> {
  const { type, innerType, element, out, shape } = schema.def as Definition;
  const inner = (of: z.ZodType) => like(of, wrong);
  if (type === 'pipe' && out?.def.type === 'object') return inner(out);
  if (type === 'optional' && innerType !== undefined) return inner(innerType);
  if (type === 'nullable' && innerType !== undefined) return fc.oneof(inner(innerType), fc.constant(null));
  if (type === 'array' && element !== undefined) return fc.array(inner(element), { maxLength: 4 });
  if (type === 'object' && shape !== undefined) {
    const fields = Object.entries(shape);
    const required = fields.filter(([, field]) => field.def.type !== 'optional').map(([key]) => key);
    const model = Object.fromEntries(fields.map(([key, field]) => [key, inner(field)]));
    const row = fc.record(model, { requiredKeys: wrong ? [] : required });
    return fc.tuple(row, fc.jsonValue()).map(([known, unknown]) => ({ ...known, 'not-known': unknown }));
  }
  const good = scalar.filter((value) => schema.safeParse(value).success);
  return wrong ? fc.oneof({ arbitrary: good, weight: 9 }, scalar) : good;
}

/** Where it says yes, it has to say what zod says. */
function agrees(schema: z.ZodType, value: unknown): boolean {
  const judged = quickOf(schema);
  const copy = structuredClone(value);
  const said = judged?.fits(value) === true;
  expect(value).toEqual(copy);
  if (judged === undefined || !said) return false;
  const { success, data } = schema.safeParse(copy);
  expect(success).toBe(true);
  expect(judged.decode === undefined ? value : judged.decode(value as never)).toStrictEqual(data);
  return true;
}

describe('the quick check of an answer', () => {
  it('knows the answers of nearly half of the operations, and of all long lists', () => {
    expect(quick.length / all.length).toBeGreaterThan(0.45);
    const routes = quick.map(({ route }) => route);
    for (const route of [
      'GET /cluster/resources',
      'GET /nodes/{node}/lxc',
      'GET /nodes/{node}/qemu',
      'GET /version',
    ])
      expect(routes).toContain(route);
  });

  it.each(quick.map((op) => [op.route, op] as const))('%s: is what zod says', (_, op) => {
    fc.assert(
      fc.property(like(op.returns, true), (value) => {
        agrees(op.returns, value);
      }),
      { numRuns: 40 },
    );
    // Good ones are not left to zod.
    const nulls = (value: unknown) => JSON.stringify(value, (_key, field) => field ?? undefined);
    fc.assert(
      fc.property(like(op.returns, false), (value) => {
        expect(agrees(op.returns, value), nulls(value)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['num', num],
    ['flag', flag],
    ['text', text],
    ['list', list],
    ['word', word()],
  ])('%s takes what zod takes, and nothing else', (_, schema) => {
    fc.assert(
      fc.property(scalar, (value) => {
        expect(agrees(schema, value)).toBe(schema.safeParse(value).success);
      }),
      { numRuns: 500 },
    );
  });

  it('takes rows with their keys in any order, some of them missing and others unknown', () => {
    const row = record({
      a: text,
      b: num,
      c: flag.optional(),
      d: list.optional(),
      e: record({ f: num }).optional(),
    });
    const keys = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'x', 'y', '__proto__']);
    const wires: Record<string, string> = {
      a: '"q"',
      b: '"7"',
      c: '1',
      d: '"z;y"',
      e: '{"f":"1"}',
      x: '[]',
      y: 'null',
    };
    const one = keys.map(
      (names) =>
        `{${names.map((name) => `"${name}":${Object.hasOwn(wires, name) ? wires[name] : '1'}`).join(',')}}`,
    );
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), (rows) => {
        const value: unknown[] = JSON.parse(`[${rows.join(',')}]`);
        const whole = (each: object) => 'a' in each && 'b' in each && !Object.hasOwn(each, '__proto__');
        expect(agrees(z.array(row), value)).toBe(value.every((each) => whole(each as object)));
      }),
      { numRuns: 500 },
    );
  });

  it('finds a wrong field wherever it is: in the last row, and where rows before had other keys', () => {
    const rows = z.array(record({ vmid: num, name: text.optional(), tags: list.optional() }));
    const good = Array.from({ length: 200 }, (_, vmid) =>
      vmid % 2 ? { vmid, name: 'n' } : { tags: 'a', vmid },
    );
    expect(agrees(rows, structuredClone(good))).toBe(true);
    for (const wrong of [
      { name: 'n' },
      { vmid: 'x' },
      { vmid: Number.NaN },
      { vmid: 1, name: {} },
      { vmid: 1, tags: 1 },
    ])
      expect(quickOf(rows)?.fits([...good, wrong]), JSON.stringify(wrong)).toBe(false);
  });

  it('leaves to zod what only zod can say', () => {
    expect(quickOf(z.string().min(1))).toBeUndefined();
    expect(quickOf(z.number().int())).toBeUndefined();
    expect(quickOf(z.array(text).min(1))).toBeUndefined();
    expect(quickOf(z.coerce.number())).toBeUndefined();
    expect(quickOf(z.email())).toBeUndefined();
    expect(quickOf(record({ a: z.string().regex(/x/) }))).toBeUndefined();
    // Every object has it, without being sent one.
    expect(quickOf(record({ constructor: text.optional() }))).toBeUndefined();
    const row = record({ a: text, b: num.optional() });
    expect(quickOf(row)?.fits({ a: 'x', b: null })).toBe(false);
    expect(quickOf(row)?.fits(JSON.parse('{"a":"x","__proto__":1}'))).toBe(false);
    expect(quickOf(row)?.fits([])).toBe(false);
  });
});
