// Writes src/generated/param-data.ts: what hosts check of a request's parameters, for the simulator. Of each major version
// it takes the newest release.
//
// A line of `schemas` is what a value may be, in the words of the API's own schemas (`type`, `enum`, `minimum`, …) without
// `optional`, and with patterns as JavaScript has them: `ignoreCase` where a part of one is. `properties` is the number of
// a property string's line in `formats`. A line of `formats` is the name that its object form has in wire-data.ts, and its
// keys. A line of `rows` is a route, the span of the releases that have it, and its parameters. Keys and parameters are
//   name:12          `12` is the number of a line in `schemas`, counted from 0
//   name!:12         must be there
//   name:12:8.4-     in these releases only; another may follow for the others
//   *                others are allowed as well
// separated by blanks; columns are separated by tabs.
import { textOf } from './emit-routes.mjs';
import { compareReleases } from './load.mjs';
import { compareText } from './merge.mjs';
import { namedFormats } from './named-formats.mjs';
import { isOptional, objectOf } from './normalize.mjs';
import { javaScriptPattern } from './patterns.mjs';
import { periodsOf, spanCode, spanOf } from './spans.mjs';

const kept = ['type', 'enum', 'minimum', 'maximum', 'minLength', 'maxLength', 'requires'];
const kinds = ['instance-types', 'type-property'];

/** Formats with keys that PVE reads with code of its own: they have their own complaints. */
const ownCode = new Set(['pve-startup-order']);

/** The file's text. */
export function emitParams(versions, routes, { strings }) {
  const chosen = newestOfEach(versions);
  const releases = chosen.map(({ release }) => release);
  const writer = new ParamWriter(strings);
  const rows = routes.flatMap(({ route, path, inPath }) => {
    const having = chosen.filter(({ methods }) => methods.has(route));
    if (having.length === 0) return [];
    const own = having.map(({ release }) => release);
    const cells = having.map(({ release, methods }) => ({
      release,
      cells: writer.paramsOf(path, inPath, methods.get(route).parameters ?? {}),
    }));
    return [[route, spanCode(spanOf(own, releases)), writeCells(cells, own)].join('\t').trimEnd()];
  });
  return `// Made by \`node scripts/generate-api.mjs\` from the API of Proxmox VE ${releases.join(', ')}. Do not edit.
// The lines are explained in scripts/generate-api/emit-params.mjs.

export const releases = ${JSON.stringify(releases)} as const;

export const schemas = ${textOf(writer.schemas.lines)};

export const formats = ${textOf(writer.formats.lines)};

export const rows = ${textOf(rows)};
`;
}

function newestOfEach(versions) {
  const newest = new Map();
  for (const version of versions.toSorted((a, b) => compareReleases(a.release, b.release)))
    newest.set(version.release.split('.')[0], version);
  return [...newest.values()];
}

/** Lines that are referred to by their number. */
class Numbered {
  lines = [];
  #numbers = new Map();

  numberOf(line) {
    if (!this.#numbers.has(line)) this.#numbers.set(line, this.lines.push(line) - 1);
    return this.#numbers.get(line);
  }
}

class ParamWriter {
  schemas = new Numbered();
  formats = new Numbered();
  #strings;

  constructor(strings) {
    this.#strings = strings;
  }

  /** The parameters of one release's route: name to what is written of it. */
  paramsOf(path, inPath, parameters) {
    const { properties } = objectOf(parameters);
    const braces = inPath.map((name) => [name, { type: 'string', ...properties[name], optional: 0 }]);
    const fields = Object.entries({ ...properties, ...Object.fromEntries(braces) });
    const cells = fields.map(([name, schema]) => [name, this.#cell(path, [name], schema)]);
    return new Map([...cells, ...(isOpen(parameters) ? [['*', '']] : [])]);
  }

  #cell(path, at, schema) {
    const number = this.schemas.numberOf(JSON.stringify(this.#schema(path, at, schema)));
    // Of a kind of object that is told apart by a property, its own keys may be needed.
    const optional = isOptional(schema) && schema['needed-by-kind'] !== true;
    return `${optional ? '' : '!'}:${number}`;
  }

  #schema(path, at, schema) {
    // Of several kinds of one value no single one is checked: which it is depends on the rest.
    if (Array.isArray(schema.oneOf)) return { type: schema.oneOf[0].type };
    const { pattern, items } = schema;
    return {
      ...pick(schema, kept),
      ...(pattern === undefined ? {} : javaScriptPattern(pattern)),
      ...this.#format(path, at, schema.format),
      ...(items === undefined ? {} : { items: this.#schema(path, [...at, '[]'], items) }),
      ...pick(schema, kinds),
    };
  }

  #format(path, at, format) {
    if (format === undefined) return {};
    const keys = typeof format === 'object' ? format : ownCode.has(format) ? undefined : namedFormats[format];
    if (keys === undefined) return { format };
    const name = this.#strings.nameOf(path, at);
    if (name === undefined) throw new Error(`${path}: the property string ${at.join('.')} has no name`);
    // Main keys and other spellings are in wire-data.ts.
    const cells = Object.entries(keys)
      .filter(([, schema]) => schema.alias === undefined)
      .map(([key, schema]) => `${key}${this.#cell(path, [...at, key], schema)}`);
    return { properties: this.formats.numberOf(`${name}\t${cells.sort(compareText).join(' ')}`) };
  }
}

/** Whether other parameters are let through. For hosts, unlike for types, what says nothing about them does that. */
function isOpen({ allOf, oneOf, additionalProperties }) {
  if (Array.isArray(allOf)) return allOf.some(isOpen);
  if (Array.isArray(oneOf)) return oneOf.some(isOpen);
  return Number(additionalProperties ?? 1) !== 0;
}

/** What a schema says about these; an enumeration without a word says nothing, and numbers are texts at times. */
function pick(schema, names) {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = schema[name];
      if (name === 'enum') return value?.length > 0 ? [[name, value.map(String)]] : [];
      if (value === undefined) return [];
      return [[name, /^m(?:in|ax)/.test(name) ? Number(value) : value]];
    }),
  );
}

/** All parameters of a route, by name; `versions` are `{ release, cells }`, oldest first. */
function writeCells(versions, releases) {
  const names = new Set(versions.flatMap(({ cells }) => [...cells.keys()]));
  return [...names]
    .sort(compareText)
    .flatMap((name) =>
      periodsOf(versions, ({ cells }) => cells.get(name) ?? null)
        .filter(({ key }) => key !== null)
        .map((period) => {
          const span = spanCode(spanOf(period.releases, releases));
          return `${name}${period.key}${span === '' ? '' : `:${span}`}`;
        }),
    )
    .join(' ');
}
