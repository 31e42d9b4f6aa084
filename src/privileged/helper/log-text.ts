import { isPveError } from '../../core/errors.js';
import type { Finished } from '../runner.js';

/** How a command ended. */
export function endOf({ exitCode, signal, ended }: Finished): string {
  const how = exitCode === undefined ? `ended by ${signal ?? 'a signal'}` : `exit code ${exitCode}`;
  return ended === undefined ? how : `${how} (${ended})`;
}

/** At most 1,000 characters. */
export function shortened(text: string): string {
  return text.length <= 1_000 ? text : `${text.slice(0, 1_000)}...`;
}

/** A name that a client chose, as one line. */
export function quoted(name: string): string {
  return /^[\w.-]{1,100}$/.test(name) ? name : JSON.stringify(name);
}

/** An error as one line. */
export function textOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown error';
  const text = isPveError(error) ? `${error.code}: ${error.message}` : `${error.name}: ${error.message}`;
  return shortened(JSON.stringify(text).slice(1, -1));
}
