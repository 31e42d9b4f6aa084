import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { textOf } from '~/agent/daemon/protocol/public-key.js';
import { protocolSchemas } from '~/agent/daemon/protocol/schemas.js';
import { textOfSchema } from '../../../../scripts/protocol-schema/make.mjs';
import { pair } from '../support/hub.js';
import { fits, resolve, type Schema } from '../support/json-schema.js';

const file = new URL('../../../../docs/reference/agent-protocol.schema.json', import.meta.url);
const text = readFileSync(file, 'utf8');
const root: Schema = JSON.parse(text);
const names = Object.keys(protocolSchemas) as (keyof typeof protocolSchemas)[];
const schemaOf = (name: string): Schema => root.$defs?.[name] ?? {};

it('the JSON Schema in the docs is that of the sources: npm run protocol-schema', () => {
  expect(text).toBe(textOfSchema(z, protocolSchemas));
});

const keys = [pair(), pair()].map(({ publicKey }) => textOf(publicKey));
const base64 = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64'));

/** Texts of a schema: of the patterns that are too wide to draw from, examples of what they let through. */
function textsOf({ pattern, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  if (pattern === undefined) return fc.string({ unit: 'binary', minLength, maxLength });
  if (pattern.startsWith('^MCow')) return fc.constantFrom(...keys);
  if (pattern.includes('\\p{Cc}')) return fc.constantFrom('anna', 'a b', 'É', '…'.repeat(maxLength));
  if (minLength === 88 && maxLength === 88)
    return fc
      .uint8Array({ minLength: 64, maxLength: 64 })
      .map((bytes) => Buffer.from(bytes).toString('base64'));
  if (/A-Za-z0-9\+\//.test(pattern) || pattern.includes('[0-9a-zA-Z+/]')) return base64;
  return fc
    .stringMatching(new RegExp(pattern))
    .filter((text) => text.length >= minLength && text.length <= maxLength);
}

/** Values that a JSON Schema lets through. */
function valuesOf(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined)
    return depth > 6 ? fc.constant(null) : valuesOf(resolve(root, schema), depth + 1);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => valuesOf(one, depth + 1)));
  const { type, minimum: min, maximum: max, items, minItems = 0, maxItems = 3 } = schema;
  if (type === 'string') return textsOf(schema);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'integer')
    return fc.integer({ min: min ?? Number.MIN_SAFE_INTEGER, max: max ?? Number.MAX_SAFE_INTEGER });
  if (type === 'number')
    return fc.double({ noNaN: true, noDefaultInfinity: true, min: min ?? -1e300, max: max ?? 1e300 });
  if (type === 'array')
    return fc.array(valuesOf(items ?? {}, depth + 1), {
      minLength: minItems,
      maxLength: Math.min(maxItems, minItems + 2),
    });
  if (type === 'object') {
    const { properties = {}, required = [], additionalProperties } = schema;
    const record = fc.record(
      Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, valuesOf(one, depth + 1)])),
      { requiredKeys: required },
    );
    if (typeof additionalProperties !== 'object') return record;
    const more = fc.dictionary(
      fc.string({ maxLength: 5 }).filter((key) => key !== '__proto__'),
      valuesOf(additionalProperties, depth + 3),
      { maxKeys: 2 },
    );
    return fc.tuple(record, more).map(([one, other]) => ({ ...other, ...one }));
  }
  return fc.jsonValue({ maxDepth: 1 });
}

const garbage = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom('', 'x', -1, 0.5, 1e99, null, [], {}, '../x', 'a\n', 'A'.repeat(300)),
);

/** The value with something else in one place of it, or a place more, or one less. */
function spoilt(value: unknown, path: number, other: unknown): unknown {
  if (typeof value !== 'object' || value === null) return other;
  const keys = Object.keys(value);
  const pick = path % (keys.length + 2);
  const copy: Record<string, unknown> = { ...value };
  const key = keys[pick];
  if (key === undefined) copy[`more${pick}`] = other;
  else if (path % 7 === 0) delete copy[key];
  else copy[key] = path % 3 === 0 ? other : spoilt(copy[key], Math.floor(path / 7), other);
  return Array.isArray(value) ? keys.map((index) => copy[index]) : copy;
}

/** What hubs read may have more than is known here. */
const read = (name: (typeof names)[number]) =>
  name === 'heartbeat' || name === 'enrolRequest' ? protocolSchemas[name].strip() : protocolSchemas[name];

describe.each(names)('%s', (name) => {
  it('what the JSON Schema lets through, the agent and our hub do', () => {
    fc.assert(
      fc.property(valuesOf(schemaOf(name)), (value) => {
        expect(fits(root, schemaOf(name), value)).toBe(true);
        const { error } = read(name).safeParse(value);
        expect(error?.issues).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it('what they let through, the JSON Schema does; and it refuses what they refuse', () => {
    let refused = 0;
    fc.assert(
      fc.property(valuesOf(schemaOf(name)), fc.nat(), garbage, (value, path, other) => {
        const given: unknown = JSON.parse(JSON.stringify(spoilt(value, path, other)));
        const { success } = read(name).safeParse(given);
        if (!success) refused += 1;
        expect(fits(root, schemaOf(name), given)).toBe(success);
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(30);
  });
});
