import { readFileSync } from 'node:fs';

/** A command as it went on a real host. */
export interface Recorded {
  name: string;
  argv: string[];
  stdin?: string;
  exitCode: number | null;
  signal?: string;
  stdout: string;
  stderr: string;
}

const files = ['cli', 'lxc'].map(
  (name) => new URL(`../../fixtures/recorded-cli/${name}.jsonl`, import.meta.url),
);
const all = new Map(
  files
    .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
    .map((line): [string, Recorded] => {
      const each: Recorded = JSON.parse(line);
      return [each.name, each];
    }),
);

/** What a recorded command printed and how it ended, as an answer of a stub. */
export function played(name: string): { stdout: string; stderr: string; exitCode?: number; signal?: string } {
  const { stdout, stderr, exitCode, signal } = recorded(name);
  return {
    stdout,
    stderr,
    ...(exitCode === null ? {} : { exitCode }),
    ...(signal === undefined ? {} : { signal }),
  };
}

export function recorded(name: string): Recorded {
  const found = all.get(name);
  if (found === undefined) throw new Error(`nothing was recorded as ${name}`);
  return found;
}
