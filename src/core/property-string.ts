import { type Issue, ParamsError } from './errors.js';

// The grammar is that of pve-common src/PVE/JSONSchema.pm (parse_property_string): parts between commas; a part is
// `key=value`, both not empty, where the value goes on to the comma and may hold `=`; or a value alone, which is that of
// the format's default key; or blank, which is nothing. There are no quotes and no escapes.

/** What a property may hold. */
export type PropertyValue = string | number | boolean;

/** What kind of value a key has. */
export type PropertyKind = 'flag' | 'number' | 'text';

/**
 * Another spelling: the value belongs to `key`, and with `names` the spelling's own name is the value of that key
 * (`virtio=MAC` is `model=virtio,macaddr=MAC`).
 */
export interface PropertyAlias {
  readonly key: string;
  readonly names: string | undefined;
}

/** What is known of one format of property strings. */
export interface PropertyFacts {
  /** The keys that are known. */
  readonly kinds: ReadonlyMap<string, PropertyKind>;
  readonly required: readonly string[];
  /** The key that may go without its name. */
  readonly defaultKey: string | undefined;
  readonly aliases: ReadonlyMap<string, PropertyAlias>;
}

/** One part of a string as it was written, and the keys that it sets. */
interface Part {
  readonly text: string;
  /** All before the value: `bridge=`, or nothing for the default key's value alone. */
  readonly prefix: string;
  readonly sets: readonly (readonly [key: string, value: PropertyValue])[];
}

/** How the string was written that an object comes from. */
interface Layout {
  readonly facts: PropertyFacts;
  readonly parts: readonly Part[];
}

/**
 * Where an object keeps how its string was written. It is an enumerable property, so that it survives `{...object}`; what
 * loses it (JSON, a structured clone) loses the spelling, not the values.
 */
export const layout: unique symbol = Symbol('layout');

type Decoded<V> = true extends V
  ? boolean
  : [V] extends [number]
    ? number
    : string extends V
      ? string
      : Extract<V, string> | (string & {});

/** A value as parsing gives it: flags are booleans, and a newer host may know more words. */
type ParsedValue<V> = Decoded<NonNullable<V>> | (undefined extends V ? undefined : never);

/** What every parsed object has. */
export interface Written {
  readonly [layout]: Layout;
}

/** An object that was parsed. It says nothing of unknown keys, so that a literal with a typing error is not one. */
export type Parsed<T> = { -readonly [K in keyof T]: ParsedValue<T[K]> } & Written;

/** An object whose properties may become a string. */
type Properties = Readonly<Record<string, unknown>> & Partial<Written>;

/**
 * Takes a property string apart. Keys that the facts do not have are texts; of a key that is there several times the
 * last value counts. Whether all required keys are there is not looked at.
 *
 * @throws ParamsError for what cannot be read: a line break or NUL, `key=`, `=value`, a value alone where the format has
 * no default key, a flag or number that is none.
 */
export function parsePropertyString(
  facts: PropertyFacts,
  text: string,
): Record<string, PropertyValue> & Written {
  const issues: Issue[] = [];
  if (unwritable.test(text)) issues.push({ path: '', message: 'a line break or NUL' });
  const texts = text === '' ? [] : text.split(',');
  const parts = texts.map((part, index) => readPart(facts, part, index, issues));
  if (issues.length > 0) throw new ParamsError(issues);
  const found = Object.fromEntries(parts.flatMap(({ sets }) => sets));
  return { ...found, [layout]: { facts, parts } };
}

const unwritable = /[\0\r\n]/;
const blank = /^\s*$/;

function readPart(facts: PropertyFacts, text: string, index: number, issues: Issue[]): Part {
  const nothing = { text, prefix: '', sets: [] };
  const refuse = (path: string, message: string) => {
    issues.push({ path, message });
    return nothing;
  };
  if (blank.test(text)) return nothing;
  const equals = text.indexOf('=');
  const spelt = equals === -1 ? facts.defaultKey : text.slice(0, equals);
  const value = text.slice(equals + 1);
  if (spelt === undefined) return refuse('', `part ${index + 1} is a value without a key`);
  if (spelt === '') return refuse('', `part ${index + 1} has no key`);
  if (value === '') return refuse(spelt, 'a value is missing');
  const alias = facts.aliases.get(spelt);
  const key = alias?.key ?? spelt;
  const read = decode(facts.kinds.get(key), value);
  if (read === undefined) return refuse(key, `a ${facts.kinds.get(key)} is expected`);
  const sets: [string, PropertyValue][] = [[key, read]];
  if (alias?.names !== undefined) sets.unshift([alias.names, spelt]);
  return { text, prefix: text.slice(0, equals + 1), sets };
}

function decode(kind: PropertyKind | undefined, value: string): PropertyValue | undefined {
  if (kind === 'flag') {
    if (/^(?:1|on|yes|true)$/i.test(value)) return true;
    return /^(?:0|off|no|false)$/i.test(value) ? false : undefined;
  }
  if (kind !== 'number') return value;
  // `-0` is 0.
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value) ? Number(value) + 0 : undefined;
}

/**
 * Writes an object as a property string. One that was parsed keeps the order and spelling of all that did not change;
 * changed values are put in their place, new keys at the end, and what is undefined or gone is left out. Any other
 * object is written in its own order, with the default key first and without its name.
 *
 * Without facts the keys are taken as they are.
 *
 * @throws ParamsError for values that have no form in a property string, and for keys that are missing or unknown.
 */
