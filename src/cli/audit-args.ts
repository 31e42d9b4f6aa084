import type { AuditWish } from './audit-command.js';
import { UsageError } from './usage-error.js';

/** @throws UsageError */
export function readAudit(words: readonly string[], anchor: string | undefined): AuditWish {
  const [verb, ...files] = words;
  if (verb !== 'verify' || files.length === 0)
    throw new UsageError('`audit` takes: felhom-agent audit verify FILE... [--anchor FILE]');
  return { files, anchor };
}
