/** How a kind of value is judged at once, and what becomes of a good one. */
export interface Quick {
  /** True only if the schema takes the value. Changes nothing. */
  fits(value: unknown): boolean;
  /** What the schema makes of a value that was found to fit; may change the value itself. Undefined: it stays as it is. */
  decode: ((value: never) => unknown) | undefined;
  /** Every value of this type fits, numbers if they are finite, and is left as it is. */
  same?: 'number' | 'string' | 'boolean' | undefined;
}

/** A field of a record, and how it is judged. A class, so that all are of one shape to V8. */
export class Field {
  readonly key: string;
  readonly optional: boolean;
  readonly fits: Quick['fits'];
  readonly decode: Quick['decode'];
  readonly same: Quick['same'];
  /** Whether any host has sent it in a form that is to be decoded. Most fields of most hosts never are. */
  seen = false;

  constructor(key: string, optional: boolean, { fits, decode, same }: Quick) {
    this.key = key;
    this.optional = optional;
    this.fits = fits;
    this.decode = decode;
    this.same = same;
  }
}

/** So many keys of a row are remembered; a host may send any number. */
const remembered = 64;

/**
 * Judges rows, of which there are thousands in a list. Perl gives the keys of each in an order of its own, so they have no
 * shape in common that V8 could use: to ask a row for a key costs several times as much as to be told the next one. So a
 * row is gone through once, key by key.
 */
export class Rows {
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #required: number;
  /** Those that were seen to need decoding. */
  readonly #changing: Field[] = [];
  /** The keys of the row before, and their fields: the next has often the same. */
  readonly #keys: string[] = [];
  readonly #found: (Field | undefined)[] = [];

  constructor(fields: readonly Field[]) {
    // zod leaves a field of this name out.
    const left = new Field('__proto__', true, { fits: () => false, decode: undefined });
    this.#fields = new Map([...fields, left].map((field) => [field.key, field]));
    this.#required = fields.filter(({ optional }) => !optional).length;
  }

  fits(value: unknown): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const row = value as Record<string, unknown>;
    const keys = this.#keys;
    const fields = this.#found;
    let missing = this.#required;
    let at = 0;
    for (const key in row) {
      const field = keys[at] === key ? fields[at] : this.#find(key, at);
      at += 1;
      if (field === undefined) continue;
      if (!field.optional) missing -= 1;
      const found = row[key];
      // Most are good as they are; not in a function of its own, which takes half as long again.
      if (typeof found === 'string') {
        if (field.same === 'string') continue;
      } else if (typeof found === 'number' && field.same === 'number' && Number.isFinite(found)) continue;
      if (!this.#fits(field, found)) return false;
    }
    return missing === 0;
  }

  /** Changes a row that fits into what the schema makes of it. */
  decode(row: Record<string, unknown>): Record<string, unknown> {
    for (const { key, decode, same } of this.#changing) {
      const found = row[key];
      if (found !== undefined && typeof found !== same) row[key] = decode?.(found as never);
    }
    return row;
  }

  #find(key: string, at: number): Field | undefined {
    const field = this.#fields.get(key);
    if (at < remembered) {
      this.#keys[at] = key;
      this.#found[at] = field;
    }
    return field;
  }

  // Null in place of nothing is left to zod, too.
  #fits(field: Field, value: unknown): boolean {
    if (value === undefined && field.optional) return true;
    if (!field.fits(value)) return false;
    if (!field.seen && field.decode !== undefined) this.#changing.push(field);
    field.seen = true;
    return true;
  }
}
