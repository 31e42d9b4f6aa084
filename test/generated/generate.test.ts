import { describe, expect, it } from 'vitest';
import { generate } from '../../scripts/generate-api/index.mjs';
import { versions } from './small-api.js';

const { files, routes, params } = generate(versions, []);
const api = files['api.ts'];

/** How a numbered key is written. */
const net = `\`net$\{number}\``;

/** The text of one route. */
function route(name: string, from = api): string {
  const start = from.indexOf(`  '${name}': {`);
  expect(start, name).toBeGreaterThan(-1);
  return from.slice(from.lastIndexOf('\n  };', start) + 1, from.indexOf('\n  };', start));
}

describe('the generated types', () => {
  it('unite the releases, and say since and until when', () => {
    expect({ routes, params }).toEqual({ routes: 7, params: 21 });
    expect(route('DELETE /gone/{id}')).toContain('/** Until 8.4. Needs no login. */');
    expect(route('POST /rules')).toContain(
      '/** Since 9.2. Needs self and (A.One+A.Two on / or modify {path}). */',
    );
    expect(route('PUT /nodes/{node}/qemu/{vmid}/config')).toContain(
      '/** Since 9.2. Only together with `delete`. */\n      template?: string | undefined;',
    );
  });

  it('ask for what every release asks for, and for what is in braces', () => {
    expect(route('DELETE /gone/{id}')).toContain('id: string;');
    expect(route('GET /nodes/{node}/qemu/{vmid}/config')).toMatch(
      /params: \{\n {6}node: string;\n {6}vmid: string;\n/,
    );
    expect(route('PUT /nodes/{node}/qemu/{vmid}/config')).toContain(
      '/** Required until 8.4. */\n      mode?: string | undefined;',
    );
    expect(route('GET /version')).toContain('params: NoParams;');
  });

  it('take flags, lists and property strings in convenient forms', () => {
    const put = route('PUT /nodes/{node}/qemu/{vmid}/config');
    expect(put).toContain('/** Default `0`. */\n      onboot?: boolean | 0 | 1 | undefined;');
    expect(put).toContain('delete?: List | undefined;');
    expect(put).toContain(`[key: ${net}]: QemuNet | Parsed<QemuNet> | string | undefined;`);
    expect(put).toContain('memory?: QemuMemory | Parsed<QemuMemory> | string | number | undefined;');
    expect(put).toContain('returns: null;');
  });

  it('make one interface of a property string, its main key first, without aliases', () => {
    expect(api).toContain(
      [
        'export interface QemuNet {',
        "  model: 'virtio' | 'e1000';",
        '  firewall?: boolean | 0 | 1 | undefined;',
        '  macaddr?: string | undefined;',
        '  /** Since 9.2. 1 to 65520. */',
        '  mtu?: number | undefined;',
        '  /** At least 0. */',
        '  rate?: number | undefined;',
        '}',
      ].join('\n'),
    );
  });

  it('say what is on the wire of answers', () => {
    const get = route('GET /nodes/{node}/qemu/{vmid}/config');
    expect(get).toContain('onboot?: 0 | 1;');
    expect(get).toContain(`/** Property string of {@link QemuNet}. */\n      [key: ${net}]: string;`);
    expect(get).toContain('/** `suspended`: until 8.4. `clone`: since 9.2. */');
    expect(get).toContain("lock?: 'backup' | 'suspended' | 'clone' | (string & {});");
  });

  it('are loose only where the schema is', () => {
    const get = route('GET /users/{userid}');
    expect(get).toContain('anything: unknown;');
    expect(get).toContain('list: unknown[];');
    expect(get).toContain('loose: { [key: string]: unknown };');
    expect(get).toMatch(/tokens: \{\n\s+\[key: string\]: \{\n\s+privsep\?: 0 \| 1;/);
    // The older release names no key at all, which says nothing about what the newer one describes.
    expect(route('GET /version')).toContain('{\n      release: string;\n      repoid?: string;\n    }');
    expect(route('POST /rules')).toContain('[key: string]: unknown;');
    expect(route('POST /nodes/{node}/execute')).toContain('returns: unknown[];');
  });

  it('flatten kinds that a property tells apart, and unite choices', () => {
    const rules = route('POST /rules');
    expect(rules).toContain("type: 'near' | 'apart';");
    expect(rules).toContain('/** Only with `type` `near`. */\n      nodes?: string | undefined;');
    expect(rules).toContain('vms?: readonly number[] | undefined;');
    expect(rules).toContain('\n      comment?: string | undefined;');
    expect(rules).toContain('state: string[] | 1 | 2 | (number & {});');
    expect(rules).toContain("'empty-enum': string;");
  });

  it('tell what root@pam alone may do, and where tokens do not work', () => {
    const put = route('PUT /nodes/{node}/qemu/{vmid}/config');
    expect(put).toContain('/** Only root@pam, with a ticket. */\n      skiplock?:');
    expect(route('POST /nodes/{node}/execute')).toContain(
      'Only root@pam, with a ticket. Until 8.4: needs Sys.Audit on /nodes/{node}. Not with an API token.',
    );
  });

  it('shorten long rows of numbered words', () => {
    const disk = (count: number) => ['rootfs', ...Array.from({ length: count }, (_, index) => `mp${index}`)];
    const resize = (...disks: string[][]) =>
      generate(
        disks.map((words, index) => {
          const method = { parameters: { properties: { disk: { type: 'string', enum: words } } } };
          return { release: `${8 + index}.0`, methods: new Map([['PUT /resize', method]]) };
        }),
        [],
      ).files['api.ts'];
    expect(resize(disk(12))).toContain(
      `/** \`mp0\` to \`mp11\`. */\n      disk: 'rootfs' | \`mp$\{number}\`;`,
    );
    expect(resize(disk(3))).toContain("disk: 'rootfs' | 'mp0' | 'mp1' | 'mp2';");
    // A row with a gap is no row.
    expect(resize(disk(12).filter((word) => word !== 'mp5'))).toContain("'mp4' | 'mp6'");
  });

  it('know a property string that the API only names', () => {
    const method = {
      parameters: { properties: { startup: { type: 'string', format: 'pve-startup-order', optional: 1 } } },
    };
    const made = generate([{ release: '9.2', methods: new Map([['PUT /x', method]]) }], []).files['api.ts'];
    expect(route('PUT /x', made)).toContain(
      'startup?: StartupOrder | Parsed<StartupOrder> | string | undefined;',
    );
    expect(made).toContain('export interface StartupOrder {\n  order?: number | undefined;\n');
    expect(made).toContain('export interface PropertyFormats {\n  StartupOrder: StartupOrder;\n}');
  });

  it('carry no description over', () => {
    expect(Object.values(files).join('')).not.toContain('sentence that must not');
  });

  it('are the same bytes each time', () => {
    expect(generate(versions, []).files).toEqual(files);
    const reversed = versions.map(({ release, methods }) => ({
      release,
      methods: new Map([...methods].reverse()),
    }));
    expect(generate(reversed, []).files).toEqual(files);
  });

  it('refuse a permission check that they do not understand', () => {
    const bad = (check: unknown) => [
      {
        release: '9.2',
        methods: new Map([['GET /x', { method: 'GET', path: '/x', permissions: { check } }]]),
      },
    ];
    expect(() => generate(bad(['perm', '/', ['A'], 'unless', 1]), [])).toThrow('unless');
    expect(() => generate(bad(['magic']), [])).toThrow('magic');
  });
});

describe('the facts of the wire', () => {
  const wire = (from = files) => from['wire-data.ts'].replaceAll(/^\/\/.*\n/gm, '');

  it('are the keys of property strings, the counts of numbered keys, and the arrays', () => {
    expect(wire()).toBe(`
export const formats = \`QemuMemory current!*:n
QemuNet model!* macaddr firewall:b rate:n mtu:n virtio=macaddr@model\`;

/** How many of each numbered key a guest can have. */
export const slots = {
  net: 32,
} as const;

export const arrays = \`POST /rules vms\`;
`);
  });

  it('have a count for every numbered key of a guest, and the one that the words of the API say', () => {
    const method = (properties: object) => ({ parameters: { properties } });
    const mounts = Array.from({ length: 100 }, (_, index) => `mp${index}`);
    const methods = new Map([
      ['PUT /nodes/{node}/lxc/{vmid}/config', method({ 'gpu[n]': { type: 'string' } })],
      ['PUT /nodes/{node}/lxc/{vmid}/resize', method({ disk: { type: 'string', enum: mounts } })],
      ['PUT /cluster/config', method({ 'link[n]': { type: 'string' } })],
    ]);
    const { warnings } = generate([{ release: '9.2', methods }], []);
    expect(warnings.filter((text) => text.startsWith('slots.mjs'))).toEqual([
      'slots.mjs: how many gpu[n]?',
      "slots.mjs: mp99 is the last one in the API's words",
    ]);
  });

  it('take a key for an array where any release has it so', () => {
    const release = (name: string, schema: object) => ({
      release: name,
      methods: new Map([['POST /x', { parameters: { properties: { b: schema, a: { type: 'array' } } } }]]),
    });
    const list = { type: 'string', format: 'pve-vmid-list' };
    const made = generate([release('8.4', list), release('9.2', { type: 'array' })], []).files;
    expect(wire(made)).toContain('export const arrays = `POST /x a b`;');
  });
});

describe('the table of parameters', () => {
  const tableOf = (from = versions) => {
    const text = generate(from, []).files['param-data.ts'];
    const lines = (name: string) => new RegExp(`${name} = \`([^\`]*)\``).exec(text)?.[1]?.split('\n') ?? [];
    const [schemas, formats, rows] = ['schemas', 'formats', 'rows'].map(lines);
    return { text, schemas: schemas ?? [], formats: formats ?? [], rows: rows ?? [] };
  };
  const { schemas, formats, rows } = tableOf();
  /** The parameters of a route, each with its schema in place of the number. */
  const cells = (route: string, from = { schemas, rows }) => {
    const [, span, text = ''] = from.rows.find((row) => row.startsWith(`${route}\t`))?.split('\t') ?? [];
    const read = text
      .split(' ')
      .map((cell) => cell.replace(/:(\d+)/, (_, line) => ` ${from.schemas[line]} `).trim());
    return { span, cells: read };
  };

  it('has what each release declares, and whether it is needed', () => {
    expect(cells('DELETE /gone/{id}')).toEqual({ span: '-8.4', cells: ['*', 'id! {"type":"string"}'] });
    const { span, cells: put } = cells('PUT /nodes/{node}/qemu/{vmid}/config');
    expect(span).toBe('');
    expect(put).toContain('cpulimit {"type":"number","minimum":0,"maximum":128}');
    expect(put).toContain('delete {"type":"string","format":"pve-configid-list"}');
    expect(put).toContain('mode! {"type":"string"} :-8.4');
    expect(put).toContain('mode {"type":"string","enum":["fast","it\'s"]} :9.2-');
    expect(put).toContain('template {"type":"string","requires":"delete"} :9.2-');
    expect(put).toContain('memory {"type":"integer"} :-8.4');
    expect(put).not.toContain('*');
  });

  it('names a property string as the facts of the wire do, which have its main key and other spellings', () => {
    expect(formats.map((line) => line.split('\t')[0])).toEqual(['QemuNet', 'QemuNet', 'QemuMemory']);
    expect(formats[0]).toMatch(/^QemuNet\tfirewall:\d+ macaddr:\d+ model!:\d+ rate:\d+$/);
    expect(formats[1]).toContain(' mtu:');
  });

  it('keeps what is needed of one kind alone, and what is in a list', () => {
    const { cells: rule } = cells('POST /rules');
    expect(rule).toContain(
      'vms! {"type":"array","items":{"type":"integer"},"instance-types":["apart"],"type-property":"type"}',
    );
    expect(rule).toContain('comment {"type":"string"}');
    expect(rule).not.toContain('*');
    expect(cells('GET /version').cells).toEqual(['*']);
  });

  it('is of the newest release of each major version', () => {
    const methods = new Map([['GET /x', { parameters: { additionalProperties: 0, properties: {} } }]]);
    const made = tableOf(['9.1', '7.4', '9.2', '8.4', '9.10'].map((release) => ({ release, methods })));
    expect(made.text).toContain('releases = ["7.4","8.4","9.10"] as const');
    expect(made.rows).toEqual(['GET /x']);
  });

  it('has patterns in the words of JavaScript, or none at all', () => {
    const withPattern = (pattern: string) => [
      {
        release: '9.2',
        methods: new Map([['GET /x', { parameters: { properties: { a: { type: 'string', pattern } } } }]]),
      },
    ];
    const [first] = tableOf(withPattern('(?^i:[a-z]+)(?^:-(?^u:\\d))*')).schemas;
    // In the file a backslash is written twice.
    expect(first).toBe('{"type":"string","pattern":"(?:[a-z]+)(?:-(?:\\\\\\\\d))*","ignoreCase":true}');
    expect(() => tableOf(withPattern('(?<!a)(?{code})('))).toThrow('has no JavaScript form');
  });
});

describe('wire overrides', () => {
  const get = 'GET /nodes/{node}/qemu/{vmid}/config';

  it('add forms and keys, or replace a schema', () => {
    const changed = generate(versions, [
      { route: get, path: 'cpulimit', add: ['string'], why: '' },
      { route: get, path: '', keys: { pid: 'number', addresses: 'string[]', digest: 'number' }, why: '' },
      { route: 'POST /rules', path: '[].state', schema: { type: 'boolean' }, why: '' },
    ]).files['api.ts'];
    expect(route(get, changed)).toContain('cpulimit?: string | number;');
    expect(route(get, changed)).toContain('/** Seen, but not described. */\n      pid?: number;');
    expect(route(get, changed)).toContain('addresses?: string[];');
    expect(route(get, changed)).toContain('digest: string;');
    expect(route('POST /rules', changed)).toContain('state: 0 | 1;');
  });

  it('warn about a place that is not there, but not about a route that another release may have', () => {
    const { warnings } = generate(versions, [
      { route: get, path: 'nowhere.[]', add: ['null'], why: '' },
      { route: 'GET /elsewhere', path: '', add: ['null'], why: '' },
    ]);
    expect(warnings.filter((text) => text.startsWith('wire-overrides'))).toEqual([
      `wire-overrides.json: ${get} has no nowhere.[]`,
    ]);
  });
});
