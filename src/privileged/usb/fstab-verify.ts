/** What `findmnt --verify` says of a file. */
export interface Verdict {
  /** It crashed, as that of util-linux 2.41 does with every line that it cannot parse. */
  readonly crashed: boolean;
  /** What it calls an error: `target: text`, or a line that it cannot parse. */
  readonly problems: readonly string[];
}

/** Reads the output of `findmnt --verify`: the details are on the first output, lines that cannot be parsed on the second. */
export function parseVerdict(finished: {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}): Verdict {
  const { exitCode, stdout, stderr } = finished;
  const problems: string[] = [];
  let target = '';
  for (const line of stdout.split('\n')) {
    const error = /^ {3}\[E\] (.*)$/.exec(line)?.[1];
    if (error !== undefined) problems.push(`${target}: ${error}`);
    else if (line !== '' && !line.startsWith('   [')) target = line;
  }
  // Numbers of lines differ between two versions of a file.
  for (const _line of stderr.matchAll(/parse error at line \d+/g))
    problems.push('a line that cannot be parsed');
  const crashed = exitCode === undefined || exitCode > 1;
  if (!crashed && exitCode !== 0 && problems.length === 0)
    problems.push(stderr.trim() || `exit code ${exitCode}`);
  return { crashed, problems };
}

/**
 * What is wrong with a new file that was not wrong with the old one. That NTFS is mounted by a driver of another name than it has on
 * the disk is no mistake.
 */
export function newProblems(old: Verdict, fresh: Verdict, target: string): string[] {
  const before = [...old.problems];
  return fresh.problems.filter((problem) => {
    const at = before.indexOf(problem);
    if (at >= 0) before.splice(at, 1);
    return at < 0 && !allowed(problem, target);
  });
}

function allowed(problem: string, target: string): boolean {
  return (
    problem.startsWith(`${target}: `) &&
    /^(?:ntfs3|ntfs-3g) does not match with on-disk ntfs$|^on-disk ntfs seems unsupported by the current kernel$/.test(
      problem.slice(target.length + 2),
    )
  );
}
