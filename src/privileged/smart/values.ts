/** Reads JSON whose shape differs from version to version: what is missing or of another kind is undefined, and never 0. */

/** What stands at a path. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

/** A finite number: as such, as a text, or in the forms that carry both (`{ n, s }`, `{ value, string }`). */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return /^\s*[-+]?\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
  const inside = at(value, 'n') ?? at(value, 'value') ?? at(value, 's');
  return typeof inside === 'number' || typeof inside === 'string' ? numberOf(inside) : undefined;
}

/** A number that counts something. All bits set is how firmware says that it does not know. */
export function countOf(value: unknown): number | undefined {
  const number = numberOf(value);
  const isCount = number !== undefined && number >= 0 && Number.isInteger(number);
  return isCount && number !== 0xffff_ffff && number < 2 ** 48 - 1 ? number : undefined;
}

export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

export function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
