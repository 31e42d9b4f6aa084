/** Lines of trouble at most; the hub takes no more. */
const most = 64;

/** What does not work at the moment, one line each, by what it is about. */
export class Troubles {
  readonly #lines = new Map<string, string>();
  readonly #told: (text: string) => void;

  /** @param told Called with each line that is new. */
  constructor(told: (text: string) => void) {
    this.#told = told;
  }

  /** Something does not work: a line; or it works again: undefined. */
  set(about: string, line: string | undefined): void {
    if (line === undefined) {
      this.#lines.delete(about);
      return;
    }
    if (this.#lines.get(about) !== line) this.#told(line);
    this.#lines.set(about, line);
  }

  get lines(): string[] {
    return [...this.#lines.values()].map((line) => line.slice(0, 512).toWellFormed()).slice(0, most);
  }
}
