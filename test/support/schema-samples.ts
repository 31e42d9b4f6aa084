import fc from 'fast-check';
import {
  flags,
  freeText,
  itemText,
  joined,
  numbered,
  numbers,
  type ParamSamples,
  pathText,
  propertyStrings,
  propertyText,
  repeated,
  type Samples,
  texts,
  volumeText,
  words,
} from './samples.js';

/** A JSON schema, as Proxmox writes it and as zod does. */
export interface Schema {
  type?: string;
  format?: string | Record<string, Schema>;
  pattern?: string;
  enum?: (string | number)[] | null;
  minimum?: number | string;
  maximum?: number | string;
  minLength?: number;
  maxLength?: number;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  /** Zod's way to say what must be there; Proxmox's is `optional`. */
  required?: string[];
  optional?: number | string;
  alias?: string;
}

/** Any other is a free text. */
const someFormats: Record<string, readonly string[]> = {
  'pve-node': ['pve1', 'node-b'],
  'pve-storage-id': ['local', 'nas_1.x'],
  'pve-volume-id': ['local:iso/a b.iso', 'nas:100/vm-100-disk-0.raw'],
  'pve-userid': ['root@pam', 'j.döe+x@corp.lan'],
  'pve-tokenid': ['root@pam!t1'],
  'pve-realm': ['pam', 'corp.lan'],
  'pve-vmid': ['100', '999999999'],
  ip: ['192.0.2.1', '2001:db8::1'],
  ipv4: ['192.0.2.1'],
  ipv6: ['2001:db8::1'],
  CIDR: ['192.0.2.0/24', '2001:db8::/64'],
  'mac-addr': ['BC:24:11:00:00:01'],
  'dns-name': ['a.example.com'],
  'pve-calendar-event': ['mon..fri 2:00', '*/15'],
  email: ['a+b@example.com'],
  urlencoded: ['%20%26'],
};

interface Place {
  /** What a text may be here, if nothing more is known of it. */
  text: fc.Arbitrary<string>;
  /** Makes a text fit this place. */
  fit: (text: string) => string;
  /** How several values are sent. */
  several: typeof repeated;
}

const anywhere: Place = { text: freeText, fit: (text) => text, several: repeated };
const inPathPlace: Place = {
  ...anywhere,
  text: pathText,
  fit: (text) => text.replaceAll(/[/\p{Cc}]/gu, '').replace(/^\.{0,2}$/, 'x'),
};
const inList = { text: itemText, several: joined };
const inPropertyString: Place = {
  ...anywhere,
  text: propertyText,
  fit: (text) => text.replaceAll(/[,\p{Cc}]/gu, '') || 'x',
};

