import type { Simulated } from './index.mjs';

/** Gathers the parts of the package that a replay needs; `load` loads a module by its path in `dist`. */
export function simulatorOf(load: (path: string) => Promise<object>): Promise<Simulated>;
