import { createHash } from 'node:crypto';
import { newestFields } from '../declared.js';
import { fail, invalid } from '../errors.js';
import { machine } from '../machine.js';
import type { Route } from '../route.js';
import { all, type Rule } from '../rule.js';
import { type Params, splitList } from '../schema.js';
import { container, type Firewall, type FirewallRule, type World } from '../world.js';

/** Firewalls: their rules and options. No packet is ever filtered. */

/** What a rule says. */
const ruleKeys = Object.keys(newestFields('POST /cluster/firewall/rules')).filter(
  (key) => key !== 'digest' && key !== 'pos',
);

/** Where a firewall is: its path, and who may look and change. */
interface Level {
  readonly path: `/${string}`;
  readonly look: Rule;
  readonly change: Rule;
  /** Its name in the world; throws if there is nothing that it could be the firewall of. */
  readonly key: (world: World, params: Params) => string;
  readonly guest: boolean;
}

const guestLevel = (kind: 'lxc' | 'qemu'): Level => ({
  path: `/nodes/{node}/${kind}/{vmid}/firewall`,
  look: all('/vms/{vmid}', 'VM.Audit'),
  change: all('/vms/{vmid}', 'VM.Config.Network'),
  key: (world, params) => {
    const find = kind === 'lxc' ? container : machine;
    return `guest/${find(world, params.int('vmid')).vmid}`;
  },
  guest: true,
});

const levelsOfAll: readonly Level[] = [
  {
    path: '/cluster/firewall',
    look: all('/', 'Sys.Audit'),
    change: all('/', 'Sys.Modify'),
    key: () => 'cluster',
    guest: false,
  },
  {
    path: '/nodes/{node}/firewall',
    look: all('/nodes/{node}', 'Sys.Audit'),
    change: all('/nodes/{node}', 'Sys.Modify'),
    key: (world) => `node/${world.node.name}`,
    guest: false,
  },
  guestLevel('lxc'),
  guestLevel('qemu'),
];

export const firewallRoutes: readonly Route[] = levelsOfAll.flatMap((at) => [
  ...ruleRoutes(at),
  ...optionRoutes(at),
]);

function ruleRoutes(at: Level): Route[] {
  const { path } = at;
  const list = (world: World, params: Params): object[] => {
    const { rules } = firewallOf(world, at, params);
    return rules.map((rule, index) => ({ ...rule, pos: index, digest: digestOf(rules) }));
  };
  return [
    {
      route: `GET ${path}/rules`,
      permission: at.look,
      handler: ({ world, params }) => list(world, params),
    },
    {
      route: `POST ${path}/rules`,
      permission: at.change,
      protected: true,
      handler: ({ world, params }) => {
        // Whatever `pos` says, a new rule comes first; and it is off unless it says that it is on.
        const rule = verified({ ...given(params), enable: params.maybeInt('enable') ?? 0 }, at);
        firewallOf(world, at, params).rules.unshift(rule);
      },
    },
    {
      route: `GET ${path}/rules/{pos}`,
      permission: at.look,
      handler: ({ world, params }) => list(world, params)[existing(world, at, params)],
    },
    {
      route: `PUT ${path}/rules/{pos}`,
      permission: at.change,
      protected: true,
      handler: ({ world, params }) => {
        const { rules } = firewallOf(world, at, params);
        const index = existing(world, at, params);
        const moveto = params.maybeInt('moveto');
        const [rule] = rules.slice(index, index + 1);
        if (rule === undefined) return;
        if (moveto !== undefined && moveto !== index) {
          // It goes before the rule that is there now, so one that moves down ends one place higher.
          rules.splice(index, 1);
          rules.splice(moveto > index ? moveto - 1 : moveto, 0, rule);
          return;
        }
        const merged = { ...rule, ...given(params) };
        for (const key of params.list('delete')) {
          if (!ruleKeys.includes(key)) throw invalid({ delete: `no such property ('${key}')` });
          delete merged[key];
        }
        rules[index] = verified(merged, at);
      },
    },
    {
      route: `DELETE ${path}/rules/{pos}`,
      permission: at.change,
      protected: true,
      handler: ({ world, params }) => {
        const { rules } = firewallOf(world, at, params);
        rules.splice(existing(world, at, params), 1);
      },
    },
  ];
}

