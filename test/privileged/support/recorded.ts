import { readFileSync } from 'node:fs';

/** A command as a real host ran it. */
export interface Recorded {
  readonly name: string;
  readonly argv: readonly string[];
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The recorded commands of some groups. */
export function recorded(...groups: readonly string[]): Recorded[] {
  const text = readFileSync(new URL('../../fixtures/recorded-cli/cli.jsonl', import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded)
    .filter(({ name }) => groups.includes(name.split('/')[0] ?? ''));
}
