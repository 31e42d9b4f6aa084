import type * as z from 'zod';

// zod answers any question about a value; most answers are as they should be, and there are lists of thousands of rows.
// For the shapes that answers are made from, this has the same verdict in a fraction of the time. It says yes only
// where zod does, and gives what zod gives; in any other case, and for any other schema, zod is asked.

/** How a kind of value is judged at once, and what becomes of a good one. */
export interface Quick {
  /** True only if the schema takes the value. Changes nothing. */
  fits(value: unknown): boolean;
  /** What the schema makes of a value that was found to fit; may change the value itself. Undefined: it stays as it is. */
  decode: ((value: never) => unknown) | undefined;
  /** A good value of this type is left as it is. */
  same?: 'number' | 'string' | 'boolean';
}

const known = new WeakMap<object, Quick | undefined>();

/** Tells how values of a schema are judged at once. */
export function quickly<S extends z.ZodType>(schema: S, quick: Quick): S {
  known.set(schema, quick);
  // One for all fields that may be missing: there are thousands, and each would be made when the client is loaded.
  const optional = schema.optional();
  schema.optional = () => optional as never;
  return schema;
}

/** How to judge values of a schema at once; undefined where only zod knows. */
export function quickOf(schema: z.ZodType): Quick | undefined {
  if (known.has(schema)) return known.get(schema);
  const quick = derive(schema);
  known.set(schema, quick);
  return quick;
}

interface Definition {
  type: string;
  checks?: readonly unknown[];
  coerce?: boolean;
  format?: unknown;
  innerType?: z.ZodType;
  element?: z.ZodType;
}

function derive(schema: z.ZodType): Quick | undefined {
  const { type, checks = [], coerce, format, innerType, element } = schema.def as Definition;
  // Whatever else is asked of a value, only zod knows.
  if (checks.length > 0 || coerce === true || format !== undefined) return undefined;
  if (type === 'string') return { fits: (value) => typeof value === 'string', decode: undefined };
  if (type === 'number') return { fits: Number.isFinite, decode: undefined };
  if (type === 'boolean') return { fits: (value) => typeof value === 'boolean', decode: undefined };
  if (type === 'array' && element !== undefined) return many(quickOf(element));
  if (type === 'nullable' && innerType !== undefined) return nullable(quickOf(innerType));
  return undefined;
}

function nullable(inner: Quick | undefined): Quick | undefined {
  if (inner === undefined) return undefined;
  const { fits, decode } = inner;
  return {
    fits: (value) => value === null || fits(value),
    decode: decode && ((value) => (value === null ? null : decode(value))),
  };
}

function many(element: Quick | undefined): Quick | undefined {
  if (element === undefined) return undefined;
  const { fits, decode } = element;
  const all = (value: unknown): boolean => {
    if (!Array.isArray(value)) return false;
    for (const item of value) if (!fits(item)) return false;
    return true;
  };
  if (decode === undefined) return { fits: all, decode: undefined };
  const decodeAll = (items: unknown[]): unknown[] => {
    for (let at = 0; at < items.length; at += 1) items[at] = decode(items[at] as never);
    return items;
  };
  return { fits: all, decode: decodeAll };
}

/** A record with these fields, see `record` of wire.ts; undefined unless all of them can be judged at once. */
export function quickRecord(shape: Readonly<Record<string, unknown>>): Quick | undefined {
  const fields: Field[] = [];
  for (const [key, schema] of Object.entries(shape)) {
    const { type, innerType } = (schema as z.ZodType).def as Definition;
    const optional = type === 'optional' && innerType !== undefined;
    const quick = quickOf(optional ? innerType : (schema as z.ZodType));
    if (quick === undefined || key === '__proto__') return undefined;
    const { fits, decode, same } = quick;
    fields.push({ key, optional, fits, decode: decode as Field['decode'], same, seen: false });
  }
  return { fits: (value) => fitsRow(fields, value), decode: decodeRow(fields) };
}

interface Field {
  key: string;
  optional: boolean;
  fits: (value: unknown) => boolean;
  decode: ((value: unknown) => unknown) | undefined;
  same: Quick['same'] | undefined;
  /** Whether any host has sent it in a form that is to be decoded. Most fields of most hosts never are. */
  seen: boolean;
}

function fitsRow(fields: readonly Field[], value: unknown): boolean {
  // zod leaves a field of this name out.
  if (
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    Object.hasOwn(value, '__proto__')
  )
    return false;
  const row = value as Record<string, unknown>;
  for (const field of fields) {
    const found = row[field.key];
    if (found === undefined && field.optional) continue;
    // Null in place of nothing is left to zod, too.
    if (!field.fits(found)) return false;
    if (!field.seen && typeof found !== field.same) field.seen = true;
  }
  return true;
}

function decodeRow(fields: readonly Field[]): Quick['decode'] {
  const changed = fields.filter(({ decode }) => decode !== undefined);
  if (changed.length === 0) return undefined;
  return (row: Record<string, unknown>) => {
    for (const { key, decode, same, seen } of changed) {
      if (!seen) continue;
      const field = row[key];
      if (field !== undefined && typeof field !== same) row[key] = decode?.(field);
    }
    return row;
  };
}
