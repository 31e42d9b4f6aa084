import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { type Need, op } from '../../core/op.js';
import { nothing, record, text } from '../../core/wire.js';
import * as fw from './firewall-schemas.js';
import { none } from './params.js';

const needs = (...all: string[]): { needs: readonly Need[] } => ({ needs: [{ path: '/', all }] });
const audit = needs('Sys.Audit');
const modify = needs('Sys.Modify');

const named = { name: fw.firewallName };
const entry = { ...named, cidr: fw.cidr };
const digest = { digest: ids.digest.optional() };
const comment = { comment: z.string().optional() };
const inGroup = { group: fw.groupName };

/** The firewall of the cluster: the main switch, rules for all nodes, and what other levels refer to. */
export const clusterFirewall = {
  /** Rules for every node (not for guests), after the node's own. */
  rules: {
    /** All rules, in their order. Each has the digest of the list. */
    list: op('GET /cluster/firewall/rules', none, z.array(fw.rule), { ...audit, ...fw.ruleFacts }),
    /** The rule at a position. */
    get: op('GET /cluster/firewall/rules/{pos}', z.strictObject({ pos: fw.position }), fw.rule, {
      ...audit,
      ...fw.ruleFacts,
    }),
    /** Adds a rule **as the first one**, whatever `pos` says, and **off** unless `enable` is 1. */
    create: op('POST /cluster/firewall/rules', z.strictObject(fw.newRule), nothing, modify),
    /**
     * Changes a rule, or moves it with `moveto`. Positions shift: give the `digest` of the list that you read.
     * @throws ConflictError if the rules have changed since `digest`.
     */
    update: op('PUT /cluster/firewall/rules/{pos}', z.strictObject(fw.changedRule), nothing, modify),
    /** Removes a rule; those below move up. Give the `digest` of the list that you read. */
    delete: op(
      'DELETE /cluster/firewall/rules/{pos}',
      z.strictObject({ pos: fw.position, ...digest }),
      nothing,
      modify,
    ),
  },
  /** The main switch and the policies. Without `enable` no firewall is on anywhere. */
  options: {
    /** What is set; what is not has PVE's default. */
    get: op('GET /cluster/firewall/options', none, fw.clusterOptions, audit),
    /** Sets options; those in `delete` go back to the default. */
    update: op('PUT /cluster/firewall/options', z.strictObject(fw.clusterOptionParams), nothing, modify),
  },
  /** Security groups: lists of rules that rules of every level can use (`type: 'group', action: GROUP`). */
  groups: {
    /** All groups, for any authenticated caller. */
    list: op(
      'GET /cluster/firewall/groups',
      none,
      z.array(record({ group: text, comment: text.optional(), digest: text.optional() })),
    ),
    create: op('POST /cluster/firewall/groups', z.strictObject({ ...inGroup, ...comment }), nothing, modify),
    /** Renames the group `rename` to `group`, in all rules too; with the same name in both, sets its comment. */
    rename: op(
      'POST /cluster/firewall/groups',
      z.strictObject({ ...inGroup, rename: fw.groupName, ...comment, ...digest }),
      nothing,
      modify,
    ),
    /** Removes a group that has no rules. */
    delete: op('DELETE /cluster/firewall/groups/{group}', z.strictObject(inGroup), nothing, modify),
    /** The rules of a group. */
    rules: {
      list: op('GET /cluster/firewall/groups/{group}', z.strictObject(inGroup), z.array(fw.rule), {
        ...audit,
        ...fw.ruleFacts,
      }),
      get: op(
        'GET /cluster/firewall/groups/{group}/{pos}',
        z.strictObject({ ...inGroup, pos: fw.position }),
        fw.rule,
        { ...audit, ...fw.ruleFacts },
      ),
      /** Adds a rule **as the first one**, whatever `pos` says, and **off** unless `enable` is 1. */
      create: op(
        'POST /cluster/firewall/groups/{group}',
        z.strictObject({ ...inGroup, ...fw.newRule }),
        nothing,
        modify,
      ),
      /** Changes a rule, or moves it with `moveto`. Give the `digest` of the list that you read. */
      update: op(
        'PUT /cluster/firewall/groups/{group}/{pos}',
        z.strictObject({ ...inGroup, ...fw.changedRule }),
        nothing,
        modify,
      ),
      /** Removes a rule; those below move up. Give the `digest` of the list that you read. */
      delete: op(
        'DELETE /cluster/firewall/groups/{group}/{pos}',
        z.strictObject({ ...inGroup, pos: fw.position, ...digest }),
        nothing,
        modify,
      ),
    },
  },
  /** Names for addresses and networks, for rules of every level: `dc/NAME`. */
  aliases: {
    list: op('GET /cluster/firewall/aliases', none, z.array(fw.alias), { ...audit, ...fw.aliasFacts }),
    get: op('GET /cluster/firewall/aliases/{name}', z.strictObject(named), fw.alias, audit),
    create: op('POST /cluster/firewall/aliases', z.strictObject({ ...entry, ...comment }), nothing, modify),
    /** Replaces an alias: a `comment` that is left out is removed. `rename` gives it another name. */
    update: op(
      'PUT /cluster/firewall/aliases/{name}',
      z.strictObject({ ...entry, ...comment, rename: fw.firewallName.optional(), ...digest }),
      nothing,
      modify,
    ),
    delete: op(
      'DELETE /cluster/firewall/aliases/{name}',
      z.strictObject({ ...named, ...digest }),
      nothing,
      modify,
    ),
  },
  /** Sets of addresses, for rules of every level: `+dc/NAME`. Those in `blacklist` and `management` mean more to PVE. */
  ipset: {
    list: op('GET /cluster/firewall/ipset', none, z.array(fw.ipset), audit),
    create: op(
      'POST /cluster/firewall/ipset',
      z.strictObject({ ...named, ...comment, ...digest }),
      nothing,
      modify,
    ),
    /** Renames the set `rename` to `name`; with the same name in both, sets its comment. */
    rename: op(
      'POST /cluster/firewall/ipset',
      z.strictObject({ ...named, rename: fw.firewallName, ...comment, ...digest }),
      nothing,
      modify,
    ),
    /** Removes a set: an empty one, or with `force` any. */
    delete: op(
      'DELETE /cluster/firewall/ipset/{name}',
      z.strictObject({ ...named, force: z.boolean().optional() }),
      nothing,
      modify,
    ),
    /** What is in a set. */
    entries: {
      list: op('GET /cluster/firewall/ipset/{name}', z.strictObject(named), z.array(fw.ipsetEntry), audit),
      get: op('GET /cluster/firewall/ipset/{name}/{cidr}', z.strictObject(entry), fw.ipsetEntry, audit),
      create: op(
        'POST /cluster/firewall/ipset/{name}',
        z.strictObject({ ...entry, nomatch: z.boolean().optional(), ...comment }),
        nothing,
        modify,
      ),
      /** Replaces an entry: what is left out is removed. */
      update: op(
        'PUT /cluster/firewall/ipset/{name}/{cidr}',
        z.strictObject({ ...entry, nomatch: z.boolean().optional(), ...comment, ...digest }),
        nothing,
        modify,
      ),
      delete: op(
        'DELETE /cluster/firewall/ipset/{name}/{cidr}',
        z.strictObject({ ...entry, ...digest }),
        nothing,
        modify,
      ),
    },
  },
  /** The ready-made rules that `macro` can name, for any authenticated caller. */
  macros: op('GET /cluster/firewall/macros', none, z.array(record({ macro: text, descr: text }))),
  /** The aliases and sets that rules can use. */
  refs: op(
    'GET /cluster/firewall/refs',
    z.strictObject({ type: z.enum(['alias', 'ipset']).optional() }),
    z.array(fw.reference),
    audit,
  ),
};
