import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParamsError } from '~/core/errors.js';
import { pctCreate, pctRestore, pctSet } from '~/privileged/commands/pct.js';
import { readProperties } from '~/privileged/lxc/arguments.js';
import {
  hasBegun,
  parseConfig,
  parseList,
  parsePending,
  parseStatus,
  parseStorages,
  parseVolumes,
  warningsIn,
} from '~/privileged/lxc/output.js';
import { issuesIn, problemOf } from '~/privileged/problem-words.js';
import { siteOf } from '~/privileged/site.js';

const site = siteOf();

const word = fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/);
const path = fc.stringMatching(/^(?:\/[a-z0-9_+@~%:-][a-z0-9_.+@~%:-]{0,6}){1,3}$/);
const flag = fc.option(fc.boolean(), { nil: undefined });
const volume = fc.oneof(
  fc.tuple(word, fc.integer({ min: 0, max: 9999 })).map(([storage, gib]) => `${storage}:${gib}`),
  fc.tuple(word, word).map(([storage, name]) => `${storage}:400/vm-400-${name}.raw`),
);
const ip = fc.ipV4();

const features = fc
  .record(
    {
      nesting: fc.boolean(),
      keyctl: fc.boolean(),
      fuse: fc.boolean(),
      mount: fc.array(word, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [] },
  )
  .filter((given) => Object.keys(given).length > 0);
const disk = {
  ro: flag,
  quota: flag,
  mountoptions: fc.constantFrom<('noatime' | 'nodev' | 'nosuid')[] | undefined>(
    undefined,
    ['noatime'],
    ['nodev', 'nosuid'],
  ),
};
const spec = fc.record(
  {
    vmid: fc.integer({ min: 100, max: 999_999_999 }),
    ostemplate: fc.oneof(
      volume.filter((text) => text.includes('/')),
      path,
    ),
    hostname: word,
    unprivileged: fc.boolean(),
    features,
    rootfs: fc.record({ volume, ...disk }),
    cpulimit: fc.integer({ min: 0, max: 81_920 }).map((tenths) => tenths / 10),
    memory: fc.integer({ min: 16, max: 1_000_000 }),
    nameserver: fc.array(ip, { minLength: 1, maxLength: 3 }),
    description: fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .filter((text) => !/^-|[\p{Cc}\u2028\u2029]/u.test(text)),
    tags: fc.array(word, { minLength: 1, maxLength: 4 }),
    onboot: fc.boolean(),
    net3: fc.record({
      name: word,
      ip: ip.map((address) => `${address}/24`),
      trunks: fc.constantFrom<number[] | undefined>(undefined, [1], [7, 4094]),
      rate: fc.constantFrom(undefined, 0.5, 12.25),
    }),
    mp255: fc.record({ volume: fc.oneof(volume, path), mp: path, backup: flag, ...disk }),
    dev0: fc.record({
      path: path.map((text) => `/dev${text.replace(/[~%]/g, '_')}`),
      uid: fc.nat(),
      mode: fc.constantFrom(undefined, '0660'),
    }),
  },
  { requiredKeys: ['vmid', 'ostemplate'] },
);

/** Reads words back the way that PVE does, into what they were made of. */
function readBack(argv: readonly string[]): Record<string, unknown> {
  const [, vmid, ostemplate, ...options] = argv;
  const flags = new Set(['unprivileged', 'onboot']);
  const lists: Record<string, string> = { nameserver: ' ', tags: ';' };
  const pairs = Array.from({ length: options.length / 2 }, (_, index): [string, unknown] => {
    const key = (options[2 * index] ?? '').replace(/^--/, '');
    const text = options[2 * index + 1] ?? '';
    if (flags.has(key)) return [key, text === '1'];
    if (lists[key] !== undefined) return [key, text.split(lists[key])];
    if (/^(?:features|rootfs|net3|mp255|dev0)$/.test(key)) {
      const { trunks, ...object } = readProperties(key, text);
      return [key, { ...object, ...(Array.isArray(trunks) ? { trunks: trunks.map(Number) } : {}) }];
    }
    return [key, /^(?:memory|cpulimit)$/.test(key) ? Number(text) : text];
  });
  return { vmid: Number(vmid), ostemplate, ...Object.fromEntries(pairs) };
}

/** Without what is undefined, and with plain objects. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('the words of pct', () => {
  it('are read back as what they were made of, and each value is one of them', () => {
    fc.assert(
      fc.property(spec, (given) => {
        const { argv } = pctCreate(given, site);
        expect(argv.length).toBe(
          3 + 2 * (Object.values(given).filter((value) => value !== undefined).length - 2),
        );
        expect(plain(readBack(argv))).toEqual(plain(given));
      }),
      { numRuns: 500 },
    );
  });

  const places = [
    'ostemplate',
    'hostname',
    'storage',
    'ostype',
    'timezone',
    'hookscript',
    'description',
    'pool',
    'password',
    'ssh-public-keys',
    'rootfs.volume',
    'mp0.volume',
    'mp0.mp',
    'dev0.path',
    'dev0.mode',
    'net0.name',
    'net0.bridge',
    'net0.ip',
    'net0.hwaddr',
    'tags.0',
    'nameserver.0',
    'searchdomain.0',
    'features.mount.0',
  ];
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '--force',
      '-rf',
      '$(reboot)',
      '`id`',
      'a;b',
      'a b',
      "a'b",
      'a\nb',
      'a\0b',
      '../../etc/passwd',
      'local:../x',
      '',
      ' ',
      ',',
    ),
    fc
      .tuple(word, fc.constantFrom(',', '=', '\n', '\r', '\0', ' ', ';', '|', '/../', '\u2028'), word)
      .map((parts) => parts.join('')),
    fc.string({ minLength: 9000, maxLength: 9001 }),
  );

  const settable = places.filter((place) => /^(?:mp|dev|hookscript|features)/.test(place));
  const makers = [
    { make: pctCreate, base: { vmid: 400, ostemplate: 'local:vztmpl/a.tar.zst' }, places, words: 3 },
    {
      make: pctRestore,
      base: { vmid: 400, archive: 'local:backup/a.tar.zst' },
      places: places.map((place) => (place === 'ostemplate' ? 'archive' : place)),
      words: 3,
    },
    { make: pctSet, base: { vmid: 400 }, places: settable, words: 2 },
  ];
  const around: Record<string, object> = {
    rootfs: {},
    mp0: { volume: '/srv', mp: '/mnt' },
    dev0: { path: '/dev/fuse' },
    net0: { name: 'eth0' },
  };

  it.each(makers)(
    'never let a hostile text be more than one value (%#)',
    ({ make, base, places: where, words }) => {
      let [refused, taken] = [0, 0];
      // Some are harmless: only those may get through.
      const texts = fc.oneof(
        { arbitrary: hostile, weight: 4 },
        { arbitrary: fc.oneof(word, path, volume), weight: 1 },
      );
      fc.assert(
        fc.property(fc.constantFrom(...where), texts, (place, text) => {
          const [key = '', ...inner] = place.split('.');
          const value = inner.reduceRight<unknown>(
            (made, name) => (name === '0' ? [made] : { ...around[key], [name]: made }),
            text,
          );
          let argv: readonly string[];
          try {
            argv = make.fromUnknown({ ...base, [key]: value }, site).argv;
          } catch (error) {
            refused += 1;
            return error instanceof ParamsError;
          }
          taken += 1;
          // Options stand where we put them, and nothing else looks like one or has a control character.
          const values = [
            ...argv.slice(1, words),
            ...argv.slice(words).filter((_, index) => index % 2 === 1),
          ];
          const several = key === 'description' ? /[\0\r]/ : /[\p{Cc}\u2028\u2029]/u;
          const isPlain = values.every((each) => !/^-/.test(each) && !several.test(each));
          const holdsIt =
            key === 'password' || key === 'ssh-public-keys' || values.some((each) => each.includes(text));
          return isPlain && holdsIt && argv.length <= words + 2;
        }),
        { numRuns: 1000 },
      );
      expect(refused).toBeGreaterThan(500);
      expect(taken).toBeGreaterThan(20);
    },
  );
});

describe('what pct prints', () => {
  const key = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/).filter((name) => name !== 'description');
  const text = fc
    .string({ unit: 'grapheme', maxLength: 30 })
    .filter((value) => !/[\p{Cc}\u2028\u2029]/u.test(value));

  it('is read back: a configuration', () => {
    fc.assert(
      fc.property(fc.dictionary(key, text), text, (config, description) => {
        const whole: Record<string, string> = { ...config, description };
        const output = Object.entries(whole)
          .map(([name, value]) => `${name}: ${name === 'description' ? encodeURIComponent(value) : value}\n`)
          .join('');
        expect(parseConfig(output)).toEqual(whole);
      }),
    );
  });

  it('is read back: raw lines of LXC that are there twice', () => {
    const output = 'hostname: a\nlxc.mount.entry: /a b\nlxc.mount.entry: /c d\n';
    expect(parseConfig(output)).toEqual({ hostname: 'a', 'lxc.mount.entry': '/a b\n/c d' });
  });

  it('is read back: a list, with locks and without', () => {
    const row = fc.record({
      vmid: fc.integer({ min: 100, max: 999_999_999 }),
      status: fc.constantFrom('running', 'stopped'),
      lock: fc.constantFrom(undefined, 'create', 'backup', 'snapshot-delete'),
      name: word,
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const lines = [
          ['VMID', 'Status', 'Lock', 'Name'],
          ...rows.map((each) => [String(each.vmid), each.status, each.lock ?? '', each.name]),
        ];
        const widths = [10, 10, 12, 20];
        const output = lines.map(
          (cells) => `${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ')}\n`,
        );
        expect(parseList(output.join(''))).toEqual(rows);
      }),
    );
  });

  it('never breaks a parser', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.stringMatching(/^(?:[a-zA-Z0-9 %:\n-]|new |del |cur |WARN: )*$/),
        ),
        (output) => {
          const read = [
            parseConfig,
            parseList,
            parsePending,
            parseStatus,
            parseStorages,
            warningsIn,
            hasBegun,
            problemOf,
            issuesIn,
          ];
          for (const parse of read) parse(output);
          parseVolumes(output, 400);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
