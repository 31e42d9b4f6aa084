// Proxmox VE's schemas use several ways to say the same thing. Here each schema becomes a list of plain forms:
//
//   { form: 'string' | 'number' | 'boolean' | 'null' | 'unknown' }
//   { form: 'enum', values }         one of some words or numbers
//   { form: 'list' }                 several values in one string
//   { form: 'properties', object }   several named values in one string: `name=eth0,bridge=vmbr0`
//   { form: 'object', object }
//   { form: 'array', items }         `items` is a schema, or undefined where nothing is said
//
// where `object` is `{ properties, rest }`, and `rest` is what other keys hold: 'closed', 'open' or a schema. That of a
// property string has `aliases` too: other spellings to `{ key, names }`.
import { namedFormats } from './named-formats.mjs';

const scalars = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' };

/** All forms that a value of this schema may have. */
export function formsOf(schema) {
  if (Array.isArray(schema.oneOf)) return schema.oneOf.flatMap(formsOf);
  const type = schema.type ?? impliedType(schema);
  if (type === 'object') return [{ form: 'object', object: objectOf(schema) }];
  if (type === 'array') return [{ form: 'array', items: schema.items }];
  // Some enums are there without any values.
  if (Array.isArray(schema.enum) && schema.enum.length > 0) {
    const numeric = type === 'integer' || type === 'number';
    return [{ form: 'enum', values: numeric ? schema.enum.map(Number) : schema.enum.map(String) }];
  }
  const format = typeof schema.format === 'string' ? namedFormats[schema.format] : schema.format;
  if (typeof format === 'object' && format !== null) {
    return [{ form: 'properties', object: propertyString(format) }];
  }
  if (/-list$/.test(schema.format ?? '') && type === 'string') return [{ form: 'list' }];
  return [{ form: scalars[type] ?? 'unknown' }];
}

function impliedType(schema) {
  if (schema.properties !== undefined || schema.allOf !== undefined) return 'object';
  if (schema.items !== undefined) return 'array';
  return schema.enum === undefined ? undefined : 'string';
}

/** The properties of an object, however it is put together. */
export function objectOf(schema) {
  if (Array.isArray(schema.allOf)) {
    const parts = schema.allOf.map(objectOf);
    const closed = parts.every((part) => part.rest === 'closed');
    return {
      properties: Object.assign({}, ...parts.map((part) => part.properties)),
      rest: closed ? 'closed' : 'open',
    };
  }
  if (Array.isArray(schema.oneOf)) return variants(schema);
  const properties = schema.properties ?? {};
  const more = schema.additionalProperties;
  if (typeof more === 'object' && more !== null) return { properties, rest: more };
  // Nothing said about an object's keys is not the same as no keys.
  const silent = Object.keys(properties).length === 0 && more === undefined;
  return { properties, rest: silent || Number(more) === 1 ? 'open' : 'closed' };
}

/**
 * Kinds of one object that a property tells apart. They become one object, in which a property says which kinds have
 * it (`instance-types`): the form that the API itself used for them before it had kinds.
 */
function variants(schema) {
  const kinds = schema.oneOf.map((kind) => ({ name: kind['instance-type'], ...objectOf(kind) }));
  const names = new Set(kinds.flatMap((kind) => Object.keys(kind.properties)));
  const properties = {};
  for (const name of names) {
    const having = kinds.filter((kind) => name in kind.properties);
    const schemas = having.map((kind) => kind.properties[name]);
    const everywhere = having.length === kinds.length;
    properties[name] = {
      ...sameOrEither(schemas),
      optional: everywhere && !schemas.some(isOptional) ? 0 : 1,
      ...(everywhere
        ? {}
        : {
            'instance-types': having.map((kind) => kind.name),
            'type-property': schema['type-property'],
            'needed-by-kind': !schemas.some(isOptional),
          }),
    };
  }
  if (schema['type-property'] !== undefined) {
    properties[schema['type-property']] = schema['type-property-schema'] ?? { type: 'string' };
  }
  return { properties, rest: kinds.every((kind) => kind.rest === 'closed') ? 'closed' : 'open' };
}

function sameOrEither(schemas) {
  const distinct = new Map(schemas.map((schema) => [JSON.stringify(schema), schema]));
  return distinct.size === 1 ? schemas[0] : { oneOf: [...distinct.values()] };
}

/**
 * A property string's keys without its aliases: another spelling of a key (`volume` for `file`) adds nothing, and a
 * key that is another's value (`virtio=MAC` for `model=virtio,macaddr=MAC`) can be said with these two. Who reads one
 * must know them all the same.
 */
function propertyString(format) {
  const own = Object.entries(format).filter(([, schema]) => schema.alias === undefined);
  const aliases = Object.entries(format).flatMap(([name, { alias, keyAlias }]) =>
    alias === undefined ? [] : [[name, { key: alias, names: keyAlias }]],
  );
  return {
    properties: Object.fromEntries(own),
    rest: 'closed',
    aliases: Object.fromEntries(aliases),
  };
}

/** Optional is written as 1, "1", 0 or not at all, and for a choice of schemas in these. */
export function isOptional(schema) {
  if (schema.optional === undefined && Array.isArray(schema.oneOf)) return schema.oneOf.some(isOptional);
  return Number(schema.optional ?? 0) === 1;
}
