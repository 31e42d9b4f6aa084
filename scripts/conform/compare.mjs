// Equality in meaning, between the wire and what the client makes of it.

import { inspect } from 'node:util';
import { wireText } from './operations.mjs';

const separators = /[,;\s\0]+/;

export function show(value) {
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY, maxStringLength: 300, depth: 4 });
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * True where a decoded value says the same as the recorded one, and lost none of its fields: a flag may have been 0
 * or `"1"`, a number a string, a list a string with separators, and null nothing at all.
 */
export function sameMeaning(recorded, decoded) {
  if (recorded === null || recorded === undefined) return decoded === null || decoded === undefined;
  if (typeof decoded === 'boolean') return decoded === ['1', 'true'].includes(String(recorded));
  if (typeof decoded === 'number') return recorded !== '' && Number(recorded) === decoded;
  if (typeof decoded === 'string') return String(recorded) === decoded;
  if (Array.isArray(decoded)) {
    if (typeof recorded === 'string') return sameItems(recorded, decoded.join(','));
    return (
      Array.isArray(recorded) &&
      recorded.length === decoded.length &&
      recorded.every((item, at) => sameMeaning(item, decoded[at]))
    );
  }
  if (!isObject(recorded) || !isObject(decoded)) return false;
  const keys = new Set([...Object.keys(recorded), ...Object.keys(decoded)]);
  return [...keys].every((key) => sameMeaning(recorded[key], decoded[key]));
}

function sameItems(one, other) {
  const items = (text) =>
    text
      .split(separators)
      .filter((item) => item !== '')
      .sort()
      .join(',');
  return items(one) === items(other);
}

/**
 * True where a parameter arrived as it was recorded. Only what has a structure may differ in its form: a list in its
 * separators, a property string in its order.
 * @param {unknown} recorded
 * @param {string[]} received Its values on the wire, one for each time that the key is there.
 * @param {boolean} structured
 */
export function sameParam(recorded, received, structured) {
  const wanted = [recorded].flat().map(wireText);
  if (wanted.length === received.length && wanted.every((text, at) => text === received[at])) return true;
  return structured && sameItems(wanted.join(','), received.join(','));
}
