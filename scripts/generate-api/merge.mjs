// Merges what several releases say about one thing. The result is true of each of them: a union of all forms, in which
// every key knows the releases that have it.
import { formsOf, isOptional, objectOf } from './normalize.mjs';

/**
 * Merges the schemas of one value; `entries` are `{ release, schema }`, oldest first. Gives
 * `{ scalars, words, list, properties, object, array, schema }`, each undefined or empty where no release has that form;
 * `schema` is the newest release's.
 */
export function mergeValue(entries) {
  const value = {
    scalars: new Set(),
    words: new Map(),
    wordReleases: [],
    list: false,
    schema: entries.at(-1).schema,
  };
  const objects = [];
  const strings = [];
  const arrays = [];
  for (const { release, schema } of entries) {
    for (const form of formsOf(schema)) {
      if (form.form === 'list') value.list = true;
      else if (form.form === 'object') objects.push({ release, object: form.object });
      else if (form.form === 'properties') strings.push({ release, object: form.object });
      else if (form.form === 'array') arrays.push({ release, schema: form.items });
      else if (form.form === 'enum') noteWords(value, form.values, release);
      else value.scalars.add(form.form);
    }
  }
  // A release that says nothing does not loosen what another says.
  const said = arrays.filter((entry) => entry.schema !== undefined);
  if (arrays.length > 0) value.array = said.length > 0 ? mergeValue(said) : 'unknown';
  if (objects.length > 0) value.object = mergeObject(objects);
  if (strings.length > 0) value.properties = strings;
  const others = value.words.size > 0 || value.list || arrays.length + objects.length + strings.length > 0;
  if (others || value.scalars.size > 1) value.scalars.delete('unknown');
  return value;
}

/** Merges objects; `entries` are `{ release, object }`. Gives `{ fields, rest, releases }`. */
export function mergeObject(entries, isParams = false) {
  // A release that names no key at all documents nothing; only a route's parameters can really be none.
  const telling = entries.filter(({ object }) => isParams || Object.keys(object.properties).length > 0);
  const releases = unique(telling.map((entry) => entry.release));
  const found = new Map();
  for (const { release, object } of telling) {
    for (const [name, schema] of Object.entries(object.properties)) {
      found.set(name, [...(found.get(name) ?? []), { release, schema }]);
    }
  }
  const fields = [...found].map(([name, list]) => field(name, list, telling.length));
  return { fields, rest: mergeRest(telling.length > 0 ? telling : entries), releases };
}

/** A key of an object that `count` entries tell about: needed only if all of them have it and need it. */
function field(name, list, count) {
  const releases = unique(list.map((entry) => entry.release));
  const required = unique(list.filter(({ schema }) => !isOptional(schema)).map((entry) => entry.release));
  const optional = list.some(({ schema }) => isOptional(schema)) || list.length < count;
  return { name, releases, required, optional, value: mergeValue(list) };
}

/** What other keys hold, as the newest release has it. */
function mergeRest(entries) {
  const { rest } = entries.at(-1).object;
  if (typeof rest === 'string') return rest;
  const schemas = entries.filter(({ object }) => typeof object.rest === 'object');
  return mergeValue(schemas.map(({ release, object }) => ({ release, schema: object.rest })));
}

/** All routes of all releases: `{ route, method, path, releases, inPath, params, returns, facts }`. */
export function mergeRoutes(versions) {
  const routes = unique(versions.flatMap(({ methods }) => [...methods.keys()])).sort(compareRoutes);
  return routes.map((route) => {
    const entries = versions.flatMap(({ release, methods }) => {
      const facts = methods.get(route);
      return facts === undefined ? [] : [{ release, facts }];
    });
    const [method = '', path = ''] = route.split(' ');
    return { route, method, path, ...mergeRoute(path, entries) };
  });
}

function mergeRoute(path, entries) {
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  const params = entries.map(({ release, facts }) => {
    const object = objectOf(facts.parameters ?? {});
    return { release, object: { properties: withPath(object.properties, inPath), rest: 'closed' } };
  });
  const returns = entries.map(({ release, facts }) => ({ release, schema: facts.returns ?? {} }));
  return {
    releases: entries.map((entry) => entry.release),
    inPath,
    params: mergeObject(params, true),
    returns: mergeValue(returns),
    facts: entries,
  };
}

/** A brace of the path is a parameter that is always needed, whether the schema says so, says otherwise or is silent. */
function withPath(properties, inPath) {
  const braces = inPath.map((name) => [name, { type: 'string', ...properties[name], optional: 0 }]);
  return { ...properties, ...Object.fromEntries(braces) };
}

function compareRoutes(a, b) {
  const [method = '', path = ''] = a.split(' ');
  const [otherMethod = '', otherPath = ''] = b.split(' ');
  return compareText(path, otherPath) || compareText(method, otherMethod);
}

/** By code unit: the same order on every machine, whatever its language. */
export function compareText(a, b) {
  return a < b ? -1 : Number(a > b);
}

export function unique(values) {
  return [...new Set(values)];
}

function noteWords(value, words, release) {
  value.wordReleases = unique([...value.wordReleases, release]);
  for (const word of words) {
    value.words.set(word, unique([...(value.words.get(word) ?? []), release]));
  }
}
