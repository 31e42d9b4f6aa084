/** What is tested: the modules of the package, built or not. */
export interface Sdk {
  Client: unknown;
  /** The error classes by name. */
  errors: unknown;
  tables: unknown;
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
}

export function conform(sdk: Sdk, files: readonly string[]): Promise<Report>;

export function formatReport(report: Report): string;
