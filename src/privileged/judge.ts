import { shortened } from './capture.js';
import type { ProcessCommand } from './command.js';
import { CommandError } from './errors.js';
import { Masking } from './masking.js';
import { issuesIn, problemOf } from './problem-words.js';
import type { Finished } from './runner.js';

/** Bytes of each output that an error or an event of the audit keeps, half of them from the start. */
export const kept = 10 * 1024;

/** Throws a CommandError where the run of a command failed, by the command's own rule. */
export function assertSuccess(command: ProcessCommand, finished: Finished): void {
  const why =
    finished.ended === 'timeout'
      ? `it took longer than ${command.timeout / 1000} s and was ended`
      : finished.ended === 'aborted'
        ? 'it was aborted'
        : command.failureOf(finished);
  if (why !== undefined) throw commandError(command, finished, why);
}

/** The error for a run that failed, without the secrets of the command. */
export function commandError(
  command: ProcessCommand,
  finished: Finished,
  why: string,
  hint?: string,
): CommandError {
  const masking = new Masking(command);
  const { stdout, stderr } = masking.outputs(finished);
  const issues = issuesIn(stderr);
  const said =
    issues.length > 0
      ? issues.map(({ path, message }) => `${path}: ${message}`).join('; ')
      : (firstLine(stderr) ?? firstLine(stdout));
  const { exitCode, signal, ended, left = [] } = finished;
  const rest = left.length === 0 ? '' : `; it could not be ended: process ${left.join(', ')} goes on`;
  const message = `${command.name} failed: ${masking.text(why)}${rest}`;
  return new CommandError(said === undefined ? message : `${message}: ${said}`, {
    command: command.name,
    binary: command.binary,
    argv: command.argv,
    exitCode,
    signal,
    ended,
    stdout: shortened(stdout, kept),
    stderr: shortened(stderr, kept),
    left,
    problem: problemOf(`${stderr}\n${stdout}`),
    issues,
    hint: hint ?? (left.length === 0 ? undefined : hintOfLeft(left)),
  });
}

function hintOfLeft(left: readonly number[]): string {
  return `Look at it as root: ps -o pid,stat,wchan:30,args -p ${left.join(',')}. State D waits for a device that does not answer, and ends with that.`;
}

// Perl's complaints about a locale, those of the cluster's file system, and waiting for a lock stand before what a program has to say.
function firstLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .find(
      (line) =>
        line !== '' &&
        !/^perl: warning:|^(?:LANGUAGE|LC_[A-Z]+|LANG) = |^are supported and|^trying to acquire lock\.\.\.$|^ipcc_send_rec\[/.test(
          line,
        ),
    );
}
