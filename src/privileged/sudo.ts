import type { ProcessCommand } from './command.js';
import { SudoError, type SudoReason } from './errors.js';

/** Milliseconds between the last moment at which the runner ends a command by itself and the one at which `timeout` does. */
const reserve = 5_000;

/**
 * What sudo is given: the command below `timeout`. On SIGTERM, which sudo passes on to it, that ends the whole group of the command as root:
 * SIGTERM, and SIGKILL after the grace. Its own time limit is for the case that this process has died. It must not come while the command
 * is given its grace: a second signal makes `timeout` send SIGKILL at once (coreutils src/timeout.c).
 */
export function belowTimeout(command: ProcessCommand, argv: readonly string[]): string[] {
  const { binary, grace, timeout } = command;
  const seconds = (milliseconds: number) => String(milliseconds / 1000);
  return [timeoutBinary, '-k', seconds(grace), seconds(timeout + grace + reserve), binary, ...argv];
}

export const timeoutBinary = '/usr/bin/timeout';

/** What a run by sudo gave. */
interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** sudo's word that it did not run the command. */
export interface Refusal {
  readonly reason: SudoReason | 'program-missing';
  /** Its own words. */
  readonly said: string;
}

/** What sudo, its parser and its policy write. A line of anybody else's means that the command has run. */
const lines: readonly (readonly [RegExp, Refusal['reason'] | 'remark'])[] = [
  // Also with commands that it runs.
  [/^sudo: (?:unable to resolve host |setrlimit\(|unable to set locale|unable to send )/, 'remark'],
  [/^This incident (?:has been|will be) reported/, 'remark'],
  [/^sudo: If sudo is running in a container, /, 'remark'],
  [/^sudo: The "no new privileges" flag is set/, 'no-new-privileges'],
  [/^sudo: (?:sorry, )?you must have a tty to run sudo/, 'needs-tty'],
  [/^sudo: sorry, you are not allowed to (?:preserve the environment|set the following)/, 'environment'],
  // 1.9.11 and later; before that with >>> and <<<.
  [/^\/\S+:\d+(?::\d+)?: /, 'broken'],
  [/^>>> \/.* <<<$/, 'broken'],
  [/^sudo: .* is (?:world writable|group writable|owned by (?:uid|gid) \d+, should be)/, 'broken'],
  [/^sudo: .*: command not found$/, 'program-missing'],
  [
    /^sudo: (?:a password is required|a terminal is required to read the password)/,
    'password-or-not-allowed',
  ],
  [/^Sorry, user .+ (?:is not allowed to execute |may not run sudo on )/, 'not-allowed'],
  [/^(?:sudo: )?\S+ is (?:not in the sudoers file|not allowed to run sudo on )/, 'not-allowed'],
  [/^sudo: /, 'broken'],
];

/** What counts where it says several things: a rule that could not be read explains why a password is asked for. */
const weight: readonly Refusal['reason'][] = [
  'no-new-privileges',
  'needs-tty',
  'environment',
  'broken',
  'not-allowed',
  'password-or-not-allowed',
  'program-missing',
];

/** Whether the outcome is sudo's refusal, by the words: exit code 1, no output, and on stderr nothing but lines of sudo. */
export function refusalIn({ exitCode, stdout, stderr }: Outcome): Refusal | undefined {
  if (exitCode !== 1 || stdout !== '') return undefined;
  const found = withoutQuotations(stderr.split('\n').filter((line) => line.trim() !== '')).map((line) => ({
    line,
    kind: lines.find(([pattern]) => pattern.test(line))?.[1],
  }));
  if (found.some(({ kind }) => kind === undefined)) return undefined;
  for (const reason of weight) {
    const said = found.find(({ kind }) => kind === reason)?.line;
    if (said !== undefined && refuses(found, reason)) return { reason, said };
  }
  return undefined;
}

// A sudoers file with a mistake is skipped, and the command may still have run, and failed without a word.
function refuses(found: readonly { line: string; kind: string | undefined }[], reason: string): boolean {
  if (reason !== 'broken') return true;
  return found.some(
    ({ line, kind }) =>
      (kind !== 'remark' && kind !== 'broken') || (line.startsWith('sudo: ') && kind === 'broken'),
  );
}

/** Leaves out the line of a sudoers file that is shown below a mistake in it, and the mark below that. */
function withoutQuotations(all: readonly string[]): string[] {
  const mark = all.map((line) => /^\s*\^~*$/.test(line));
  const place = all.map((line) => /^\/\S+:\d+:\d+: /.test(line));
  return all.filter(
    (_line, at) => !(mark[at] && place[at - 2]) && !(mark[at + 1] === true && place[at - 1] === true),
  );
}

const pinned =
  'felhom-agent sudoers prints the rules that this package can do with; what they leave out goes through the root helper (felhom-agent privd).';

const advice: Readonly<Record<SudoReason, readonly [message: string, hint: string]>> = {
  'not-installed': ['sudo is not on this host', `apt install sudo, and give this user rules: ${pinned}`],
  'password-or-not-allowed': [
    'sudo wants a password, or does not allow this command: it says the same for both',
    `The user needs a rule with NOPASSWD for exactly this command: ${pinned}`,
  ],
  'not-allowed': ['sudo does not allow this command to this user', pinned],
  'needs-tty': [
    'sudo wants a terminal',
    'Take `requiretty` out of the sudoers file, or add `Defaults:USER !requiretty`.',
  ],
  'no-new-privileges': [
    'sudo cannot become root in a process that runs with NoNewPrivileges',
    'Use the root helper (felhom-agent privd), which works without sudo; or take NoNewPrivileges=yes out of the unit.',
  ],
  environment: [
    'sudo does not allow a variable of the environment',
    'Only LANG and LC_ALL are set, which env_reset keeps: look for `env_delete` in the sudoers file.',
  ],
  broken: [
    'sudo does not work on this host',
    'As root, `visudo -c` finds mistakes in sudoers files and their owners and modes.',
  ],
};

/** The error for a refusal, with what to do. */
export function sudoError(
  reason: SudoReason,
  argv: readonly string[],
  said?: string,
  cause?: unknown,
): SudoError {
  const [message, hint] = advice[reason];
  const whole = said === undefined ? message : `${message}: ${said}`;
  return new SudoError(reason, whole, { argv, hint, ...(cause === undefined ? {} : { cause }) });
}
