// Writes merged values as TypeScript types.
//
// Parameters are what a caller may give: strict, with the forms that the client encodes (flags as booleans, property
// strings as objects, lists as arrays). Answers are what is on the wire: flags are 0 and 1, property strings and lists
// are strings, and words are open, because a newer host may know more of them.
import { fieldDoc } from './docs.mjs';
import { compareText, unique } from './merge.mjs';
import { numberedRows, rowOf } from './words.mjs';

const scalarTypes = {
  params: { string: ['string'], number: ['number'], boolean: ['boolean', '0', '1'] },
  returns: { string: ['string'], number: ['number'], boolean: ['0', '1'] },
};
const scalarOrder = ['string', 'number', 'boolean', 'null', 'unknown'];

/**
 * The type of a value. `context` is `{ side, at, first, nameOf, notes }`: the side ('params' or 'returns'), where the
 * value is (keys from the top), the keys that come first, what names the interface of a property string, and what
 * else a field's comment says.
 */
export function typeOf(value, context, indent = '') {
  return partsOf(value, context, indent).join(' | ');
}

/** The members of the union that a value's type is; mostly one. */
function partsOf(value, context, indent) {
  const { side } = context;
  const parts = [];
  if (value.object !== undefined) parts.push(objectType(value.object, context, indent));
  if (value.array !== undefined) parts.push(arrayType(value.array, context, indent));
  if (value.properties !== undefined && side === 'params') {
    const name = context.nameOf(value, context);
    parts.push(name, `Parsed<${name}>`);
  }
  if (value.words.size > 0) parts.push(...wordTypes(value, side));
  if (value.list && side === 'params') parts.push('List');
  for (const name of scalarOrder) {
    if (hasScalar(value, name, side)) parts.push(...(scalarTypes[side][name] ?? [name]));
  }
  return unique(parts);
}

function hasScalar({ scalars, properties, list, words }, name, side) {
  if (name !== 'string') return scalars.has(name);
  if (properties !== undefined) return true;
  if (list && side === 'returns') return true;
  // Words of an answer are open already.
  return scalars.has('string') && !(side === 'returns' && words.size > 0);
}

function wordTypes({ words, scalars }, side) {
  const known = [...words.keys()];
  const rows = numberedRows(known);
  const types = known.map((word) => {
    const prefix = rowOf(word, rows);
    return prefix === undefined ? literal(word) : numbered(prefix);
  });
  if (side === 'params') return scalars.has('string') ? [] : unique(types);
  return [...unique(types), typeof known[0] === 'number' ? '(number & {})' : '(string & {})'];
}

/** All words that are this prefix and a number. */
function numbered(prefix) {
  return `\`${prefix}\${number}\``;
}

function arrayType(items, context, indent) {
  const inside = { ...context, at: [...context.at, '[]'], first: [] };
  const parts = items === 'unknown' ? ['unknown'] : partsOf(items, inside, indent);
  const type = parts.join(' | ');
  if (context.side === 'params') return `readonly ${parts.length > 1 ? `(${type})` : type}[]`;
  return `${parts.length > 1 ? `(${type})` : type}[]`;
}

function objectType(object, context, indent) {
  const body = objectBody(object, context, indent);
  return body === '' ? '{ [key: string]: unknown }' : `{\n${body}${indent}}`;
}

/** The lines between the braces of an object type or interface. */
export function objectBody({ fields, rest, releases }, context, indent = '') {
  const inner = `${indent}  `;
  const lines = sortFields(fields, context.first).map((field) => {
    const at = [...context.at, field.name];
    const doc = fieldDoc(field, releases, context.notes?.(at, field) ?? []);
    const line = fieldLine(field, typeOf(field.value, { ...context, at, first: [] }, inner), context.side);
    return `${doc === '' ? '' : `${inner}${doc}\n`}${inner}${line}\n`;
  });
  return lines.join('') + restLine(rest, fields, context, inner);
}

/** Parameters of the path first, then what is needed, then the rest by name. */
function sortFields(fields, first = []) {
  const rank = ({ name, optional }) =>
    first.includes(name) ? first.indexOf(name) - first.length : Number(optional);
  return fields.toSorted((a, b) => rank(a) - rank(b) || compareText(a.name, b.name));
}

function fieldLine({ name, optional }, type, side) {
  // What is undefined is not sent, so a caller may pass it; an answer has no undefined.
  const whole = side === 'params' && optional ? `${type} | undefined` : type;
  if (name.includes('[n]')) return `[key: ${numbered(name.replace('[n]', ''))}]: ${whole};`;
  const placeholder = /^\{(\w+)\}$/.exec(name);
  if (placeholder !== null) return `[${placeholder[1]}: string]: ${whole};`;
  const key = /^[a-z_$][\w$]*$/i.test(name) ? name : literal(name);
  return `${key}${optional ? '?' : ''}: ${whole};`;
}

function restLine(rest, fields, context, inner) {
  if (context.side === 'params' || rest === 'closed') return '';
  // An index signature must fit the named keys beside it, so only an object without any has a typed one.
  if (fields.length > 0) return `${inner}[key: string]: unknown;\n`;
  if (rest === 'open') return '';
  return `${inner}[key: string]: ${typeOf(rest, { ...context, at: [...context.at, '*'] }, inner)};\n`;
}

/** A word or number as a literal type. */
export function literal(value) {
  return typeof value === 'number'
    ? String(value)
    : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
