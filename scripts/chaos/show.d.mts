import type { Problem } from './index.mjs';

/** One mutation: what it was, what went wrong on purpose, and what the client made of it. */
export function formatProblem(problem: Problem): string;
