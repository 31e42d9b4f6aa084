import { runAgent } from '../agent/daemon/run-agent.js';
import { type ExitCode, exitCode } from './exit-code.js';
import { Interruption } from './interruption.js';
import type { Surroundings } from './run.js';
import type { RunWish } from './run-args.js';
import { packageVersion } from './version.js';
import type { Writer } from './writer.js';

/** `run`: the agent, until a signal ends it. */
export async function runCommand(
  wish: RunWish,
  writer: Writer,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { env, folder, signals, exit, stdout, machine, site } = surroundings;
  const interruption = new Interruption(signals, writer, () => exit(exitCode.failed));
  try {
    await runAgent(
      { ...wish, env, folder, version: packageVersion(), out: stdout, machine, site },
      interruption.signal,
    );
  } finally {
    interruption.close();
  }
  return exitCode.ok;
}
