import { notModelled } from './errors.js';

/** When something is due: on which days, and at which minutes of them. Times are UTC, as the node's are. */
interface Event {
  readonly isDay: (date: Date) => boolean;
  readonly minutes: readonly number[];
}

const everyDay = (): boolean => true;
const minutesOf = (step: number): number[] => Array.from({ length: 1440 / step }, (_, index) => index * step);

const named: Readonly<Record<string, Event>> = {
  minutely: { isDay: everyDay, minutes: minutesOf(1) },
  hourly: { isDay: everyDay, minutes: minutesOf(60) },
  daily: { isDay: everyDay, minutes: [0] },
  weekly: { isDay: (date) => date.getUTCDay() === 1, minutes: [0] },
  monthly: { isDay: (date) => date.getUTCDate() === 1, minutes: [0] },
  yearly: { isDay: (date) => date.getUTCMonth() === 0 && date.getUTCDate() === 1, minutes: [0] },
};

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The plain forms of a calendar event: a word, `02:30`, `mon..fri 02:30`, a number of minutes after `*` and `/`. */
function parseEvent(text: string): Event {
  const word = Object.hasOwn(named, text) ? named[text] : undefined;
  if (word !== undefined) return word;
  const step = Number(/^\*\/(\d+)$/.exec(text)?.[1]);
  if (step > 0 && 60 % step === 0) return { isDay: everyDay, minutes: minutesOf(step) };
  const match = /^(?:([a-z,.]+) )?([01]?\d|2[0-3]):([0-5]\d)$/i.exec(text);
  const days = match?.[1] === undefined ? weekdays : daysOf(match[1].toLowerCase());
  if (match === null || days === undefined) throw notModelled(`the schedule '${text}'`);
  return {
    isDay: (date) => days.includes(weekdays[date.getUTCDay()] ?? ''),
    minutes: [Number(match[2]) * 60 + Number(match[3])],
  };
}

/** `mon,wed`, `mon..fri`; undefined for anything else. */
function daysOf(text: string): string[] | undefined {
  const days = text.split(',').map((part) => {
    const [first = '', last = first] = part.split('..');
    const [from, to] = [weekdays.indexOf(first), weekdays.indexOf(last)];
    if (from === -1 || to === -1) return undefined;
    const length = ((to - from + 7) % 7) + 1;
    return Array.from({ length }, (_, index) => weekdays[(from + index) % 7] ?? '');
  });
  return days.includes(undefined) ? undefined : days.flatMap((part) => part ?? []);
}

const daySeconds = 86_400;

/** The next `count` times after a moment, all in seconds since the epoch. */
export function nextEvents(text: string, after: number, count: number): number[] {
  const { isDay, minutes } = parseEvent(text);
  const found: number[] = [];
  for (let day = Math.floor(after / daySeconds) * daySeconds; found.length < count; day += daySeconds) {
    if (!isDay(new Date(day * 1000))) continue;
    found.push(...minutes.map((minute) => day + minute * 60).filter((time) => time > after));
  }
  return found.slice(0, count);
}
