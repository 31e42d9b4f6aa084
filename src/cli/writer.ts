/** The part of a stream that the writer needs. */
export interface Stream {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

export type Colour = 'green' | 'yellow' | 'red' | 'dim' | 'bold';

const codes: Readonly<Record<Colour, readonly [number, number]>> = {
  green: [32, 39],
  yellow: [33, 39],
  red: [31, 39],
  dim: [2, 22],
  bold: [1, 22],
};

const clearLine = '\r\u001B[2K';
const esc = String.fromCharCode(27);
/** The codes that `paint` writes, and no others: a host's text could hide itself with one of those. */
const ownCode = new RegExp(`${esc}\\[(?:1|2|22|31|32|33|39)m`, 'g');

/**
 * All that the program prints goes through here. Colours and lines that change need a terminal, and are off with
 * NO_COLOR. Texts come from hosts, too, so control characters never reach the terminal as such.
 */
export class Writer {
  readonly #out: Stream;
  readonly #err: Stream;
  readonly #live: boolean;
  #progress = false;
  #mask: (text: string) => string = (text) => text;

  constructor(out: Stream, err: Stream, env: Readonly<Record<string, string | undefined>>) {
    this.#out = out;
    this.#err = err;
    const plain = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
    this.#live = out.isTTY === true && !plain;
  }

  /** From now on, this is applied to all texts: it masks secrets. */
  maskWith(mask: (text: string) => string): void {
    this.#mask = mask;
  }

  /** A line of the answer. */
  line(text = ''): void {
    this.#clear();
    this.#out.write(`${this.#printable(text)}\n`);
  }

  /** The answer as JSON. Texts are masked one by one: a mask over the whole could cut into its syntax. */
  json(answer: unknown): void {
    this.#clear();
    const text = JSON.stringify(answer, (_, value: unknown) => this.#maskedValue(value), 2);
    this.#out.write(`${text.replace(/[^\P{Cc}\n]/gu, escaped)}\n`);
  }

  /** A line that is no part of the answer: errors, and what goes on in the meantime. */
  note(text: string): void {
    this.#clear();
    this.#err.write(`${this.#printable(text)}\n`);
  }

  /** A line for the moment, which the next one replaces. Only on a terminal. */
  progress(text: string): void {
    if (!this.#live) return;
    this.#progress = true;
    const width = (this.#out.columns || 80) - 1;
    this.#out.write(
      `${clearLine}${[...this.#printable(text).replaceAll('\n', ' ')].slice(0, width).join('')}`,
    );
  }

  /** Text in a colour, where there are colours. */
  paint(colour: Colour, text: string): string {
    if (!this.#live) return text;
    const [on, off] = codes[colour];
    return `${esc}[${on}m${text}${esc}[${off}m`;
  }

  /** Names that a host chose (a path, a storage) may hold a secret as well; the program's own are plain words. */
  #maskedValue(value: unknown): unknown {
    if (typeof value === 'string') return this.#mask(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const name = (key: string) => (/^[A-Za-z]+$/.test(key) ? key : this.#mask(key));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [name(key), inner]));
  }

  #printable(given: string): string {
    const text = this.#mask(given);
    if (!this.#live) return visible(text);
    const codes = text.match(ownCode) ?? [];
    return text
      .split(ownCode)
      .map((part, index) => `${visible(part)}${codes[index] ?? ''}`)
      .join('');
  }

  #clear(): void {
    if (!this.#progress) return;
    this.#progress = false;
    this.#out.write(clearLine);
  }
}

/** JSON leaves some control characters as they are. */
function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Everything that a terminal would act on becomes visible instead. */
function visible(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, (char) =>
    char === '\t' ? ' ' : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
