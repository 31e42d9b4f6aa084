/** A JSON Schema, as far as ours go. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string;
  enum?: unknown[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

const known = new Set([
  ...[
    '$ref',
    '$defs',
    'type',
    'enum',
    'anyOf',
    'properties',
    'required',
    'additionalProperties',
    'propertyNames',
  ],
  ...['items', 'minItems', 'maxItems', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum'],
  // These only tell.
  ...['title', 'description', 'default', 'format', 'contentEncoding', '$schema'],
]);

/** What a reference leads to. */
export function resolve(root: Schema, { $ref }: Schema): Schema {
  let found: unknown = root;
  for (const part of ($ref ?? '#').split('/').slice(1)) found = (found as Record<string, unknown>)[part];
  if (found === undefined) throw new Error(`${$ref} leads nowhere`);
  return found as Schema;
}

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** True where a value is as the schema says. Fails for a schema that says more than this understands. */
export function fits(root: Schema, schema: Schema, value: unknown): boolean {
  for (const key of Object.keys(schema)) if (!known.has(key)) throw new Error(`${key} is not understood`);
  if (schema.$ref !== undefined && !fits(root, resolve(root, schema), value)) return false;
  if (schema.type !== undefined && types[schema.type]?.(value) !== true) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if (schema.anyOf !== undefined && !schema.anyOf.some((one) => fits(root, one, value))) return false;
  if (typeof value === 'string') return fitsText(schema, value);
  if (typeof value === 'number')
    return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) return false;
    const { items } = schema;
    return items === undefined || value.every((item) => fits(root, items, item));
  }
  return (
    typeof value !== 'object' || value === null || fitsObject(root, schema, value as Record<string, unknown>)
  );
}

function fitsText({ minLength = 0, maxLength = Infinity, pattern }: Schema, value: string): boolean {
  const { length } = [...value];
  return (
    length >= minLength &&
    length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(value))
  );
}

function fitsObject(root: Schema, schema: Schema, value: Record<string, unknown>): boolean {
  const { properties = {}, required = [], additionalProperties = true, propertyNames } = schema;
  if (required.some((key) => !Object.hasOwn(value, key))) return false;
  return Object.entries(value).every(([key, item]) => {
    if (propertyNames !== undefined && !fits(root, propertyNames, key)) return false;
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (own !== undefined) return fits(root, own, item);
    return typeof additionalProperties === 'boolean'
      ? additionalProperties
      : fits(root, additionalProperties, item);
  });
}
