import type * as z from 'zod';
import type { Issue } from './errors.js';

/** The issues of a failed check: places and expectations. The values stay out, they may be secrets. */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: path === '' ? key : `${path}.${key}`,
        message: 'unknown key',
      }));
    }
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      // The most telling branch: the one that got furthest, else the union's own message.
      const inner = issue.errors.flat().filter((nested) => nested.path.length > 0);
      const deepest = inner[0];
      if (deepest !== undefined) {
        return [
          {
            path: [path, ...deepest.path.map(String)].filter((part) => part !== '').join('.'),
            message: deepest.message,
          },
        ];
      }
    }
    return [{ path, message: issue.message }];
  });
}
