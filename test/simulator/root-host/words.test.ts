import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGnu } from '~/simulator/root-host/gnu-options.js';
import { flagValue, parseOptions } from '~/simulator/root-host/options.js';
import { Lines } from '~/simulator/root-host/wire.js';

const fields = {
  hostname: { type: 'string' },
  memory: { type: 'integer' },
  'mp[n]': { type: 'string', count: 4 },
  onboot: { type: 'boolean' },
  password: { type: 'string' },
  list: { type: 'array' },
} as const;

describe('options as PVE reads them', () => {
  it.each([
    [['--memory', '1'], { memory: ['1'] }],
    [['-memory=1'], { memory: ['1'] }],
    [['--MEM', '1'], { memory: ['1'] }],
    [['--mp3', '/a,mp=/b'], { mp3: ['/a,mp=/b'] }],
    [['--hostname', '--memory'], { hostname: ['--memory'] }],
    [['--onboot'], { onboot: [''] }],
    [['--onboot', '--memory', '1'], { onboot: [''], memory: ['1'] }],
    [['--onboot', '0'], { onboot: ['0'] }],
    [['--password'], { password: [''] }],
    [['--memory', '1', '--memory', '2'], { memory: ['2'] }],
    [['--list', 'a', '--list', 'b'], { list: ['a', 'b'] }],
  ])('%j', (words, expected) => {
    const { options, complaints } = parseOptions(fields, words, ['password']);
    expect(complaints).toEqual([]);
    expect(Object.fromEntries(options)).toEqual(expected);
  });

  it.each([
    [['--nope', '1'], 'Unknown option: nope'],
    [['--mp4', 'x'], 'Unknown option: mp4'],
    [['--m', '1'], 'Option m is ambiguous (memory, mp0, mp1, mp2, mp3)'],
    [['--memory'], 'Option memory requires an argument'],
  ])('%j is refused', (words, complaint) => {
    expect(parseOptions(fields, words).complaints).toEqual([complaint]);
  });

  it('words stay in their order, wherever options stand, and all that follows -- is one', () => {
    const word = fc.string({ minLength: 1 }).filter((text) => !text.startsWith('-'));
    fc.assert(
      fc.property(fc.array(word), fc.array(fc.string()), (words, rest) => {
        const line = [...words.flatMap((one) => [one, '--hostname', 'x']), '--', ...rest];
        expect(parseOptions(fields, line).positional).toEqual([...words, ...rest]);
      }),
    );
  });

  it('flags have more words than in the API', () => {
    expect(['', '1', 'yes', 'On', 'TRUE'].map(flagValue)).toEqual(Array(5).fill('1'));
    expect(['0', 'no', 'off', 'False'].map(flagValue)).toEqual(Array(4).fill('0'));
    expect(flagValue('maybe')).toBe('maybe');
  });
});

describe('options of the GNU kind', () => {
  const spec = 'J|json b|bytes o|output= c|colour? n|name=';

  it.each([
    [['-Jb'], { json: [''], bytes: [''] }, []],
    [['-Jo', 'A,B', 'x'], { json: [''], output: ['A,B'] }, ['x']],
    [['-oA'], { output: ['A'] }, []],
    [['--output=A', '--name', '-n'], { output: ['A'], name: ['-n'] }, []],
    [['--colour', 'x', '--colour=y'], { colour: ['', 'y'] }, ['x']],
    [['x', '--', '-J'], {}, ['x', '-J']],
    [['-'], {}, ['-']],
  ])('%j', (argv, given, words) => {
    const parsed = parseGnu(spec, argv);
    expect([Object.fromEntries(parsed.given), parsed.words]).toEqual([given, words]);
  });

  it('stops at what there is not, or what is not complete', () => {
    expect(parseGnu(spec, ['-Jx']).unknown).toBe('-x');
    expect(parseGnu(spec, ['--nope=1']).unknown).toBe('--nope=1');
    expect(parseGnu(spec, ['-o']).incomplete).toBe('-o');
  });
});

describe('the messages of a stub', () => {
  it('come whole, however their bytes are torn', () => {
    const argv = fc.array(fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(argv), fc.integer({ min: 1, max: 7 }), (lines, size) => {
        const sent = lines.map((words) => ({ kind: 'run', tool: 'pct', argv: words, cwd: '/', env: {} }));
        const bytes = Buffer.from(sent.map((message) => `${JSON.stringify(message)}\n`).join(''));
        const reader = new Lines();
        const got: unknown[] = [];
        for (let at = 0; at < bytes.length; at += size)
          got.push(...reader.feed(bytes.subarray(at, at + size)));
        expect(got).toEqual(sent);
      }),
    );
  });

  it('of anybody else are refused', () => {
    for (const text of ['{"kind":"run","argv":[1]}', '"x"', 'null', '{"kind":"other"}', 'no json'])
      expect(() => [...new Lines().feed(Buffer.from(`${text}\n`))]).toThrow();
  });
});
