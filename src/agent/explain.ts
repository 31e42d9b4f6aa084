import { ConnectionError, TlsPinError } from '../core/connection-errors.js';
import { isPveError, type PveError, TaskError } from '../core/errors.js';
import type { Finding } from './finding.js';

/** A failure as a finding: what happened, and what to do about it. */
export function failure(error: unknown): Finding {
  if (!(error instanceof Error)) return { status: 'fail', summary: String(error) };
  if (!isPveError(error)) return { status: 'fail', summary: `${error.name}: ${error.message}` };
  const data = { error: error.toJSON() };
  const advice = adviceOf(error);
  if (error instanceof TlsPinError) {
    // Two fingerprints in one line are hard to compare.
    const rows = [
      ['expected', error.expected.join(' or ')],
      ['seen', error.seen],
    ];
    return { status: 'fail', summary: "the server's certificate is not the pinned one", rows, advice, data };
  }
  const rows = error instanceof TaskError ? error.log.map((line) => [line]) : [];
  return { status: 'fail', summary: oneLine(error.message), rows, advice, data };
}

const trustAdvice =
  'Compare its fingerprint with the host and pin it: `felhom-agent trust HOST` shows how. Or name the CA that signed it in `caFile` (FELHOM_AGENT_CA_FILE); that of a cluster is /etc/pve/pve-root-ca.pem.';

// The client's hint names its own options; who runs the agent has files and variables.
function adviceOf(error: PveError): string[] {
  const isUntrusted = error instanceof ConnectionError && error.kind === 'certificate';
  if (isUntrusted && error.hint?.includes('`ca`') !== false) return [trustAdvice];
  return error.hint === undefined ? [] : [error.hint];
}

/** True where the host could not be reached, or did not prove who it is. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ConnectionError && error.kind !== 'aborted' && error.kind !== 'closed';
}

/** PVE's texts can have several lines; a finding has one. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

export { isPveError };
