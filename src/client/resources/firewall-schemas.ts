import * as z from 'zod';
import * as ids from '../../core/ids.js';
import type { Parsed } from '../../core/property-string.js';
import { flag, num, record, text, word } from '../../core/wire.js';
import type { FirewallLogRateLimit } from '../../generated/api.js';
import { properties } from './property-params.js';

// Names of pve-firewall src/PVE/Firewall.pm.

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9\-_]+$/, 'a letter, then letters, digits, - and _ are expected')
  .max(64, 'at most 64 characters');

/** Name of an alias or of a set of addresses. */
export const firewallName = name;

/** Name of a security group. */
export const groupName = name.max(18, 'a security group has at most 18 characters');

/** An address, a network (`10.0.0.0/24`) or the name of an alias, which can say where it is (`dc/office`). */
export const cidr = z
  .string()
  .regex(
    /^(?:(?:(?:\d{1,3}\.){3}\d{1,3}|[\da-f]*:[\da-f:]*(?:(?:\d{1,3}\.){3}\d{1,3})?)(?:\/\d{1,3})?|(?:(?:dc|guest)\/)?[a-z][a-z0-9\-_]+)$/i,
    'an address, a network such as 10.0.0.0/24 or an alias is expected',
  );

/** Where a rule stands, from 0. PVE goes through the rules from the top. */
export const position = z.number().int().min(0);

export const logLevels = z.enum([
  'emerg',
  'alert',
  'crit',
  'err',
  'warning',
  'notice',
  'info',
  'debug',
  'nolog',
]);

/** On or off; PVE declares a number here. */
export const onOff = z.literal([0, 1]);

const ruleKeys = {
  /** `ACCEPT`, `DROP`, `REJECT`, or the name of a security group where `type` is `group`. */
  action: z.string().min(2).max(20),
  /** `forward`: since 8.2. */
  type: z.enum(['in', 'out', 'forward', 'group']),
};

const ruleOptions = {
  /** PVE's default is **0: a new rule does nothing** until this is 1. */
  enable: onOff.optional(),
  comment: z.string().optional(),
  /** An address, a range `10.0.0.1-10.0.0.9`, a list of them with commas, `+ipset` or an alias. */
  source: z.string().max(512).optional(),
  dest: z.string().max(512).optional(),
  /** `tcp`, `udp`, `icmp`, … or a number. Needed with ports. */
  proto: z.string().optional(),
  /** A port, a name of a service, a range `80:85`, or a list with commas. */
  sport: z.string().optional(),
  dport: z.string().optional(),
  /** Of `proto` icmp or icmpv6. */
  'icmp-type': z.string().optional(),
  /** `net0` of a guest, a name such as `vmbr0` on a node. */
  iface: z.string().min(2).max(20).optional(),
  /** A ready-made rule: `SSH`, `HTTPS`, …; see `cluster.firewall.macros`. */
  macro: z.string().max(128).optional(),
  log: logLevels.optional(),
  digest: ids.digest.optional(),
};

/** A new rule. */
export const newRule = {
  ...ruleKeys,
  ...ruleOptions,
  /** Taken by PVE and ignored: a new rule is always the first one. Move it with `update` and `moveto`. */
  pos: position.optional(),
};

/** A change of a rule. */
export const changedRule = {
  pos: position,
  action: ruleKeys.action.optional(),
  type: ruleKeys.type.optional(),
  ...ruleOptions,
  /** Puts it there, before the rule that has this position now. Everything else is ignored with it. */
  moveto: position.optional(),
  /** Keys to take out of the rule. */
  delete: z.array(z.string()).min(1).optional(),
};

export const rule = record({
  /** Where it stands, from 0: changes with every rule that is added, moved or removed above it. */
  pos: num,
  type: word<'in' | 'out' | 'forward' | 'group'>().optional(),
  action: text.optional(),
  /** Missing or 0: the rule is off. */
  enable: num.optional(),
  comment: text.optional(),
  source: text.optional(),
  dest: text.optional(),
  proto: text.optional(),
  sport: text.optional(),
  dport: text.optional(),
  'icmp-type': text.optional(),
  iface: text.optional(),
  macro: text.optional(),
  log: text.optional(),
  /** 4 or 6, where the addresses tell. */
  ipversion: num.optional(),
  /** Of all rules of the list: give it back with a change, so that `pos` still means this rule. */
  digest: text.optional(),
});

/** Rules carry the digest of their list (pve-firewall src/PVE/API2/Firewall/Rules.pm, copy_list_with_digest). */
export const ruleFacts = { undeclared: ['digest'] } as const;

export const alias = record({
  name: text,
  cidr: text,
  comment: text.optional(),
  digest: text.optional(),
  /** 4 or 6. */
  ipversion: num.optional(),
});

/** Parsed from the configuration (pve-firewall src/PVE/Firewall.pm, parse_alias). */
export const aliasFacts = { undeclared: ['ipversion'] } as const;

export const ipset = record({ name: text, comment: text.optional(), digest: text.optional() });

export const ipsetEntry = record({
  /** An address, a network or an alias. */
  cidr: text,
  /** Taken out of the set, where a wider entry has it in. */
  nomatch: flag.optional(),
  comment: text.optional(),
  digest: text.optional(),
});

