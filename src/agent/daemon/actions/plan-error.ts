import { isPveError, PveError, type PveErrorCode } from '../../../core/errors.js';
import type { Json } from './action.js';

/** A plan stopped at a step. `value` says what became of each of its steps. */
export class PlanError extends PveError {
  /** That of the step's error, so that it means as much; `PVE_OUTCOME_UNKNOWN` where the error does not tell whether it happened. */
  readonly code: PveErrorCode;
  readonly value: Json | undefined;
  /** How the command ended that the step ran, where it ran one. */
  readonly ended: unknown;

  constructor(message: string, facts: { code: PveErrorCode; value?: Json; cause: unknown }) {
    super(message, { cause: facts.cause, ...(isPveError(facts.cause) ? { hint: facts.cause.hint } : {}) });
    this.code = facts.code;
    this.value = facts.value;
    this.ended = (facts.cause as { ended?: unknown } | undefined)?.ended;
  }
}
