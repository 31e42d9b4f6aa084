import * as z from 'zod';

// Decoders for what PVE really sends. Perl serialises a number that was ever used as a string as a JSON string, so the
// same field can change its form between versions and even between requests; every decoder here takes both.

const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number, sent as a number or as a numeric string. */
export const num = z.union([
  z.number(),
  // Piped, because digits enough make an infinity.
  z.string().regex(numeric, 'not a number').transform(Number).pipe(z.number()),
]);

/** A flag: 0, 1, their strings, the empty string (false) or a JSON boolean. */
export const flag = z
  .union([z.literal([0, 1, '0', '1', '']), z.boolean()])
  .transform((value) => value === true || value === 1 || value === '1');

/** A text, sometimes sent as a number (a name of digits only). */
export const text = z.union([z.string(), z.number().transform(String)]);

/** An open set of words: `W` are known, and a newer host may send others. */
export function word<W extends string>(): z.ZodType<W | (string & {})> {
  return z.string() as unknown as z.ZodType<W | (string & {})>;
}

/** A list in one string. PVE's order is random for sets such as storage contents, so it is sorted. */
export const list = z
  .string()
  .transform((value) => value.split(/[,;\s\0]+/).filter((item) => item !== ''))
  .transform((items) => items.sort());

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
  return z.preprocess((value) => withoutNulls(value, optional), z.looseObject(shape)) as never;
}

function withoutNulls(value: unknown, keys: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const row = value as Record<string, unknown>;
  if (keys.every((key) => row[key] !== null)) return value;
  return Object.fromEntries(
    Object.entries(row).filter(([key, field]) => field !== null || !keys.includes(key)),
  );
}
