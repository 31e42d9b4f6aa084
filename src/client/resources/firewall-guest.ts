import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { type Need, op } from '../../core/op.js';
import { nothing } from '../../core/wire.js';
import * as fw from './firewall-schemas.js';
import { onGuest } from './params.js';

const needs = (...all: string[]): { needs: readonly Need[] } => ({ needs: [{ path: '/vms/{vmid}', all }] });
const audit = needs('VM.Audit');
const modify = needs('VM.Config.Network');

const guest = z.strictObject(onGuest);
const named = { ...onGuest, name: fw.firewallName };
const entry = { ...named, cidr: fw.cidr };
const digest = { digest: ids.digest.optional() };
const comment = { comment: z.string().optional() };

/**
 * The firewall of a guest, the same for containers and virtual machines. The type of a route in here is that of both
 * kinds, so that each row is held against both.
 */
export function guestFirewall(at: '/nodes/{node}/lxc/{vmid}' | '/nodes/{node}/qemu/{vmid}') {
  return {
    /**
     * Rules of the guest, from the top. They count only where the firewall is on for the cluster, for the guest
     * (`options.update`) and for the interface (`firewall=1` in `net[n]`).
     */
    rules: {
      /** All rules, in their order. Each has the digest of the list. */
      list: op(`GET ${at}/firewall/rules`, guest, z.array(fw.rule), { ...audit, ...fw.ruleFacts }),
      /** The rule at a position. */
      get: op(`GET ${at}/firewall/rules/{pos}`, z.strictObject({ ...onGuest, pos: fw.position }), fw.rule, {
        ...audit,
        ...fw.ruleFacts,
      }),
      /** Adds a rule **as the first one**, whatever `pos` says, and **off** unless `enable` is 1. */
      create: op(`POST ${at}/firewall/rules`, z.strictObject({ ...onGuest, ...fw.newRule }), nothing, modify),
      /**
       * Changes a rule, or moves it with `moveto`. Positions shift: give the `digest` of the list that you read.
       * @throws ConflictError if the rules have changed since `digest`.
       */
      update: op(
        `PUT ${at}/firewall/rules/{pos}`,
        z.strictObject({ ...onGuest, ...fw.changedRule }),
        nothing,
        modify,
      ),
      /**
       * Removes a rule; those below move up. Give the `digest` of the list that you read.
       * @throws ConflictError if the rules have changed since `digest`.
       */
      delete: op(
        `DELETE ${at}/firewall/rules/{pos}`,
        z.strictObject({ ...onGuest, pos: fw.position, ...digest }),
        nothing,
        modify,
      ),
    },
    /** Whether the guest's firewall is on, what becomes of traffic without a rule, and filters. */
    options: {
      /** What is set; what is not has PVE's default. */
      get: op(`GET ${at}/firewall/options`, guest, fw.guestOptions, { ...audit, ...fw.optionFacts }),
      /** Sets options; those in `delete` go back to the default. */
      update: op(
        `PUT ${at}/firewall/options`,
        z.strictObject({ ...onGuest, ...fw.guestOptionParams }),
        nothing,
        modify,
      ),
    },
    /** Names for addresses and networks, for rules of this guest. */
    aliases: {
      list: op(`GET ${at}/firewall/aliases`, guest, z.array(fw.alias), { ...audit, ...fw.aliasFacts }),
      get: op(`GET ${at}/firewall/aliases/{name}`, z.strictObject(named), fw.alias, audit),
      create: op(`POST ${at}/firewall/aliases`, z.strictObject({ ...entry, ...comment }), nothing, modify),
      /** Replaces an alias: a `comment` that is left out is removed. `rename` gives it another name. */
      update: op(
        `PUT ${at}/firewall/aliases/{name}`,
        z.strictObject({ ...entry, ...comment, rename: fw.firewallName.optional(), ...digest }),
        nothing,
        modify,
      ),
      delete: op(
        `DELETE ${at}/firewall/aliases/{name}`,
        z.strictObject({ ...named, ...digest }),
        nothing,
        modify,
      ),
    },
    /** Sets of addresses, for rules of this guest: `+NAME`. */
    ipset: {
      list: op(`GET ${at}/firewall/ipset`, guest, z.array(fw.ipset), audit),
      create: op(
        `POST ${at}/firewall/ipset`,
        z.strictObject({ ...named, ...comment, ...digest }),
        nothing,
        modify,
      ),
      /** Renames the set `rename` to `name`; with the same name in both, sets its comment. */
      rename: op(
        `POST ${at}/firewall/ipset`,
        z.strictObject({ ...named, rename: fw.firewallName, ...comment, ...digest }),
        nothing,
        modify,
      ),
      /** Removes a set: an empty one, or with `force` any. */
      delete: op(
        `DELETE ${at}/firewall/ipset/{name}`,
        z.strictObject({ ...named, force: z.boolean().optional() }),
        nothing,
        modify,
      ),
      /** What is in a set. */
      entries: {
        list: op(`GET ${at}/firewall/ipset/{name}`, z.strictObject(named), z.array(fw.ipsetEntry), audit),
        get: op(`GET ${at}/firewall/ipset/{name}/{cidr}`, z.strictObject(entry), fw.ipsetEntry, audit),
        create: op(
          `POST ${at}/firewall/ipset/{name}`,
          z.strictObject({ ...entry, nomatch: z.boolean().optional(), ...comment }),
          nothing,
          modify,
        ),
        /** Replaces an entry: what is left out is removed. */
        update: op(
          `PUT ${at}/firewall/ipset/{name}/{cidr}`,
          z.strictObject({ ...entry, nomatch: z.boolean().optional(), ...comment, ...digest }),
          nothing,
          modify,
        ),
        delete: op(
          `DELETE ${at}/firewall/ipset/{name}/{cidr}`,
          z.strictObject({ ...entry, ...digest }),
          nothing,
          modify,
        ),
      },
    },
    /** The aliases and sets that rules of this guest can use, those of the cluster among them. */
    refs: op(
      `GET ${at}/firewall/refs`,
      z.strictObject({ ...onGuest, type: z.enum(['alias', 'ipset']).optional() }),
      z.array(fw.reference),
      audit,
    ),
    /** The firewall's log of this guest; only rules and policies with a log level write to it. */
    log: op(
      `GET ${at}/firewall/log`,
      z.strictObject({ ...onGuest, ...fw.logPage }),
      z.array(fw.logLine),
      needs('VM.Console'),
    ),
  };
}