export const reference = record({
  type: word<'alias' | 'ipset'>(),
  name: text,
  /** What a rule says to mean it: `+dc/blacklist`, `dc/office`. Since 8.0. */
  ref: text.optional(),
  /** `dc`, `guest` or `sdn`, since 8.0. */
  scope: text.optional(),
  comment: text.optional(),
});

/** A page of the log. */
export const logPage = {
  start: z.number().int().min(0).optional(),
  limit: z.number().int().min(0).optional(),
  /** Seconds since the epoch. */
  since: z.number().int().min(0).optional(),
  until: z.number().int().min(0).optional(),
};

export const logLine = record({ n: num, t: text });

const policy = word<'ACCEPT' | 'REJECT' | 'DROP'>().optional();
const policyParam = z.enum(['ACCEPT', 'REJECT', 'DROP']).optional();

/** Takes keys back to PVE's default, or fails if the options have changed since `digest`. */
const change = { delete: z.array(z.string()).min(1).optional(), digest: ids.digest.optional() };

/** Seen on nodes and clusters; guests' options come from the same code (pve-firewall src/PVE/API2/Firewall/VM.pm). */
export const optionFacts = { undeclared: ['digest'] } as const;

/** What is not set is missing: PVE does not fill in its defaults. */
export const guestOptions = record({
  /** Missing: off. */
  enable: flag.optional(),
  dhcp: flag.optional(),
  ipfilter: flag.optional(),
  macfilter: flag.optional(),
  ndp: flag.optional(),
  radv: flag.optional(),
  log_level_in: text.optional(),
  log_level_out: text.optional(),
  /** Missing: DROP. */
  policy_in: policy,
  /** Missing: ACCEPT. */
  policy_out: policy,
  digest: text.optional(),
});

export const guestOptionParams = {
  enable: z.boolean().optional(),
  dhcp: z.boolean().optional(),
  ipfilter: z.boolean().optional(),
  macfilter: z.boolean().optional(),
  ndp: z.boolean().optional(),
  radv: z.boolean().optional(),
  log_level_in: logLevels.optional(),
  log_level_out: logLevels.optional(),
  policy_in: policyParam,
  policy_out: policyParam,
  ...change,
};

export const nodeOptions = record({
  /** Missing: on, as soon as the cluster's is. */
  enable: flag.optional(),
  log_level_in: text.optional(),
  log_level_out: text.optional(),
  log_level_forward: text.optional(),
  ndp: flag.optional(),
  nftables: flag.optional(),
  nosmurfs: flag.optional(),
  tcpflags: flag.optional(),
  smurf_log_level: text.optional(),
  tcp_flags_log_level: text.optional(),
  log_nf_conntrack: flag.optional(),
  nf_conntrack_allow_invalid: flag.optional(),
  nf_conntrack_helpers: text.optional(),
  nf_conntrack_max: num.optional(),
  nf_conntrack_tcp_timeout_established: num.optional(),
  nf_conntrack_tcp_timeout_syn_recv: num.optional(),
  protection_synflood: flag.optional(),
  protection_synflood_burst: num.optional(),
  protection_synflood_rate: num.optional(),
  digest: text.optional(),
});

export const nodeOptionParams = {
  enable: z.boolean().optional(),
  log_level_in: logLevels.optional(),
  log_level_out: logLevels.optional(),
  log_level_forward: logLevels.optional(),
  ndp: z.boolean().optional(),
  nftables: z.boolean().optional(),
  nosmurfs: z.boolean().optional(),
  tcpflags: z.boolean().optional(),
  smurf_log_level: logLevels.optional(),
  tcp_flags_log_level: logLevels.optional(),
  log_nf_conntrack: z.boolean().optional(),
  nf_conntrack_allow_invalid: z.boolean().optional(),
  nf_conntrack_helpers: z.string().optional(),
  nf_conntrack_max: z.number().int().min(32_768).optional(),
  /** Seconds. */
  nf_conntrack_tcp_timeout_established: z.number().int().min(7875).optional(),
  nf_conntrack_tcp_timeout_syn_recv: z.number().int().min(30).max(60).optional(),
  protection_synflood: z.boolean().optional(),
  protection_synflood_burst: z.number().int().optional(),
  protection_synflood_rate: z.number().int().optional(),
  ...change,
};

export const clusterOptions = record({
  /** 0 or missing: no firewall at all, on any node or guest. */
  enable: num.optional(),
  ebtables: flag.optional(),
  /** `enable=1,rate=1/second,burst=5`. */
  log_ratelimit: text.optional(),
  policy_in: policy,
  policy_out: policy,
  policy_forward: policy,
  digest: text.optional(),
});

export const clusterOptionParams = {
  /** With 1 PVE drops what comes in and no rule accepts: have a rule for ports 22 and 8006 first. */
  enable: onOff.optional(),
  ebtables: z.boolean().optional(),
  log_ratelimit: properties<string | FirewallLogRateLimit | Parsed<FirewallLogRateLimit>>(
    'FirewallLogRateLimit',
  ).optional(),
  policy_in: policyParam,
  policy_out: policyParam,
  policy_forward: z.enum(['ACCEPT', 'DROP']).optional(),
  ...change,
};
