/** One release's API: what it says about each route. */
export interface Version {
  release: string;
  methods: Map<string, unknown>;
}

export interface Generated {
  /** The files' texts, by their names in src/generated. */
  files: Record<'api.ts' | 'route-data.ts' | 'param-data.ts' | 'wire-data.ts', string>;
  routes: number;
  params: number;
  /** Parts of the hand-kept tables that fit nothing. */
  warnings: string[];
}

export function generate(versions: readonly Version[], overrides?: readonly unknown[]): Generated;
export function load(
  source: string,
  options?: { release?: string; fingerprint?: string },
): Promise<Version[]>;
export function parseApidoc(text: string): unknown[];
export function renderPermission(permissions: unknown): string;
