/** The time of a simulator: tasks, tickets and delays run on it. */
export interface SimulatorClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `action` once, `ms` from now. The result takes it back. */
  after(ms: number, action: () => void): () => void;
  /** Drops everything that is still to run. */
  close(): void;
}

/** Where the manual clock starts when nobody says otherwise: a fixed moment makes runs repeatable. */
const defaultStart = Date.UTC(2026, 10, 20, 9, 0, 0);

interface Timer {
  due: number;
  action: () => void;
}

/** A clock that stands still until `advance`. Actions run inside `advance`, in the order they fall due. */
export class ManualClock implements SimulatorClock {
  #now: number;
  #timers: Timer[] = [];

  constructor(start: number = defaultStart) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const timer = { due: this.#now + Math.max(0, ms), action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets `ms` milliseconds pass. An action that sets a new timer within them still gets it run. */
  advance(ms: number): void {
    if (!Number.isFinite(ms) || ms < 0) throw new RangeError(`time cannot advance by ${ms} ms`);
    const target = this.#now + ms;
    for (let next = this.#next(target); next !== undefined; next = this.#next(target)) {
      this.#now = next.due;
      const done = next;
      this.#timers = this.#timers.filter((other) => other !== done);
      next.action();
    }
    this.#now = target;
  }

  /** Sets the clock without letting time pass: nothing runs. */
  set(now: number): void {
    if (!Number.isFinite(now)) throw new RangeError(`${now} is no time`);
    this.#now = now;
  }

  close(): void {
    this.#timers = [];
  }

  #next(target: number): Timer | undefined {
    // Insertion order breaks ties, hence `<` and not `<=`.
    return this.#timers.reduce<Timer | undefined>(
      (first, timer) =>
        timer.due <= target && (first === undefined || timer.due < first.due) ? timer : first,
      undefined,
    );
  }
}

/** The machine's clock, `speed` times as fast. Its timers never keep a process alive. */
export class RealClock implements SimulatorClock {
  readonly #speed: number;
  readonly #start = Date.now();
  readonly #origin = performance.now();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(speed = 1) {
    if (!Number.isFinite(speed) || speed <= 0) throw new RangeError(`a clock cannot run at speed ${speed}`);
    this.#speed = speed;
  }

  now(): number {
    return this.#start + (performance.now() - this.#origin) * this.#speed;
  }

  after(ms: number, action: () => void): () => void {
    const due = this.now() + Math.max(0, ms);
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      timer = setTimeout(fire, (due - this.now()) / this.#speed);
      timer.unref();
      this.#timers.add(timer);
    };
    const fire = (): void => {
      this.#timers.delete(timer);
      // Node's timers count whole milliseconds and may be one early, which is much on a fast clock.
      if (this.now() < due) arm();
      else action();
    };
    arm();
    return () => {
      this.#timers.delete(timer);
      clearTimeout(timer);
    };
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

/** Resolves once `ms` have passed on `clock`; at once for 0. */
export function pass(clock: SimulatorClock, ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** Whole seconds since the epoch, as PVE stamps things. */
export function seconds(clock: SimulatorClock): number {
  return Math.floor(clock.now() / 1000);
}
