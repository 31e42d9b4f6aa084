import type { PropertyAlias } from '../core/property-string.js';
import { type FieldErrors, invalid } from './errors.js';

/** A complaint about a value, or undefined if there is none. */
export type Format = (value: string, key: string) => string | undefined;

/** The schema of a property string: its keys, the one whose name may be left out, and other spellings. */
export interface PropertySchema {
  readonly defaultKey?: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly aliases?: ReadonlyMap<string, PropertyAlias>;
  /** What is wrong with the values together; asked when each by itself is right. */
  readonly together?: ((values: ReadonlyMap<string, string>) => string | undefined) | undefined;
}

/** What a parameter may be, after PVE's JSON schema. */
export interface Field {
  /** Nothing is checked of what has none. */
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  readonly required?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly enum?: readonly string[];
  readonly pattern?: RegExp;
  readonly format?: Format;
  /** A list in one string: repeated keys are joined by commas. */
  readonly list?: boolean;
  /** The keys of a property string; `format` checks them. */
  readonly properties?: PropertySchema;
  /** Of an array: what each of its items may be. */
  readonly items?: Field;
  /** It is needed only where another parameter is one of these. */
  readonly kinds?: { readonly property: string; readonly of: readonly string[] };
  /** Another parameter that has to come with this one. */
  readonly requires?: string;
  /** For a key that ends in `[n]`: how many there are. */
  readonly count?: number;
}

export type Fields = Readonly<Record<string, Field>>;

/** A value as it came: text from a form, anything scalar from JSON, an array from repeated keys. */
export type RawValue = string | number | boolean | readonly (string | number | boolean)[];
export type RawParams = Readonly<Record<string, RawValue>>;

export const undefinedProperty =
  'property is not defined in schema and the schema does not allow additional properties';
export const missingProperty = 'property is missing and it is not optional';

/** The field of a key; `net7` finds `net[n]` if there are more than seven. */
export function fieldOf(fields: Fields, key: string): Field | undefined {
  if (Object.hasOwn(fields, key)) return fields[key];
  const match = /^(.*?)(0|[1-9]\d*)$/.exec(key);
  if (match === null) return undefined;
  const indexed = `${match[1]}[n]`;
  const field = Object.hasOwn(fields, indexed) ? fields[indexed] : undefined;
  return Number(match[2]) < (field?.count ?? 0) ? field : undefined;
}

/** The parameters of a request after their check, by name. */
export class Params {
  readonly #values: ReadonlyMap<string, string | readonly string[]>;

  constructor(values: ReadonlyMap<string, string | readonly string[]>) {
    this.#values = values;
  }

