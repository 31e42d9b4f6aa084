import type * as z from 'zod';
import { Field, type Quick, Rows } from './quick-rows.js';

// zod answers any question about a value; most answers are as they should be, and there are lists of thousands of rows.
// For the shapes that answers are made from, this has the same verdict in a fraction of the time. It says yes only
// where zod does, and gives what zod gives; in any other case, and for any other schema, zod is asked.

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

/** Any text. */
export const string: Quick = {
  fits: (value) => typeof value === 'string',
  decode: undefined,
  same: 'string',
};

function derive(schema: z.ZodType): Quick | undefined {
  const { type, checks = [], coerce, format, innerType, element } = schema.def as Definition;
  // Whatever else is asked of a value, only zod knows.
  if (checks.length > 0 || coerce === true || format !== undefined) return undefined;
  if (type === 'string') return string;
  if (type === 'number') return { fits: Number.isFinite, decode: undefined, same: 'number' };
  if (type === 'boolean')
    return { fits: (value) => typeof value === 'boolean', decode: undefined, same: 'boolean' };
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
    // What every object has is there without being sent.
    if (quick === undefined || key in Object.prototype) return undefined;
    fields.push(new Field(key, optional, quick));
  }
  const rows = new Rows(fields);
  const decodes = fields.some(({ decode }) => decode !== undefined);
  return { fits: (value) => rows.fits(value), decode: decodes ? (row) => rows.decode(row) : undefined };
}
