import { fail, invalid } from '../errors.js';
import { assertUnchanged, digestOf, firewallLevels, firewallOf, type Level } from '../firewall-levels.js';
import type { Context, Route } from '../route.js';
import type { Params } from '../schema.js';
import type { Firewall, FirewallRule, SecurityGroup, World } from '../world.js';
import { ruleRoutes } from './firewall.js';

/** Security groups of the cluster: rules that firewalls take in by name. And the words for usual services. */

const path = '/cluster/firewall/groups';

const macros = {
  DNS: 'Domain Name System traffic (upd and tcp)',
  HTTP: 'Hypertext Transfer Protocol (WWW)',
  HTTPS: 'Hypertext Transfer Protocol (WWW) over SSL',
  NTP: 'Network Time Protocol (ntpd)',
  Ping: 'ICMP echo request',
  SMTP: 'Simple Mail Transfer Protocol',
  SSH: 'Secure shell traffic',
};

export const firewallGroupRoutes: readonly Route[] = [
  ...firewallLevels.filter(({ path: at }) => at === '/cluster/firewall').flatMap(groupRoutes),
  {
    route: 'GET /cluster/firewall/macros',
    permission: 'everyone',
    handler: () => Object.entries(macros).map(([macro, descr]) => ({ macro, descr })),
  },
];

function groupRoutes(at: Level): Route[] {
  const rules = ruleRoutes(at, {
    path: `${path}/{group}`,
    rulesOf: (world, params) => groupOf(firewallOf(world, at, params), params).rules,
  });
  return [
    ...rules,
    {
      route: `GET ${path}`,
      permission: 'everyone',
      handler: ({ world, params }) => {
        const rows = rowsOf(firewallOf(world, at, params));
        return rows.map((row) => ({ ...row, digest: digestOf(rows) }));
      },
    },
    {
      route: `POST ${path}`,
      permission: at.change,
      protected: true,
      handler: (context) => create(context, firewallOf(context.world, at, context.params)),
    },
    {
      route: `DELETE ${path}/{group}`,
      permission: at.change,
      protected: true,
      handler: ({ world, params }) => {
        const firewall = firewallOf(world, at, params);
        const name = params.text('group');
        if (groupOf(firewall, params).rules.length > 0) throw fail(`Security group '${name}' is not empty`);
        firewall.groups.delete(name);
      },
    },
  ];
}

function groupOf({ groups }: Firewall, params: Params): SecurityGroup {
  const name = params.text('group');
  const found = groups.get(name);
  if (found === undefined) throw fail(`no such security group '${name}'`);
  return found;
}

function rowsOf({ groups }: Firewall): FirewallRule[] {
  return [...groups].map(([name, { comment }]) => ({
    group: name,
    ...(comment === undefined ? {} : { comment }),
  }));
}

function create({ world, params }: Context, firewall: Firewall): void {
  const { groups } = firewall;
  const [name, old, comment] = [params.text('group'), params.maybe('rename'), params.maybe('comment')];
  if (old === undefined) {
    if (groups.has(name)) throw invalid({ group: `Security group '${name}' already exists` });
    groups.set(name, { comment, rules: [] });
    return;
  }
  assertUnchanged(digestOf(rowsOf(firewall)), params);
  const found = groups.get(old);
  if (found === undefined) throw invalid({ group: `Security group '${old}' does not exist` });
  if (name !== old && groups.has(name))
    throw invalid({ group: `Security group '${name}' does already exist` });
  groups.delete(old);
  groups.set(name, { ...found, comment: comment ?? found.comment });
  renameInRules(world, old, name);
}

/** Wherever rules take a group in, they take it in by its new name. */
function renameInRules(world: World, old: string, name: string): void {
  for (const { rules } of world.firewalls.values())
    for (const rule of rules) if (rule['type'] === 'group' && rule['action'] === old) rule['action'] = name;
}
