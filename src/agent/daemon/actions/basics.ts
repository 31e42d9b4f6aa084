import * as z from 'zod';
import { selftest } from '../../selftest.js';
import { action, plain } from './action.js';

const minute = 60_000;

/** Gives back what it is given: shows that the way there and back works. */
export const echo = action({
  name: 'echo',
  version: 1,
  params: z.strictObject({ text: z.string().max(1_024) }),
  risk: 'LOW',
  executor: 'agent',
  timeout: () => 5_000,
  resume: 'none',
  run: async (_context, { text }) => ({ text }),
});

/** The selftest of `felhom-agent --selftest`: only reads. */
export const pveSelftest = action({
  name: 'pve.selftest',
  version: 1,
  params: z.strictObject({}),
  risk: 'LOW',
  executor: 'client',
  timeout: () => 5 * minute,
  resume: 'none',
  run: async ({ client, signal }) => {
    const { ok, unreachable, checks } = await selftest(client, { signal });
    return plain({ ok, unreachable, checks });
  },
});

/** Load, memory, disk and uptime of the host. */
export const hostHealth = action({
  name: 'host.health',
  version: 1,
  params: z.strictObject({}),
  risk: 'LOW',
  executor: 'client',
  timeout: () => minute,
  resume: 'none',
  run: async ({ client, node, signal }) => {
    const status = await client.nodes.status({ node }, { signal });
    const { version } = await client.version({}, { signal });
    const storages = await client.storage.onNode({ node }, { signal });
    const { uptime, cpu, loadavg, memory, swap, rootfs } = status;
    return plain({ node, version, uptime, cpu, loadavg, memory, swap, rootfs, storages });
  },
});
