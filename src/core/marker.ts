import { text } from './check.js';
import type { Params } from './codec.js';

const form = /^[A-Za-z0-9][A-Za-z0-9._-]{5,63}$/;

/** A name that a caller gives to a call: unique, so that what the call made can be known by it. */
export const marker = text(form, 'a marker is expected: 6 to 64 letters, digits, `.`, `_` and `-`');

const written = (id: string): string => `[intent ${id}]`;
const anyMarker = /\s*\[intent [A-Za-z0-9][A-Za-z0-9._-]{5,63}\]/g;

/** Which parameter of a route can hold a marker, and whether it does so where the caller has not set it. */
const fields: Readonly<Record<string, { key: string; free: (params: Params) => boolean }>> = {
  // A restore and a clone bring a description of their own, which another one would replace.
  'POST /nodes/{node}/lxc': { key: 'description', free: ({ restore }) => restore !== true && restore !== 1 },
  'POST /nodes/{node}/qemu': { key: 'description', free: ({ archive }) => archive === undefined },
  'POST /nodes/{node}/lxc/{vmid}/clone': { key: 'description', free: () => false },
  'POST /nodes/{node}/qemu/{vmid}/clone': { key: 'description', free: () => false },
  'POST /nodes/{node}/lxc/{vmid}/snapshot': { key: 'description', free: () => true },
  'POST /nodes/{node}/qemu/{vmid}/snapshot': { key: 'description', free: () => true },
  'PUT /nodes/{node}/lxc/{vmid}/config': { key: 'description', free: () => false },
  'PUT /nodes/{node}/qemu/{vmid}/config': { key: 'description', free: () => false },
  // Notes need a storage to keep them.
  'POST /nodes/{node}/vzdump': { key: 'notes-template', free: ({ storage }) => storage !== undefined },
  'POST /pools': { key: 'comment', free: () => true },
  'POST /access/users': { key: 'comment', free: () => true },
  'POST /access/groups': { key: 'comment', free: () => true },
  'POST /access/users/{userid}/token/{tokenid}': { key: 'comment', free: () => true },
  'POST /cluster/backup': { key: 'comment', free: () => true },
  'POST /cluster/firewall/rules': { key: 'comment', free: () => true },
  'POST /nodes/{node}/firewall/rules': { key: 'comment', free: () => true },
  'POST /nodes/{node}/lxc/{vmid}/firewall/rules': { key: 'comment', free: () => true },
  'POST /nodes/{node}/qemu/{vmid}/firewall/rules': { key: 'comment', free: () => true },
};

/** Whether what a call makes can hold a marker; `asked` is true where the caller wants it for this very call. */
export function canMark(route: string, params: Params, asked: boolean): boolean {
  const field = fields[route];
  if (field === undefined) return false;
  return asked || params[field.key] !== undefined || field.free(params);
}

/** The parameters with a marker in them, after what the caller wrote there. */
export function withMarker(route: string, params: Params, id: string): Params {
  const key = fields[route]?.key;
  if (key === undefined) return params;
  const own = params[key];
  const before = typeof own === 'string' && own !== '' ? `${own}${key === 'description' ? '\n\n' : ' '}` : '';
  return { ...params, [key]: `${before}${written(id)}` };
}

/** Whether a text holds this marker. */
export function hasMarker(text: unknown, id: string): boolean {
  return typeof text === 'string' && text.includes(written(id));
}

/** A description or comment without the markers in it: what is left is what the caller wrote. */
export function withoutMarker(text: string | undefined): string {
  return (text ?? '').replace(anyMarker, '').trimEnd();
}
