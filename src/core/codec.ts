import { type Issue, ParamsError } from './errors.js';
import { formatPropertyString, type PropertyValue } from './property-string.js';

/** A value that a parameter can have. Undefined means: not sent. */
export type ParamValue =
  | string
  | number
  | boolean
  | readonly (string | number | PropertyObject)[]
  | PropertyObject
  | undefined;

/** The object form of a property string. */
type PropertyObject = Readonly<Record<string, PropertyValue | undefined>>;

/** The parameters of a call, by PVE's names. */
export type Params = Readonly<Record<string, ParamValue>>;

/**
 * Parameters as the pairs of a query or form body: flags as 0 and 1, an object as a property string
 * (`name=eth0,bridge=vmbr0`; one that was parsed keeps its spelling), undefined left out. An array becomes one comma list,
 * or, for `repeat` keys, repeated pairs (what PVE's `array` parameters want; pve-common src/PVE/RESTHandler.pm).
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
      const encoded = Array.isArray(part) && !repeated ? encodeList(part) : encodeItem(key, part, issues);
      if (typeof encoded === 'string') pairs.push([key, encoded]);
      else if (encoded === undefined)
        issues.push({ path: key, message: `${nameOf(part)} cannot be sent to PVE` });
    }
  }
  if (issues.length > 0) throw new ParamsError(issues);
  return pairs;
}

/** PVE splits lists on commas, semicolons and blanks (pve-common src/PVE/Tools.pm), and drops empty items. */
function encodeList(list: readonly unknown[]): string | undefined {
  const items = list.map(encodeScalar);
  return items.every((item) => item !== undefined && /^[^,;\s\0]+$/.test(item)) ? items.join(',') : undefined;
}

/** The wire form; undefined for what has none, null where the issues say more. */
function encodeItem(key: string, value: unknown, issues: Issue[]): string | null | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return encodeScalar(value);
  try {
    return formatPropertyString(value as Record<string, unknown>);
  } catch (error) {
    if (!(error instanceof ParamsError)) throw error;
    for (const { path, message } of error.issues)
      issues.push({ path: path === '' ? key : `${key}.${path}`, message });
    return null;
  }
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
  return `a ${typeof value}`;
}

/** `application/x-www-form-urlencoded`, everything escaped: PVE splits on raw `;` and cuts at a second raw `=`. */
export function formEncode(pairs: readonly (readonly [string, string])[]): string {
  const form = new URLSearchParams();
  for (const [key, value] of pairs) form.append(key, value.toWellFormed());
  return form.toString();
}
