/** An object as it was written: with its order, and with keys that come twice. */
export class Members {
  readonly list: readonly (readonly [key: string, value: Loose])[];

  constructor(list: readonly (readonly [key: string, value: Loose])[]) {
    this.list = list;
  }
}

/** A value of JSON. NaN and infinite numbers occur where a program printed them bare. */
export type Loose = string | number | boolean | null | readonly Loose[] | Members;

/** What was read, and whether something had to be forgiven. */
export interface Forgiven {
  readonly value: Loose;
  /** True where the text was JSON. */
  readonly strict: boolean;
}

/** Deeper than this is not read: nothing that is read here is. */
const deepest = 200;

/**
 * Reads JSON of programs that write it with `printf`. Whatever `JSON.parse` accepts gives the same here, with keys that come twice kept
 * both. Forgiven are: quotes and backslashes in texts that are not escaped, commas too many or too few, bare `NaN`, `nan`, `-nan` and
 * `inf`, stray text between members, and an end that is missing.
 *
 * Returns undefined where there is no value at all.
 */
export function readForgiving(text: string): Forgiven | undefined {
  return new Reader(text).read();
}

const space = /[ \t\r\n]*/y;
const numeral = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const odd = /[-+]?(?:nan|inf(?:inity)?)\b(?:\(\w*\))?/iy;
const quoted = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
/** What comes behind a key, and behind a text. */
const afterKey = /[ \t\r\n]*:(?=[ \t\r\n]*(?:["[{\d+-]|true|false|null|nan|inf|\())/iy;
const afterText = /[ \t\r\n]*(?:[,}\]]|$)/y;

class Reader {
  readonly #text: string;
  #at = 0;
  #strict = true;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Forgiven | undefined {
    this.#match(space);
    if (!/["[{\d-]|[tfnNiI]/.test(this.#text[this.#at] ?? '')) this.#skipTo('{');
    const value = this.#value(0);
    if (value === undefined) {
      // Words before the document.
      this.#skipTo('{');
      const second = this.#value(0);
      return second === undefined ? undefined : { value: second, strict: false };
    }
    this.#match(space);
    return { value, strict: this.#strict && this.#at === this.#text.length };
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #looksLike(pattern: RegExp, at = this.#at): boolean {
    pattern.lastIndex = at;
    return pattern.test(this.#text);
  }

  #skipTo(character: string): void {
    const found = this.#text.indexOf(character, this.#at);
    this.#strict = false;
    this.#at = found === -1 ? this.#text.length : found;
  }

  #value(depth: number): Loose | undefined {
    if (depth > deepest) return undefined;
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return this.#string(afterText);
    const words: readonly (readonly [pattern: RegExp, value: Loose])[] = [
      [/true\b/y, true],
      [/false\b/y, false],
      [/null\b/y, null],
    ];
    for (const [pattern, value] of words) if (this.#match(pattern) !== undefined) return value;
    const digits = this.#match(numeral);
    if (digits !== undefined) return Number(digits);
    const word = this.#match(odd);
    if (word === undefined) return undefined;
    this.#strict = false;
    if (/nan/i.test(word)) return Number.NaN;
    return word.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  /** A text. One that does not end where a text can end holds quotes that are not escaped: it goes on to the first that ends it. */
  #string(end: RegExp): string | undefined {
    const start = this.#at;
    const strict = this.#match(quoted);
    if (strict !== undefined && this.#looksLike(end)) return JSON.parse(strict) as string;
    this.#strict = false;
    for (let at = this.#text.indexOf('"', start + 1); at !== -1; at = this.#text.indexOf('"', at + 1)) {
      if (!this.#looksLike(end, at + 1)) continue;
      this.#at = at + 1;
      return this.#text.slice(start + 1, at);
    }
    this.#at = start;
    return undefined;
  }

  #object(depth: number): Members {
    const list: [string, Loose][] = [];
    this.#at += 1;
    let comma = true;
    for (;;) {
      this.#match(space);
      const character = this.#text[this.#at];
      if (character === '}') {
        this.#at += 1;
        if (comma && list.length > 0) this.#strict = false;
        return new Members(list);
      }
      if (character === undefined) {
        this.#strict = false;
        return new Members(list);
      }
      if (character === ',') {
        if (comma) this.#strict = false;
        comma = true;
        this.#at += 1;
        continue;
      }
      const key = character === '"' ? this.#string(afterKey) : undefined;
      if (key === undefined) {
        this.#skipNoise();
        continue;
      }
      if (!comma) this.#strict = false;
      this.#match(space);
      this.#at += 1;
      this.#match(space);
      const value = this.#value(depth + 1);
      if (value === undefined) this.#skipNoise();
      else list.push([key, value]);
      comma = false;
    }
  }

  #array(depth: number): readonly Loose[] {
    const list: Loose[] = [];
    this.#at += 1;
    let comma = true;
    for (;;) {
      this.#match(space);
      const character = this.#text[this.#at];
      if (character === ']' || character === undefined) {
        if (character === undefined || (comma && list.length > 0)) this.#strict = false;
        this.#at += 1;
        return list;
      }
      if (character === ',') {
        if (comma) this.#strict = false;
        comma = true;
        this.#at += 1;
        continue;
      }
      // The brace of an object around it: this list has no end of its own.
      if (character === '}') {
        this.#strict = false;
        return list;
      }
      const value = this.#value(depth + 1);
      if (value === undefined) this.#skipNoise();
      else {
        if (!comma) this.#strict = false;
        list.push(value);
      }
      comma = false;
    }
  }

  /** Over what is none of ours: `(label)`, or a line of an error that came in between. Goes on by one character at least. */
  #skipNoise(): void {
    this.#strict = false;
    if (this.#match(/\([^\n]*?\)(?=[ \t]*(?:[,}(]|\r?\n|"))/y) !== undefined) return;
    if (this.#match(/[A-Z][^\n"{}]*(?:\n|$)/y) !== undefined) return;
    this.#at += 1;
    this.#match(/[^"{},\]\n]*/y);
  }
}
