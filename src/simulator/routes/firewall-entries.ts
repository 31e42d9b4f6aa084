import { isIP } from 'node:net';
import { fail, invalid } from '../errors.js';
import { assertUnchanged, digestOf, firewallOf, type Level } from '../firewall-levels.js';
import type { Context, Route } from '../route.js';
import type { Params } from '../schema.js';
import type { AddressSet, FirewallRule } from '../world.js';
import { namesOf, unknownName } from './firewall.js';

/** What lies in a set of addresses. */

export const nameField = {
  type: 'string',
  pattern: /^[A-Za-z][A-Za-z0-9\-_]+$/,
  minLength: 2,
  maxLength: 64,
  required: true,
} as const;

export function entryRoutes(at: Level): Route[] {
  const path = `${at.path}/ipset/{name}` as const;

  const found = (context: Context): { set: AddressSet; index: number } => {
    const set = setOf(context, at);
    const index = set.entries.findIndex((entry) => entry['cidr'] === context.params.text('cidr'));
    if (index === -1) throw invalid({ cidr: 'no such IP/Network' });
    return { set, index };
  };
  return [
    {
      route: `GET ${path}`,
      permission: at.look,
      handler: (context) => {
        const { entries } = setOf(context, at);
        return entries.map((entry) => ({ ...entry, digest: digestOf(entries) }));
      },
    },
    {
      route: `POST ${path}`,
      permission: at.change,
      protected: true,
      handler: (context) => addEntry(context, at),
    },
    {
      route: `GET ${path}/{cidr}`,
      permission: at.look,
      protected: true,
      handler: (context) => {
        const { set, index } = found(context);
        return { ...set.entries[index], digest: digestOf(set.entries) };
      },
    },
    {
      route: `PUT ${path}/{cidr}`,
      permission: at.change,
      protected: true,
      handler: (context) => {
        const { params } = context;
        assertUnchanged(digestOf(setOf(context, at).entries), params);
        const { set, index } = found(context);
        // What is not said is gone.
        set.entries[index] = entryOf(params, params.text('cidr'));
      },
    },
    {
      route: `DELETE ${path}/{cidr}`,
      permission: at.change,
      protected: true,
      handler: (context) => {
        const { entries } = setOf(context, at);
        assertUnchanged(digestOf(entries), context.params);
        const index = entries.findIndex((entry) => entry['cidr'] === context.params.text('cidr'));
        if (index !== -1) entries.splice(index, 1);
      },
    },
  ];
}

function addEntry(context: Context, at: Level): void {
  const { world, params } = context;
  const { entries } = setOf(context, at);
  // A network of one is an address.
  const address = params.text('cidr').replace(/(?<=^[\d.]+)\/32$/, '');
  if (!isNetwork(address)) {
    const problem =
      unknownName(address, namesOf(world, at, params)) ??
      (/^(?:dc\/|guest\/)?[A-Za-z]/.test(address) ? undefined : `invalid IP address or network '${address}'`);
    if (problem !== undefined) throw fail(problem);
  }
  if (entries.some((entry) => entry['cidr'] === address))
    throw invalid({ cidr: `address '${address}' already exists` });
  if (/\/0+$/.test(address)) throw invalid({ cidr: 'a zero prefix is not allowed in ipset entries' });
  entries.unshift(entryOf(params, address));
}

function entryOf(params: Params, address: string): FirewallRule {
  const comment = params.maybe('comment') ?? '';
  return {
    cidr: address,
    ...(params.flag('nomatch') ? { nomatch: 1 } : {}),
    ...(comment === '' ? {} : { comment }),
  };
}

export function setOf({ world, params }: Context, at: Level): AddressSet {
  const set = firewallOf(world, at, params).sets.get(params.text('name'));
  if (set === undefined) throw fail(`no such IPSet '${params.text('name')}'`);
  return set;
}

/** An address, or a network. */
export function isNetwork(address: string): boolean {
  const [ip = '', prefix, ...rest] = address.split('/');
  const version = isIP(ip);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d+$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
