import fc from 'fast-check';
import type { Field, Interfaces, Shape } from '../../scripts/declared-routes.mjs';

/** A value as a caller gives it, and what must be on the wire for it: one text for each time that its key is sent. */
export interface Sample {
  given: unknown;
  wire: readonly string[];
}

export type Samples = fc.Arbitrary<Sample>;

/** A parameter with values for it. */
export interface ParamSamples {
  name: string;
  required: boolean;
  samples: Samples;
}

/** What has a meaning in URLs, forms, lists or property strings, and what is not ASCII. */
const nasty = [
  'a b',
  'a&b=c',
  'a;b',
  '100%',
  '%2F%25',
  '1+1=2',
  'x#y?z',
  '"\\\'`$(id)',
  '<p>',
  'äöü',
  'e\u0301',
  '日本語',
  '🐧',
  '\u202e',
];

const printable = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => !/\p{Cc}/u.test(text));

export const freeText = fc.oneof(
  fc.constantFrom(...nasty),
  fc.constantFrom('', 'a/b', 'two\nlines', 'a,b'),
  printable,
);

/** What can be part of a path; PVE splits it at `/` after decoding. */
export const pathText = fc
  .oneof(fc.constantFrom(...nasty), printable)
  .filter((text) => !text.includes('/') && text !== '.' && text !== '..');

/** The one id that may hold `/`. */
export const volumeText = fc
  .tuple(fc.constantFrom('local', 'nas'), pathText, pathText)
  .map(([storage, folder, name]) => `${storage}:${folder}/${name}`);

/** An item of a list: PVE splits these at commas, semicolons and blanks. */
export const itemText = printable.filter((text) => !/[,;\s]/.test(text));

/** A value in a property string, where a comma ends it. */
export const propertyText = fc
  .oneof(fc.constantFrom(...nasty), printable)
  .filter((text) => !text.includes(','));

export const texts = (values: fc.Arbitrary<string>): Samples =>
  values.map((given) => ({ given, wire: [given] }));

export const numbers = (values: fc.Arbitrary<number>): Samples =>
  values.map((given) => ({ given, wire: [JSON.stringify(given)] }));

export const flags: Samples = fc.constantFrom<Sample>(
  { given: true, wire: ['1'] },
  { given: false, wire: ['0'] },
  { given: 1, wire: ['1'] },
  { given: 0, wire: ['0'] },
);

/** One of some words; `net[n]` stands for all that are numbered. */
export const words = (known: readonly (string | number)[]): Samples =>
  fc.constantFrom(...known).map((word) => {
    const given = typeof word === 'string' ? word.replace('[n]', '3') : word;
    return { given, wire: [String(given)] };
  });

/** Several values, each sent by itself. */
export const repeated = (items: Samples): Samples =>
  fc.array(items, { minLength: 1, maxLength: 3 }).map((list) => ({
    given: list.map(({ given }) => given),
    wire: list.flatMap(({ wire }) => wire),
  }));

/** Several values, sent as one text. */
export const joined = (items: Samples): Samples =>
  repeated(items).map(({ given, wire }) => ({ given, wire: [wire.join(',')] }));

/** Several named values, sent as one text: `name=eth0,bridge=vmbr0`. */
export const propertyStrings = (keys: readonly ParamSamples[]): Samples =>
  records(keys).map((samples) => {
    const pairs = Object.entries(samples).map(([key, { wire }]) => `${key}=${wire.join()}`);
    return { given: givenOf(samples), wire: [pairs.join(',')] };
  });

/** All of these parameters, or some of them; those that are required in any case. */
export function records(
  params: readonly ParamSamples[],
  which: 'all' | 'some' = 'some',
): fc.Arbitrary<Record<string, Sample>> {
  const needed = params.filter(({ required }) => required || which === 'all');
  return fc.record(Object.fromEntries(params.map(({ name, samples }) => [name, samples])), {
    requiredKeys: needed.map(({ name }) => name),
    noNullPrototype: true,
  });
}

/** What a caller passes. */
export function givenOf(samples: Record<string, Sample>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(samples).map(([name, { given }]) => [name, given]));
}

/** `net0` and `net1` for `net[n]`. */
export function numbered(name: string): string[] {
  return name.includes('[n]') ? [name.replace('[n]', '0'), name.replace('[n]', '1')] : [name];
}

/** Values for the parameters of a route, made from their declared types. */
export function samplesOfTypes(
  route: string,
  params: readonly Field[],
  interfaces: Interfaces,
): ParamSamples[] {
  const textOf = (name: string) => {
    if (name === 'volume') return volumeText;
    return route.includes(`{${name}}`) ? pathText : freeText;
  };
  return params.flatMap(({ name, required, shape }) =>
    numbered(name).map((key) => ({
      name: key,
      required,
      samples: samplesOfShape(shape, textOf(key), interfaces),
    })),
  );
}

function samplesOfShape(shape: Shape, text: fc.Arbitrary<string>, interfaces: Interfaces): Samples {
  const forms: Samples[] = [];
  if (shape.scalars.includes('string')) forms.push(texts(text));
  if (shape.scalars.includes('number')) forms.push(numbers(fc.oneof(fc.nat(), fc.constant(0.5))));
  if (shape.scalars.includes('boolean')) forms.push(flags);
  if (shape.words.length > 0) forms.push(words(shape.words));
  if (shape.list) forms.push(joined(texts(itemText)), texts(text), numbers(fc.nat()));
  if (shape.array !== undefined) forms.push(repeated(samplesOfShape(shape.array, text, interfaces)));
  for (const name of shape.properties) {
    const keys = (interfaces.get(name) ?? []).map((key) => ({
      ...key,
      samples: samplesOfShape(inPropertyString(key.shape), propertyText, interfaces),
    }));
    forms.push(propertyStrings(keys));
  }
  return fc.oneof(...forms);
}

/** A list in a property string is a text: an array of it has no form there. */
function inPropertyString(shape: Shape): Shape {
  return shape.list ? { ...shape, list: false, scalars: ['string'] } : shape;
}
