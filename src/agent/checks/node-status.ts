import type { Check } from '../check.js';
import type { NodeState } from '../facts.js';
import type { Finding } from '../finding.js';
import { refusedLook } from '../refusal.js';
import { bytes, count, percent, uptime } from '../units.js';
import { worst } from './worst.js';

const full = 90;

/** Load, memory and root file system of each node that is up. */
export const nodeStatusCheck: Check = {
  name: 'node status',
  after: ['nodes'],
  async run(facts) {
    const nodes = await facts.onlineNodes();
    if (nodes.length === 0) return { status: 'skip', summary: 'no node is online' };
    const findings = await Promise.all(
      nodes.map((node) =>
        facts.nodeStatus(node).then(
          (state) => describe(node, state),
          (error: unknown) => refusedLook(facts.client, error),
        ),
      ),
    );
    const [only] = findings;
    if (findings.length === 1 && only !== undefined) return only;
    const good = findings.filter(({ status }) => status === 'ok').length;
    return {
      status: worst(findings),
      summary: `${good} of ${count(nodes.length, 'node')} in good order`,
      rows: findings.map(({ summary }, index) => [nodes[index] ?? '', summary]),
      advice: findings.flatMap(({ advice }) => advice ?? []),
      data: { nodes: findings.map(({ data }) => data ?? {}) },
    };
  },
};

function describe(node: string, state: NodeState): Finding {
  const { memory, rootfs, loadavg = [], cpuinfo, pveversion } = state;
  const disk = percent(rootfs.used, rootfs.total) ?? 0;
  const parts = [
    `up ${uptime(state.uptime)}`,
    count(cpuinfo.cpus, 'CPU'),
    ...(loadavg[0] === undefined ? [] : [`load ${loadavg[0].toFixed(2)}`]),
    `memory ${bytes(memory.used)} of ${bytes(memory.total)}`,
    `root ${bytes(rootfs.used)} of ${bytes(rootfs.total)} (${disk} %)`,
  ];
  const data = { node, uptime: state.uptime, loadavg, memory, rootfs, cpus: cpuinfo.cpus, pveversion };
  const summary = parts.join(', ');
  if (disk < full) return { status: 'ok', summary, data };
  return {
    status: 'warn',
    summary,
    advice: [
      `The root file system of ${node} is nearly full: without room PVE can write neither logs nor its configuration.`,
    ],
    data,
  };
}