  keys(): string[] {
    return [...this.#values.keys()];
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** The value of a parameter that the schema requires. */
  text(key: string): string {
    const value = this.maybe(key);
    if (value === undefined) throw new TypeError(`the schema of this route does not require '${key}'`);
    return value;
  }

  maybe(key: string): string | undefined {
    const value = this.#values.get(key);
    return typeof value === 'object' ? value.join(',') : value;
  }

  int(key: string): number {
    return Number(this.text(key));
  }

  maybeInt(key: string): number | undefined {
    const value = this.maybe(key);
    return value === undefined ? undefined : Number(value);
  }

  flag(key: string): boolean {
    return this.maybe(key) === '1';
  }

  /** The items of an array, as they came. */
  items(key: string): readonly string[] {
    const value = this.#values.get(key) ?? [];
    return typeof value === 'object' ? value : [value];
  }

  /** The items of a list; separators are PVE's. */
  list(key: string): string[] {
    return splitList(this.maybe(key) ?? '');
  }
}

export function splitList(text: string): string[] {
  return text.split(/[,;\s\0]+/).filter((item) => item !== '');
}

/** How a host reads its parameters. */
export interface Reading {
  /** Parameters that no field is for are let through. */
  readonly open?: boolean;
  /** What stands between the values of a key that came several times: hosts before 8 make one text of them. */
  readonly joinedBy?: string | undefined;
}

/** Checks a request's parameters. */
export function checkParams(fields: Fields, raw: RawParams, reading: Reading = {}): Params {
  const errors: Record<string, string> = {};
  const values = new Map<string, string | readonly string[]>();
  for (const [key, value] of Object.entries(raw)) {
    const field = fieldOf(fields, key);
    if (field === undefined) {
      if (reading.open !== true) errors[key] = undefinedProperty;
      continue;
    }
    const joined =
      typeof value === 'object' && reading.joinedBy !== undefined ? value.join(reading.joinedBy) : value;
    const result = convert(field, key, joined);
    if (result.errors === undefined) values.set(key, result.value);
    else Object.assign(errors, result.errors);
    if (field.requires !== undefined && !(field.requires in raw)) {
      errors[field.requires] = `missing property required by '${key}'`;
    }
  }
  for (const [key, field] of Object.entries(fields)) {
    if (isNeeded(field, raw) && !(key in raw)) errors[key] = missingProperty;
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return new Params(values);
}

function isNeeded({ required, kinds }: Field, raw: RawParams): boolean {
  return required === true && (kinds === undefined || kinds.of.includes(String(raw[kinds.property])));
}

type Converted = { value: string | readonly string[]; errors?: undefined } | { errors: FieldErrors };

function convert(field: Field, key: string, raw: RawValue): Converted {
  if (field.type === 'array') {
    const items = (Array.isArray(raw) ? raw : [raw]).map(String);
    const errors = items.flatMap((item, index) => {
      const place = `${key}[${index}]`;
      const problem = field.items === undefined ? undefined : complaint(field.items, place, item);
      return problem === undefined ? [] : [[place, problem]];
    });
    return errors.length === 0 ? { value: items } : { errors: Object.fromEntries(errors) };
  }
  const refused = (text: string): Converted => ({ errors: { [key]: text } });
  let value = raw;
  if (typeof value === 'object') {
    // What Perl prints for a list where a scalar should be.
    if (field.list !== true) return refused(`type check ('${field.type}') failed - got ARRAY`);
    value = value.map(String).join(',');
  }
  if (typeof value === 'boolean') {
    if (field.type !== 'boolean')
      return refused(`type check ('${field.type}') failed - got JSON::PP::Boolean`);
    value = value ? '1' : '0';
  }
  const text = String(value);
  const error = complaint(field, key, text);
  return error === undefined ? { value: text } : refused(error);
}

/** What is wrong with a text as the value of a field. */
export function complaint(field: Field, key: string, text: string): string | undefined {
  if (!hasType(field.type, text)) return `type check ('${field.type}') failed - got '${text}'`;
  const format = field.format?.(text, key);
  if (format !== undefined) return `invalid format - ${format}\n`;
  if (field.pattern !== undefined && !field.pattern.test(text))
    return 'value does not match the regex pattern';
  const { minLength, maxLength, minimum, maximum } = field;
  const length = [...text].length;
  if (maxLength !== undefined && length > maxLength) return `value may only be ${maxLength} characters long`;
  if (minLength !== undefined && length < minLength)
    return `value must be at least ${minLength} characters long`;
  const number = hasType('number', text) ? Number(text) : Number.NaN;
  if (maximum !== undefined && number > maximum) return `value must have a maximum value of ${maximum}`;
  if (minimum !== undefined && number < minimum) return `value must have a minimum value of ${minimum}`;
  if (field.enum !== undefined && !field.enum.includes(text)) {
    return `value '${text}' does not have a value in the enumeration '${field.enum.join(', ')}'`;
  }
  return undefined;
}

function hasType(type: Field['type'], text: string): boolean {
  if (type === 'boolean') return text === '0' || text === '1';
  if (type === 'integer') return /^[+-]?\d+$/.test(text);
  if (type === 'number') return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);
  return true;
}

/** Adds up complaints about properties the way PVE prints them inside a property string's complaint. */
export function nested(key: string, errors: FieldErrors): string {
  return ['format error', ...Object.entries(errors).map(([name, text]) => `${key}.${name}: ${text}`)].join(
    '\n',
  );
}
