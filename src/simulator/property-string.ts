import type { FieldErrors } from './errors.js';
import { complaint, type Field, type Format, missingProperty, nested, undefinedProperty } from './schema.js';

/** The schema of a property string: its keys, and the one whose name may be left out. */
export interface PropertySchema {
  readonly defaultKey?: string;
  readonly fields: Readonly<Record<string, Field>>;
}

export type Properties = ReadonlyMap<string, string>;

/** Takes `volume,mp=/x` apart, without a check. */
export function splitProperties(schema: PropertySchema, text: string): Map<string, string> {
  const result = new Map<string, string>();
  for (const part of text.split(',')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    if (equals === -1) result.set(schema.defaultKey ?? part, part);
    else result.set(part.slice(0, equals), part.slice(equals + 1));
  }
  return result;
}

/** What is wrong with a property string, by property. */
export function propertyErrors(schema: PropertySchema, text: string): FieldErrors {
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
  }
  return errors;
}

/** A format that takes a property string of the schema. */
export function propertyFormat(schema: PropertySchema): Format {
  return (value, key) => {
    const errors = propertyErrors(schema, value);
    return Object.keys(errors).length === 0 ? undefined : nested(key, errors);
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

/** Inside property strings a flag has more spellings than in parameters. */
function flagOf(value: string): string {
  if (/^(?:1|on|yes|true)$/i.test(value)) return '1';
  return /^(?:0|off|no|false)$/i.test(value) ? '0' : value;
}

/** Whether a flag of a property string is on. */
export function propertyFlag(values: Properties, name: string): boolean {
  return flagOf(values.get(name) ?? '0') === '1';
}
