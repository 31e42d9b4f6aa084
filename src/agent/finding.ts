/** How a check ended. `warn` works but deserves a look; `skip` did not run, or had nothing to look at. */
export type CheckStatus = 'ok' | 'warn' | 'fail' | 'skip';

/** What a check found. */
export interface Finding {
  status: CheckStatus;
  /** What was seen, in one line. */
  summary: string;
  /** More of it, as the rows of a table. */
  rows?: readonly (readonly string[])[];
  /** What to do about it, one sentence each. */
  advice?: readonly string[];
  /** What was seen, as plain data for programs. */
  data?: Readonly<Record<string, unknown>>;
}

/** A finding with the name of its check and how long it took. */
export interface CheckResult extends Finding {
  name: string;
  /** Milliseconds. */
  ms: number;
}

/** Told about each check as it begins and ends. */
export interface CheckListener {
  onStart?: (name: string) => void;
  onResult?: (result: CheckResult) => void;
}
