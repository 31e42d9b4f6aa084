import { type Issue, ParamsError } from './errors.js';

// Checks of what a program hands over before anything was loaded that can do more: zod takes as long to load as Node. Their
// words are zod's, so that wrong options and wrong parameters read alike.

/** What is wrong with a value. */
interface Wrong {
  readonly path: readonly string[];
  readonly message: string;
  /** Another kind of value altogether, not one of the right kind that is out of bounds. */
  readonly alien: boolean;
  /** A list that it is in is not looked at any further. */
  readonly final?: boolean;
  /** Names that an object may not have. */
  readonly unknown?: readonly string[];
  /** What is wrong deeper inside, where a value may have several forms. */
  readonly inside?: Wrong | undefined;
}

/** Gives the value, objects and lists as copies, and adds what is wrong with it. */
export type Check<T> = (value: unknown, wrong: Wrong[]) => T;

/** What a check gives. */
export type Checked<C> = C extends Check<infer T> ? T : never;

/** A value that was checked; `value` is as it was given where `issues` has anything. */
export interface Finding<T> {
  issues: Issue[];
  value: T;
}

/** Looks at a value. The issues name places and expectations, and hold no values. */
export function look<T>(check: Check<T>, value: unknown): Finding<T> {
  const wrong: Wrong[] = [];
  const checked = check(value, wrong);
  return { issues: wrong.flatMap(issuesOf), value: wrong.length === 0 ? checked : (value as T) };
}

/** @throws ParamsError with the names of its issues after `name` */
export function assured<T>(check: Check<T>, value: unknown, name: string, hint?: string): T {
  const { issues, value: checked } = look(check, value);
  if (issues.length === 0) return checked;
  throw new ParamsError(
    issues.map(({ path, message }) => ({ path: path === '' ? name : `${name}.${path}`, message })),
    hint === undefined ? {} : { hint },
  );
}

function issuesOf({ path, message, unknown, inside }: Wrong): Issue[] {
  const at = (...more: string[]) => [...path, ...more].join('.');
  if (unknown !== undefined) return unknown.map((key) => ({ path: at(key), message: 'unknown key' }));
  if (inside !== undefined) return [{ path: at(...inside.path), message: inside.message }];
  return [{ path: at(), message }];
}

/** Anything that passes a test of its own. With `final`, a list that has something else in it is not asked how long it is. */
export function only<T>(test: (value: unknown) => boolean, message: string, final = false): Check<T> {
  return (value, wrong) => {
    if (!test(value)) wrong.push({ path: [], message, alien: true, final });
    return value as T;
  };
}

function kind<T>(name: string, test: (value: unknown) => boolean): Check<T> {
  return (value, wrong) =>
    only<T>(test, `Invalid input: expected ${name}, received ${nameOf(value)}`)(value, wrong);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isFinite(value) ? 'number' : String(value);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) === Object.prototype) return typeof value;
  const { constructor: made } = value as { constructor?: { name?: unknown } };
  return made ? String(made.name) : 'object';
}

