import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { type Need, op } from '../../core/op.js';
import { nothing } from '../../core/wire.js';
import * as fw from './firewall-schemas.js';
import { onNode } from './params.js';

const needs = (...all: string[]): { needs: readonly Need[] } => ({ needs: [{ path: '/nodes/{node}', all }] });
const audit = needs('Sys.Audit');
const modify = needs('Sys.Modify');

/** The firewall of a node: for traffic to and from the host itself, not to its guests. */
export const nodeFirewall = {
  /** Rules of the node, from the top; those of the cluster come after them. */
  rules: {
    /** All rules, in their order. Each has the digest of the list. */
    list: op('GET /nodes/{node}/firewall/rules', z.strictObject(onNode), z.array(fw.rule), {
      ...audit,
      ...fw.ruleFacts,
    }),
    /** The rule at a position. */
    get: op(
      'GET /nodes/{node}/firewall/rules/{pos}',
      z.strictObject({ ...onNode, pos: fw.position }),
      fw.rule,
      { ...audit, ...fw.ruleFacts },
    ),
    /** Adds a rule **as the first one**, whatever `pos` says, and **off** unless `enable` is 1. */
    create: op(
      'POST /nodes/{node}/firewall/rules',
      z.strictObject({ ...onNode, ...fw.newRule }),
      nothing,
      modify,
    ),
    /**
     * Changes a rule, or moves it with `moveto`. Positions shift: give the `digest` of the list that you read.
     * @throws ConflictError if the rules have changed since `digest`.
     */
    update: op(
      'PUT /nodes/{node}/firewall/rules/{pos}',
      z.strictObject({ ...onNode, ...fw.changedRule }),
      nothing,
      modify,
    ),
    /** Removes a rule; those below move up. Give the `digest` of the list that you read. */
    delete: op(
      'DELETE /nodes/{node}/firewall/rules/{pos}',
      z.strictObject({ ...onNode, pos: fw.position, digest: ids.digest.optional() }),
      nothing,
      modify,
    ),
  },
  /** Whether the node's firewall is on, its logs and its protection. */
  options: {
    /** What is set; what is not has PVE's default. */
    get: op('GET /nodes/{node}/firewall/options', z.strictObject(onNode), fw.nodeOptions, audit),
    /** Sets options; those in `delete` go back to the default. */
    update: op(
      'PUT /nodes/{node}/firewall/options',
      z.strictObject({ ...onNode, ...fw.nodeOptionParams }),
      nothing,
      modify,
    ),
  },
  /** The firewall's log of this node; only rules and policies with a log level write to it. */
  log: op(
    'GET /nodes/{node}/firewall/log',
    z.strictObject({ ...onNode, ...fw.logPage }),
    z.array(fw.logLine),
    needs('Sys.Syslog'),
  ),
};
