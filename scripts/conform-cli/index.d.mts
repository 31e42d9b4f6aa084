export interface Report {
  played: number;
  passed: number;
  /** Recordings whose words are those of one of our commands, and those that are only like them. */
  exact: number;
  alike: number;
  /** Recordings whose parameters our command refuses, as the host did. */
  refused: number;
  mismatches: string[];
  /** How many are of no command that we build, by why. */
  left: Map<string, number>;
}

export function conformCli(
  load: (path: string) => Promise<unknown>,
  files: readonly string[],
): Promise<Report>;

export function formatReport(report: Report): string;
