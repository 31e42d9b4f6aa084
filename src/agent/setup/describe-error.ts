import { isPveError } from '../../core/errors.js';
import type { Finding } from '../finding.js';

/** An error as a finding. What this user may not look at says nothing about the agent. */
export function describeError(error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  const [summary = '', ...rest] = message.split('\n');
  const hint = isPveError(error) ? error.hint : undefined;
  const code = (error as { code?: unknown }).code ?? (error as { cause?: { code?: unknown } }).cause?.code;
  const cause = (error as { cause?: { code?: unknown } }).cause?.code;
  if ([code, cause].some((each) => each === 'EACCES' || each === 'EPERM'))
    return { status: 'skip', summary: `this user may not look: ${summary}`, advice: ['Ask as root.'] };
  return {
    status: 'fail',
    summary,
    ...(rest.length === 0 ? {} : { rows: rest.map((line) => [line]) }),
    ...(hint === undefined ? {} : { advice: [hint] }),
  };
}