export function formatPropertyString(object: Properties, facts = factsOf(object)): string {
  const issues: Issue[] = facts === undefined ? [] : missingKeys(facts, object);
  const write = (key: string, value: unknown): string => {
    const text = encode(facts?.kinds.get(key), value);
    const problem = text === undefined ? expected(facts?.kinds.get(key)) : complaint(key, text);
    if (problem !== undefined) issues.push({ path: key, message: problem });
    return text ?? '';
  };
  const parts = facts === undefined ? [] : partsOf(object, facts);
  const known = new Set(parts.flatMap(({ sets }) => sets.map(([key]) => key)));
  const kept = facts === undefined ? [] : rewrite(object, facts, parts, write);
  const added = given(object).filter((key) => !known.has(key));
  for (const key of added)
    if (facts?.kinds.has(key) === false) issues.push({ path: key, message: 'unknown key' });
  const fresh = added.map((key) => ({ key, text: write(key, object[key]) }));
  if (issues.length > 0) throw new ParamsError(issues);
  const bare =
    parts.length === 0
      ? fresh.find(({ key, text }) => key === facts?.defaultKey && canBeBare(text))
      : undefined;
  const named = fresh.filter((entry) => entry !== bare).map(({ key, text }) => `${key}=${text}`);
  const end = kept.findLastIndex((text) => !blank.test(text)) + 1;
  return [
    ...(bare === undefined ? [] : [bare.text]),
    ...kept.slice(0, end),
    ...named,
    ...kept.slice(end),
  ].join(',');
}

/** The facts of the string that an object comes from. */
function factsOf(object: Properties): PropertyFacts | undefined {
  return object[layout]?.facts;
}

/** How the string was written that an object comes from; nothing if it is none of this format. */
function partsOf(object: Properties, facts: PropertyFacts): readonly Part[] {
  const written = object[layout];
  return written?.facts === facts ? written.parts : [];
}

/** The keys that have a value. */
function given(object: Properties): string[] {
  return Object.keys(object).filter((key) => object[key] !== undefined);
}

/** The required keys that an object does not have. */
export function missingKeys(facts: PropertyFacts, object: Properties): Issue[] {
  const absent = facts.required.filter((key) => !Object.hasOwn(object, key) || object[key] === undefined);
  return absent.map((path) => ({ path, message: 'missing' }));
}

type Write = (key: string, value: unknown) => string;

/** The parts again, with what the object says now. */
function rewrite(object: Properties, facts: PropertyFacts, parts: readonly Part[], write: Write): string[] {
  const last = new Map(
    parts.flatMap((part) => part.sets.map(([key, value]) => [key, { part, value }] as const)),
  );
  const now = (key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);
  const changed = (key: string) => {
    const value = now(key);
    return value === undefined || !same(facts.kinds.get(key), value, last.get(key)?.value);
  };
  const stale = new Set(parts.filter(({ sets }) => sets.some(([key]) => changed(key))));
  return parts.flatMap((part) => {
    const { prefix, sets, text } = part;
    // Where the last value of a key is written anew, an earlier one goes: it did not count, and could contradict.
    const owners = sets.map(([key]) => last.get(key)?.part);
    if (!stale.has(part) && !owners.some((owner) => owner !== undefined && stale.has(owner))) return [text];
    const keys = sets
      .map(([key]) => key)
      .filter((key) => last.get(key)?.part === part && now(key) !== undefined);
    const [first, second] = keys;
    if (first === undefined) return [];
    if (sets.length === 1) {
      const value = write(first, now(first));
      return [prefix === '' && !canBeBare(value) ? `${first}=${value}` : `${prefix}${value}`];
    }
    const name = String(now(first));
    const alias = facts.aliases.get(name);
    if (alias?.names === first && alias.key === second) return [`${name}=${write(second, now(second))}`];
    return keys.map((key) => `${key}=${write(key, now(key))}`);
  });
}

function same(kind: PropertyKind | undefined, value: unknown, before: PropertyValue | undefined): boolean {
  return kind === 'flag' ? encode(kind, value) === encode(kind, before) : Object.is(value, before);
}

/** A value without a key must not look like a key with a value, or like nothing. */
function canBeBare(text: string): boolean {
  return !text.includes('=') && !blank.test(text);
}

function encode(kind: PropertyKind | undefined, value: unknown): string | undefined {
  if (value === true || value === false)
    return kind === 'flag' || kind === undefined ? String(Number(value)) : undefined;
  if (typeof value === 'number') {
    if (kind === 'flag') return value === 0 || value === 1 ? String(value) : undefined;
    return Number.isFinite(value) ? String(value) : undefined;
  }
  return typeof value === 'string' && (kind === 'text' || kind === undefined) ? value : undefined;
}

function expected(kind: PropertyKind | undefined): string {
  if (kind === 'flag') return 'true or false is expected';
  return kind === undefined ? 'a text, number or flag is expected' : `a ${kind} is expected`;
}

/** Why a key and its value cannot be written. */
function complaint(key: string, text: string): string | undefined {
  if (key === '' || /[=,]/.test(key) || unwritable.test(key)) return 'such a key cannot be written';
  if (text === '') return 'an empty value cannot be written: leave the key out';
  if (text.includes(',')) return 'a value with a comma cannot be written';
  return unwritable.test(text) ? 'a value with a line break or NUL cannot be written' : undefined;
}
