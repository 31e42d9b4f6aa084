/**
 * Copies and sets back plain data: objects, arrays, Maps and Sets. What is the same thing in two places stays one thing.
 * All else, such as buffers and instances of classes, is shared and not copied.
 */

/** A copy, down to the last container. */
export function copyOf(value: unknown, seen: Map<object, unknown> = new Map()): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    seen.set(value, copy);
    for (const item of value) copy.push(copyOf(item, seen));
    return copy;
  }
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    seen.set(value, copy);
    for (const [key, item] of value) copy.set(key, copyOf(item, seen));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>(value);
    seen.set(value, copy);
    return copy;
  }
  if (!isPlain(value)) return value;
  const copy: Record<string, unknown> = {};
  seen.set(value, copy);
  for (const [key, item] of Object.entries(value)) copy[key] = copyOf(item, seen);
  return copy;
}

/**
 * Makes a container what another one of its kind is, and stays the same container: whoever holds it sees the change.
 * The other one is used up; give a copy of what has to last.
 */
export function setBack(target: unknown, source: unknown, done: Set<unknown> = new Set()): void {
  if (target === source || done.has(target)) return;
  done.add(target);
  if (target instanceof Map && source instanceof Map) {
    target.clear();
    for (const [key, item] of source) target.set(key, item);
  } else if (target instanceof Set && source instanceof Set) {
    target.clear();
    for (const item of source) target.add(item);
  } else if (Array.isArray(target) && Array.isArray(source)) {
    target.splice(0, target.length, ...source);
  } else if (isPlain(target) && isPlain(source)) {
    for (const key of Object.keys(target)) if (!Object.hasOwn(source, key)) delete target[key];
    for (const [key, item] of Object.entries(source)) {
      if (isSameKind(target[key], item)) setBack(target[key], item, done);
      else target[key] = item;
    }
  }
}

function isSameKind(one: unknown, other: unknown): boolean {
  return [isMap, isSet, Array.isArray, isPlain].some((is) => is(one) && is(other));
}

function isMap(value: unknown): boolean {
  return value instanceof Map;
}

function isSet(value: unknown): boolean {
  return value instanceof Set;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
