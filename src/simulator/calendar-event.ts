// The grammar is that of the `CalendarEvent` of Proxmox' crate proxmox-time (src/calendar_event.rs), which
// pve-common src/PVE/CalendarEvent.pm asks: days of the week, a date, a time, each of which may be left out.

/** `3`, `3..5`, `3/2`, `3..20/2`. */
interface Span {
  readonly start: number;
  readonly end: number | undefined;
  readonly step: number | undefined;
}

/** The values of one part; none means all. */
type Spans = readonly Span[];

export interface CalendarEvent {
  /** Days of the week, 0 is Sunday; none means all. */
  readonly weekdays: ReadonlySet<number>;
  readonly years: Spans;
  readonly months: Spans;
  readonly days: Spans;
  readonly hours: Spans;
  readonly minutes: Spans;
  readonly seconds: Spans;
}

const only = (...values: number[]): Spans =>
  values.map((start) => ({ start, end: undefined, step: undefined }));
const midnight = { hours: only(0), minutes: only(0), seconds: only(0) };
const always: CalendarEvent = {
  weekdays: new Set(),
  years: [],
  months: [],
  days: [],
  hours: [],
  minutes: [],
  seconds: only(0),
};

const words = new Map<string, CalendarEvent>([
  ['minutely', always],
  ['hourly', { ...always, minutes: only(0) }],
  ['daily', { ...always, ...midnight }],
  ['weekly', { ...always, ...midnight, weekdays: new Set([1]) }],
  ['monthly', { ...always, ...midnight, days: only(1) }],
  ...['yearly', 'annually'].map(
    (word) => [word, { ...always, ...midnight, days: only(1), months: only(1) }] as const,
  ),
  ['quarterly', { ...always, ...midnight, days: only(1), months: only(1, 4, 7, 10) }],
  ...['semiannually', 'semi-annually'].map(
    (word) => [word, { ...always, ...midnight, days: only(1), months: only(1, 7) }] as const,
  ),
]);

/** From Monday on, as ranges go. */
const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** What is left of a text, and what was read from its beginning. */
type Read<T> = readonly [rest: string, value: T] | undefined;

/** A number below a limit. */
function readNumber(text: string, limit: number): Read<number> {
  const digits = /^\d+/.exec(text)?.[0];
  return digits === undefined || Number(digits) >= limit
    ? undefined
    : [text.slice(digits.length), Number(digits)];
}

function readSpan(text: string, limit: number): Read<Span> {
  const first = readNumber(text, limit);
  if (first === undefined) return undefined;
  let [rest, start] = first;
  let end: number | undefined;
  const last = rest.startsWith('..') ? readNumber(rest.slice(2), limit) : undefined;
  if (last !== undefined) {
    [rest, end] = last;
    if (start > end) return undefined;
  }
  if (!rest.startsWith('/')) return [rest, { start, end: end ?? undefined, step: undefined }];
  const step = readNumber(rest.slice(1), limit);
  return step === undefined ? undefined : [step[0], { start, end, step: step[1] }];
}

/** `*`, `*` and a step, or spans with commas. A comma that nothing good follows is not read. */
function readSpans(text: string, from: number, limit: number): Read<Spans> {
  if (text.startsWith('*')) {
    const rest = text.slice(1);
    if (!rest.startsWith('/')) return [rest, []];
    const step = readNumber(rest.slice(1), limit);
    if (step === undefined) return undefined;
    return step[1] === 0 ? [rest, []] : [step[0], [{ start: from, end: undefined, step: step[1] }]];
  }
  return readList(text, (item) => readSpan(item, limit));
}

function readList<T>(text: string, readItem: (item: string) => Read<T>): Read<readonly T[]> {
  let next = readItem(text);
  if (next === undefined) return undefined;
  const items: T[] = [];
  let rest = text;
  while (next !== undefined) {
    items.push(next[1]);
    rest = next[0];
    next = rest.startsWith(',') ? readItem(rest.slice(1)) : undefined;
  }
  return [rest, items];
}

/** Parts with a sign between them, each with its first value and its limit. */
function readParts(text: string, sign: string, parts: readonly (readonly [number, number])[]): Read<Spans[]> {
  const found: Spans[] = [];
  let rest = text;
  for (const [from, limit] of parts) {
    if (found.length > 0 && !rest.startsWith(sign)) return undefined;
    const next = readSpans(found.length > 0 ? rest.slice(sign.length) : rest, from, limit);
    if (next === undefined) return undefined;
    rest = next[0];
    found.push(next[1]);
  }
  return [rest, found];
}

/** The upper limit of years is systemd's. */
const [year, month, day] = [[0, 2200] as const, [1, 13] as const, [1, 32] as const];

function readDate(text: string): Read<Pick<CalendarEvent, 'years' | 'months' | 'days'>> {
  const full = readParts(text, '-', [year, month, day]);
  if (full !== undefined) {
    const [rest, [years = [], months = [], days = []]] = full;
    return [rest, { years, months, days }];
  }
  const short = readParts(text, '-', [month, day]);
  if (short === undefined) return undefined;
  const [rest, [months = [], days = []]] = short;
  return [rest, { years: [], months, days }];
}

