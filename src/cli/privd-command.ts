import { type PrivdWish, startPrivd } from '../agent/privd.js';
import { type ExitCode, exitCode } from './exit-code.js';
import { Interruption } from './interruption.js';
import type { Surroundings } from './run.js';
import { packageVersion } from './version.js';
import type { Writer } from './writer.js';

/** `privd`: the root helper, until a signal ends it, or the one connection that it was started for. */
export async function privdCommand(
  wish: PrivdWish,
  writer: Writer,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { env, folder, signals, exit } = surroundings;
  const helper = await startPrivd(wish, {
    env,
    folder,
    version: packageVersion(),
    log: (line) => writer.note(line),
  });
  const interruption = new Interruption(signals, writer, () => exit(exitCode.failed));
  try {
    if (wish.peer === undefined) writer.note(`the root helper listens at ${helper.place}`);
    await Promise.race([
      helper.ended,
      new Promise((resolve) => interruption.signal.addEventListener('abort', resolve, { once: true })),
    ]);
    await helper.close();
  } finally {
    interruption.close();
  }
  return exitCode.ok;
}
