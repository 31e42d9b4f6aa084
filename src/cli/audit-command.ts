import { type AuditBreak, type AuditVerdict, verifyAudit } from '../agent/daemon/audit-verify.js';
import { type ExitCode, exitCode } from './exit-code.js';
import { showJson } from './show-json.js';
import type { Writer } from './writer.js';

/** Which files of an audit log to look through. */
export interface AuditWish {
  files: readonly string[];
  anchor: string | undefined;
}

const texts: Readonly<Record<AuditBreak, string>> = {
  changed: 'this line was changed after it was written',
  replaced: 'the record before this line was replaced by another',
  removed: 'records before this line were removed',
  moved: 'this line stands in the wrong place, or a second time',
  headless: 'the first line of the file is missing',
  truncated: 'the log ends before the record that the anchor names',
  rewritten: 'the record that the anchor names is another one',
};

/** `audit verify FILE...`: follows the chain of an audit log. */
export async function auditCommand(
  { files, anchor }: AuditWish,
  json: boolean,
  writer: Writer,
): Promise<ExitCode> {
  const verdict = await verifyAudit(files, { anchor });
  const code = verdict.ok ? exitCode.ok : exitCode.failed;
  if (json) showJson(writer, code, verdict);
  else showVerdict(writer, verdict);
  return code;
}

function showVerdict(writer: Writer, { records, first, last, broken, torn, anchor }: AuditVerdict): void {
  if (broken !== undefined) {
    const place = broken.line === 0 ? `record ${broken.n}` : `${broken.file}:${broken.line}`;
    writer.line(`audit: ${writer.paint('red', 'BROKEN')} at ${place}: ${texts[broken.why]}`);
    return;
  }
  writer.line(records === 0 ? 'audit: no records' : `audit: whole, records ${first} to ${last?.n}`);
  if (torn > 0) writer.line(`${torn} bytes at the end are left of a write that never ended`);
  if (anchor === undefined)
    writer.line('no anchor given: records that are missing at the end would not be noticed (--anchor FILE)');
  else writer.line(`anchor: record ${anchor.n} is there, as it was`);
}
