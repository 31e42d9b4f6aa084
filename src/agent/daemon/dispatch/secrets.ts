import { SecretMask } from '../output.js';

/** Commands whose secrets are remembered: what is older has left no output behind that is not written yet. */
const remembered = 1_000;

/** The secrets of commands, masked wherever the agent writes or sends something. */
export class SecretBook {
  readonly #base: (text: string) => string;
  readonly #masks = new Map<string, SecretMask>();

  /** @param base Masks the secrets of the agent itself. */
  constructor(base: (text: string) => string) {
    this.#base = base;
  }

  /** Masks these from now on. */
  add(id: string, secrets: readonly string[]): void {
    if (secrets.length === 0 || this.#masks.has(id)) return;
    this.#masks.set(id, new SecretMask(secrets));
    const [oldest] = this.#masks.keys();
    if (this.#masks.size > remembered && oldest !== undefined) this.#masks.delete(oldest);
  }

  readonly mask = (text: string): string => {
    let out = this.#base(text);
    for (const mask of this.#masks.values()) out = mask.mask(out);
    return out;
  };
}
