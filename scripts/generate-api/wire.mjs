// Where a real host answers something else than its API says, the types follow the host: see wire-overrides.json. Each
// entry there names a route, the place in its answer (`[].vmid`, empty for the whole) and what it holds on the wire:
//
//   add        forms that it has as well: 'string', 'number', 'boolean', 'null'
//   keys       keys that it has although no release describes them, by their forms: 'string|number', 'string[]', or a
//              schema; none is always there
//   schema     what it is instead, as the API would declare it
import { readFileSync } from 'node:fs';
import { mergeValue } from './merge.mjs';

const overridesFile = new URL('wire-overrides.json', import.meta.url);

/** Applies the overrides to merged routes, in place. Gives those whose place does not exist. */
export function applyOverrides(routes, overrides = JSON.parse(readFileSync(overridesFile, 'utf8'))) {
  const byName = new Map(routes.map((route) => [route.route, route]));
  const lost = (override) => {
    const route = byName.get(override.route);
    // Another release may not have the route.
    if (route === undefined) return false;
    const place = findPlace({ value: route.returns }, override.path);
    if (place === undefined || (override.keys !== undefined && place.value.object === undefined)) return true;
    change(place, override, route);
    return false;
  };
  return overrides.filter(lost);
}

/** The holder of a value: a route's answer, a field or the items of an array. */
function findPlace(holder, path) {
  if (path === '') return holder;
  const [, step, rest] = /^(\[\]|[^.[]+(?:\[n\])?)\.?(.*)$/.exec(path) ?? [];
  if (step === '[]') {
    const items = holder.value.array;
    return typeof items === 'object' ? findPlace({ value: items }, rest) : undefined;
  }
  const found = holder.value.object?.fields.find((field) => field.name === step);
  return found === undefined ? undefined : findPlace(found, rest);
}

function change(holder, { add = [], keys = {}, schema }, { releases }) {
  if (schema !== undefined) {
    Object.assign(holder.value, blank, mergeValue(releases.map((release) => ({ release, schema }))));
  }
  for (const form of add) holder.value.scalars.add(form);
  const known = new Set(holder.value.object?.fields.map((field) => field.name));
  for (const [name, form] of Object.entries(keys)) {
    if (known.has(name)) continue;
    const value = mergeValue(releases.map((release) => ({ release, schema: schemaOf(form) })));
    const seen = {
      name,
      releases: holder.value.object.releases,
      required: [],
      optional: true,
      value,
      undocumented: true,
    };
    holder.value.object.fields.push(seen);
  }
}

/** What a form stands for: `string|number`, `string[]`, or itself if it is a schema. */
function schemaOf(form) {
  if (typeof form !== 'string') return form;
  if (form.includes('|')) return { oneOf: form.split('|').map(schemaOf) };
  return form.endsWith('[]') ? { type: 'array', items: schemaOf(form.slice(0, -2)) } : { type: form };
}

const blank = { object: undefined, array: undefined, properties: undefined };
