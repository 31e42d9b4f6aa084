import { ParamsError } from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatPropertyString,
  layout,
  type PropertyFacts,
  parsePropertyString,
} from '~/core/property-string.js';
import { readAsPve } from '../support/read-as-pve.js';

/** A made-up format with everything that formats have. */
const facts: PropertyFacts = {
  kinds: new Map([
    ['file', 'text'],
    ['model', 'text'],
    ['mac', 'text'],
    ['size', 'text'],
    ['backup', 'flag'],
    ['ro', 'flag'],
    ['rate', 'number'],
    ['mtu', 'number'],
  ]),
  required: [],
  defaultKey: 'file',
  aliases: new Map([
    ['volume', { key: 'file', names: undefined }],
    ['virtio', { key: 'mac', names: 'model' }],
    ['e1000', { key: 'mac', names: 'model' }],
  ]),
};
const noDefault: PropertyFacts = { ...facts, defaultKey: undefined, aliases: new Map() };

const parse = (text: string) => parsePropertyString(facts, text) as Record<PropertyKey, unknown>;
const format = (object: object) => formatPropertyString(object as Record<string, unknown>);
const values = (object: object) => Object.fromEntries(Object.entries(object));

function issuesOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ParamsError)) throw error;
    return error.issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  }
}

const plain = fc.stringMatching(/^[A-Za-z0-9:/._;=+% -]{1,12}$/);
const flagText = fc.constantFrom('0', '1', 'on', 'off', 'yes', 'No', 'TRUE', 'false');
const numberText = fc.constantFrom(
  '0',
  '01',
  '+5',
  '1.50',
  '.5',
  '1e3',
  '-0',
  '65535',
  '12345678901234567890',
);
const keyed = (keys: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc.tuple(keys, value).map(([key, text]) => `${key}=${text}`);
const part = fc.oneof(
  keyed(fc.constantFrom('file', 'volume', 'size', 'model', 'mac', 'virtio', 'e1000'), plain),
  keyed(fc.constantFrom('backup', 'ro'), flagText),
  keyed(fc.constantFrom('rate', 'mtu'), numberText),
  keyed(fc.constantFrom('new', ' size', '__proto__', 'constructor', '7', 'toString'), plain),
  fc.constantFrom('', ' ', '\t', 'local:8', '/srv', 'x y'),
);
const spellings = fc.constantFrom('virtio=AA', 'e1000=BB', 'model=x', 'mac=CC', 'x', 'volume=y', 'file=z');
const stored = fc
  .oneof(fc.array(part, { maxLength: 8 }), fc.uniqueArray(spellings, { maxLength: 3 }))
  .map((parts) => parts.join(','));

const newValue = fc.oneof(
  fc.tuple(fc.constantFrom('file', 'size', 'mac'), fc.constantFrom('a', 'a=b', ' ', 'local:9', undefined)),
  fc.tuple(fc.constant('model'), fc.constantFrom('virtio', 'e1000', 'other', undefined)),
  fc.tuple(fc.constantFrom('backup', 'ro'), fc.constantFrom(true, false, 0, 1, undefined)),
  fc.tuple(fc.constantFrom('rate', 'mtu'), fc.constantFrom(0, 5, 1.5, undefined)),
);

/** As a value is on the wire. */
const wire = (value: unknown) => (typeof value === 'boolean' ? String(Number(value)) : String(value));

describe('a property string', () => {
  it('comes back as it was, whatever is in it', () => {
    fc.assert(
      fc.property(stored, (text) => {
        expect(format(parse(text))).toBe(text);
      }),
    );
  });

  it('of any characters comes back as it was or is refused', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[=,a \n\0]{0,9}$/));
    fc.assert(
      fc.property(text, (any) => {
        const read = issuesOf(() => parse(any));
        if (!Array.isArray(read)) expect(format(read as object)).toBe(any);
        else expect(readAsPve(facts, any) === undefined || /[\0\r\n]/.test(any)).toBe(true);
      }),
    );
  });

  it('is read as a host reads it', () => {
    fc.assert(
      fc.property(stored, (text) => {
        const host = readAsPve(facts, text);
        fc.pre(host !== undefined);
        const ours = Object.entries(parse(text));
        expect(ours.map(([key]) => key).sort()).toEqual([...host.keys()].sort());
        for (const [key, value] of ours) {
          const text = host.get(key) ?? '';
          expect(wire(value)).toBe(typeof value === 'number' ? String(Number(text)) : text);
        }
      }),
    );
  });

  it('that was changed is read by a host as what it was changed to, and all else is untouched', () => {
    fc.assert(
      fc.property(stored, fc.array(newValue, { maxLength: 4 }), fc.boolean(), (text, changes, spread) => {
        const host = readAsPve(facts, text);
        fc.pre(host !== undefined);
        const patch = Object.fromEntries(changes);
        const object = spread ? { ...parse(text), ...patch } : Object.assign(parse(text), patch);
        const wanted = new Map(host);
        for (const [key, value] of Object.entries(patch)) {
          // What is the same stays as it was written: `01`.
          if (Number(wire(value)) === Number(host.get(key)) && value !== ' ') continue;
          if (value === undefined) wanted.delete(key);
          else wanted.set(key, wire(value));
        }
        const written = format(object);
        expect(readAsPve(facts, written), written).toEqual(wanted);
        // What is not touched, and not set twice.
        const touched = Object.keys(patch);
        const keysOf = (one: string) => [...(readAsPve(facts, one)?.keys() ?? [])];
        const all = text.split(',').flatMap(keysOf);
        const once = (key: string) => all.indexOf(key) === all.lastIndexOf(key);
        const others = text.split(',').filter((one) => {
          const keys = keysOf(one);
          return keys.length > 0 && keys.every((key) => once(key) && !touched.includes(key));
        });
        expect(others.filter((one) => !written.split(',').includes(one))).toEqual([]);
      }),
    );
  });

  it('of plain values is read by a host as these', () => {
    fc.assert(
      fc.property(fc.array(newValue), (entries) => {
        const object = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
        const host = readAsPve(facts, formatPropertyString(object, facts));
        expect(host).toEqual(new Map(Object.entries(object).map(([key, value]) => [key, wire(value)])));
      }),
    );
  });
});

