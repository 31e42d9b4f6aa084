import { readFileSync } from 'node:fs';

/** Where time comes from. */
export interface Clocks {
  /** Milliseconds since 1970, as the system says: it may be wrong, and may jump. */
  wall(): number;
  /** Milliseconds since some moment: never jumps, also not over a sleep of the host. */
  monotonic(): number;
}

/** The clocks of this host. */
export function systemClocks(): Clocks {
  const boot = uptime();
  return {
    wall: () => Date.now(),
    monotonic: boot === undefined ? () => performance.now() : () => uptime() ?? boot,
  };
}

/** Milliseconds since the host was started. Unlike Node's own clock, this one goes on while a host sleeps. */
function uptime(): number | undefined {
  try {
    return Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]) * 1_000;
  } catch {
    return undefined;
  }
}

/**
 * The time of day as far as it can be trusted: the system's, but never before the last time that the hub signed and what has passed
 * since by a clock that does not jump. A system clock that is set back makes no expired command valid again; one that is set ahead
 * makes commands void too early, which is safe.
 */
export class HubClock {
  readonly #clocks: Clocks;
  #floor: { wall: number; monotonic: number } | undefined;

  /** @param floor The last time that the hub signed, kept over a restart. Milliseconds since 1970. */
  constructor(clocks: Clocks, floor?: number) {
    this.#clocks = clocks;
    this.#floor = floor === undefined ? undefined : { wall: floor, monotonic: clocks.monotonic() };
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Math.max(this.#clocks.wall(), this.#lowest());
  }

  /** Milliseconds of a clock that does not jump: for lengths of time. */
  elapsed(): number {
    return this.#clocks.monotonic();
  }

  /** By how much the system's clock is behind what the hub has signed: 0 where it is not. Milliseconds. */
  get behind(): number {
    return Math.max(0, this.#lowest() - this.#clocks.wall());
  }

  /** Takes note of a time that the hub has signed. An earlier one than is known says nothing. True where it was news, to be kept. */
  observe(signed: number): boolean {
    if (signed <= this.#lowest()) return false;
    this.#floor = { wall: signed, monotonic: this.#clocks.monotonic() };
    return true;
  }

  #lowest(): number {
    if (this.#floor === undefined) return 0;
    return this.#floor.wall + (this.#clocks.monotonic() - this.#floor.monotonic);
  }
}
