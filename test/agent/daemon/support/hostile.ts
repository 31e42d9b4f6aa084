/** Stands in every hostile text, so that it is known again wherever it gets. */
export const token = 'h0st1le';

const texts = [
  `--${token}`,
  `-${token}`,
  `--option=${token}`,
  `$(touch ${token})`,
  `\`touch ${token}\``,
  `; touch ${token} #`,
  `| ${token}`,
  `&& ${token}`,
  `&${token}=1`,
  `x&${token}=1`,
  `?${token}=1`,
  `#${token}`,
  `%26${token}%3d1`,
  `../${token}`,
  `../../${token}/..`,
  `/${token}`,
  `/etc/${token}`,
  `a/${token}`,
  `a ${token}`,
  `a\n${token}`,
  `${token}\n--force`,
  `a\r\n${token}: x`,
  `a\0${token}`,
  `\u001b[2J${token}`,
  `\u202e${token}`,
  `\u2028${token}`,
  `\ud800${token}`,
  `é${token}`,
  `a,${token}=1`,
  `${token},mp=/etc`,
  `a=${token}`,
  `*${token}?`,
  `${token}.service`,
  `${token}*.service`,
  `-${token}.service`,
  `local:${token}`,
  `local:backup/../${token}`,
  `{{${token}}}`,
  `${token}${'x'.repeat(5_000)}`,
  `${'/'.repeat(2_000)}${token}`,
  `"${token}"`,
  `'${token}'`,
  `\\${token}`,
  `__proto__${token}`,
  token.toUpperCase() + token,
] as const;

const others: readonly unknown[] = [
  null,
  true,
  0.5,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  10n,
  [],
  ['-o', token],
  {},
  { [token]: 1 },
  { toString: () => token },
  { length: 1, 0: token },
  new Date(0),
  new String(token),
  Symbol.iterator,
  () => token,
];

/** One hostile set of parameters. */
export interface Hostile {
  readonly params: unknown;
  /** What was put in, and in place of what; undefined where it is no text in the place of a text. */
  readonly text: { readonly given: string; readonly good: string } | undefined;
  readonly what: string;
}

/** So many hostile sets, each a good one with one thing wrong. The same for the same seed. */
export function hostileSets(good: Record<string, unknown>, count: number, seed = 1): Hostile[] {
  const random = randomNumbers(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const places = placesOf(good);
  return Array.from({ length: count }, (): Hostile => {
    const kind = random();
    if (places.length === 0 || kind < 0.15) return wrongWhole(good, pick, random);
    const path = pick(places);
    const before = path.reduce<unknown>((value, key) => Object(value)[key], good);
    const hostile: unknown =
      kind < 0.75
        ? mixed(pick(texts), before, random)
        : pick(others.filter((other) => !isAlike(other, before)));
    const isText = typeof hostile === 'string' && typeof before === 'string';
    return {
      params: withValue(good, path, hostile),
      text: isText ? { given: hostile, good: before } : undefined,
      what: `${path.join('.')} = ${shown(hostile)}`,
    };
  });
}

/** A flag the other way round, or an object without its options, is another wish and no attack. */
function isAlike(other: unknown, good: unknown): boolean {
  if (typeof other === 'boolean') return typeof good === 'boolean';
  const isPlain = (value: unknown) => Object.getPrototypeOf(Object(value)) === Object.prototype;
  const isEmpty = typeof other === 'object' && other !== null && Object.keys(other).length === 0;
  return isEmpty && !Array.isArray(other) && isPlain(good);
}

/** The hostile text alone, or around a good value. */
function mixed(text: string, good: unknown, random: () => number): string {
  if (typeof good !== 'string') return text;
  const how = random();
  if (how < 0.5) return text;
  if (how < 0.7) return `${good}${text}`;
  return how < 0.85 ? `${text}${good}` : `${good.slice(0, 2)}${text}${good.slice(2)}`;
}

function wrongWhole(good: object, pick: <T>(all: readonly T[]) => T, random: () => number): Hostile {
  const key = pick([
    token,
    'shell',
    'argv',
    '--help',
    'constructor',
    'toString',
    '',
    `k${Math.floor(random() * 1e9)}`,
  ]);
  const make: readonly [string, unknown][] = [
    [`a key ${key}`, { ...good, [key]: [`${token}`] }],
    // Put together as a parser does it: as a key of its own.
    [
      '__proto__',
      JSON.parse(
        `{"__proto__":{"argv":["${token}"]}${JSON.stringify(good)
          .slice(1)
          .replace(/^(?=")/, ',')}`,
      ),
    ],
    ['inherited', Object.keys(good).length === 0 ? [good] : Object.create(good)],
    ['a list', [good]],
    ['JSON', JSON.stringify(good)],
    ['null', null],
    ['nothing', undefined],
    ['a number', 5],
  ];
  const [what, params] = pick(make);
  return { params, text: undefined, what };
}

function placesOf(value: unknown, path: readonly string[] = []): string[][] {
  const own = path.length === 0 ? [] : [[...path]];
  if (typeof value !== 'object' || value === null) return own;
  return [...own, ...Object.keys(value).flatMap((key) => placesOf(Object(value)[key], [...path, key]))];
}

function withValue(good: object, path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(good);
  const last = path.at(-1) ?? '';
  const target = path.slice(0, -1).reduce<object>((each, key) => Object(each)[key], copy);
  Object.assign(target, { [last]: value });
  return copy;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value).slice(0, 80) : typeof value;
}

/** Numbers from 0 to below 1 (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
