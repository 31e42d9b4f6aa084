import { isPveError } from '../../core/errors.js';
import type { Mask } from './masking.js';
import { harmless } from './output.js';

/** Characters that a text of a log may have. */
const longest = 2_048;
const deepest = 6;
const most = 64;

/** What a line of the log has by itself. */
const taken = new Set(['level', 'time', 'msg']);

/** A text as it may stand in a log: secrets masked, of a bounded length, and nothing in it that a terminal would act on. */
export function logText(text: string, mask: Mask): string {
  const shown = harmless(mask(text));
  return shown.length <= longest
    ? shown
    : `${shown.slice(0, longest).toWellFormed()} [... ${shown.length - longest} more]`;
}

/** Fields as they may stand in a log: plain data, every text and name of which went through {@link logText}. Throws nothing. */
export function logFields(fields: object, mask: Mask): Record<string, unknown> {
  const seen = new Set<object>();
  const plain = plainOf(fields, mask, 0, seen);
  if (typeof plain !== 'object' || plain === null) return {};
  return Object.fromEntries(
    Object.entries(plain).map(([key, value]) => [taken.has(key) ? `${key}_` : key, value]),
  );
}

function plainOf(value: unknown, mask: Mask, depth: number, seen: Set<object>): unknown {
  if (typeof value === 'string') return logText(value, mask);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined)
    return value;
  if (typeof value !== 'object') return logText(String(value), mask);
  if (depth >= deepest || seen.has(value)) return '[...]';
  seen.add(value);
  try {
    return partsOf(value, mask, depth, seen);
  } catch {
    return '[cannot be shown]';
  } finally {
    seen.delete(value);
  }
}

function partsOf(value: object, mask: Mask, depth: number, seen: Set<object>): unknown {
  const inner = (part: unknown) => plainOf(part, mask, depth + 1, seen);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return errorOf(value, inner);
  if (Array.isArray(value)) {
    const rest = value.length - most;
    return [...value.slice(0, most).map(inner), ...(rest > 0 ? [`[... ${rest} more]`] : [])];
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return inner(value.toJSON());
  const entries = Object.entries(value).slice(0, most);
  return Object.fromEntries(entries.map(([key, part]) => [logText(key, mask), inner(part)]));
}

/** Of an error that nobody expected, also where it comes from. */
function errorOf(error: Error, inner: (part: unknown) => unknown): object {
  const { name, message, cause, stack } = error;
  const { code } = error as { code?: unknown };
  return {
    name: inner(name),
    ...(code === undefined ? {} : { code: inner(code) }),
    message: inner(message),
    ...(isPveError(error) || stack === undefined ? {} : { stack: inner(stack) }),
    ...(cause === undefined ? {} : { cause: inner(cause) }),
  };
}
