/** The command line is wrong. Never holds a value of it that could be a secret. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
