import { newestFields } from '../declared.js';
import { fail, invalid } from '../errors.js';
import {
  assertUnchanged,
  digestOf,
  firewallLevels,
  firewallOf,
  type Level,
  newFirewall,
} from '../firewall-levels.js';
import type { Route } from '../route.js';
import { type Params, splitList } from '../schema.js';
import type { Firewall, FirewallRule, World } from '../world.js';

/** Firewalls: their rules and options. No packet is ever filtered. */

/** What a rule says. */
const ruleKeys = Object.keys(newestFields('POST /cluster/firewall/rules')).filter(
  (key) => key !== 'digest' && key !== 'pos',
);

export const firewallRoutes: readonly Route[] = firewallLevels.flatMap((at) => [
  ...ruleRoutes(at, {
    path: `${at.path}/rules`,
    rulesOf: (world, params) => firewallOf(world, at, params).rules,
  }),
  ...optionRoutes(at),
]);

/** A list of rules: its path, and where it is. */
export interface RuleList {
  readonly path: `/${string}`;
  readonly rulesOf: (world: World, params: Params) => FirewallRule[];
}

export function ruleRoutes(at: Level, { path, rulesOf }: RuleList): Route[] {
  const list = (world: World, params: Params): object[] => {
    const rules = rulesOf(world, params);
    return rules.map((rule, index) => ({ ...rule, pos: index, digest: digestOf(rules) }));
  };
  return [
    {
      route: `GET ${path}`,
      permission: at.look,
      handler: ({ world, params }) => list(world, params),
    },
    {
      route: `POST ${path}`,
      permission: at.change,
      protected: true,
      handler: ({ world, params }) => {
        // Whatever `pos` says, a new rule comes first; and it is off unless it says that it is on.
        const rules = rulesOf(world, params);
        assertUnchanged(digestOf(rules), params);
        const described = { ...given(params), enable: params.maybeInt('enable') ?? 0 };
        rules.unshift(verified(described, at, namesOf(world, at, params)));
      },
    },
    {
      route: `GET ${path}/{pos}`,
      permission: at.look,
      handler: ({ world, params }) => list(world, params)[existing(rulesOf(world, params), params)],
    },
    {
      route: `PUT ${path}/{pos}`,
      permission: at.change,
      protected: true,
      handler: ({ world, params }) => {
        const rules = rulesOf(world, params);
        const index = existing(rulesOf(world, params), params);
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
        rules[index] = verified(merged, at, namesOf(world, at, params));
      },
    },
    {
      route: `DELETE ${path}/{pos}`,
      permission: at.change,
      protected: true,
      handler: ({ world, params }) => {
        const rules = rulesOf(world, params);
        rules.splice(existing(rulesOf(world, params), params), 1);
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

/** The position of the path, if the rules are still those of the digest and have one there. */
function existing(rules: readonly FirewallRule[], params: Params): number {
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
function verified(rule: FirewallRule, at: Level, names: Names): FirewallRule {
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
    for (const item of splitList(String(rule[key] ?? ''))) {
      const problem = unknownName(item, names);
      if (problem !== undefined) throw invalid({ [key]: problem });
    }
  }
  return rule;
}

/** The names that rules of a level can use: its own, and the cluster's. */
export interface Names {
  readonly own: Firewall | undefined;
  readonly cluster: Firewall;
}

export function namesOf(world: World, at: Level, params: Params): Names {
  const cluster = world.firewalls.get('cluster') ?? newFirewall();
  return { cluster, own: at.guest ? firewallOf(world, at, params) : undefined };
}

/** What is wrong with an address in a rule or a set, if it is a name. */
export function unknownName(item: string, { own, cluster }: Names): string | undefined {
  const [, plus, scope = '', name = ''] = /^(\+)?(dc\/|guest\/)?([A-Za-z][\w-]*)$/.exec(item) ?? [];
  if (name === '') return undefined;
  const places = [...(scope === 'dc/' ? [] : [own]), ...(scope === 'guest/' ? [] : [cluster])];
  const isKnown = places.some((place) =>
    plus === undefined ? place?.aliases.has(name.toLowerCase()) : place?.sets.has(name),
  );
  if (isKnown) return undefined;
  return plus === undefined ? `no such alias '${scope}${name}'` : `no such ipset '${scope}${name}'`;
}
