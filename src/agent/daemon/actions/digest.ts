import { createHash } from 'node:crypto';

/** A digest of what an action would change. */
export function digestOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
