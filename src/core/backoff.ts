/** How the pauses between tries grow. All in milliseconds. */
export interface Backoff {
  /** The first pause. */
  initial: number;
  /** The longest pause. */
  max: number;
  /** How much longer each pause is than the one before. */
  factor: number;
  /** The share of a pause that is random, 0..1: 0.2 gives 80 % to 100 % of it. */
  jitter: number;
}

/** The pause before try `attempt` (0 is the first pause), in milliseconds. `random` gives 0..1. */
export function pause(backoff: Backoff, attempt: number, random: () => number): number {
  const full = Math.min(backoff.max, backoff.initial * backoff.factor ** attempt);
  return Math.round(full * (1 - backoff.jitter * random()));
}
