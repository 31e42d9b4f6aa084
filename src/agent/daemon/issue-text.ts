import type * as z from 'zod';

/** What is wrong, and where. The name of a key that nobody knows came from outside, and may be anything: also a secret. */
export function issueText(issue: Pick<z.core.$ZodIssue, 'code' | 'path' | 'message'> | undefined): string {
  if (issue === undefined) return '';
  const { code, path, message } = issue;
  const what = code === 'unrecognized_keys' ? 'a key that is not known here' : message;
  return `${path.join('.')}: ${what}`;
}
