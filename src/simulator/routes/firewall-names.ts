import { fail, invalid } from '../errors.js';
import { assertUnchanged, digestOf, firewallLevels, firewallOf, type Level } from '../firewall-levels.js';
import { type Context, Counted, type Route } from '../route.js';
import type { Params } from '../schema.js';
import type { Firewall, FirewallRule, World } from '../world.js';
import { namesOf } from './firewall.js';
import { entryRoutes, isNetwork, setOf } from './firewall-entries.js';

export const firewallNameRoutes: readonly Route[] = firewallLevels.flatMap((at) => [
  ...(at.hasNames ? [...aliasRoutes(at), ...setRoutes(at), ...entryRoutes(at), refsRoute(at)] : []),
  ...(at.readLog === 'root' ? [] : [logRoute(at)]),
]);

function aliasRoutes(at: Level): Route[] {
  const path = `${at.path}/aliases` as const;
  const rowsOf = (world: World, params: Params): FirewallRule[] => [
    ...firewallOf(world, at, params).aliases.values(),
  ];
  const existing = ({ world, params }: Context): { aliases: Map<string, FirewallRule>; key: string } => {
    const { aliases } = firewallOf(world, at, params);
    return { aliases, key: params.text('name').toLowerCase() };
  };
  return [
    {
      route: `GET ${path}`,
      permission: at.look,
      handler: ({ world, params }) => {
        const rows = rowsOf(world, params);
        return rows.map((row) => ({ ...row, digest: digestOf(rows) }));
      },
    },
    {
      route: `POST ${path}`,
      permission: at.change,
      protected: true,
      handler: (context) => {
        const { aliases, key } = existing(context);
        const { params } = context;
        if (aliases.has(key)) throw invalid({ name: `alias '${params.text('name')}' already exists` });
        aliases.set(key, described(params, params.text('name')));
      },
    },
    {
      route: `GET ${path}/{name}`,
      permission: at.look,
      handler: (context) => {
        const { aliases, key } = existing(context);
        const row = aliases.get(key);
        if (row === undefined) throw invalid({ name: 'no such alias' });
        return row;
      },
    },
    {
      route: `PUT ${path}/{name}`,
      permission: at.change,
      protected: true,
      handler: (context) => {
        const { world, params } = context;
        const { aliases, key } = existing(context);
        assertUnchanged(digestOf(rowsOf(world, params)), params);
        if (!aliases.has(key)) throw invalid({ name: 'no such alias' });
        const other = params.maybe('rename');
        const renamed = other?.toLowerCase() ?? key;
        if (renamed !== key && aliases.has(renamed))
          throw invalid({ name: `alias '${other}' already exists` });
        aliases.delete(key);
        aliases.set(renamed, described(params, other ?? params.text('name')));
      },
    },
    {
      route: `DELETE ${path}/{name}`,
      permission: at.change,
      protected: true,
      // One that is not there is gone already.
      handler: (context) => {
        const { aliases, key } = existing(context);
        assertUnchanged(digestOf(rowsOf(context.world, context.params)), context.params);
        aliases.delete(key);
      },
    },
  ];
}

function described(params: Params, named: string): FirewallRule {
  const address = params.text('cidr');
  if (!isNetwork(address))
    throw invalid({ cidr: 'invalid format - value does not look like a valid IP address or CIDR network\n' });
  const comment = params.maybe('comment') ?? '';
  return { name: named, cidr: address, ...(comment === '' ? {} : { comment }) };
}

function setRows({ sets }: Firewall): FirewallRule[] {
  return [...sets].map(([key, { comment }]) => ({
    name: key,
    ...(comment === undefined ? {} : { comment }),
  }));
}

function setRoutes(at: Level): Route[] {
  const path = `${at.path}/ipset` as const;
  return [
    {
      route: `GET ${path}`,
      permission: at.look,
      handler: ({ world, params }) => {
        const rows = setRows(firewallOf(world, at, params));
        return rows.map((row) => ({ ...row, digest: digestOf(rows) }));
      },
    },
    {
      route: `POST ${path}`,
      permission: at.change,
      protected: true,
      handler: ({ world, params }) => {
        const firewall = firewallOf(world, at, params);
        const [key, old] = [params.text('name'), params.maybe('rename')];
        const comment = params.maybe('comment');
        if (old === undefined) {
          if (firewall.sets.has(key)) throw invalid({ name: `IPSet '${key}' already exists` });
          firewall.sets.set(key, { comment, entries: [] });
          return;
        }
        assertUnchanged(digestOf(setRows(firewall)), params);
        const set = firewall.sets.get(old);
        if (set === undefined) throw invalid({ name: `IPSet '${old}' does not exist` });
        if (key !== old && firewall.sets.has(key))
          throw invalid({ name: `IPSet '${key}' does already exist` });
        firewall.sets.delete(old);
        firewall.sets.set(key, { ...set, comment: comment ?? set.comment });
      },
    },
    {
      route: `DELETE ${path}/{name}`,
      permission: at.change,
      protected: true,
      handler: (context) => {
        const { world, params } = context;
        const set = setOf(context, at);
        if (set.entries.length > 0 && !params.flag('force'))
          throw fail(`IPSet '${params.text('name')}' is not empty`);
        firewallOf(world, at, params).sets.delete(params.text('name'));
      },
    },
  ];
}

/** The names that a rule can use here: a guest sees its own and the cluster's. */
function refsRoute(at: Level): Route {
  return {
    route: `GET ${at.path}/refs`,
    permission: at.look,
    handler: ({ world, params }) => {
      const { own, cluster } = namesOf(world, at, params);
      const rows = [...refsOf(cluster, 'dc'), ...(own === undefined ? [] : refsOf(own, 'guest'))];
      return rows.filter(({ type }) => !params.has('type') || type === params.text('type'));
    },
  };
}

function refsOf(
  firewall: Firewall,
  scope: 'dc' | 'guest',
): { type: string; name: string; ref: string; scope: string }[] {
  return [
    ...setRows(firewall).map(({ name: key, comment }) => ({
      type: 'ipset',
      name: String(key),
      ref: `+${scope}/${key}`,
      scope,
      ...(comment === undefined ? {} : { comment }),
    })),
    ...[...firewall.aliases.values()].map(({ name: key, comment }) => ({
      type: 'alias',
      name: String(key),
      ref: `${scope}/${key}`,
      scope,
      ...(comment === undefined ? {} : { comment }),
    })),
  ];
}

/** No packet is filtered, so nothing is ever logged. */
function logRoute(at: Level): Route {
  return {
    route: `GET ${at.path}/log`,
    permission: at.readLog,
    protected: true,
    handler: ({ world, params }) => {
      at.key(world, params);
      return new Counted([{ n: 1, t: 'no content' }], 1);
    },
  };
}
