/** The table of routes: how much of each the simulator knows. */
export function renderCoverage(facts: {
  all: readonly string[];
  modelled: ReadonlySet<string>;
  checked: ReadonlySet<string>;
  compared: ReadonlySet<string>;
}): string;

/** The page with this part between its marks. */
export function withCoverage(page: string, part: string): string;
