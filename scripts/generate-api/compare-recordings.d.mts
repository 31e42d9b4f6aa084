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
