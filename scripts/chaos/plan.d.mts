import type { Story } from './index.mjs';

/** Stories in which a request and its answer are cut after every byte, up to so many; `kind` is asked for again and again. */
export function sweepOf(options: { kind: string; request: number; answer: number; seed: number }): Story[];
