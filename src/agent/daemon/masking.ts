/** Masks secrets in a text. */
export type Mask = (text: string) => string;

/** A value as it comes back from JSON. Throws what JSON cannot hold. */
export function plainJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

/** Every text and every key of a JSON value, masked. */
export function maskParts(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((each) => maskParts(each, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [mask(key), maskParts(each, mask)]));
}

/** The mask would change something of it: as a text, or where it is JSON, as any text in it, however it is escaped. */
export function holdsSecret(text: string, mask: Mask): boolean {
  if (mask(text) !== text) return true;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  return JSON.stringify(maskParts(value, mask)) !== JSON.stringify(value);
}
