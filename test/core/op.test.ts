import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import { bind, type Op, op, type Send } from '~/core/op.js';
import { issuesOf } from '~/core/validate.js';

const table = {
  list: op('GET /nodes', z.strictObject({}), z.array(z.string())),
  inner: {
    get: op('GET /cluster/nextid', z.strictObject({ vmid: z.number().optional() }), z.string(), {
      needs: [{ path: '/', all: ['Sys.Audit'] }],
    }),
    start: op(
      'POST /nodes/{node}/lxc/{vmid}/status/start',
      z.strictObject({ node: z.string(), vmid: z.number(), debug: z.boolean().optional() }),
      z.string(),
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
    await expect(bound.inner.get({ vmid: 100 }, { signal })).resolves.toBe('sent');
    expect(seen).toEqual([
      [table.list, undefined, undefined],
      [table.inner.get, { vmid: 100 }, { signal }],
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
    type Start = { node: string; vmid: number; debug?: boolean | undefined };
    expectTypeOf(bound.inner.start).parameter(0).toEqualTypeOf<Start>();
    expectTypeOf(table.inner.start).toEqualTypeOf<Op<Start, string>>();
  });
});

it('an operation that does not fit its route does not compile', () => {
  const node = z.string();
  const rows = z.array(z.looseObject({ node: z.string() }));
  const nothing = z.null();
  const guest = { node, vmid: z.number() };
  const declared = [
    // @ts-expect-error: the API has no such route
    op('GET /node', z.strictObject({}), rows),
    // @ts-expect-error: `nodes` is not the route's parameter
    op('GET /nodes/{node}/dns', z.strictObject({ nodes: node }), z.null()),
    // @ts-expect-error: `vmid` is missing
    op('GET /nodes/{node}/lxc/{vmid}/pending', z.strictObject({ node }), z.unknown()),
    // @ts-expect-error: a misspelt parameter
    op('GET /nodes/{node}/tasks', z.strictObject({ node, limits: z.number().optional() }), z.unknown()),
    // @ts-expect-error: a parameter of another type
    op('GET /nodes/{node}/tasks', z.strictObject({ node, limit: z.string().optional() }), z.unknown()),
    // @ts-expect-error: a word that PVE does not take
    op('GET /nodes/{node}/tasks', z.strictObject({ node, source: z.enum(['all', 'any']) }), z.unknown()),
    // @ts-expect-error: a misspelt numbered key
    op('PUT /nodes/{node}/lxc/{vmid}/config', z.strictObject({ ...guest, nic0: node }), nothing),
    // @ts-expect-error: a field that the answer does not have
    op('GET /nodes', z.strictObject({}), z.array(z.looseObject({ nodename: z.string() }))),
    // @ts-expect-error: `any` where the client would send it as it is
    op('GET /cluster/nextid', z.strictObject({ vmid: z.literal('any') }), z.unknown()),
    op(
      'GET /cluster/nextid',
      z.strictObject({ vmid: z.union([z.number(), z.literal('any')]) }),
      z.unknown(),
      {
        anyVmid: 'vmid',
      },
    ),
    // What is fixed need not be given, and a field that only PVE's code knows is named.
    op('DELETE /nodes/{node}/tasks/{upid}', z.strictObject({ node }), nothing, { fixed: { upid: 'UPID:' } }),
    op('GET /nodes', z.strictObject({}), z.array(z.looseObject({ nodename: z.string() })), {
      undeclared: ['nodename'],
    }),
    op('PUT /nodes/{node}/lxc/{vmid}/config', z.strictObject({ ...guest, net0: node }), nothing),
  ];
  expect(declared).toHaveLength(13);
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
