import { isPveError, PveError, type PveErrorCode } from '../../../core/errors.js';
import type { Json } from './action.js';

/** A plan stopped at a step. `value` says what became of each of its steps. */
export class PlanError extends PveError {
  /** `PVE_OUTCOME_UNKNOWN` where it is not known whether the step was done. Beforehand, that of the step's error. */
  readonly code: PveErrorCode;
  readonly value: Json | undefined;
  /** Whether what the step's error is about was sent, where that is known. */
  readonly sent: unknown;

  constructor(message: string, facts: { code: PveErrorCode; value?: Json; cause: unknown }) {
    super(message, { cause: facts.cause, ...(isPveError(facts.cause) ? { hint: facts.cause.hint } : {}) });
    this.code = facts.code;
    this.value = facts.value;
    const { code, sent } = Object(facts.cause) as { code?: unknown; sent?: unknown };
    this.sent = code === facts.code ? sent : undefined;
  }
}