/** `HOURS:MINUTES:SECONDS`, `HOURS:MINUTES`, `MINUTES`; what is no hour is a minute: `25:00` is `*:25:00`. */
function readTime(text: string): Read<Pick<CalendarEvent, 'hours' | 'minutes' | 'seconds'>> {
  const first = readSpans(text, 0, 24);
  const hasHours = first?.[0].startsWith(':') === true;
  const hours = hasHours ? first[1] : [];
  const minutes = readSpans(hasHours ? first[0].slice(1) : text, 0, 60);
  if (minutes === undefined) return undefined;
  const seconds = minutes[0].startsWith(':') ? readSpans(minutes[0].slice(1), 0, 60) : undefined;
  return [seconds?.[0] ?? minutes[0], { hours, minutes: minutes[1], seconds: seconds?.[1] ?? only(0) }];
}

function readWeekday(text: string): Read<number> {
  const name = /^[a-z]+/i.exec(text)?.[0].toLowerCase() ?? '';
  const index = weekdayNames.findIndex((full) => name === full || name === full.slice(0, 3));
  return index === -1 ? undefined : [text.slice(name.length), index];
}

/** Days from Sunday on, as a Date counts them. A range may go over the end of the week. */
function readWeekdays(text: string): Read<number[]> {
  const first = readWeekday(text);
  if (first === undefined) return undefined;
  const last = first[0].startsWith('..') ? readWeekday(first[0].slice(2)) : undefined;
  const [rest, to] = last ?? first;
  const length = ((to - first[1] + 7) % 7) + 1;
  return [rest, Array.from({ length }, (_, index) => (first[1] + index + 1) % 7)];
}

const problem = (rest: string, reason: string): string =>
  `unable to parse calendar event at '${rest}' - ${reason}`;
const noBlanks = (text: string): string => text.replace(/^ +/, '');

/** An event, or the complaint about its text. */
export function parseCalendarEvent(given: string): CalendarEvent | string {
  const text = given.trim();
  if (text === '') return 'unable to parse calendar event - event is empty';
  // The simulator's nodes are in UTC, so the suffix makes no difference.
  let rest = text.endsWith('UTC') ? text.slice(0, -3).replace(/ +$/, '') : text;
  const word = words.get(rest);
  if (word !== undefined) return word;
  let weekdays: readonly number[] = [];
  const hasLetter = /^[a-z]/i.test(rest);
  if (hasLetter) {
    const list = readList(rest, readWeekdays);
    if (list === undefined) return problem(/^[a-z]+/i.exec(rest)?.[0] ?? '', 'Context("weekday")');
    weekdays = list[1].flat();
    rest = noBlanks(list[0]);
  }
  const date = readDate(rest);
  if (date !== undefined) rest = noBlanks(date[0]);
  const time = readTime(rest);
  if (time !== undefined) rest = time[0];
  if (!hasLetter && date === undefined && time === undefined)
    return problem(rest, 'Context("date or time specification")');
  if (rest !== '') return problem(rest, 'Nom(Eof)');
  return { ...always, ...midnight, ...date?.[1], ...time?.[1], weekdays: new Set(weekdays) };
}

function has(spans: Spans, value: number): boolean {
  return (
    spans.length === 0 ||
    spans.some(({ start, end, step }) => {
      if (step === undefined) return value >= start && value <= (end ?? start);
      if (value < start || (end !== undefined && value > end)) return false;
      return step === 0 ? value === start : (value - start) % step === 0;
    })
  );
}

const valuesOf = (spans: Spans, limit: number): number[] =>
  Array.from({ length: limit }, (_, value) => value).filter((value) => has(spans, value));

/** Whether the event can be on a day, of which any moment is given. */
function isOn(event: CalendarEvent, date: Date): boolean {
  return (
    has(event.years, date.getUTCFullYear()) &&
    has(event.months, date.getUTCMonth() + 1) &&
    has(event.days, date.getUTCDate()) &&
    (event.weekdays.size === 0 || event.weekdays.has(date.getUTCDay()))
  );
}

const daySeconds = 86_400;
/** Leap days that are a certain day of the week come back after 40 years at most; a year's number may lie ahead. */
const horizonDays = 230 * 366;

/**
 * The next times after a moment, all in seconds since the epoch and in UTC, as the node's clock is: `count` of them,
 * or fewer where there are no more.
 *
 * @throws TypeError if the text is none that the check of parameters lets through.
 */
export function nextEvents(text: string, after: number, count: number): number[] {
  const event = parseCalendarEvent(text);
  if (typeof event === 'string') throw new TypeError(event);
  const hours = valuesOf(event.hours, 24);
  const minutes = valuesOf(event.minutes, 60);
  const seconds = valuesOf(event.seconds, 60);
  const found: number[] = [];
  const today = Math.floor(after / daySeconds);
  for (let index = today; index < today + horizonDays; index += 1) {
    if (!isOn(event, new Date(index * daySeconds * 1000))) continue;
    for (const hour of hours)
      for (const minute of minutes)
        for (const second of seconds) {
          const time = index * daySeconds + hour * 3600 + minute * 60 + second;
          if (time > after && found.push(time) >= count) return found;
        }
  }
  return found;
}
