import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tables } from '~/client/resources/tables.js';
import type { AnyOp } from '~/core/op.js';
import { issuesOf } from '~/core/validate.js';
import { listOperations } from '../../scripts/conform/operations.mjs';
import { readApi } from '../../scripts/generate-api/compare-recordings.mjs';
import { arbitraryAnswer } from './arbitrary-answer.js';

// What a client takes may be no narrower than what the API declares: a host of another release, or with other
// plugins, would then be refused for nothing.

const { checker, returns } = readApi(fileURLToPath(new URL('../../src/generated/api.ts', import.meta.url)));

/**
 * Fields that the client counts on although the API declares them optional or not at all, because PVE's code cannot
 * answer without them.
 */
const demanded: Readonly<Record<string, readonly string[]>> = {
  // pve-manager PVE/API2/Nodes.pm sets it; the others are texts, but of numbers.
  'nodes.status': ['uptime', 'loadavg', 'cpuinfo.mhz'],
  // Pairs of key and value (pve-container src/PVE/LXC/Config.pm).
  'lxc.config': ['lxc'],
  // Each sample is one of a time (pve-cluster src/PVE/RRD.pm).
  'lxc.rrddata': ['time'],
  // Parts of the UPID, put beside it (pve-cluster src/PVE/Cluster.pm).
  'cluster.tasks': ['node', 'type', 'id', 'starttime', 'user'],
  // Of these the API declares objects without fields. pve-manager PVE/API2/Nodes.pm makes each row of netstat,
  // pve-cluster src/PVE/RRD.pm begins each sample with its time, src/logger.c writes each entry of the log.
  'nodes.netstat': ['dev', 'in', 'out', 'vmid'],
  'nodes.rrddata': ['time'],
  'cluster.log': ['msg', 'node', 'time'],
  // Rows that a pattern cut out of smartctl's table (pve-storage src/PVE/Diskmanage.pm).
  'nodes.disks.smart': ['attributes', 'attributes.name'],
  // Set beside the job's configuration (pve-manager PVE/API2/Replication.pm).
  'nodes.replication.status': ['id'],
  // A storage without a type cannot be read from storage.cfg (pve-common src/PVE/SectionConfig.pm).
  'storage.list': ['type'],
  'storage.get': ['storage', 'type'],
  // Every plugin's listing sets it (pve-storage src/PVE/Storage/Plugin.pm).
  'storage.content': ['content'],
  // A point of a series is its time and what was measured then (pve-common src/PVE/RRD.pm).
  'storage.rrddata': ['time'],
  'qemu.rrddata': ['time'],
  // Everything that the agent says is in it (qemu-server src/PVE/API2/Qemu/Agent.pm).
  'qemu.agent.osinfo': ['result'],
  'qemu.agent.hostname': ['result'],
  'qemu.agent.interfaces': ['result'],
  // As in the list (pve-firewall src/PVE/API2/Firewall/Aliases.pm and IPSet.pm).
  'cluster.firewall.aliases.get': ['name', 'cidr'],
  'lxc.firewall.aliases.get': ['name', 'cidr'],
  'qemu.firewall.aliases.get': ['name', 'cidr'],
  'cluster.firewall.ipset.entries.get': ['cidr'],
  'lxc.firewall.ipset.entries.get': ['cidr'],
  'qemu.firewall.ipset.entries.get': ['cidr'],
  // With a pool's name the list has that one, or the call fails (pve-manager PVE/API2/Pool.pm).
  'pools.get': [''],
  // With `regenerate` the answer has the new secret (pve-access-control src/PVE/API2/User.pm).
  'access.tokens.regenerate': ['value'],
  // A text, but of 0 or 1.
  'access.tokens.create': ['info.privsep'],
  // A realm without a type cannot be read from domains.cfg (pve-common src/PVE/SectionConfig.pm).
  'access.domains.get': ['', 'type'],
};

const operations = listOperations(tables).map(({ names, op }) => [names.join('.'), op] as const);

const upid = 'UPID:pve1:00000178:00024505:6B006314:vzcreate:100:root@pam!root:';

/** Answers of an operation; in the declaration a UPID is just a text. */
function answersOf(op: AnyOp): fc.Arbitrary<unknown> {
  const declared = returns.get(op.route);
  if (declared === undefined) throw new Error(`${op.route} is not in the API`);
  const type = checker.typeToString(declared);
  const isText = type === 'string' || type === 'string | null';
  if (!isText || op.returns.safeParse('text').success) return arbitraryAnswer(checker, declared);
  return type === 'string' ? fc.constant(upid) : fc.constantFrom(upid, null);
}

/** Where an answer is refused, the numbers of rows left out. */
function refused(op: AnyOp, answer: unknown): string[] {
  const { error } = op.returns.safeParse(answer);
  if (error === undefined) return [];
  return issuesOf(error).map(({ path }) => path.replaceAll(/(?:^|\.)\d+(?=\.|$)/g, '').replace(/^\./, ''));
}

it.each(operations)('%s takes every answer that the API declares', (name, op) => {
  const missed = new Set<string>();
  fc.assert(
    fc.property(answersOf(op), (answer) => {
      const places = refused(op, answer);
      for (const place of places) missed.add(place);
      const wrong = places.filter((place) => demanded[name]?.includes(place) !== true);
      expect(wrong, JSON.stringify(answer)).toEqual([]);
    }),
    { numRuns: 200, seed: 1 },
  );
  expect([...missed].sort(), 'what is demanded').toEqual([...(demanded[name] ?? [])].sort());
});
