import type { Check } from '../check.js';
import { count } from '../units.js';

/** Which nodes there are, and whether each is up. */
export const nodesCheck: Check = {
  name: 'nodes',
  async run(facts) {
    const nodes = await facts.nodes();
    const names = nodes.map(({ node }) => node).sort();
    const down = nodes.filter(({ status }) => status !== 'online');
    const data = { nodes: nodes.map(({ node, status }) => ({ node, status })) };
    if (down.length === 0)
      return { status: 'ok', summary: `${count(names.length, 'node')} online: ${names.join(', ')}`, data };
    const listed = down.map(({ node, status }) => `${node} is ${status}`).join(', ');
    return {
      status: 'warn',
      summary: `${nodes.length - down.length} of ${nodes.length} nodes online: ${listed}`,
      advice: [
        'Guests and storages of a node that is not online cannot be reached: `pvecm status` on a node that is up tells more.',
      ],
      data,
    };
  },
};
