import { resolve } from 'node:path';
import { machineOfEnvironment } from '../agent/daemon/machine.js';
import { stateFolder, usualPolicy } from '../agent/daemon/places.js';
import { selftest } from '../agent/selftest.js';
import type { Session } from '../agent/session.js';
import { type SetupPlace, type SetupReport, setupReport } from '../agent/setup/setup.js';
import { codeOfReport, type ExitCode, exitCode } from './exit-code.js';
import type { Surroundings } from './run.js';
import { showCheck, showRunning, showTally } from './show-checks.js';
import { showHeader } from './show-header.js';
import { showJson } from './show-json.js';
import { showPrivileges } from './show-privileges.js';
import type { Writer } from './writer.js';

/** Where the agent of this machine is, where it is not at the usual places. */
interface Wish {
  json: boolean;
  state: string | undefined;
  policy: string | undefined;
}

/** `--selftest`: looks only. */
export async function selftestCommand(
  session: Session,
  wish: Wish,
  writer: Writer,
  { env, folder, machine }: Pick<Surroundings, 'env' | 'folder' | 'machine'>,
): Promise<ExitCode> {
  // A simulated host has no agent, and whether there is one here is not what was asked.
  const place = session.simulated
    ? undefined
    : {
        state: stateFolder(wish.state, env, folder),
        policy: resolve(folder, wish.policy ?? usualPolicy),
        machine: machine ?? machineOfEnvironment(env),
      };
  if (wish.json) {
    const report = await selftest(session.client);
    const agent = place === undefined ? undefined : await setupReport(place);
    const code = worst(codeOfReport(report), agent);
    showJson(writer, code, { simulated: session.simulated, ...report, agent });
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
  if (place === undefined) return codeOfReport(report);
  writer.line();
  return worst(codeOfReport(report), await showSetup(writer, place));
}

async function showSetup(writer: Writer, place: SetupPlace): Promise<SetupReport> {
  let begun = false;
  const report = await setupReport(place, {
    onStart: (name) => {
      if (!begun) writer.line('The agent of this machine:');
      begun = true;
      showRunning(writer, name);
    },
    onResult: (result) => showCheck(writer, result),
  });
  if (report.setUp) showTally(writer, report.checks, 'checks');
  else writer.line('The agent is not set up on this machine (felhom-agent install).');
  return report;
}

/** A host that cannot be reached counts most. */
function worst(code: ExitCode, agent: SetupReport | undefined): ExitCode {
  return code === exitCode.ok && agent?.ok === false ? exitCode.failed : code;
}

const unreachable = 'the host cannot be reached';
