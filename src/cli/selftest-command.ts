import { selftest } from '../agent/selftest.js';
import type { Session } from '../agent/session.js';
import { codeOfReport, type ExitCode } from './exit-code.js';
import { showCheck, showRunning, showTally } from './show-checks.js';
import { showHeader } from './show-header.js';
import { showJson } from './show-json.js';
import { showPrivileges } from './show-privileges.js';
import type { Writer } from './writer.js';

/** `--selftest`: looks only. */
export async function selftestCommand(session: Session, json: boolean, writer: Writer): Promise<ExitCode> {
  if (json) {
    const report = await selftest(session.client);
    const code = codeOfReport(report);
    showJson(writer, code, { simulated: session.simulated, ...report });
    return code;
  }
  showHeader(writer, session);
  const report = await selftest(session.client, {
    onStart: (name) => showRunning(writer, name),
    // After a first contact that failed, six lines that say so again would only hide the one that matters.
    onResult: (result) => {
      if (result.status !== 'skip' || result.summary !== unreachable) showCheck(writer, result);
    },
  });
  writer.line();
  showTally(writer, report.checks, 'checks');
  if (report.privileges !== undefined) {
    writer.line();
    showPrivileges(writer, report.privileges);
  }
  return codeOfReport(report);
}

const unreachable = 'the host cannot be reached';
