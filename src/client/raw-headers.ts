/** Headers as undici gives them. */
export type RawHeaders = Record<string, string | string[] | undefined>;

/** One text for each header, by lower-case name. */
export function flatten(headers: RawHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
    const key = name.toLowerCase();
    // Set like any other, this one would change the object itself.
    if (key === '__proto__') Object.defineProperty(flat, key, { value: text, enumerable: true });
    else flat[key] = text;
  }
  return flat;
}
