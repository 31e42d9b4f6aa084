import type { Environment } from '../agent/config-env.js';
import type { Terminal } from '../agent/console.js';
import type { MachineSources } from '../agent/daemon/machine.js';
import { isPveError } from '../agent/explain.js';
import type { SiteOptions } from '../agent/host.js';
import { type Command, parseCommand, UsageError } from './args.js';
import { codeOfError, type ExitCode, exitCode } from './exit-code.js';
import type { SignalSource } from './interruption.js';
import { showJsonError } from './show-json.js';
import { usage } from './usage.js';
import { packageVersion } from './version.js';
import { type Stream, Writer } from './writer.js';

/** What the program has to do with: streams, environment, signals. */
export interface Surroundings {
  stdout: Stream;
  stderr: Stream;
  env: Environment;
  /** The current folder. */
  folder: string;
  signals: SignalSource;
  /** The terminal that the user sits at; undefined where input or output is none. */
  terminal?: Terminal | undefined;
  /** Where the programs and files of this host are, for tests; the usual places if left out. */
  site?: SiteOptions | undefined;
  /** Where this machine tells who it is, for tests. */
  machine?: MachineSources | undefined;
  /** Ends the program at once. */
  exit(code: ExitCode): void;
}

/** Runs the program with its arguments and gives its exit code. Throws nothing. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { stdout, stderr, env } = surroundings;
  const writer = new Writer(stdout, stderr, env);
  try {
    return await carryOut(parseCommand(argv), writer, surroundings);
  } catch (error) {
    const code = codeOfError(error);
    if (argv.includes('--json')) showJsonError(writer, code, error);
    else showError(writer, error);
    return code;
  }
}

// Each command is loaded when it is asked for: a wrong option is answered before zod and the client are there.
async function carryOut(command: Command, writer: Writer, surroundings: Surroundings): Promise<ExitCode> {
  if (command.kind === 'help') writer.line(usage);
  if (command.kind === 'version') writer.line(packageVersion());
  if (command.kind === 'help' || command.kind === 'version') return exitCode.ok;
  if (command.kind === 'trust') {
    const { trustCommand } = await import('./trust-command.js');
    return trustCommand(command.host, command.json, writer);
  }
  if (command.kind === 'role') {
    const { roleCommand } = await import('./role-command.js');
    return roleCommand(command.wish, command.json, writer);
  }
  if (command.kind === 'sudoers') {
    const { sudoersCommand } = await import('./sudoers-command.js');
    return sudoersCommand(command.user, command.json, writer);
  }
  if (command.kind === 'host') {
    const { hostCommand } = await import('./host-command.js');
    return hostCommand(command, writer, surroundings);
  }
  if (command.kind === 'audit') {
    const { auditCommand } = await import('./audit-command.js');
    return auditCommand(command.wish, command.json, writer);
  }
  if (command.kind === 'simulate') {
    const { simulateCommand } = await import('./simulate-command.js');
    return simulateCommand(command.wish, command.json, writer, surroundings);
  }
  if (command.kind === 'privd') {
    const { privdCommand } = await import('./privd-command.js');
    return privdCommand(command.wish, writer, surroundings);
  }
  if (command.kind === 'run') {
    const { runCommand } = await import('./run-command.js');
    return runCommand(command.wish, writer, surroundings);
  }
  if (command.kind === 'enroll') {
    const { enrollCommand } = await import('./enroll-command.js');
    return enrollCommand(command.wish, command.json, writer, surroundings);
  }
  if (command.kind === 'install') {
    const { installCommand } = await import('./install-command.js');
    return installCommand(command, writer);
  }
  if (command.kind === 'operate') {
    const { operateCommand } = await import('./operate-command.js');
    return operateCommand(command, writer, surroundings);
  }
  const { openSession } = await import('../agent/session.js');
  const session = await openSession({ ...command, env: surroundings.env, folder: surroundings.folder });
  writer.maskWith(session.mask);
  try {
    if (command.kind === 'task') {
      const { taskCommand } = await import('./task-command.js');
      return await taskCommand(session, command, writer, surroundings);
    }
    if (command.kind === 'console') {
      const { consoleCommand } = await import('./console-command.js');
      return await consoleCommand(session, command, writer, surroundings);
    }
    const { selftestCommand } = await import('./selftest-command.js');
    return await selftestCommand(session, command, writer, surroundings);
  } finally {
    await session.close();
  }
}

function showError(writer: Writer, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  for (const line of message.split('\n')) writer.note(`felhom-agent: ${line}`);
  if (isPveError(error) && error.hint !== undefined) writer.note(`  -> ${error.hint}`);
  if (error instanceof UsageError) writer.note('  -> felhom-agent --help shows what there is.');
}
