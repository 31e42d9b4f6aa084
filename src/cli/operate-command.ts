import { userInfo } from 'node:os';
import { resumeAgent } from '../agent/daemon/halt.js';
import { haltAndWait } from '../agent/daemon/halt-and-wait.js';
import { stateFolder } from '../agent/daemon/places.js';
import { isStateLocked } from '../agent/daemon/state-lock.js';
import { reportOf } from '../agent/daemon/status.js';
import { count } from '../agent/units.js';
import { type ExitCode, exitCode } from './exit-code.js';
import type { OperateWish } from './operate-args.js';
import type { Surroundings } from './run.js';
import { showJson } from './show-json.js';
import { showStatus } from './show-status.js';
import type { Writer } from './writer.js';

/** `status`, `halt` and `resume`: the agent of a state folder, whether it runs or not. */
export async function operateCommand(
  wish: OperateWish,
  writer: Writer,
  { env, folder }: Pick<Surroundings, 'env' | 'folder'>,
): Promise<ExitCode> {
  const state = stateFolder(wish.state, env, folder);
  if (wish.task === 'status') return statusCommand(state, wish.json, writer);
  if (wish.task === 'resume') return resumeCommand(state, wish.json, writer);
  return haltCommand(state, wish.reason ?? `felhom-agent halt, by ${user(env)}`, wish.json, writer);
}

async function statusCommand(state: string, json: boolean, writer: Writer): Promise<ExitCode> {
  const now = Date.now();
  const report = await reportOf(state, now);
  const code = report.state === 'ok' ? exitCode.ok : exitCode.failed;
  if (json) showJson(writer, code, { ok: code === exitCode.ok, folder: state, ...report });
  else showStatus(writer, report, now);
  return code;
}

async function haltCommand(state: string, reason: string, json: boolean, writer: Writer): Promise<ExitCode> {
  const report = await haltAndWait(state, reason);
  const code = report.quiet ? exitCode.ok : exitCode.failed;
  if (json) {
    showJson(writer, code, { ok: report.quiet, folder: state, ...report });
    return code;
  }
  const was = report.already ? 'was halted already' : 'halted';
  if (!report.running) writer.line(`${was}: no agent runs here; one that starts takes no work`);
  else if (report.quiet) writer.line(`${was}: nothing runs any more`);
  else {
    const left = report.left.length === 0 ? '' : `: ${count(report.left.length, 'command')} may still run`;
    writer.line(`${was}, but the agent has not said within 6 s that it has ended everything${left}`);
    for (const { id, action } of report.left) writer.line(`  ${id}  ${action}`);
    writer.line(
      '  -> systemctl kill --signal=KILL felhom-agent ends it, and what it runs as its user, at once',
    );
  }
  writer.line('`felhom-agent resume` lets it take work again');
  return code;
}

async function resumeCommand(state: string, json: boolean, writer: Writer): Promise<ExitCode> {
  const running = await isStateLocked(state);
  const resumed = await resumeAgent(state);
  if (json) showJson(writer, exitCode.ok, { ok: true, folder: state, resumed, running });
  else if (!resumed) writer.line('it was not halted');
  else writer.line(`resumed: ${running ? 'the agent takes' : 'an agent that starts will take'} work again`);
  return exitCode.ok;
}

/** Who sits there, as far as that is known: it goes into the halt file. */
function user(env: Surroundings['env']): string {
  const sudo = env['SUDO_USER'];
  if (sudo !== undefined && /^[\w.@-]{1,64}$/.test(sudo)) return sudo;
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
