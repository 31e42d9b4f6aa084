import { type Release, releases, type Span } from '../../generated/routes.js';

/** A host's release: `9.2.11`, `7.4-17`. */
export class HostRelease {
  readonly text: string;
  readonly #number: number;

  constructor(text: string) {
    this.text = text;
    this.#number = rank(text);
  }

  /** At least this release; false where the host's text is no release. */
  isAtLeast(release: string): boolean {
    return this.#number >= rank(release);
  }

  /**
   * The releases that the table knows on both sides of the host's: the same one twice where it is one of them, and
   * undefined where there is none on that side.
   */
  get neighbours(): [below: Release | undefined, above: Release | undefined] {
    return [
      releases.findLast((release) => rank(release) <= this.#number),
      releases.find((release) => rank(release) >= this.#number),
    ];
  }

  /** Newer than everything that the table knows. */
  get isNewer(): boolean {
    return this.isReadable && this.neighbours[1] === undefined;
  }

  get isNewerMajor(): boolean {
    return this.isNewer && Number.parseInt(this.text, 10) > Number.parseInt(releases.at(-1) ?? '', 10);
  }

  get isReadable(): boolean {
    return !Number.isNaN(this.#number);
  }

  /** Whether something that was there for this stretch is there on the host: `maybe` between two known releases. */
  has(span: Span): 'yes' | 'no' | 'maybe' {
    const [below, above] = this.neighbours;
    if (below === undefined && above === undefined) return 'maybe';
    const [before, after] = [below, above].map((release) => release !== undefined && isIn(release, span));
    // Before the first release that is known, what that one has may have been missing still; after the last, things stay.
    if (below === undefined) return after === true ? 'maybe' : 'no';
    if (above === undefined || before === after) return before === true ? 'yes' : 'no';
    return 'maybe';
  }
}

/** `between 8.4 and 9.1`, for a message about what changed there. */
export function between([below, above]: HostRelease['neighbours']): string {
  if (below === undefined) return `before ${above ?? 'any known release'}`;
  return above === undefined ? `after ${below}` : `between ${below} and ${above}`;
}

/** Whether a known release lies in a stretch. */
export function isIn(release: Release, { since, until }: Span): boolean {
  return (
    (since === undefined || rank(release) >= rank(since)) &&
    (until === undefined || rank(release) <= rank(until))
  );
}

/** Major and minor number as one; the rest makes no difference to the API. */
function rank(text: string): number {
  const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(text) ?? [];
  return major === '' ? Number.NaN : Number(major) * 1000 + Number(minor);
}
