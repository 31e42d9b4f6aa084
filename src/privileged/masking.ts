import { Redactor } from '../core/redact.js';
import { type Command, secretsOf } from './command.js';
import type { Finished } from './runner.js';

/** Takes the secrets of a command out of what its program says: programs repeat their input, in errors above all. */
export class Masking {
  readonly #redactor = new Redactor();
  readonly #longest: number;

  constructor(command: Command) {
    const secrets = secretsOf(command);
    for (const secret of secrets) this.#redactor.add(secret);
    // Percent-encoded they take three characters for a byte, and a character has up to four bytes.
    this.#longest = Math.max(0, ...secrets.map((secret) => 12 * secret.length));
  }

  text(text: string): string {
    return this.#redactor.mask(text);
  }

  /** Both outputs. Where they are cut, half a secret may stand beside the cut: as much as one can be long is left out there. */
  outputs({ stdout, stderr, cut }: Finished): { stdout: string; stderr: string } {
    const mask = (text: string) => this.#redactor.mask(cut ? this.#aroundCut(text) : text);
    return { stdout: mask(stdout), stderr: mask(stderr) };
  }

  #aroundCut(text: string): string {
    const found = /\n\[\.\.\. \d+ bytes left out \.\.\.\]\n/g;
    if (this.#longest === 0) return text;
    const pieces = text.split(found);
    const last = pieces.length - 1;
    return pieces
      .map((piece, at) =>
        piece.slice(at === 0 ? 0 : this.#longest, at === last ? piece.length : -this.#longest),
      )
      .join('\n[... some left out ...]\n');
  }
}
