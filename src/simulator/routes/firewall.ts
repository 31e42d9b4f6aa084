import { createHash } from 'node:crypto';
import { fail, invalid } from '../errors.js';
import { field } from '../formats.js';
import { machine } from '../machine.js';
import type { Route } from '../route.js';
import { all, type Rule } from '../rule.js';
import { type Field, type Fields, type Params, splitList } from '../schema.js';
import { container, type Firewall, type FirewallRule, type World } from '../world.js';

/** Firewalls: their rules and options. No packet is ever filtered. */

const text = { type: 'string' } as const;
const levels = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug', 'nolog'];
const level = { ...text, enum: levels } as const;
const policy = { ...text, enum: ['ACCEPT', 'REJECT', 'DROP'] } as const;
const pos = { type: 'integer', minimum: 0, required: true } as const;

const ruleFields = {
  action: { ...text, pattern: /^[A-Za-z][A-Za-z0-9\-_]+$/, minLength: 2, maxLength: 20 },
  comment: text,
  dest: { ...text, maxLength: 512 },
  dport: text,
  enable: { type: 'integer', minimum: 0 },
  'icmp-type': text,
  iface: { ...text, minLength: 2, maxLength: 20 },
  log: level,
  macro: { ...text, maxLength: 128 },
  proto: text,
  source: { ...text, maxLength: 512 },
  sport: text,
  type: { ...text, enum: ['in', 'out', 'forward', 'group'] },
} as const satisfies Record<string, Field>;

/** Where a firewall is: its path, who may look and change, and which options it has. */
interface Level {
  readonly path: `/${string}`;
  readonly at: Fields;
  readonly look: Rule;
  readonly change: Rule;
  readonly options: Fields;
  /** Its name in the world; throws if there is nothing that it could be the firewall of. */
  readonly key: (world: World, params: Params) => string;
  readonly guest: boolean;
}

const guestLevel = (kind: 'lxc' | 'qemu'): Level => ({
  path: `/nodes/{node}/${kind}/{vmid}/firewall`,
  at: { node: field.node, vmid: field.vmid },
  look: all('/vms/{vmid}', 'VM.Audit'),
  change: all('/vms/{vmid}', 'VM.Config.Network'),
  options: {
    ...flags('enable dhcp ipfilter macfilter ndp radv'),
    log_level_in: level,
    log_level_out: level,
    policy_in: policy,
    policy_out: policy,
  },
  key: (world, params) => {
    const find = kind === 'lxc' ? container : machine;
    return `guest/${find(world, params.int('vmid')).vmid}`;
  },
  guest: true,
});

const levelsOfAll: readonly Level[] = [
  {
    path: '/cluster/firewall',
    at: {},
    look: all('/', 'Sys.Audit'),
    change: all('/', 'Sys.Modify'),
    options: {
      ebtables: field.flag,
      enable: { type: 'integer', minimum: 0 },
      log_ratelimit: text,
      policy_forward: { ...text, enum: ['ACCEPT', 'DROP'] },
      policy_in: policy,
      policy_out: policy,
    },
    key: () => 'cluster',
    guest: false,
  },
  {
    path: '/nodes/{node}/firewall',
    at: { node: field.node },
    look: all('/nodes/{node}', 'Sys.Audit'),
    change: all('/nodes/{node}', 'Sys.Modify'),
    options: {
      ...flags(
        'enable log_nf_conntrack ndp nf_conntrack_allow_invalid nftables nosmurfs protection_synflood tcpflags',
      ),
      log_level_forward: level,
      log_level_in: level,
      log_level_out: level,
      nf_conntrack_max: { type: 'integer', minimum: 32_768 },
    },
    key: (world) => `node/${world.node.name}`,
    guest: false,
  },
  guestLevel('lxc'),
  guestLevel('qemu'),
];

function flags(names: string): Record<string, Field> {
  return Object.fromEntries(names.split(' ').map((name) => [name, field.flag]));
}

export const firewallRoutes: readonly Route[] = levelsOfAll.flatMap((at) => [
  ...ruleRoutes(at),
  ...optionRoutes(at),
]);

function ruleRoutes(at: Level): Route[] {
  const { path } = at;
  const onRule = { ...at.at, pos, digest: field.digest };
  const list = (world: World, params: Params): object[] => {
    const { rules } = firewallOf(world, at, params);
    return rules.map((rule, index) => ({ ...rule, pos: index, digest: digestOf(rules) }));
  };
  return [
    {
      route: `GET ${path}/rules`,
      permission: at.look,
      params: at.at,
      handler: ({ world, params }) => list(world, params),
    },
    {
      route: `POST ${path}/rules`,
      permission: at.change,
      protected: true,
      params: {
        ...at.at,
        ...ruleFields,
        action: { ...ruleFields.action, required: true },
        type: { ...ruleFields.type, required: true },
        digest: field.digest,
        pos: field.count,
      },
      handler: ({ world, params }) => {
        // Whatever `pos` says, a new rule comes first; and it is off unless it says that it is on.
        const rule = verified({ ...given(params), enable: params.maybeInt('enable') ?? 0 }, at);
        firewallOf(world, at, params).rules.unshift(rule);
      },
    },
    {
      route: `GET ${path}/rules/{pos}`,
      permission: at.look,
      params: { ...at.at, pos },
      handler: ({ world, params }) => list(world, params)[existing(world, at, params)],
    },
    {
      route: `PUT ${path}/rules/{pos}`,
      permission: at.change,
      protected: true,
      params: { ...onRule, ...ruleFields, delete: field.configIds, moveto: field.count },
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
          if (!Object.hasOwn(ruleFields, key)) throw invalid({ delete: `no such property ('${key}')` });
          delete merged[key];
        }
        rules[index] = verified(merged, at);
      },
    },
    {
      route: `DELETE ${path}/rules/{pos}`,
      permission: at.change,
      protected: true,
      params: onRule,
      handler: ({ world, params }) => {
        const { rules } = firewallOf(world, at, params);
        rules.splice(existing(world, at, params), 1);
      },
    },
  ];
}

function optionRoutes(at: Level): Route[] {
  const route = `${at.path}/options` as const;
  return [
    {
      route: `GET ${route}`,
      permission: at.look,
      params: at.at,
      handler: ({ world, params }) => {
        const { options } = firewallOf(world, at, params);
        return { ...options, digest: digestOf([options]) };
      },
    },
    {
      route: `PUT ${route}`,
      permission: at.change,
      protected: true,
      params: { ...at.at, ...at.options, delete: field.configIds, digest: field.digest },
      handler: ({ world, params }) => {
        const { options } = firewallOf(world, at, params);
        assertUnchanged(digestOf([options]), params);
        for (const key of Object.keys(at.options)) {
          const value = params.maybe(key);
          if (value !== undefined) options[key] = at.options[key]?.type === 'string' ? value : Number(value);
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
    Object.keys(ruleFields).flatMap((key) => {
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
