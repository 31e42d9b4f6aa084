import { type Issue, ParamsError } from '../core/errors.js';
import { marker as markerSchema } from '../core/marker.js';
import type { CallOptions } from '../core/op.js';

/** Refuses options of a call that cannot be kept to, before anything is sent. */
export function assertCallOptions(options: CallOptions, route: string): void {
  const { timeout, signal, marker, lockWait } = options;
  const issues = [
    ...(timeout === undefined ? [] : numberIssues('timeout', timeout, Number.MIN_VALUE)),
    ...signalIssues(signal),
    ...(lockWait === undefined ? [] : numberIssues('lockWait', lockWait, 0)),
    ...(marker === undefined ? [] : markerIssues(marker)),
  ];
  if (issues.length > 0) throw new ParamsError(issues, { route });
}

function markerIssues(value: unknown): Issue[] {
  const { error } = markerSchema.safeParse(value);
  return error === undefined ? [] : [{ path: 'marker', message: error.issues[0]?.message ?? 'not a marker' }];
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
