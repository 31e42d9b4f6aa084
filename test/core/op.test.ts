import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { bind, type Op, op, type Send } from '~/core/op.js';
import { issuesOf } from '~/core/validate.js';

const table = {
  list: op('GET /things', z.strictObject({}), z.array(z.string())),
  inner: {
    get: op(
      'GET /things/{id}',
      z.strictObject({ id: z.number(), full: z.boolean().optional() }),
      z.string(),
      {
        needs: [{ path: '/', all: ['Sys.Audit'] }],
      },
    ),
  },
};

describe('a bound table', () => {
  it('sends its operations with what the caller gave', async () => {
    const seen: unknown[][] = [];
    const send: Send = (...given) => {
      seen.push(given);
      return Promise.resolve('sent' as never);
    };
    const bound = bind(send, table);
    const signal = new AbortController().signal;
    await bound.list();
    await expect(bound.inner.get({ id: 1 }, { signal })).resolves.toBe('sent');
    expect(seen).toEqual([
      [table.list, undefined, undefined],
      [table.inner.get, { id: 1 }, { signal }],
    ]);
  });

  it('has the names of the table at every level, and cannot be changed', () => {
    const bound = bind(() => Promise.reject(new Error('not called')), table);
    expect(Object.keys(bound)).toEqual(['list', 'inner']);
    expect([bound, bound.inner].every((level) => Object.isFrozen(level))).toBe(true);
    expect(() => Object.assign(bound.inner, { get: () => 'other' })).toThrow(TypeError);
  });

  it('wants parameters only where one is required, and gives the type of the answer', () => {
    const bound = bind(() => Promise.reject(new Error('not called')), table);
    expectTypeOf(bound.list).toBeCallableWith();
    expectTypeOf(bound.list).toBeCallableWith({}, { timeout: 1 });
    expectTypeOf(bound.list).returns.toEqualTypeOf<Promise<string[]>>();
    expectTypeOf(bound.inner.get).parameter(0).toEqualTypeOf<{ id: number; full?: boolean | undefined }>();
    expectTypeOf(table.inner.get).toEqualTypeOf<Op<{ id: number; full?: boolean | undefined }, string>>();
  });
});

describe('the issues of a check', () => {
  const schema = z.strictObject({
    vmid: z.number('a number is expected'),
    deep: z.object({ list: z.array(z.string('a text is expected')) }).optional(),
    either: z
      .union([z.string(), z.object({ x: z.number('a number is expected') })], 'a text or x')
      .optional(),
  });
  const issues = (value: unknown) => {
    const { error } = schema.safeParse(value);
    return error === undefined ? [] : issuesOf(error);
  };

  it('say where and what, for each place', () => {
    expect(issues({ vmid: 'x', deep: { list: ['a', 5] } })).toEqual([
      { path: 'vmid', message: 'a number is expected' },
      { path: 'deep.list.1', message: 'a text is expected' },
    ]);
  });

  it('name each unknown key', () => {
    expect(issues({ vmid: 1, a: 1, b: 2 })).toEqual([
      { path: 'a', message: 'unknown key' },
      { path: 'b', message: 'unknown key' },
    ]);
  });

  it('say of a choice what was nearest', () => {
    expect(issues({ vmid: 1, either: { x: 'no' } })).toEqual([
      { path: 'either.x', message: 'a number is expected' },
    ]);
    expect(issues({ vmid: 1, either: 5 })).toEqual([{ path: 'either', message: 'a text or x' }]);
  });

  it('never hold the value', () => {
    expect(JSON.stringify(issues({ vmid: 'Passw0rd', either: 7, password: 'Passw0rd' }))).not.toContain(
      'Passw0rd',
    );
  });
});
