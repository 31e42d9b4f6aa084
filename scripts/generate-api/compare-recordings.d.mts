export interface Finding {
  /** Route, place and what is wrong there. */
  text: string;
  /** The recordings that show it. */
  recordings: string[];
}

export function compareRecordings(
  folder: string,
  apiFile?: string,
): { mismatches: Finding[]; extra: Finding[]; answers: number; routes: number };

/** The declared answers, and what finds the route of a path. */
export function readApi(file: string): {
  checker: import('typescript').TypeChecker;
  returns: Map<string, import('typescript').Type>;
  match(method: string, path: string): string | undefined;
};
