import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextEvents, parseCalendarEvent } from '~/simulator/calendar-event.js';
import { Harness } from './harness.js';

/** A Thursday. */
const from = Date.UTC(2026, 0, 1) / 1000;
const next = (text: string, count = 3, after = from): string[] =>
  nextEvents(text, after, count).map((time) =>
    new Date(time * 1000).toISOString().slice(0, 19).replace('T', ' '),
  );

describe('the next times', () => {
  it.each([
    ['*', ['2026-01-01 00:01:00', '2026-01-01 00:02:00', '2026-01-01 00:03:00']],
    ['minutely', ['2026-01-01 00:01:00', '2026-01-01 00:02:00', '2026-01-01 00:03:00']],
    ['hourly', ['2026-01-01 01:00:00', '2026-01-01 02:00:00', '2026-01-01 03:00:00']],
    ['daily', ['2026-01-02 00:00:00', '2026-01-03 00:00:00', '2026-01-04 00:00:00']],
    ['weekly', ['2026-01-05 00:00:00', '2026-01-12 00:00:00', '2026-01-19 00:00:00']],
    ['monthly', ['2026-02-01 00:00:00', '2026-03-01 00:00:00', '2026-04-01 00:00:00']],
    ['quarterly', ['2026-04-01 00:00:00', '2026-07-01 00:00:00', '2026-10-01 00:00:00']],
    ['semi-annually', ['2026-07-01 00:00:00', '2027-01-01 00:00:00', '2027-07-01 00:00:00']],
    ['annually', ['2027-01-01 00:00:00', '2028-01-01 00:00:00', '2029-01-01 00:00:00']],
    ['*/20', ['2026-01-01 00:20:00', '2026-01-01 00:40:00', '2026-01-01 01:00:00']],
    ['*/12:0', ['2026-01-01 12:00:00', '2026-01-02 00:00:00', '2026-01-02 12:00:00']],
    ['20..22:*/30', ['2026-01-01 20:00:00', '2026-01-01 20:30:00', '2026-01-01 21:00:00']],
    ['8..18/5:30', ['2026-01-01 08:30:00', '2026-01-01 13:30:00', '2026-01-01 18:30:00']],
    ['22/1:0', ['2026-01-01 22:00:00', '2026-01-01 23:00:00', '2026-01-02 22:00:00']],
    ['2,4:0,30', ['2026-01-01 02:00:00', '2026-01-01 02:30:00', '2026-01-01 04:00:00']],
    ['12:0:10', ['2026-01-01 12:00:10', '2026-01-02 12:00:10', '2026-01-03 12:00:10']],
    ['25:10', ['2026-01-01 00:25:10', '2026-01-01 01:25:10', '2026-01-01 02:25:10']],
    ['mon..fri 22:00', ['2026-01-01 22:00:00', '2026-01-02 22:00:00', '2026-01-05 22:00:00']],
    ['Sat,Sunday', ['2026-01-03 00:00:00', '2026-01-04 00:00:00', '2026-01-10 00:00:00']],
    ['fri..mon 1:0', ['2026-01-02 01:00:00', '2026-01-03 01:00:00', '2026-01-04 01:00:00']],
    ['mon */15 UTC', ['2026-01-05 00:00:00', '2026-01-05 00:15:00', '2026-01-05 00:30:00']],
    ['*-*-15', ['2026-01-15 00:00:00', '2026-02-15 00:00:00', '2026-03-15 00:00:00']],
    ['2-29 6:0', ['2028-02-29 06:00:00', '2032-02-29 06:00:00', '2036-02-29 06:00:00']],
    ['sat *-1..7 2:0', ['2026-01-03 02:00:00', '2026-02-07 02:00:00', '2026-03-07 02:00:00']],
    ['2027-1-1 0:0', ['2027-01-01 00:00:00']],
    ['2025-1-1', []],
    ['2-30', []],
  ])('of %s', (text, times) => {
    expect(next(text)).toEqual(times);
  });
});

it.each([
  ['', 'unable to parse calendar event - event is empty'],
  ['foo', `unable to parse calendar event at 'foo' - Context("weekday")`],
  ['mo 12:00', `unable to parse calendar event at 'mo' - Context("weekday")`],
  ['61', `unable to parse calendar event at '61' - Context("date or time specification")`],
  ['02:61', `unable to parse calendar event at '02:61' - Context("date or time specification")`],
  ['*/61', `unable to parse calendar event at '*/61' - Context("date or time specification")`],
  ['5..3', `unable to parse calendar event at '5..3' - Context("date or time specification")`],
  ['*/0', `unable to parse calendar event at '/0' - Nom(Eof)`],
  ['mon,tux', `unable to parse calendar event at ',tux' - Nom(Eof)`],
  ['mon..tux', `unable to parse calendar event at '..tux' - Nom(Eof)`],
  ['mon 0 0', `unable to parse calendar event at ' 0' - Nom(Eof)`],
  ['1,2,', `unable to parse calendar event at ',' - Nom(Eof)`],
  ['22:00 UTC+1', `unable to parse calendar event at ' UTC+1' - Nom(Eof)`],
  ['mon 22.00', `unable to parse calendar event at '.00' - Nom(Eof)`],
])('%j is none', (text, complaint) => {
  expect(parseCalendarEvent(text)).toBe(complaint);
});

