// Which operation of the client a recorded request belongs to, and its parameters as that operation wants them.

/**
 * Every operation of the client's tables with its name there (`['lxc', 'snapshots', 'create']`).
 * @returns {{ names: string[], op: any }[]}
 */
export function listOperations(tables, names = []) {
  return Object.entries(tables).flatMap(([name, entry]) =>
    typeof entry.route === 'string'
      ? [{ names: [...names, name], op: entry }]
      : listOperations(entry, [...names, name]),
  );
}

/**
 * The operation of a request, and what the path gives for the braces of its route.
 * @param {ReturnType<typeof listOperations>} operations
 * @param {{ method: string, segments: string[], params: Record<string, unknown> }} request
 */
export function findOperation(operations, { method, segments, params }) {
  const found = operations.flatMap(({ names, op }) => {
    const braces = matchRoute(op.route, method, segments);
    if (braces === undefined) return [];
    const fixed = Object.entries(op.fixed ?? {});
    return fixed.every(([key, value]) => wireText(params[key]) === wireText(value))
      ? [{ names, op, braces, fixed: fixed.length }]
      : [];
  });
  const braces = (one) => Object.keys(one.braces).length;
  // A plain name goes before a brace that would take it as well. Two operations can share a route: the one whose fixed
  // parameters the request has is the closer one.
  return found.sort((a, b) => braces(a) - braces(b) || b.fixed - a.fixed)[0];
}

/** The route of the API that a request is for, or its own path where there is none. */
export function routeOf(routes, exchange) {
  const found = findOperation(
    routes.map((route) => ({ names: [route], op: { route } })),
    exchange,
  );
  return found?.op.route ?? `${exchange.method} /${exchange.segments.join('/')}`;
}

function matchRoute(route, method, segments) {
  const [verb, path] = route.split(' ');
  const template = path.split('/').filter((part) => part !== '');
  // A volume's id and a network hold `/`, and their routes swallow the rest of the path.
  const swallows = ['{volume}', '{cidr}'].includes(template.at(-1));
  const given =
    swallows && segments.length >= template.length
      ? [...segments.slice(0, template.length - 1), segments.slice(template.length - 1).join('/')]
      : segments;
  if (verb !== method || given.length !== template.length) return undefined;
  const braces = {};
  for (const [index, part] of template.entries()) {
    if (part.startsWith('{')) braces[part.slice(1, -1)] = given[index];
    else if (part !== given[index]) return undefined;
  }
  return braces;
}

/** A scalar as a form has it. */
export function wireText(value) {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value === null || value === undefined ? '' : String(value);
}

/**
 * The forms that a recorded value can have in typed parameters, in the order in which they are tried: as it is,
 * then as a number, a flag, a text, a list, a property string.
 */
function* formsOf(value) {
  yield value;
  const text = Array.isArray(value) ? value.map(wireText).join(',') : wireText(value);
  // `0101` and `1.50` would go out as other texts than they came in.
  if (String(Number(text)) === text) yield Number(text);
  if (text === '0' || text === '1') yield text === '1';
  yield text;
  const items = text.split(/[,;\s\0]+/).filter((item) => item !== '');
  yield items;
  yield items.map(Number);
  const pairs = text.split(',').map((pair) => /^([^=]+)=(.*)$/s.exec(pair)?.slice(1) ?? []);
  if (pairs.every((pair) => pair.length === 2)) {
    yield Object.fromEntries(pairs);
    yield Object.fromEntries(pairs.map(([key, flag]) => [key, flag === '1']));
  }
}

/**
 * The parameters of an operation from those of a request: each takes its first form that the schema does not mind.
 * Undefined where the operation refuses the request whatever the forms.
 * @param {{ op: any, braces: Record<string, string> }} operation
 * @param {Record<string, unknown>} params
 */
export function typedParams({ op, braces }, params) {
  const given = { ...params };
  for (const key of Object.keys(op.fixed ?? {})) delete given[key];
  for (const [key, value] of Object.entries(braces)) {
    // PVE wants a parameter that is in the path and beside it to be the same.
    if (key in given && wireText(given[key]) !== value) return undefined;
    given[key] = value;
  }
  const forms = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, formsOf(value)]));
  const tried = Object.fromEntries(Object.entries(forms).map(([key, values]) => [key, values.next().value]));
  for (;;) {
    const result = op.params.safeParse(tried);
    if (result.success) return tried;
    const keys = new Set(result.error.issues.map((issue) => issue.path[0]));
    for (const key of keys) {
      const next = forms[key]?.next();
      if (next === undefined || next.done) return undefined;
      tried[key] = next.value;
    }
  }
}
