// Writes src/generated/api.ts: every route with its parameters and its answer.
import { fieldLinks, routeDoc } from './docs.mjs';
import { PropertyStrings } from './property-strings.mjs';
import { rootOnlyParams } from './root-only.mjs';
import { literal, objectBody, typeOf } from './types.mjs';

/** The property strings of all routes, named. */
export function propertyStrings(routes) {
  const strings = new PropertyStrings();
  // Before anything is written: an interface can be named only when all that it is for have been seen.
  for (const route of routes) paramsType(route, (value, { at }) => strings.collect(route.path, at, value));
  return { strings, formats: strings.interfaces() };
}

/** The file's text. */
export function emitApi(routes, releases, { strings, formats }) {
  const rows = routes.map((route) => emitRoute(route, releases, strings));
  return [
    header(releases),
    ...formats.map(({ name, body }) => `export interface ${name} {\n${body}}\n`),
    ...strings.unions().map(({ name, members }) => `export type ${name} = ${members.join(' | ')};\n`),
    `/** Every kind of property string, by the name of its object form. */
export interface PropertyFormats {\n${formats.map(({ name }) => `  ${name}: ${name};\n`).join('')}}\n`,
    `${apiComment(releases)}\nexport interface Api {\n${rows.join('')}}\n`,
    helpers,
  ].join('\n');
}

function emitRoute(route, releases, strings) {
  const doc = routeDoc(route, releases);
  const params = paramsType(route, (_, { at }) => strings.nameOf(route.path, at));
  const returns = typeOf(route.returns, returnsContext(route, strings), '    ');
  const lines = [doc, `${literal(route.route)}: {`, `  params: ${params};`, `  returns: ${returns};`, '};'];
  return lines.map((line) => `  ${line}\n`).join('');
}

function paramsType(route, nameOf) {
  const rootOnly = rootOnlyParams(route);
  const notes = ([name, ...deeper]) =>
    deeper.length === 0 && rootOnly.has(name) ? [note(rootOnly.get(name))] : [];
  const body = objectBody(
    route.params,
    { side: 'params', at: [], first: route.inPath, nameOf, notes },
    '    ',
  );
  return body === '' ? 'NoParams' : `{\n${body}    }`;
}

function note(when) {
  return when === '' ? 'Only root@pam, with a ticket.' : `Only root@pam, with a ticket, for ${when}.`;
}

/** A property string of an answer stays one; its comment says what is in it. */
function returnsContext(route, strings) {
  const notes = (at, field) =>
    field.value.properties === undefined ? [] : fieldLinks(strings.nameOf(route.path, at));
  return { side: 'returns', at: [], notes };
}

function header(releases) {
  return `// Made by \`node scripts/generate-api.mjs\` from the API of Proxmox VE ${releases.join(', ')}. Do not edit: change the
// program in scripts/generate-api, or make the file again from a host of yours (\`--help\` says how).

import type { Parsed } from '../core/property-string.js';

export type { Params, ParamValue } from '../core/codec.js';
export type { Parsed } from '../core/property-string.js';
export type { Method, Route } from '../core/route.js';

/** Several values: a list, or the form that they have on the wire, one text with commas; a single one may be a number. */
export type List = string | number | readonly (string | number)[];

/** For routes that take no parameters. */
export type NoParams = Record<string, never>;
`;
}

function apiComment(releases) {
  const which =
    releases.length === 1
      ? `the API of Proxmox VE ${releases[0]}`
      : `the API of Proxmox VE, ${releases.slice(0, -1).join(', ')} and ${releases.at(-1)} together`;
  return `/**
 * Every route of ${which}.
 *
 * Comments say what the type cannot: \`Since\` is the first of these releases that has it, \`until\` the last; without
 * either, all of them have it. \`Needs A+B on PATH\` asks for both privileges, \`A|B\` for one of them; \`self\` is the
 * caller's own user, and braces stand for the call's own parameters. \`Seen, but not described\` is what hosts send
 * although the API does not say so.
 *
 * Answers are what is on the wire: flags are 0 and 1, and some numbers come as strings. Nothing checks them.
 */`;
}

const helpers = `/** A route: \`GET /nodes/{node}/lxc\`. */
export type ApiRoute = keyof Api;

/** What a route takes: the parameters of its path and all others, in one object. */
export type ApiParams<R extends ApiRoute> = Api[R]['params'];

/** What a route answers with, as it is on the wire. */
export type ApiReturns<R extends ApiRoute> = Api[R]['returns'];

/** The arguments after a route: its parameters, which may be left out where none is required, and then \`More\`. */
export type CallArgs<R extends ApiRoute, More extends readonly unknown[] = []> =
  Record<never, never> extends ApiParams<R>
    ? [params?: ApiParams<R>, ...more: More]
    : [params: ApiParams<R>, ...more: More];
`;
