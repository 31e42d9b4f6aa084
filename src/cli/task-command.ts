import { pickContainer } from '../agent/find-container.js';
import type { CheckListener } from '../agent/finding.js';
import type { TaskProgress } from '../agent/index.js';
import { type SelftestTaskReport, selftestTask } from '../agent/selftest-task.js';
import type { Session } from '../agent/session.js';
import { milliseconds } from '../agent/units.js';
import { UsageError } from './args.js';
import { codeOfReport, type ExitCode, exitCode } from './exit-code.js';
import { Interruption, type SignalSource } from './interruption.js';
import { showCheck, showRunning, showTally } from './show-checks.js';
import { showHeader } from './show-header.js';
import { showJson } from './show-json.js';
import { describeLeftover } from './show-leftover.js';
import type { Writer } from './writer.js';

/** What the round trip needs of its surroundings. */
export interface TaskSurroundings {
  signals: SignalSource;
  /** Ends the program at once. */
  exit(code: ExitCode): void;
}

/** `--selftest=task`: takes a snapshot and removes it again. */
export async function taskCommand(
  session: Session,
  command: { vmid: number | undefined; node: string | undefined; json: boolean },
  writer: Writer,
  { signals, exit }: TaskSurroundings,
): Promise<ExitCode> {
  const { json } = command;
  if (!json) showHeader(writer, session);
  const { vmid, node } = await whichContainer(session, command);
  if (command.vmid === undefined && !json)
    writer.line(`No --vmid given: using container ${vmid} of the simulated host.\n`);
  const interruption = new Interruption(signals, writer, () => exit(exitCode.failed));
  try {
    const report = await selftestTask(session.client, {
      vmid,
      node,
      signal: interruption.signal,
      onLeftover: (left) => {
        interruption.leftover = left;
      },
      ...(json ? {} : listener(writer)),
    });
    const code = codeOfReport(report);
    if (json) showJson(writer, code, { simulated: session.simulated, ...report });
    else showEnd(writer, report, interruption.name);
    return code;
  } finally {
    interruption.close();
  }
}

function listener(writer: Writer): CheckListener & { onProgress: (progress: TaskProgress) => void } {
  let step = '';
  return {
    onStart: (name) => {
      step = name;
      showRunning(writer, name);
    },
    onResult: (result) => showCheck(writer, result),
    onProgress: (progress) => showRunning(writer, step, describe(progress)),
  };
}

// A snapshot costs I/O on a real host, so there the user says where; on a simulated one it costs nothing.
async function whichContainer(
  session: Session,
  { vmid, node }: { vmid: number | undefined; node: string | undefined },
): Promise<{ vmid: number; node: string | undefined }> {
  if (vmid !== undefined) return { vmid, node };
  const picked = session.simulated ? await pickContainer(session.client) : undefined;
  if (picked === undefined) throw new UsageError('--selftest=task needs --vmid N');
  return { vmid: picked.vmid, node };
}

function describe({ elapsed, lines, percent }: TaskProgress): string {
  const parts = [
    milliseconds(elapsed).padStart(8),
    percent === undefined ? '' : `${percent} %`,
    lines.at(-1) ?? '',
  ];
  return parts.filter((part) => part !== '').join('  ');
}

function showEnd(writer: Writer, report: SelftestTaskReport, signal: string): void {
  writer.line();
  showTally(writer, report.checks, 'steps');
  if (report.left !== undefined) {
    writer.line();
    writer.line(describeLeftover(report.left, report.left.certain ? 'LEFT BEHIND:' : 'MAY BE LEFT BEHIND:'));
  } else if (report.interrupted) {
    writer.line(`Interrupted (${signal}), and cleaned up: nothing is left behind.`);
  } else if (report.checks.some(({ name, status }) => name === 'snapshot' && status !== 'skip')) {
    writer.line('Nothing is left behind.');
  }
}
