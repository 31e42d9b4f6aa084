/** Headers as undici gives them: names in lower case, a list where a name came several times. */
export type RawHeaders = Record<string, string | string[] | undefined>;

/** One text for each header, by lower-case name. */
export function flatten(headers: RawHeaders): Record<string, string> {
  // Nearly always there is nothing to do, and what was made for this answer alone can be handed on.
  for (const name in headers) if (typeof headers[name] !== 'string') return joined(headers);
  return headers as Record<string, string>;
}

function joined(headers: RawHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
    // Set like any other, this one would change the object itself.
    if (name === '__proto__') Object.defineProperty(flat, name, { value: text, enumerable: true });
    else flat[name] = text;
  }
  return flat;
}
