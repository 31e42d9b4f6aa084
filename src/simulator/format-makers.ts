import type { Format } from './schema.js';

/** A format that a pattern decides; the complaint is a text, or made of the value. */
export function matches(pattern: RegExp, text: string | ((value: string) => string)): Format {
  return holds((value) => pattern.test(value), text);
}

/** A format that a test decides. */
export function holds(test: (value: string) => boolean, text: string | ((value: string) => string)): Format {
  return (value) => (test(value) ? undefined : typeof text === 'string' ? text : text(value));
}

/** A complaint with the value in quotes behind it. */
export function named(text: string): (value: string) => string {
  return (value) => `${text} '${value}'`;
}
