// Values that should never get anywhere, and a generator that makes more of them.

/** What is put into hostile texts where a program, if it were a shell, would leave a trace. */
export const trace = 'FENCE_TRACE';

const whole = [
  '',
  ' ',
  '-',
  '--',
  '-o',
  '--help',
  '-rf',
  '--option=value',
  '.',
  '..',
  '../..',
  '/',
  '//',
  '/etc/shadow',
  '/mnt/../etc',
  '/mnt/./x',
  '/mnt/x/',
  '/mnt//x',
  '~root',
  '*',
  '?',
  '[a-z]',
  '{a,b}',
  '\0',
  'a\0b',
  '\n',
  'a\nb',
  '\r\n',
  '\t',
  '\u001b[2J',
  '\u0085',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\ud800',
  'é',
  '𝒳',
  '%00',
  '%2e%2e%2f',
  `$(touch ${trace})`,
  `\`touch ${trace}\``,
  `; touch ${trace} #`,
  `| touch ${trace}`,
  `&& touch ${trace}`,
  `> ${trace}`,
  `'; touch ${trace}; '`,
  `"; touch ${trace}; "`,
  '$HOME',
  `$\{IFS}`,
  'a=b',
  'a,b=c',
  'nesting=1,keyctl=1',
  ',mp=/etc',
  'suid,dev,exec',
  'x-mount.mkdir',
  'bind',
  'loop',
  '__proto__',
  'constructor',
  'NaN',
  '1e9',
  '0x10',
  'true',
  'x'.repeat(5_000),
  '/mnt/'.padEnd(10_000, 'a/'),
];

const others = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  10n,
  [],
  ['-o', 'suid'],
  {},
  { toString: () => '--help' },
  { length: 1, 0: 'x' },
  () => 'x',
  Symbol.iterator,
  new Date(0),
  /x/,
  new String('--help'),
];

const pieces = [
  '-',
  '--',
  ' ',
  '\n',
  '\0',
  '\t',
  ',',
  '=',
  ':',
  '/',
  '..',
  '.',
  '\\',
  "'",
  '"',
  '`',
  '$',
  '(',
  ')',
  ';',
  '|',
  '&',
  '<',
  '>',
  '*',
  '?',
  '#',
  '!',
  '%',
  '@',
  '{',
  '}',
  '~',
  'é',
  '\u202e',
  '\u2028',
  '\u0000',
  '\u009b',
  '\ud83d',
  'a',
  'Z',
  '0',
  'suid',
  'dev',
  'exec',
  trace,
];

/**
 * Hostile values without end: the known ones, then made ones, some of them around a good value.
 *
 * @param {() => number} random From 0 to below 1.
 * @param {unknown} good What is allowed in that place.
 */
export function* hostileValues(random, good) {
  yield* whole;
  yield* others;
  const text = typeof good === 'string' || typeof good === 'number' ? String(good) : '';
  for (;;) {
    const count = 1 + Math.floor(random() * 6);
    const made = Array.from({ length: count }, () => pieces[Math.floor(random() * pieces.length)]).join('');
    const how = Math.floor(random() * 4);
    const at = Math.floor(random() * (text.length + 1));
    if (how === 0) yield made;
    else if (how === 1) yield `${made}${text}`;
    else if (how === 2) yield `${text}${made}`;
    else yield `${text.slice(0, at)}${made}${text.slice(at)}`;
  }
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every place in parameters where a value may be: paths of keys. Objects and arrays are places themselves, too. */
export function placesOf(params) {
  const found = [];
  const walk = (value, path) => {
    if (path.length > 0) found.push(path);
    if (typeof value === 'object' && value !== null)
      for (const key of Object.keys(value)) walk(value[key], [...path, key]);
  };
  walk(params, []);
  return found;
}

/** A copy of the parameters with another value in one place. */
export function withValue(params, path, value) {
  const copy = structuredClone(params);
  let target = copy;
  for (const key of path.slice(0, -1)) target = target[key];
  target[path.at(-1)] = value;
  return copy;
}

export function valueAt(params, path) {
  return path.reduce((value, key) => value[key], params);
}

/** Parameters with a key that nobody asked for. */
export function* withForeignKeys(params) {
  for (const key of ['argv', 'binary', 'env', 'shell', 'timeout', '--help', '', 'constructor'])
    yield { ...params, [key]: ['/bin/sh', '-c', `touch ${trace}`] };
  yield JSON.parse(
    `{"__proto__":{"argv":["-c","touch ${trace}"]},${JSON.stringify(params).slice(1)}`.replace(',}', '}'),
  );
  yield Object.create({ ...params });
  yield [params];
  yield JSON.stringify(params);
  yield null;
  yield undefined;
}
