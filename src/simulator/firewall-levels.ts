import { createHash } from 'node:crypto';
import { fail } from './errors.js';
import { machine } from './machine.js';
import { all, type Rule } from './rule.js';
import type { Params } from './schema.js';
import { container, type Firewall, type World } from './world.js';

/** Where firewalls are, and what all of them have. */

/** Where a firewall is: its path, and who may look and change. */
export interface Level {
  readonly path: `/${string}`;
  readonly look: Rule;
  readonly change: Rule;
  /** Who may read its log. */
  readonly readLog: Rule;
  /** How names of this level are told from the cluster's. */
  readonly scope: 'dc' | 'guest';
  /** Whether it has aliases and sets of its own. */
  readonly hasNames: boolean;
  /** Its name in the world; throws if there is nothing that it could be the firewall of. */
  readonly key: (world: World, params: Params) => string;
  readonly guest: boolean;
}

const guestLevel = (kind: 'lxc' | 'qemu'): Level => ({
  path: `/nodes/{node}/${kind}/{vmid}/firewall`,
  look: all('/vms/{vmid}', 'VM.Audit'),
  change: all('/vms/{vmid}', 'VM.Config.Network'),
  readLog: all('/vms/{vmid}', 'VM.Console'),
  scope: 'guest',
  hasNames: true,
  key: (world, params) => {
    const find = kind === 'lxc' ? container : machine;
    return `guest/${find(world, params.int('vmid')).vmid}`;
  },
  guest: true,
});

export const firewallLevels: readonly Level[] = [
  {
    path: '/cluster/firewall',
    look: all('/', 'Sys.Audit'),
    change: all('/', 'Sys.Modify'),
    readLog: 'root',
    scope: 'dc',
    hasNames: true,
    key: () => 'cluster',
    guest: false,
  },
  {
    path: '/nodes/{node}/firewall',
    look: all('/nodes/{node}', 'Sys.Audit'),
    change: all('/nodes/{node}', 'Sys.Modify'),
    readLog: all('/nodes/{node}', 'Sys.Syslog'),
    scope: 'dc',
    hasNames: false,
    key: (world) => `node/${world.node.name}`,
    guest: false,
  },
  guestLevel('lxc'),
  guestLevel('qemu'),
];

/** The firewall that a request is about. */
export function firewallOf(world: World, at: Level, params: Params): Firewall {
  const key = at.key(world, params);
  const known = world.firewalls.get(key) ?? newFirewall();
  world.firewalls.set(key, known);
  return known;
}

/** A firewall with nothing in it. */
export function newFirewall(): Firewall {
  return { rules: [], options: {}, aliases: new Map(), sets: new Map(), groups: new Map() };
}

/** SHA-1 of all of a list, as PVE makes it: of nothing, it is that of nothing. */
export function digestOf(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const sha = createHash('sha1');
  for (const row of rows) for (const key of Object.keys(row).sort()) sha.update(`${key}:${row[key]}\n`);
  return sha.digest('hex');
}

/** Refuses a change that was made for another state of the list. */
export function assertUnchanged(digest: string, params: Params): void {
  const expected = params.maybe('digest') ?? digest;
  if (expected !== digest)
    throw fail('detected modified configuration - file changed by other user? Try again.');
}
