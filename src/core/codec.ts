import { type Issue, ParamsError } from './errors.js';

/** A value that a parameter can have. Undefined means: not sent. */
export type ParamValue =
  | string
  | number
  | boolean
  | readonly (string | number)[]
  | Readonly<Record<string, string | number | boolean | undefined>>
  | undefined;

/** The parameters of a call, by PVE's names. */
export type Params = Readonly<Record<string, ParamValue>>;

/**
 * Parameters as the pairs of a query or form body: flags as 0 and 1, an object as a property string
 * (`name=eth0,bridge=vmbr0`), undefined left out. An array becomes one comma list, or, for `repeat` keys, repeated
 * pairs (what PVE's `array` parameters want; pve-common src/PVE/RESTHandler.pm).
 *
 * @throws ParamsError for null, NaN, infinities, functions and other values that have no wire form.
 */
export function encodeParams(
  params: Params,
  repeat: (key: string) => boolean = () => false,
): [string, string][] {
  const issues: Issue[] = [];
  const pairs: [string, string][] = [];
  for (const [key, value] of Object.entries(params)) {
    if (value === undefined) continue;
    const repeated = Array.isArray(value) && repeat(key);
    for (const part of repeated ? value : [value]) {
      const encoded = repeated ? encodeScalar(part) : encodeValue(part);
      if (encoded === undefined) issues.push({ path: key, message: `${nameOf(part)} cannot be sent to PVE` });
      else pairs.push([key, encoded]);
    }
  }
  if (issues.length > 0) throw new ParamsError(issues);
  return pairs;
}

function encodeValue(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const items = value.map(encodeScalar);
    // PVE splits lists on commas, semicolons and blanks (pve-common src/PVE/Tools.pm), and drops empty items.
    return items.every((item) => item !== undefined && /^[^,;\s\0]+$/.test(item))
      ? items.join(',')
      : undefined;
  }
  if (typeof value === 'object' && value !== null) return encodeProperties(value as Record<string, unknown>);
  return encodeScalar(value);
}

function encodeProperties(object: Record<string, unknown>): string | undefined {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const encoded = encodeScalar(value);
    if (encoded === undefined || /[,\0]/.test(encoded) || /[=,\0]/.test(key)) return undefined;
    parts.push(`${key}=${encoded}`);
  }
  return parts.join(',');
}

function encodeScalar(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  return typeof value === 'string' ? value : undefined;
}

function nameOf(value: unknown): string {
  if (value === null) return 'null (leave the key out, or use `delete`)';
  if (typeof value === 'number') return 'a number that is not finite';
  if (Array.isArray(value))
    return 'a list with items that are empty, hold separators or are no text or number';
  if (typeof value === 'object') return 'an object whose values hold commas or are no text, number or flag';
  return `a ${typeof value}`;
}

/** `application/x-www-form-urlencoded`, everything escaped: PVE splits on raw `;` and cuts at a second raw `=`. */
export function formEncode(pairs: readonly (readonly [string, string])[]): string {
  const form = new URLSearchParams();
  for (const [key, value] of pairs) form.append(key, value.toWellFormed());
  return form.toString();
}
