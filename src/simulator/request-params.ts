import type { RawParams, RawValue } from './schema.js';

/** A body or query that cannot be read; the text is Perl's. */
export class UnreadableBody extends Error {
  constructor(text: string) {
    super(text);
    this.name = 'UnreadableBody';
  }
}

const jsonLine = 'at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 934.';

/** Reads a form or a query the way PVE does: pairs end at `&` or `;`, and a second raw `=` ends a value. */
export function parseForm(text: string): RawParams {
  const result: Record<string, RawValue> = Object.create(null);
  for (const pair of text.split(/[&;]/)) {
    if (pair === '') continue;
    const [rawKey = '', rawValue = ''] = pair.split('=');
    const key = decode(rawKey);
    const value = decode(rawValue);
    const before = result[key];
    if (before === undefined) result[key] = value;
    else result[key] = [...(Array.isArray(before) ? before : [String(before)]), value];
  }
  // A query may carry a number against caches; PVE throws it away.
  delete result['_dc'];
  return result;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Reads a JSON body: an object of scalars and arrays of scalars. */
export function parseJson(text: string): RawParams {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const near = text === '' ? '(end of string)' : text.slice(0, 20);
    throw new UnreadableBody(
      `malformed JSON string, neither tag, array, object, number, string or atom, at character offset 0 (before "${near}") ${jsonLine}`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnreadableBody('Not a HASH reference at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 950.');
  }
  const result: Record<string, RawValue> = Object.create(null);
  for (const [key, entry] of Object.entries(value)) result[key] = scalarOrList(entry);
  return result;
}

function scalarOrList(value: unknown): RawValue {
  if (Array.isArray(value)) return value.map((item) => scalar(item));
  return scalar(value);
}

function scalar(value: unknown): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  // null counts as an empty value; a nested object is never valid and fails its type check as this text.
  return value === null || value === undefined ? '' : 'HASH(0x55d0c0ffee08)';
}
