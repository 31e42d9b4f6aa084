import type { ProcessCommand } from './command.js';
import { CommandError } from './errors.js';
import { issuesIn, problemOf } from './problem-words.js';
import type { Finished } from './runner.js';

/** Bytes of each output that an error keeps, half of them from the start. */
const kept = 10 * 1024;

/** Throws a CommandError where the run of a command failed, by the command's own rule. */
export function assertSuccess(command: ProcessCommand, finished: Finished): void {
  const why =
    finished.ended === 'timeout'
      ? `it took longer than ${command.timeout / 1000} s and was ended`
      : finished.ended === 'aborted'
        ? 'it was aborted'
        : command.failureOf(finished);
  if (why === undefined) return;
  const issues = issuesIn(finished.stderr);
  const said =
    issues.length > 0
      ? issues.map(({ path, message }) => `${path}: ${message}`).join('; ')
      : (firstLine(finished.stderr) ?? firstLine(finished.stdout));
  const { exitCode, signal, ended } = finished;
  throw new CommandError(`${command.name} failed: ${why}${said === undefined ? '' : `: ${said}`}`, {
    command: command.name,
    binary: command.binary,
    argv: command.argv,
    exitCode,
    signal,
    ended,
    stdout: shortened(finished.stdout),
    stderr: shortened(finished.stderr),
    problem: problemOf(`${finished.stderr}\n${finished.stdout}`),
    issues,
  });
}

/** A text of at most 10 KiB: its start and its end, with a line between that says how much is missing. */
export function shortened(text: string, limit = kept): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  const half = Math.floor(limit / 2);
  const head = bytes
    .subarray(0, half)
    .toString()
    .replace(/\uFFFD+$/, '');
  const tail = bytes
    .subarray(bytes.length - half)
    .toString()
    .replace(/^\uFFFD+/, '');
  return `${head}\n[... ${bytes.length - 2 * half} bytes left out ...]\n${tail}`;
}

// Perl's complaints about a locale, and waiting for a lock, stand before what a program has to say.
function firstLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .find(
      (line) =>
        line !== '' &&
        !/^perl: warning:|^(?:LANGUAGE|LC_[A-Z]+|LANG) = |^are supported and|^trying to acquire lock\.\.\.$/.test(
          line,
        ),
    );
}
