/** Headers as undici gives them. */
export type RawHeaders = Record<string, string | string[] | undefined>;

/** One text for each header, by lower-case name. */
export function flatten(headers: RawHeaders): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(pairs);
}
