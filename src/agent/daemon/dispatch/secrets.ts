import { SecretMask } from '../output.js';

/** Ended commands whose secrets are still masked: something that they left may tell of them a little later. */
const remembered = 50;

/** The secrets of commands, masked wherever the agent writes or sends something. */
export class SecretBook {
  readonly #base: (text: string) => string;
  readonly #live = new Map<string, SecretMask>();
  readonly #ended = new Map<string, SecretMask>();

  /** @param base Masks the secrets of the agent itself. */
  constructor(base: (text: string) => string) {
    this.#base = base;
  }

  /** Masks these from now on. */
  add(id: string, secrets: readonly string[]): void {
    if (secrets.length === 0 || this.#live.has(id)) return;
    this.#live.set(id, this.#ended.get(id) ?? new SecretMask(secrets));
    this.#ended.delete(id);
  }

  /** A command has ended, or is none: its secrets are masked until many others have ended. */
  release(id: string): void {
    const mask = this.#live.get(id);
    if (mask === undefined) return;
    this.#live.delete(id);
    this.#ended.set(id, mask);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > remembered && oldest !== undefined) this.#ended.delete(oldest);
  }

  readonly mask = (text: string): string => {
    let out = this.#base(text);
    for (const masks of [this.#live, this.#ended]) for (const mask of masks.values()) out = mask.mask(out);
    return out;
  };
}