const below = (limit: number, from = 0): fc.Arbitrary<number> => fc.integer({ min: from, max: limit - 1 });
/** `*`, a step, or a list, with the numbers that they mean. */
const part = (from: number, limit: number): fc.Arbitrary<{ text: string; has: (value: number) => boolean }> =>
  fc.oneof(
    fc.constant({ text: '*', has: () => true }),
    below(limit, 1).map((step) => ({
      text: `*/${step}`,
      has: (value: number) => (value - from) % step === 0,
    })),
    fc
      .array(fc.tuple(below(limit, from), below(limit, from)), { minLength: 1, maxLength: 3 })
      .map((pairs) => pairs.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const))
      .map((ranges) => ({
        text: ranges.map(([a, b]) => (a === b ? `${a}` : `${a}..${b}`)).join(','),
        has: (value: number) => ranges.some(([a, b]) => value >= a && value <= b),
      })),
  );

it('each of the next times is one that the event means, and none is left out', () => {
  const event = fc.record({
    month: part(1, 13),
    hour: part(0, 24),
    minute: part(0, 60),
    after: fc.integer({ min: 0, max: 4_000_000_000 }),
  });
  fc.assert(
    fc.property(event, ({ month, hour, minute, after }) => {
      const times = nextEvents(`${month.text}-* ${hour.text}:${minute.text}`, after, 4);
      const fits = (time: number): boolean => {
        const date = new Date(time * 1000);
        return (
          date.getUTCSeconds() === 0 &&
          month.has(date.getUTCMonth() + 1) &&
          hour.has(date.getUTCHours()) &&
          minute.has(date.getUTCMinutes())
        );
      };
      expect(times).toHaveLength(4);
      let last = after;
      for (const time of times) {
        expect(time).toBeGreaterThan(last);
        expect(fits(time)).toBe(true);
        // The two hours before it, minute by minute.
        for (let minute = Math.floor(time / 60) * 60 - 60; minute > Math.max(last, time - 7200); minute -= 60)
          expect(fits(minute)).toBe(false);
        last = time;
      }
    }),
  );
});

it('any text has an answer', () => {
  const texts = fc.oneof(fc.string(), fc.stringMatching(/^[montuewdfri.,*/:0-9 -]{0,20}$/));
  fc.assert(
    fc.property(texts, (text) => {
      const event = parseCalendarEvent(text);
      if (typeof event === 'string') expect(event).toMatch(/^unable to parse calendar event/);
      else expect(nextEvents(text, from, 1).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 500 },
  );
});

it('a backup job says when it is due, whatever its schedule', async () => {
  const h = new Harness();
  const job = { id: 'nightly', schedule: 'sat *-1..7 2:0', storage: 'local', vmid: 100 };
  expect(await h.call('full', 'POST', '/cluster/backup', job)).toMatchObject({ status: 200 });
  const { data } = await h.call('full', 'GET', '/cluster/backup');
  const [due] = nextEvents(job.schedule, Math.floor(h.clock.now() / 1000), 1);
  expect(data.find(({ id }: { id: string }) => id === 'nightly')['next-run']).toBe(due);
});

it('a time and days of the week become a schedule', async () => {
  const h = new Harness();
  const post = async (values: Record<string, string | number>) =>
    await h.call('full', 'POST', '/cluster/backup', { storage: 'local', vmid: 100, ...values });
  await post({ id: 'night', starttime: '02:30' });
  await post({ id: 'week', starttime: '02:30', dow: 'mon;fri' });
  const { data } = await h.call('full', 'GET', '/cluster/backup');
  const schedules = data.map(({ id, schedule }: { id: string; schedule: string }) => [id, schedule]);
  expect(schedules).toEqual(
    expect.arrayContaining([
      ['night', '02:30'],
      ['week', 'mon,fri 02:30'],
    ]),
  );
  expect(await post({ starttime: '02:30', schedule: 'daily' })).toMatchObject({
    status: 400,
    errors: { starttime: "'starttime' and 'schedule' cannot both be set" },
  });
});
