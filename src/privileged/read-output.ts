import type * as z from 'zod';
import { OutputError } from './errors.js';

/** What a program printed as JSON, checked. @throws OutputError where it is something else */
export function readOutput<T>(program: string, schema: z.ZodType<T>, text: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new OutputError(program, text.trim() === '' ? 'nothing' : 'something that is no JSON', text, {
      cause,
    });
  }
  const { success, data, error } = schema.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  throw new OutputError(program, `other JSON than expected (${issue?.path.join('.') ?? ''})`, text);
}