/** Values for the parameters of a route, made from its description. */
export function samplesOfParams(route: string, parameters: Schema): ParamSamples[] {
  const inPath = [...route.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  // Some braces are not described.
  const described = { ...Object.fromEntries(inPath.map((name) => [name, {}])), ...keysOf(parameters) };
  return Object.entries(described).flatMap(([name, schema]) =>
    numbered(name).map((key) => ({
      name: key,
      required: inPath.includes(name) || !isOptional(schema),
      samples: samplesOfParam(route, name, schema),
    })),
  );
}

/** Property strings that an operation looks into: its schema has no other words for them. */
const looked: Readonly<Record<string, Samples>> = {
  features: fc.constantFrom(
    { given: { nesting: true }, wire: ['nesting=1'] },
    { given: 'nesting=0', wire: ['nesting=0'] },
  ),
  rootfs: fc.constantFrom(
    { given: 'nas:100/vm-100-disk-0.raw,size=8G', wire: ['nas:100/vm-100-disk-0.raw,size=8G'] },
    { given: { volume: 'nas:vm-100-disk-0', acl: true }, wire: ['volume=nas:vm-100-disk-0,acl=1'] },
  ),
  startup: fc.constantFrom(
    { given: { order: 2, up: 30 }, wire: ['order=2,up=30'] },
    { given: '3,down=60', wire: ['3,down=60'] },
  ),
};

/** Values for one parameter of a route. With `repeat`, several are sent each by itself. */
export function samplesOfParam(route: string, name: string, schema: Schema, repeat = true): Samples {
  if (name === 'volume') return texts(volumeText);
  const known = Object.keys(schema).length === 0 ? looked[name] : undefined;
  if (known !== undefined) return known;
  const place = route.includes(`{${name}}`) ? inPathPlace : anywhere;
  return samplesOfSchema(schema, repeat ? place : { ...place, ...inList });
}

export function keysOf({ properties = {}, allOf = [] }: Schema): Record<string, Schema> {
  return Object.assign({}, properties, ...allOf.map(keysOf));
}

function isOptional({ optional, oneOf = [] }: Schema): boolean {
  return Number(optional ?? 0) === 1 || oneOf.some(isOptional);
}

function samplesOfSchema(schema: Schema, place: Place): Samples {
  const { type, format, items = {}, properties, pattern } = schema;
  const either = schema.oneOf ?? schema.anyOf;
  if (either !== undefined) return fc.oneof(...either.map((one) => samplesOfSchema(one, place)));
  // Some of Proxmox's enums have no words.
  if (schema.enum && schema.enum.length > 0) return words(schema.enum);
  if (type === 'array') return place.several(samplesOfSchema(items, place));
  if (type === 'boolean') return flags;
  if (type === 'integer' || type === 'number') return numbers(inRange(schema));
  if (typeof format === 'object') return fc.oneof(propertyStrings(propertiesOf(format)), texts(place.text));
  if (properties !== undefined) return propertyStrings(propertiesOf(properties));
  if (format?.endsWith('-list')) return listSamples(format.slice(0, -'-list'.length), place);
  const known = format === undefined ? undefined : someFormats[format];
  if (known !== undefined) return texts(fc.constantFrom(...known).map(place.fit));
  return texts(pattern === undefined ? sized(place.text, schema) : matching(pattern, place));
}

/** In a property string a list would end at its first comma. */
function listSamples(format: string, { text }: Place): Samples {
  const known = someFormats[format];
  const items = known === undefined ? itemText : fc.constantFrom(...known);
  return text === propertyText ? texts(items) : fc.oneof(joined(texts(items)), texts(text));
}

/** The keys of a property string; an alias is another name of one. */
function propertiesOf(keys: Record<string, Schema>): ParamSamples[] {
  const own = Object.entries(keys).filter(([, { alias }]) => alias === undefined);
  return own.map(([name, schema]) => ({
    name,
    required: !isOptional(schema),
    samples: samplesOfSchema(schema, inPropertyString),
  }));
}

/** In JavaScript's spelling, as near as that comes. Where a pattern is beyond the maker of texts, any text will do. */
function matching(pattern: string, { text, fit }: Place): fc.Arbitrary<string> {
  try {
    const plain = pattern.replaceAll(/\(\?\^[a-z]*:/g, '(?:').replaceAll('{,', '{0,');
    return fc.stringMatching(new RegExp(`^(?:${plain})$`)).map(fit);
  } catch {
    return text;
  }
}

function sized(text: fc.Arbitrary<string>, { minLength = 0, maxLength = 100 }: Schema): fc.Arbitrary<string> {
  return text.map((value) => value.padEnd(minLength, 'x')).filter(({ length }) => length <= maxLength);
}

/** Some of Proxmox's limits are texts. */
function inRange({ type, minimum = -1000, maximum }: Schema): fc.Arbitrary<number> {
  const min = Number(minimum);
  const whole = fc.integer({ min: Math.ceil(min), max: Math.floor(Number(maximum ?? min + 100_000)) });
  return type === 'integer' ? whole : fc.oneof(whole, fc.constant(min + 0.5));
}
