import { type Issue, ResponseShapeError } from '../core/errors.js';
import type { Op } from '../core/op.js';
import { quickOf } from '../core/quick-check.js';
import { issuesOf } from '../core/validate.js';
import { type Mask, presentable } from './server-text.js';
import { shapeHints } from './shape-hints.js';

const mostIssues = 20;

/** An answer as its operation wants it. */
export function checkAnswer<P, R>(op: Op<P, R>, data: unknown, mask: Mask): R {
  const quick = quickOf(op.returns);
  // The data were parsed for this call alone, so they may be changed in place.
  if (quick?.fits(data) === true) return (quick.decode?.(data as never) ?? data) as R;
  const result = op.returns.safeParse(data);
  if (result.success) return result.data;
  const why = data === null || data === undefined ? 'no-data' : 'shape';
  // The keys of an answer are the server's words too, and each row of a long list may be wrong.
  const issues = issuesOf(result.error)
    .slice(0, mostIssues)
    .map(({ path, message }): Issue => ({ path: presentable(path, mask), message }));
  throw new ResponseShapeError(op.route, why, issues, { hint: shapeHints[why] });
}
