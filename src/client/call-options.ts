import { look } from '../core/check.js';
import { type Issue, ParamsError } from '../core/errors.js';
import { marker as markerCheck } from '../core/marker.js';
import type { CallOptions } from '../core/op.js';
import type { WaitOptions } from './wait.js';

/** For how long a call waited until what it needs was loaded. */
export const waited = Symbol('waited');

/** Options of a call that had to wait. */
export interface LateOptions extends CallOptions {
  /** Milliseconds, which are part of its time. */
  [waited]?: number | undefined;
}

/** Refuses options of a call that cannot be kept to, before anything is sent. */
export function assertCallOptions(options: CallOptions, route: string): void {
  const issues = callOptionIssues(options);
  if (issues.length > 0) throw new ParamsError(issues, { route });
}

/** What is wrong with the options of a call. */
export function callOptionIssues({ timeout, signal, marker, lockWait }: CallOptions): Issue[] {
  return [
    ...(timeout === undefined ? [] : numberIssues('timeout', timeout, Number.MIN_VALUE)),
    ...signalIssues(signal),
    ...(lockWait === undefined ? [] : numberIssues('lockWait', lockWait, 0)),
    ...(marker === undefined ? [] : markerIssues(marker)),
  ];
}

function markerIssues(value: unknown): Issue[] {
  return look(markerCheck, value).issues.map(({ message }) => ({ path: 'marker', message }));
}

/** What is wrong with a number. A text that reads as one is none: arithmetic with it goes wrong later. */
export function numberIssues(path: string, value: unknown, least: number): Issue[] {
  if (typeof value === 'number' && value >= least) return [];
  const what =
    least === Number.MIN_VALUE ? 'a number of milliseconds above 0' : `a number of at least ${least}`;
  return [{ path, message: `${what} is expected` }];
}

/** What is wrong with a signal. Known by what it can do: another realm's, or a polyfill's, is as good. */
export function signalIssues(signal: unknown): Issue[] {
  if (signal === undefined) return [];
  const parts = Object(signal) as Partial<Record<keyof AbortSignal, unknown>>;
  const fits =
    typeof parts.aborted === 'boolean' &&
    typeof parts.addEventListener === 'function' &&
    typeof parts.removeEventListener === 'function';
  return fits ? [] : [{ path: 'signal', message: 'an AbortSignal is expected' }];
}

/** How long a wait is by default, in milliseconds. */
export const defaultTimeout = 600_000;
/** How long a task may be unknown to PVE right after it was accepted, in milliseconds. */
export const defaultGrace = 10_000;

/** A pause of nothing or NaN would poll without end: wrong numbers are refused. */
export function assertWaitOptions(options: WaitOptions): void {
  const least = { timeout: 1, initialInterval: 1, maxInterval: 1, factor: 1, grace: 0 } as const;
  if (typeof options !== 'object' || options === null)
    throw new ParamsError([{ path: 'options', message: 'an object is expected' }]);
  const { signal, onProgress } = options;
  const numbers = Object.entries(least).flatMap(([path, min]) => {
    const value = options[path as keyof typeof least];
    return value === undefined ? [] : numberIssues(path, value, min);
  });
  const other = onProgress === undefined || typeof onProgress === 'function' ? [] : [notCallable];
  const issues = [...numbers, ...signalIssues(signal), ...other];
  if (issues.length > 0) throw new ParamsError(issues);
}

const notCallable: Issue = { path: 'onProgress', message: 'a function is expected' };
