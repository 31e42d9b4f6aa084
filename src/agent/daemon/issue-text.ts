import type * as z from 'zod';

type Issue = Pick<z.core.$ZodIssue, 'code' | 'path' | 'message'>;

/** What is wrong. The name of a key that nobody knows came from outside, and may be anything: also a secret. */
export function issueWords({ code, message }: Issue): string {
  return code === 'unrecognized_keys' ? 'a key that is not known here' : message;
}

/** What is wrong, and where. */
export function issueText(issue: Issue | undefined): string {
  return issue === undefined ? '' : `${issue.path.join('.')}: ${issueWords(issue)}`;
}
