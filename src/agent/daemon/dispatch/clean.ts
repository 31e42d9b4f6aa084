import { cleanData, outputOf } from '../output.js';
import type { CommandResult } from '../stored-result.js';
import type { SecretBook } from './secrets.js';

/** Bytes of the text of an error that are kept. */
const keptMessage = 2_048;

/** A result as it may be written down and sent: secrets masked, texts cut and escaped. */
export function cleanResult({ outcome, value, error }: CommandResult, secrets: SecretBook): CommandResult {
  return {
    outcome,
    ...(value === undefined ? {} : { value: cleanData(value, secrets) }),
    ...(error === undefined
      ? {}
      : { error: { code: error.code, message: outputOf(error.message, secrets, keptMessage) } }),
  };
}
