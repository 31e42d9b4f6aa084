import { ParamsError, parseProperties } from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeParams, formEncode, type Params } from '~/core/codec.js';

const key = fc.stringMatching(/^[a-z][\w-]{0,8}$/);
const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed());
const item = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/[,;\s\0]/.test(value));

/** A form as PVE reads it: split on `&` and on a raw `;`, cut at a second raw `=`, `+` a blank (pve-http-server). */
function readAsPve(form: string): [string, string][] {
  const decode = (part = '') => decodeURIComponent(part.replaceAll('+', ' '));
  return form
    .split(/[&;]/)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name, value] = pair.split('=');
      return [decode(name), decode(value)];
    });
}

describe('parameters', () => {
  it('of texts come back from the form as they were, on both kinds of server', () => {
    fc.assert(
      fc.property(fc.dictionary(key, text), (params) => {
        const form = formEncode(encodeParams(params));
        expect(Object.fromEntries(readAsPve(form))).toEqual({ ...params });
        expect(Object.fromEntries(new URLSearchParams(form))).toEqual({ ...params });
      }),
    );
  });

  it.each([';', '=', '&', '+', '%', 'a=b=c', 'a;b', 'ß ☃ 🦊', '\0', '\r\n', '%3B'])('hold %j', (value) => {
    expect(readAsPve(formEncode(encodeParams({ description: value })))).toEqual([['description', value]]);
  });

  it('of numbers come back as numbers', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const [[, sent] = []] = encodeParams({ value });
        expect(Number(sent)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('of flags are 0 and 1, and undefined is not sent', () => {
    const params = { yes: true, no: false, nothing: undefined, empty: '' };
    expect(encodeParams(params)).toEqual([
      ['yes', '1'],
      ['no', '0'],
      ['empty', ''],
    ]);
  });

  it('of lists lose no item', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1 }), (items) => {
        const [[, sent = ''] = []] = encodeParams({ tags: items });
        // As pve-common splits a list.
        expect(sent.split(/[,;\s\0]+/)).toEqual(items);
      }),
    );
  });

  it('of lists are repeated where the operation says so, and then hold any text', () => {
    const pairs = encodeParams({ 'exclude-path': ['/a b', '/c,d', '7'] }, (name) => name === 'exclude-path');
    expect(pairs).toEqual([
      ['exclude-path', '/a b'],
      ['exclude-path', '/c,d'],
      ['exclude-path', '7'],
    ]);
  });

  it('of property strings keep every key, in order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(key, fc.oneof(item, fc.boolean(), fc.integer())), {
          minLength: 1,
          selector: ([name]) => name,
        }),
        (entries) => {
          const [[, sent = ''] = []] = encodeParams({ net0: Object.fromEntries(entries) });
          const read = sent
            .split(',')
            .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]);
          const wire = (value: unknown) =>
            typeof value === 'boolean' ? String(Number(value)) : String(value);
          const written = Object.entries(Object.fromEntries(entries)).map(([name, value]) => [
            name,
            wire(value),
          ]);
          expect(read).toEqual(written);
        },
      ),
    );
  });

  it('of property strings leave out undefined and may hold blanks and semicolons', () => {
    expect(
      encodeParams({ features: { nesting: true, keyctl: undefined, mount: 'nfs;cifs', x: 'a b' } }),
    ).toEqual([['features', 'nesting=1,mount=nfs;cifs,x=a b']]);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a bigint', 5n],
    ['an item with a comma', ['a,b']],
    ['an item with a blank', ['a b']],
    ['an item with a semicolon', ['a;b']],
    ['an item with a NUL', ['a\0b']],
    ['an empty item', ['a', '']],
    ['a list in a list', [['a']]],
  ])('of no wire form are refused by name, and their value is not told: %s', (_what, value) => {
    const error = catchError(() =>
      encodeParams({ fine: 1, broken: value, worse: value } as unknown as Params),
    );
    expect(error).toBeInstanceOf(ParamsError);
    expect(error).toMatchObject({ issues: [{ path: 'broken' }, { path: 'worse' }] });
    expect(String(error)).not.toContain('a,b');
  });

  it.each<[string, unknown, string]>([
    ['a comma', { mp: '/a,b' }, 'mp'],
    ['a line break', { mp: '/a\nb' }, 'mp'],
    ['nothing', { mp: '' }, 'mp'],
    ['an object', { mp: { x: 1 } }, 'mp'],
    ['null', { mp: null }, 'mp'],
    ['a name with `=`', { 'a=b': 'c' }, 'a=b'],
  ])('of property strings with %s are refused by key', (_what, object, key) => {
    const error = catchError(() =>
      encodeParams({ mp0: object, mp1: [object] } as Params, (name) => name === 'mp1'),
    );
    expect(error).toMatchObject({ issues: [{ path: `mp0.${key}` }, { path: `mp1.${key}` }] });
    expect(String(error)).not.toContain('/a');
  });

  it('of property strings that were parsed keep what was not changed', () => {
    const net = parseProperties('LxcNet', 'bridge=vmbr0,name=eth0,firewall=on,new=1');
    expect(encodeParams({ net0: net, net1: { ...net, bridge: 'vmbr1', tag: 5 } })).toEqual([
      ['net0', 'bridge=vmbr0,name=eth0,firewall=on,new=1'],
      ['net1', 'bridge=vmbr1,name=eth0,firewall=on,new=1,tag=5'],
    ]);
    expect(catchError(() => encodeParams({ net0: { ...net, name: undefined, brigde: 'x' } }))).toMatchObject({
      issues: [
        { path: 'net0.name', message: 'missing' },
        { path: 'net0.brigde', message: 'unknown key' },
      ],
    });
  });

  it('as repeated keys may be property strings', () => {
    const map = [{ node: 'pve1', path: '/srv' }, 'node=pve2,path=/srv'];
    expect(encodeParams({ map }, () => true)).toEqual([
      ['map', 'node=pve1,path=/srv'],
      ['map', 'node=pve2,path=/srv'],
    ]);
    expect(catchError(() => encodeParams({ map }))).toMatchObject({ issues: [{ path: 'map' }] });
  });

  it('as repeated keys are single values, no lists in a list', () => {
    const params = { a: ['x', ['y', 'z']] } as unknown as Params;
    expect(catchError(() => encodeParams(params, () => true))).toMatchObject({ issues: [{ path: 'a' }] });
    expect(encodeParams({ a: ['x,y', 1] }, () => true)).toEqual([
      ['a', 'x,y'],
      ['a', '1'],
    ]);
  });

  it('never hold half a character', () => {
    expect(formEncode([['description', 'a\ud800b']])).toBe('description=a%EF%BF%BDb');
  });
});

function catchError(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
