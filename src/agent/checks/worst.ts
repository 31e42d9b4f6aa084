import type { CheckStatus, Finding } from '../finding.js';

const order: readonly CheckStatus[] = ['skip', 'ok', 'warn', 'fail'];

/** The status of a finding that is made of several. */
export function worst(findings: readonly Finding[]): CheckStatus {
  return findings.reduce<CheckStatus>(
    (status, finding) => (order.indexOf(finding.status) > order.indexOf(status) ? finding.status : status),
    'skip',
  );
}
