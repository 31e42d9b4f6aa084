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
    // In any form: percent-encoded, or as JSON.
    const lengths = secrets.flatMap((secret) => [
      3 * Buffer.byteLength(secret),
      JSON.stringify(secret).length,
    ]);
    this.#longest = Math.max(0, ...lengths);
  }

  text(text: string): string {
    return this.#redactor.mask(text);
  }

  /** Both outputs. Where they are cut, half a secret may stand beside the cut: as much as one can be long is left out there. */
  outputs({ stdout, stderr, cut }: Finished): { stdout: string; stderr: string } {
    // Whole ones first: what is left out must not make halves of them.
    const mask = (text: string) => (cut ? this.#trimmed(this.text(text)) : this.text(text));
    return { stdout: mask(stdout), stderr: mask(stderr) };
  }

  #trimmed(text: string): string {
    if (this.#longest === 0) return text;
    const pieces = text.split(/\n\[\.\.\. \d+ bytes left out \.\.\.\]\n/);
    const last = pieces.length - 1;
    return pieces
      .map((piece, at) =>
        piece.slice(at === 0 ? 0 : this.#longest, at === last ? piece.length : -this.#longest),
      )
      .join('\n[... some left out ...]\n');
  }
}
