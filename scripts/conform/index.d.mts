/** What is tested: the modules of the package, built or not. */
export interface Sdk {
  Client: unknown;
  /** The error classes by name. */
  errors: unknown;
  tables: unknown;
  /** All routes of the API. */
  routes: readonly string[];
  parseUpid: unknown;
  formatUpid: unknown;
  parseExitStatus: unknown;
}

export interface Report {
  played: number;
  passed: number;
  /** How they were played. */
  by: { operation: number; call: number; answer: number };
  failures: { where: string; problems: string[] }[];
  skipped: { where: string; reason: string }[];
  /** Good answers by the operation whose schema took them. */
  parsed: Map<string, number>;
  /** Good answers of routes that no operation has. */
  unclaimed: Map<string, number>;
}

export function conform(sdk: Sdk, files: readonly string[]): Promise<Report>;

export function formatReport(report: Report): string;
