import * as z from 'zod';
import { type Issue, ParamsError } from '../../core/errors.js';
import { formatPropertyString, parsePropertyString } from '../../core/property-string.js';
import { factsOf, type PropertyFormat } from '../wire-facts.js';

/** Looks at what a property string says. */
export type Check = (said: Readonly<Record<string, unknown>>) => readonly Issue[];

/** A property string as text or object. */
export function properties<T>(format: PropertyFormat, check: Check = () => []): z.ZodType<T> {
  const checked = z.unknown().superRefine((value, context) => {
    for (const { path, message } of issuesOfProperties(format, value, check))
      context.addIssue({ code: 'custom', path: path === '' ? [] : [path], message });
  });
  return checked as unknown as z.ZodType<T>;
}

function issuesOfProperties(format: PropertyFormat, value: unknown, check: Check): readonly Issue[] {
  try {
    const facts = factsOf(format);
    if (typeof value !== 'string' && (typeof value !== 'object' || value === null || Array.isArray(value)))
      return [{ path: '', message: 'a property string is expected, as text or object' }];
    // An object is judged by what would be sent.
    const text = typeof value === 'string' ? value : formatPropertyString({ ...value }, facts);
    if (text === '') return [{ path: '', message: 'nothing is in it: leave it out, or `delete` it' }];
    return check(parsePropertyString(facts, text));
  } catch (error) {
    if (error instanceof ParamsError) return error.issues;
    throw error;
  }
}
