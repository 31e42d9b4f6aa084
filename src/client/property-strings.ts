import { ParamsError } from '../core/errors.js';
import {
  formatPropertyString,
  missingKeys,
  type Parsed,
  type PropertyValue,
  parsePropertyString,
} from '../core/property-string.js';
import type { PropertyFormats } from '../generated/api.js';
import { factsOf, type PropertyFormat } from './wire-facts.js';

/**
 * A property string as an object: known keys with their types, unknown ones (of a newer host) as text. It remembers how
 * it was written, so that only what you change is written anew.
 */
export type Properties<F extends PropertyFormat> = Parsed<PropertyFormats[F]> & {
  [unknown: string]: PropertyValue | undefined;
};

/**
 * Reads a property string: `parseProperties('LxcNet', 'name=eth0,bridge=vmbr0,firewall=1').firewall` is `true`. Flags are
 * booleans and numbers numbers; sizes (`8G`), addresses and lists stay text, as do keys that PVE 7.4 to 9.2 do not have.
 * Another spelling of a key is read as that key (`volume=` of a QEMU drive is its `file`; `virtio=MAC` is `model` and
 * `macaddr`).
 *
 * `formatProperties(format, parseProperties(format, text))` is `text`, for every text that this can read. PVE refuses a key
 * that is there twice; here the last one counts, and all of them stay until that key is changed.
 *
 * @throws ParamsError that names every key that is wrong: not `key=value`, a flag or number that is none, a required key
 * that is missing. Values stay out of its message. (pve-common src/PVE/JSONSchema.pm)
 */
export function parseProperties<F extends PropertyFormat>(format: F, text: string | number): Properties<F> {
  const facts = factsOf(format);
  if (typeof text !== 'string' && typeof text !== 'number')
    throw new ParamsError([{ path: '', message: 'a text is expected' }]);
  const properties = parsePropertyString(facts, String(text));
  const issues = missingKeys(facts, properties);
  if (issues.length > 0) throw new ParamsError(issues);
  return properties as unknown as Properties<F>;
}

/**
 * Writes a property string. An object from `parseProperties`, also a copy by `{...object}`, keeps the order and the spelling
 * of what did not change; what changed stays in its place, what is new comes last, and what is undefined or deleted is left out.
 * Any other object is written in its own order, the default key first and without its name, as PVE does.
 *
 * @throws ParamsError for a key that is missing or unknown, a value of the wrong type, and what a property string cannot
 * hold: an empty value, a comma, a line break, NUL.
 */
export function formatProperties<F extends PropertyFormat>(
  format: F,
  properties: PropertyFormats[F] | Parsed<PropertyFormats[F]>,
): string {
  if (typeof properties !== 'object' || properties === null)
    throw new ParamsError([{ path: '', message: 'an object is expected' }]);
  return formatPropertyString({ ...properties }, factsOf(format));
}
