import { ParamsError } from '../../core/errors.js';
import { formatPropertyString, type PropertyFacts, parsePropertyString } from '../../core/property-string.js';
import { formatFacts } from '../../generated/format-facts.js';
import type { Argument } from '../command.js';
import type { LxcFeatures } from './spec.js';

/** The names of the property strings, by key without its number. */
const formats: Readonly<Record<string, string>> = {
  rootfs: 'LxcRootfs',
  mp: 'LxcMountPoint',
  net: 'LxcNet',
  dev: 'LxcDevice',
  features: 'LxcFeatures',
  startup: 'StartupOrder',
};

/** Lists that are one value, by what stands between its items. Within property strings it is always `;`. */
const separators: Readonly<Record<string, string>> = {
  nameserver: ' ',
  searchdomain: ' ',
  tags: ';',
  delete: ',',
};

/** Secrets, and what is a word of its own and no option. */
const elsewhere = new Set(['vmid', 'ostemplate', 'archive', 'password', 'ssh-public-keys']);

/** What is known of a key's property string. */
export function factsFor(key: string): PropertyFacts | undefined {
  const name = formats[key.replace(/\d+$/, '')];
  return name === undefined ? undefined : formatFacts(name);
}

/** The options of pct for checked parameters, in their order; `--password` is left to the caller, as it must be the last word. */
export function optionsOf(params: Readonly<Record<string, unknown>>): Argument[] {
  const keys = params['ssh-public-keys'];
  return [
    ...Object.entries(params).flatMap(([key, value]) =>
      value === undefined || elsewhere.has(key) ? [] : [`--${key}`, textOf(key, value)],
    ),
    ...(typeof keys === 'string'
      ? ['--ssh-public-keys', { kind: 'secret', text: `${keys.trimEnd()}\n` } as const]
      : []),
  ];
}

function textOf(key: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return plain(value);
  if (Array.isArray(value)) return value.join(separators[key] ?? ',');
  const facts = factsFor(key);
  return typeof value === 'object' && value !== null && facts !== undefined
    ? propertyText(key, { ...value })
    : String(value);
}

/** Writes a property string from its checked object; nothing in it is an error. */
export function propertyText(key: string, value: Readonly<Record<string, unknown>>): string {
  const joined = Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      Array.isArray(each) ? each.join(';') : typeof each === 'number' ? Number(plain(each)) : each,
    ]),
  );
  const text = formatPropertyString(joined, factsFor(key));
  if (text === '') throw new ParamsError([{ path: key, message: 'nothing is set in it' }]);
  return text;
}

// Perl's schema takes no exponent.
function plain(value: number): string {
  return Number.isInteger(value) ? value.toFixed(0) : String(Number(value.toFixed(6)));
}

/** A property string of the host as an object: flags and numbers are such, and lists are lists. Unknown keys stay, as text. */
export function readProperties(key: string, text: string): Record<string, unknown> {
  const facts = factsFor(key);
  if (facts === undefined) return {};
  const lists = new Set(['mount', 'mountoptions', 'trunks']);
  return Object.fromEntries(
    Object.entries(parsePropertyString(facts, text)).map(([name, value]) => [
      name,
      lists.has(name) ? String(value).split(';') : value,
    ]),
  );
}

/** The `features` of a configuration. A host may have flags that this package does not know: they stay, as text. */
export function readFeatures(text: string | undefined): LxcFeatures & Record<string, unknown> {
  return text === undefined ? {} : readProperties('features', text);
}
