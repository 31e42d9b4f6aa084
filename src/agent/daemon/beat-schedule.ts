import { intervalOf } from './protocol/heartbeat.js';

/** Failures in a row after which the hub counts as away. */
const away = 5;
/** Milliseconds at most between two tries while the hub is away. Longer would spare it little, and keep commands waiting. */
const longestPause = 120_000;

/**
 * When the next heartbeat is due. Agents that were started together drift apart: each interval is up to a fifth shorter or longer. After a failure
 * the pause doubles, from 2 s to two minutes, and any moment of its second half is as likely as another: so agents that lost their hub at
 * one moment do not come back at one moment.
 */
export class BeatSchedule {
  readonly #random: () => number;
  #failures = 0;
  #interval = intervalOf(undefined);

  /** @param random From 0 to below 1. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** True while the hub counts as away: a heartbeat is then a small one, without results, to see whether it is back. */
  get hubAway(): boolean {
    return this.#failures >= away;
  }

  /** Failures since the last answer. */
  get failures(): number {
    return this.#failures;
  }

  /** Milliseconds until the first heartbeat. */
  first(): number {
    return this.#random() * 5_000;
  }

  /**
   * After an answer: milliseconds until the next heartbeat.
   *
   * @param wished Seconds, as the hub wishes; kept until it says otherwise.
   */
  answered(wished: number | undefined): number {
    this.#failures = 0;
    if (wished !== undefined) this.#interval = intervalOf(wished);
    return this.#interval * 1_000 * (0.8 + 0.4 * this.#random());
  }

  /**
   * After a failure: milliseconds until the next try.
   *
   * @param retryAfter Seconds that the hub asked for.
   */
  failed(retryAfter = 0): number {
    this.#failures += 1;
    const pause = Math.min(longestPause, 2_000 * 2 ** (this.#failures - 1));
    const asked = Math.min(retryAfter, 900) * 1_000;
    return asked + pause * (0.5 + 0.5 * this.#random());
  }
}
