import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretMask } from '~/agent/daemon/output.js';
import { type LogOptions, openLog } from '~/agent/daemon/pino-log.js';
import { ParamsError } from '~/core/errors.js';
import { VirtualClock } from '../../support/virtual-clock.js';
import { canary } from '../canary.js';

const esc = String.fromCharCode(27);
const start = Date.UTC(2026, 0, 1);

function rig(options: Partial<LogOptions> = {}) {
  const clock = new VirtualClock(start);
  let text = '';
  const secrets = new SecretMask([canary]);
  const log = openLog({
    stream: {
      write: (piece) => {
        text += piece;
      },
    },
    mask: (given) => secrets.mask(given),
    clock,
    monotonic: () => clock.now(),
    ...options,
  });
  return {
    log,
    clock,
    text: () => text,
    lines: (): Record<string, unknown>[] =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    /** Lets so many milliseconds pass. */
    pass: (ms: number) => clock.run(clock.sleep(ms)),
  };
}

describe('a line of the log', () => {
  it('is one JSON object with level, time, text and fields, in this form', () => {
    const { log, text } = rig();
    log.warn('the hub is away', { failures: 3 });
    expect(text()).toBe(
      '{"level":"warn","time":"2026-01-01T00:00:00.000Z","failures":3,"msg":"the hub is away"}\n',
    );
  });

  it('is not written below the level', () => {
    const quiet = rig();
    quiet.log.debug('x');
    expect(quiet.text()).toBe('');
    const loud = rig({ level: 'debug' });
    loud.log.debug('x');
    expect(loud.lines()).toMatchObject([{ level: 'debug', msg: 'x' }]);
    const errors = rig({ level: 'error' });
    errors.log.warn('x');
    errors.log.error('y');
    expect(errors.lines()).toMatchObject([{ level: 'error', msg: 'y' }]);
  });

  it('holds no secret, wherever it stood', () => {
    const { log, text } = rig();
    const nested = { deep: [{ [`key ${canary}`]: `value ${canary}` }] };
    log.info(`text ${canary}`, { text: canary, base64: Buffer.from(`a ${canary} b`).toString('base64') });
    log.error('an error', {
      error: new Error(`message ${canary}`, { cause: new TypeError(canary) }),
      nested,
    });
    log.info('own', { own: { toJSON: () => ({ [canary]: canary }) }, symbol: Symbol(canary) });
    for (let count = 0; count < 25; count += 1) log.info(`flood ${canary}`);
    log.close();
    expect(text()).not.toContain(canary);
    expect(text()).not.toContain(Buffer.from(canary).toString('base64').slice(2, -4));
    expect(text()).toContain('********');
  });

  it('does what it was given no harm: percent signs, names of its own, what looks like a request', () => {
    const { log, lines } = rig();
    log.info('100 %s %d %% %j', {
      level: 'mine',
      msg: 'mine',
      time: 1,
      method: 'a',
      headers: 'b',
      socket: 'c',
    });
    expect(lines()).toEqual([
      {
        level: 'info',
        time: '2026-01-01T00:00:00.000Z',
        msg: '100 %s %d %% %j',
        level_: 'mine',
        msg_: 'mine',
        time_: 1,
        method: 'a',
        headers: 'b',
        socket: 'c',
      },
    ]);
  });

  it('is one line of plain text, whatever comes, as JSON and for people', () => {
    const hostile = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, withNullPrototype: true }),
      fc.constantFrom(`${esc}[2J`, '\u009b', '\u202e', '\u2028', '\ud800', '\0\r\n', 'x\n{"level":"error"}'),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.dictionary(fc.string(), hostile), (text, fields) => {
        const json = rig();
        json.log.info(text, fields);
        expect(json.text().match(/\n/g)).toHaveLength(1);
        expect(json.lines()[0]).toMatchObject({ level: 'info' });
        const pretty = rig({ form: 'pretty' });
        pretty.log.info(text, fields);
        for (const shown of [json.text(), pretty.text()]) {
          expect(shown).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|[\u2028\u2029]/u);
          expect(shown.indexOf('\n')).toBe(shown.length - 1);
          expect(shown.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('stays small and ends: rings, depth, length, getters that throw', () => {
    const { log, text, lines } = rig();
    const ring: Record<string, unknown> = {};
    ring['self'] = ring;
    let deep: unknown = 'bottom';
    for (let depth = 0; depth < 1_000; depth += 1) deep = { deep };
    const thrower = {
      get x(): never {
        throw new Error('no');
      },
    };
    const many = Array.from({ length: 10_000 }, (_, index) => index);
    log.info('x'.repeat(100_000), { ring, deep, thrower, many, bytes: Buffer.alloc(9) });
    expect(text().length).toBeLessThan(5_000);
    expect(lines()).toMatchObject([
      { ring: { self: '[...]' }, thrower: '[cannot be shown]', bytes: '[9 bytes]' },
    ]);
  });

  it('tells where an error comes from that nobody expected, and of the others what they say', () => {
    const { log, lines } = rig();
    log.error('x', { error: new TypeError('bad') });
    log.error('x', { error: new ParamsError([{ path: 'vmid', message: 'missing' }]) });
    expect(lines()[0]).toMatchObject({
      error: { name: 'TypeError', message: 'bad', stack: expect.any(String) },
    });
    const { error } = lines()[1] as { error: object };
    expect(error).toMatchObject({ name: 'ParamsError', code: 'PVE_PARAMS' });
    expect(error).not.toHaveProperty('stack');
  });

  it('for people: time, level, text, fields; colours only at a terminal', () => {
    const pretty = rig({ form: 'pretty' });
    pretty.log.warn('late', { by: 'two\nlines', count: 2, node: 'pve1' });
    expect(pretty.text()).toBe('2026-01-01 00:00:00.000 WARN  late  by="two\\nlines" count=2 node=pve1\n');
    const colours = rig({ form: 'colours' });
    colours.log.warn('late');
    expect(colours.text()).toContain(`${esc}[33mWARN ${esc}[0m late`);
  });
});

describe('a message that comes too often', () => {
  it('is written so many times in a minute, then counted and told of in one line', async () => {
    const { log, lines, pass } = rig({ limits: { same: 3, all: 100 } });
    for (let id = 1; id <= 10; id += 1) log.warn(`command ${id} of "x${id}" is late`, { id });
    expect(lines()).toHaveLength(3);
    await pass(59_000);
    expect(lines()).toHaveLength(3);
    await pass(2_000);
    expect(lines()).toHaveLength(4);
    expect(lines()[3]).toEqual({
      level: 'warn',
      time: '2026-01-01T00:01:00.000Z',
      same: 'command 1 of "x1" is late',
      msg: '7 more of the same were left out',
    });
    // The next minute begins anew.
    log.warn('command 11 of "x" is late');
    expect(lines()).toHaveLength(5);
  });

  it('keeps no other message back, and another level is another message', () => {
    const { log, lines } = rig({ limits: { same: 1, all: 100 } });
    for (const level of ['info', 'warn', 'error'] as const) {
      log[level]('one');
      log[level]('one');
      log[level]('two');
    }
    expect(lines().map(({ level, msg }) => `${level} ${msg}`)).toEqual([
      'info one',
      'info two',
      'warn one',
      'warn two',
      'error one',
      'error two',
    ]);
  });

  it('that differs each time is bounded by what all together may have', async () => {
    const { log, lines, pass } = rig({ limits: { same: 5, all: 50 } });
    const name = (count: number) => String.fromCharCode(97 + (count % 26), 97 + Math.floor(count / 26));
    for (let count = 0; count < 600; count += 1) log.info(`message ${name(count)}`);
    expect(lines()).toHaveLength(50);
    await pass(61_000);
    expect(lines().at(-1)?.['msg']).toBe('550 more lines were left out: too many of all kinds in a minute');
  });

  it('tells at the end what it has not told yet, and waits for nothing more', async () => {
    const { log, lines, clock } = rig({ limits: { same: 1, all: 100 } });
    for (let count = 0; count < 5; count += 1) log.info('again');
    expect(clock.sleeping).toBe(1);
    log.close();
    expect(clock.sleeping).toBe(0);
    expect(lines().map(({ msg }) => msg)).toEqual(['again', '4 more of the same were left out']);
    log.close();
    expect(lines()).toHaveLength(2);
  });

  it('a wall clock that jumps changes nothing', () => {
    let wall = start;
    const clock = { now: () => wall, sleep: () => new Promise<void>(() => {}) };
    const { log, lines } = rig({ clock, monotonic: () => 0, limits: { same: 1, all: 100 } });
    log.info('x');
    wall += 86_400_000;
    log.info('x');
    expect(lines()).toHaveLength(1);
  });
});
