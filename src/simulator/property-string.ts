import type { FieldErrors } from './errors.js';
import { flagOf, type Properties } from './property-values.js';
import {
  complaint,
  type Format,
  missingProperty,
  nested,
  type PropertySchema,
  undefinedProperty,
} from './schema.js';

export type { PropertySchema };

/** Takes `volume,mp=/x` apart, without a check. */
export function splitProperties(schema: PropertySchema, text: string): Map<string, string> {
  return takeApart(schema, text).values;
}

/**
 * The values of a property string, and what is wrong with its form (pve-common src/PVE/JSONSchema.pm,
 * parse_property_string). A key that the schema does not know is no matter of form.
 */
function takeApart(schema: PropertySchema, text: string): { values: Map<string, string>; problem?: string } {
  const values = new Map<string, string>();
  let problem: string | undefined;
  const set = (key: string, value: string, twice: string): void => {
    if (values.has(key)) problem ??= twice;
    else values.set(key, value);
  };
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const [, key, value = ''] = /^([^=]+)=(.+)$/s.exec(part) ?? [];
    if (key === undefined) {
      const { defaultKey } = schema;
      if (part.includes('=')) problem ??= 'missing key in comma-separated list property';
      else if (defaultKey === undefined)
        problem ??= 'value without key, but schema does not define a default key';
      else set(defaultKey, part, `duplicate key in comma-separated list property: ${defaultKey}`);
      continue;
    }
    const alias = schema.aliases?.get(key);
    if (alias?.names !== undefined) set(alias.names, key, `key alias '${alias.names}' is already defined`);
    if (alias !== undefined) set(alias.key, value, `key '${alias.key}' is already defined (via alias)`);
    else set(key, value, `duplicate key in comma-separated list property: ${key}`);
  }
  return problem === undefined ? { values } : { values, problem };
}

/** What is wrong with the properties of a property string, by property. `key` is that of the string. */
export function propertyErrors(schema: PropertySchema, text: string, key?: string): FieldErrors {
  const given = splitProperties(schema, text);
  const errors: Record<string, string> = {};
  for (const [name, spec] of Object.entries(schema.fields)) {
    const value = given.get(name);
    if (value === undefined) {
      if (spec.required === true) errors[name] = missingProperty;
      continue;
    }
    const problem = complaint(spec, name, spec.type === 'boolean' ? flagOf(value) : value);
    if (problem !== undefined) errors[name] = problem;
  }
  for (const name of given.keys()) {
    if (!Object.hasOwn(schema.fields, name)) errors[name] = undefinedProperty;
    const requires = schema.fields[name]?.requires;
    if (requires !== undefined && !given.has(requires))
      errors[requires] = `missing property required by '${key === undefined ? '' : `${key}.`}${name}'`;
  }
  return errors;
}

/** A format that takes a property string of the schema. */
export function propertyFormat(schema: PropertySchema): Format {
  return (value, key) => {
    const { problem } = takeApart(schema, value);
    if (problem !== undefined) return problem;
    const errors = propertyErrors(schema, value, key);
    return Object.keys(errors).length === 0
      ? schema.together?.(splitProperties(schema, value))
      : nested(key, errors);
  };
}

/** Writes a property string in PVE's order: the default key bare, then required keys, then the rest by name. */
export function printProperties(schema: PropertySchema, values: Properties): string {
  const rank = (name: string): number =>
    name === schema.defaultKey ? 0 : schema.fields[name]?.required === true ? 1 : 2;
  return [...values]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([name, value]) => (name === schema.defaultKey ? value : `${name}=${value}`))
    .join(',');
}
