import type { Leftover } from '../agent/snapshot-trip.js';

/** What is left, and the command that removes it. */
export function describeLeftover(left: Leftover, introduction: string): string {
  const { node, vmid, snapname, command, certain } = left;
  const what = `snapshot ${snapname} of container ${vmid} on ${node}`;
  const look = certain ? '' : ` (if it exists: pct listsnapshot ${vmid})`;
  return [`${introduction} ${what}${look}`, `Remove it, in a root shell on ${node}:`, `  ${command}`].join(
    '\n',
  );
}