describe('a property string as an object', () => {
  it.each<[string, Record<string, unknown>]>([
    ['', {}],
    ['local:8', { file: 'local:8' }],
    ['file=local:8', { file: 'local:8' }],
    ['volume=local:8,backup=1', { file: 'local:8', backup: true }],
    ['backup=off,local:8', { backup: false, file: 'local:8' }],
    ['virtio=AA:BB,rate=2.50', { model: 'virtio', mac: 'AA:BB', rate: 2.5 }],
    ['mac=x=y==,size=8G', { mac: 'x=y==', size: '8G' }],
    [',, ro=1,ro=yes', { ' ro': '1', ro: true }],
    ['a=1,b=off', { a: '1', b: 'off' }],
    ['size=1,size=2', { size: '2' }],
    ['x,y', { file: 'y' }],
    ['size=%2C;é ', { size: '%2C;é ' }],
    ['mtu=01,rate=+.5', { mtu: 1, rate: 0.5 }],
  ])('%j is %j', (text, expected) => {
    expect(values(parse(text))).toEqual(expected);
    expect(format(parse(text))).toBe(text);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['local:8,size=8G,ro=on', { size: '9G' }, 'local:8,size=9G,ro=on'],
    ['local:8,size=8G,ro=on', { ro: true }, 'local:8,size=8G,ro=on'],
    ['local:8,size=8G,ro=on', { ro: 1 }, 'local:8,size=8G,ro=on'],
    ['local:8,size=8G,ro=on', { ro: false, rate: 1 }, 'local:8,size=8G,ro=0,rate=1'],
    ['local:8,size=8G,ro=on', { size: undefined }, 'local:8,ro=on'],
    ['size=8G,local:8', { file: 'local:9' }, 'size=8G,local:9'],
    ['size=8G,local:8', { file: 'a=b' }, 'size=8G,file=a=b'],
    ['volume=local:8', { file: 'local:9' }, 'volume=local:9'],
    ['virtio=AA,ro=1', { mac: 'BB' }, 'virtio=BB,ro=1'],
    ['virtio=AA,ro=1', { model: 'e1000' }, 'e1000=AA,ro=1'],
    ['virtio=AA,ro=1', { model: 'other' }, 'model=other,mac=AA,ro=1'],
    ['virtio=AA,ro=1', { mac: undefined }, 'model=virtio,ro=1'],
    ['virtio=AA,ro=1', { mac: undefined, model: undefined }, 'ro=1'],
    ['mac=CC,virtio=AA', { model: 'other' }, 'model=other,mac=AA'],
    ['size=1,ro=1,size=2', { size: '3' }, 'ro=1,size=3'],
    ['size=1,ro=1,size=2', { ro: false }, 'size=1,ro=0,size=2'],
    ['size=1,ro=1,size=2', { size: undefined }, 'ro=1'],
    ['new=1,other=2', { new: '3', other: undefined }, 'new=3'],
    ['size=1,,', { ro: true }, 'size=1,ro=1,,'],
    ['', { ro: true, file: 'x' }, 'x,ro=1'],
    ['mtu=01,rate=1.50', { mtu: 1, rate: 1.5 }, 'mtu=01,rate=1.50'],
    ['mtu=01,rate=1.50', { mtu: 2, rate: 1.25 }, 'mtu=2,rate=1.25'],
  ])('%j with %j is %j', (text, patch, expected) => {
    expect(format({ ...parse(text), ...patch })).toBe(expected);
    expect(format(Object.assign(parse(text), patch))).toBe(expected);
  });

  it('loses its spelling in JSON, and nothing else', () => {
    const object = parse('ro=on,virtio=AA,new=x,local:8');
    const carried = JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
    expect(values(object)).toEqual(carried);
    expect(format(carried)).toBe('ro=1,model=virtio,mac=AA,new=x,file=local:8');
    expect(layout in structuredClone(object)).toBe(false);
  });

  it('of another format is written as a plain one', () => {
    const object = parse('size=1,local:8') as Record<string, unknown>;
    expect(formatPropertyString(object, noDefault)).toBe('size=1,file=local:8');
  });
});

