/** The parts of the simulator that a replay needs: see `simulator.mjs`. */
export interface Simulated {
  createEngine: unknown;
  ManualClock: unknown;
  arrange: unknown;
  clearAway: unknown;
  openDoor: unknown;
}

export interface Report {
  total: number;
  equal: number;
  /** Before how many requests the state was set. */
  staged: number;
  skipped: { where: string; reason: string }[];
  differences: {
    where: string;
    problems: string[];
    /** What was set before. */
    changes: string[];
    /** Why it may be different, where that is known. */
    reason: string | undefined;
  }[];
}

/** Replays recorded requests against a simulated host. */
export function replay(simulated: Simulated, files: readonly string[]): Promise<Report>;

export function formatReport(report: Report): string;
