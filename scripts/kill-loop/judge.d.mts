/** What was told and done in a run of the kill loop, each by the ids of the commands. */
export interface Facts {
  /** What was sent. */
  commands: ReadonlyMap<string, { kind: string }>;
  /** What the hub was told to be received. */
  received: ReadonlySet<string>;
  /** Every result that the hub was told, by its digest. */
  reports: ReadonlyMap<string, ReadonlyMap<string, { outcome: string }>>;
  /** How often each was done, and how often it failed, as counted where the effects are. */
  effects: ReadonlyMap<string, { done?: number; failed?: number }>;
  kills: number;
  workers: number;
}

export interface Verdict {
  lost: number;
  twice: number;
  wrong: number;
  conflicting: number;
  interrupted: number;
  /** How many the kills may have interrupted at most. */
  most: number;
  /** One line each. */
  problems: string[];
}

export function judge(facts: Facts): Verdict;
export function holds(verdict: Verdict): boolean;
export function summary(verdict: Verdict): string;