describe('what is malformed', () => {
  it.each<[string, string[]]>([
    ['size=', ['size: a value is missing']],
    ['=1', ['part 1 has no key']],
    ['=', ['part 1 has no key']],
    ['ro=maybe,rate=fast', ['ro: a flag is expected', 'rate: a number is expected']],
    ['rate=0x10', ['rate: a number is expected']],
    ['rate=1 ', ['rate: a number is expected']],
    ['size=1\n', ['a line break or NUL']],
    ['size=\0', ['a line break or NUL']],
    ['size=1\r\n', ['a line break or NUL']],
  ])('%j is refused', (text, issues) => {
    expect(issuesOf(() => parse(text))).toEqual(issues);
  });

  it('is a value alone where there is no default key', () => {
    expect(issuesOf(() => parsePropertyString(noDefault, 'ro=1,secret'))).toEqual([
      'part 2 is a value without a key',
    ]);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ size: '' }, 'size: an empty value cannot be written: leave the key out'],
    [{ size: 'a,b' }, 'size: a value with a comma cannot be written'],
    [{ size: 'a\nb' }, 'size: a value with a line break or NUL cannot be written'],
    [{ size: 'a\0' }, 'size: a value with a line break or NUL cannot be written'],
    [{ size: true }, 'size: a text is expected'],
    [{ size: null }, 'size: a text is expected'],
    [{ size: { a: 1 } }, 'size: a text is expected'],
    [{ ro: 2 }, 'ro: true or false is expected'],
    [{ ro: 'on' }, 'ro: true or false is expected'],
    [{ rate: Number.NaN }, 'rate: a number is expected'],
    [{ rate: Number.POSITIVE_INFINITY }, 'rate: a number is expected'],
    [{ rate: '5' }, 'rate: a number is expected'],
    [{ bridge: 'x' }, 'bridge: unknown key'],
    [{ volume: 'x' }, 'volume: unknown key'],
  ])('%j is not written', (object, issue) => {
    expect(issuesOf(() => formatPropertyString(object, facts))).toEqual([issue]);
    expect(issuesOf(() => format({ ...parse('mac=1'), ...object }))).toEqual([issue]);
  });

  it.each(['a=b', 'a,b', '', 'a\n'])('is the key %j', (key) => {
    expect(issuesOf(() => format({ [key]: '1' }))).toEqual([
      `${key === '' ? '' : `${key}: `}such a key cannot be written`,
    ]);
  });

  it('is a required key that is gone', () => {
    const strict = { ...facts, required: ['size'] };
    const object = parsePropertyString(strict, 'ro=1,size=8G') as Record<string, unknown>;
    expect(issuesOf(() => format({ ...object, size: undefined }))).toEqual(['size: missing']);
    expect(issuesOf(() => formatPropertyString({ ro: true }, strict))).toEqual(['size: missing']);
  });
});