export const bool: Check<boolean> = kind('boolean', (value) => typeof value === 'boolean');
export const number: Check<number> = kind('number', Number.isFinite);
const anyText: Check<string> = kind('string', (value) => typeof value === 'string');
const anyList: Check<readonly unknown[]> = kind('array', Array.isArray);
const anyObject: Check<Record<string, unknown>> = kind(
  'object',
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/** A text; of a form where there is a pattern. */
export function text(pattern?: RegExp, message = ''): Check<string> {
  return (value, wrong) => {
    const before = wrong.length;
    const found = anyText(value, wrong);
    if (wrong.length === before && pattern?.test(found) === false)
      wrong.push({ path: [], message, alien: false });
    return found;
  };
}

/** A number within bounds. */
export function between(least: number, most: number): Check<number> {
  return (value, wrong) => {
    const before = wrong.length;
    const found = number(value, wrong);
    if (wrong.length === before) bound('number', found, least, most, wrong);
    return found;
  };
}

/** A whole number within bounds. */
export function whole(least: number, most = Number.POSITIVE_INFINITY): Check<number> {
  return (value, wrong) => {
    const before = wrong.length;
    const found = number(value, wrong);
    if (wrong.length > before) return found;
    if (Number.isInteger(found)) {
      bound('int', found, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, wrong);
      bound('number', found, least, most, wrong);
    } else
      wrong.push({
        path: [],
        message: 'Invalid input: expected int, received number',
        alien: true,
        final: true,
      });
    return found;
  };
}

function bound(what: string, value: number, least: number, most: number, wrong: Wrong[]): void {
  const push = (message: string) => wrong.push({ path: [], message, alien: false });
  if (value < least) push(`Too small: expected ${what} to be >=${least}`);
  if (value > most) push(`Too big: expected ${what} to be <=${most}`);
}

/** A list of at least so many. */
export function list<T>(item: Check<T>, least = 0): Check<T[]> {
  return (value, wrong) => {
    const before = wrong.length;
    const given = anyList(value, wrong);
    if (wrong.length > before) return given as T[];
    const items = Array.from(given, (one, index) => at(String(index), item, one, wrong));
    if (items.length < least && !wrong.slice(before).some(({ final }) => final))
      wrong.push({ path: [], message: `Too small: expected array to have >=${least} items`, alien: false });
    return items;
  };
}

/** What may be missing. */
export function maybe<T>(check: Check<T>): Check<T | undefined> {
  return (value, wrong) => (value === undefined ? undefined : check(value, wrong));
}

type Shape = Readonly<Record<string, Check<unknown>>>;
type Value<S extends Shape> = { [K in keyof S]: Checked<S[K]> };

/** An object with these keys. Others are `refused`, `kept` or `dropped`. */
export function object<S extends Shape>(
  shape: S,
  others: 'refused' | 'kept' | 'dropped' = 'refused',
): Check<Value<S>> {
  return (value, wrong) => {
    const before = wrong.length;
    const given = anyObject(value, wrong);
    if (wrong.length > before) return given as Value<S>;
    const entries: [string, unknown][] = [];
    for (const [key, check] of Object.entries(shape)) {
      const found = at(key, check, given[key], wrong);
      if (found !== undefined || key in given) entries.push([key, found]);
    }
    const more: string[] = [];
    if (others !== 'dropped') for (const key in given) if (!Object.hasOwn(shape, key)) more.push(key);
    if (others === 'kept') entries.push(...more.map((key): [string, unknown] => [key, given[key]]));
    else if (more.length > 0) {
      const names = more.map((key) => `"${key}"`).join(', ');
      const message = `Unrecognized key${more.length > 1 ? 's' : ''}: ${names}`;
      wrong.push({ path: [], message, alien: false, unknown: more });
    }
    return Object.fromEntries(entries) as Value<S>;
  };
}

/** An object whose values are all alike. */
export function record<T>(item: Check<T>): Check<Record<string, T>> {
  const plain = kind<Record<string, unknown>>('record', isPlain);
  return (value, wrong) => {
    const before = wrong.length;
    const given = plain(value, wrong);
    if (wrong.length > before) return given as Record<string, T>;
    return Object.fromEntries(Object.entries(given).map(([key, one]) => [key, at(key, item, one, wrong)]));
  };
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A value of one of several forms. Where one of them fits but for its bounds, those are what is wrong. */
export function either<C extends readonly Check<unknown>[]>(
  checks: C,
  message = 'Invalid input',
): Check<Checked<C[number]>> {
  return (value, wrong) => {
    const tries = checks.map((check) => {
      const found: Wrong[] = [];
      return { result: check(value, found) as Checked<C[number]>, found };
    });
    const fit = tries.find(({ found }) => found.length === 0);
    if (fit !== undefined) return fit.result;
    const [near, ...others] = tries.filter(({ found }) => !found.some(({ alien }) => alien));
    if (near !== undefined && others.length === 0) wrong.push(...near.found);
    else {
      const inside = tries.flatMap(({ found }) => found).find(({ path }) => path.length > 0);
      wrong.push({ path: [], message, alien: true, inside });
    }
    return value as Checked<C[number]>;
  };
}

function at<T>(key: string, check: Check<T>, value: unknown, wrong: Wrong[]): T {
  const found: Wrong[] = [];
  const result = check(value, found);
  wrong.push(...found.map((one) => ({ ...one, path: [key, ...one.path] })));
  return result;
}
