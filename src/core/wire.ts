import * as z from 'zod';
import { quickly, quickRecord, string } from './quick-check.js';

// Decoders for what PVE really sends. Perl serialises a number that was ever used as a string as a JSON string, so the
// same field can change its form between versions and even between requests; every decoder here takes both.

const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number, sent as a number or as a numeric string. */
export const num = quickly(
  z.union([
    z.number(),
    // Piped, because digits enough make an infinity.
    z.string().regex(numeric, 'not a number').transform(Number).pipe(z.number()),
  ]),
  {
    fits: (value) =>
      typeof value === 'string'
        ? numeric.test(value) && Number.isFinite(Number(value))
        : Number.isFinite(value),
    decode: Number,
    same: 'number',
  },
);

/** A flag: 0, 1, their strings, the empty string (false) or a JSON boolean. */
export const flag = quickly(z.union([z.literal([0, 1, '0', '1', '']), z.boolean()]).transform(isSet), {
  fits: (value) =>
    value === 0 ||
    value === 1 ||
    typeof value === 'boolean' ||
    value === '0' ||
    value === '1' ||
    value === '',
  decode: isSet,
  same: 'boolean',
});

function isSet(value: unknown): boolean {
  return value === true || value === 1 || value === '1';
}

/** A text, sometimes sent as a number (a name of digits only). */
export const text = quickly(z.union([z.string(), z.number().transform(String)]), {
  fits: (value) => typeof value === 'string' || Number.isFinite(value),
  decode: String,
  same: 'string',
});

const anyWord = quickly(z.string(), string);

/** An open set of words: `W` are known, and a newer host may send others. */
export function word<W extends string>(): z.ZodType<W | (string & {})> {
  return anyWord as unknown as z.ZodType<W | (string & {})>;
}

/** A list in one string. PVE's order is random for sets such as storage contents, so it is sorted. */
export const list = quickly(z.string().transform(itemsOf), {
  fits: (value) => typeof value === 'string',
  decode: itemsOf,
});

// Letter by letter: a pattern, or `split`, takes half as long again, and each of thousands of guests has tags.
function itemsOf(value: string): string[] {
  const items: string[] = [];
  let from = 0;
  for (let at = 0; at <= value.length; at += 1) {
    const code = at < value.length ? value.charCodeAt(at) : comma;
    // There are blanks among the letters of the world.
    if (code > 0x7f) return sorted(value.split(/[,;\s\0]+/).filter((item) => item !== ''));
    if (!isSeparator(code)) continue;
    if (at > from) items.push(value.slice(from, at));
    from = at + 1;
  }
  return sorted(items);
}

const comma = 0x2c;

/** A comma, a semicolon, a blank of ASCII, or the end of a text in C: where PVE splits. */
function isSeparator(code: number): boolean {
  return code === comma || code === 0x3b || code === 0x20 || code === 0 || (code >= 0x09 && code <= 0x0d);
}

function sorted(items: string[]): string[] {
  for (let at = 1; at < items.length; at += 1)
    if ((items[at] ?? '') < (items[at - 1] ?? '')) return items.sort();
  return items;
}

/** The answer of an operation that returns nothing: `data` is null. */
export const nothing: z.ZodType<void> = z.null().transform(() => undefined);

/**
 * An object with known fields; unknown ones are kept. Null in a field that may be missing means missing: that is how
 * Perl's undefined values come over the wire.
 */
export function record<S extends z.core.$ZodShape>(
  shape: S,
): z.ZodType<z.output<z.ZodObject<S, z.core.$loose>>> {
  const optional = Object.keys(shape).filter((key) => shape[key] instanceof z.ZodOptional);
  const schema = z.preprocess((value) => withoutNulls(value, optional), z.looseObject(shape));
  const quick = quickRecord(shape);
  return (quick === undefined ? schema : quickly(schema, quick)) as never;
}

function withoutNulls(value: unknown, keys: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const row = value as Record<string, unknown>;
  if (keys.every((key) => row[key] !== null)) return value;
  return Object.fromEntries(
    Object.entries(row).filter(([key, field]) => field !== null || !keys.includes(key)),
  );
}
