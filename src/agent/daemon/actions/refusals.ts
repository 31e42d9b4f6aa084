import { RefusedError } from '../../../privileged/errors.js';
import { ActionError } from './action.js';

/** What the state of the host forbids, in the words of actions. */
export async function orRefused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const { why, message, hint } = error;
    throw new ActionError(why, message, { cause: error, ...(hint === undefined ? {} : { hint }) });
  }
}