const notOptions = new Set(['node', 'vmid', 'digest', 'delete']);

function optionRoutes(at: Level): Route[] {
  const route = `${at.path}/options` as const;
  const fields = newestFields(`PUT ${route}`);
  return [
    {
      route: `GET ${route}`,
      permission: at.look,
      handler: ({ world, params }) => {
        const { options } = firewallOf(world, at, params);
        return { ...options, digest: digestOf([options]) };
      },
    },
    {
      route: `PUT ${route}`,
      permission: at.change,
      protected: true,
      handler: ({ world, params }) => {
        const { options } = firewallOf(world, at, params);
        assertUnchanged(digestOf([options]), params);
        for (const key of params.keys()) {
          if (notOptions.has(key)) continue;
          const value = params.text(key);
          options[key] = fields[key]?.type === 'string' ? value : Number(value);
        }
        for (const key of params.list('delete')) delete options[key];
      },
    },
  ];
}

function firewallOf(world: World, at: Level, params: Params): Firewall {
  const key = at.key(world, params);
  const known = world.firewalls.get(key) ?? { rules: [], options: {} };
  world.firewalls.set(key, known);
  return known;
}

/** SHA-1 of all of a list, as PVE makes it: of nothing, it is that of nothing. */
function digestOf(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const sha = createHash('sha1');
  for (const row of rows) for (const key of Object.keys(row).sort()) sha.update(`${key}:${row[key]}\n`);
  return sha.digest('hex');
}

function assertUnchanged(digest: string, params: Params): void {
  const expected = params.maybe('digest') ?? digest;
  if (expected !== digest)
    throw fail('detected modified configuration - file changed by other user? Try again.');
}

/** The position of the path, if the rules are still those of the digest and have one there. */
function existing(world: World, at: Level, params: Params): number {
  const { rules } = firewallOf(world, at, params);
  assertUnchanged(digestOf(rules), params);
  const index = params.int('pos');
  if (index >= rules.length) throw fail(`no rule at position ${index}`);
  return index;
}

/** What a request says about a rule. */
function given(params: Params): FirewallRule {
  return Object.fromEntries(
    ruleKeys.flatMap((key) => {
      const value = params.maybe(key);
      return value === undefined ? [] : [[key, key === 'enable' ? Number(value) : value]];
    }),
  );
}

/** Refuses the rules that PVE refuses, as far as they are wrong by themselves (pve-firewall src/PVE/Firewall.pm). */
function verified(rule: FirewallRule, at: Level): FirewallRule {
  const { type, action, proto, iface } = rule;
  // A guest has nothing to forward.
  if (at.guest && type === 'forward')
    throw invalid({ type: "invalid rule type 'forward' for rule_env 'vm'" });
  if (type !== 'group' && !/^(?:ACCEPT|DROP|REJECT)$/.test(String(action)))
    throw invalid({ action: `unknown action '${action}'` });
  if (at.guest && iface !== undefined && !/^net\d+$/.test(String(iface)))
    throw invalid({ iface: "value does not match the regex pattern 'net\\d+'" });
  for (const key of ['dport', 'sport']) {
    if (rule[key] === undefined) continue;
    if (proto === undefined) throw invalid({ proto: `missing property - '${key}' requires this property` });
    if (!/^(?:tcp|udp|udplite|dccp|sctp)$/.test(String(proto)))
      throw invalid({ [key]: `protocol '${proto}' does not support ports` });
  }
  for (const key of ['source', 'dest']) {
    const name = splitList(String(rule[key] ?? '')).find((item) =>
      /^\+|^(?:dc\/|guest\/)?[A-Za-z]/.test(item),
    );
    // Sets and aliases are not modelled, so there are none.
    if (name !== undefined)
      throw invalid({
        [key]: name.startsWith('+') ? `no such ipset '${name.slice(1)}'` : `no such alias '${name}'`,
      });
  }
  return rule;
}
