// Writes src/generated/wire-data.ts: how parameters go on the wire, for src/client/wire-facts.ts.
//
// A line of `formats` is a property string: its name, then its keys and their other spellings.
//   key      `name`, with `!` where it must be there, `*` where it may go without its name, `:b` for a flag, `:n` for a
//            number
//   alias    `volume=file`, or `virtio=macaddr@model`: the value is the macaddr's and the alias itself the model's
// A line of `arrays` is a route and those of its parameters that are arrays: sent as repeated keys, not as one list.
import { textOf } from './emit-routes.mjs';

/** The file's text. */
export function emitWire(routes, releases, formats, slots) {
  const rows = Object.entries(slots).map(([name, count]) => `  ${name}: ${count},\n`);
  return `// Made by \`node scripts/generate-api.mjs\` from the API of Proxmox VE ${releases.join(', ')}. Do not edit.
// The lines are explained in scripts/generate-api/emit-wire.mjs.

export const formats = ${textOf(formats.map(formatLine))};

/** How many of each numbered key a guest can have. */
export const slots = {
${rows.join('')}} as const;

export const arrays = ${textOf(arrayLines(routes))};
`;
}

function formatLine({ name, fields, main, aliases }) {
  const keys = fields.map((field) => {
    const marks = `${field.optional ? '' : '!'}${main.includes(field.name) ? '*' : ''}`;
    return `${field.name}${marks}${kindOf(field.value)}`;
  });
  const others = Object.entries(aliases).map(([alias, { key, names }]) =>
    names === undefined ? `${alias}=${key}` : `${alias}=${key}@${names}`,
  );
  return [name, ...keys, ...others].join(' ');
}

/** A flag or number only where every release and every form has it so. */
function kindOf({ scalars, words, list, properties, object, array }) {
  if (list || properties !== undefined || object !== undefined || array !== undefined) return '';
  const kinds = new Set(scalars);
  for (const word of words.keys()) kinds.add(typeof word);
  if (kinds.size !== 1) return '';
  return { boolean: ':b', number: ':n' }[[...kinds][0]] ?? '';
}

/** Where some releases take a list and others an array, hosts that take an array take one value of it as well. */
function arrayLines(routes) {
  return routes.flatMap(({ route, params }) => {
    const names = params.fields.filter(({ value }) => value.array !== undefined).map(({ name }) => name);
    return names.length === 0 ? [] : [`${route} ${names.sort().join(' ')}`];
  });
}
