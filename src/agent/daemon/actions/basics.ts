import * as z from 'zod';
import { selftest } from '../../selftest.js';
import { type ActionContext, action, plain } from './action.js';

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

/** Load, memory, disk and uptime of the host, its storages, and what of them does not look well. */
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
    const services = await failedServices({ client, node, signal });
    const degraded = [
      ...(isFull(rootfs) ? ['the root file system is nearly full'] : []),
      ...(isFull(memory) ? ['the memory is nearly used up'] : []),
      ...storages
        .filter(({ enabled, active }) => enabled !== false && active === false)
        .map(({ storage }) => `the storage ${storage} cannot be reached`),
      ...storages.filter(isFull).map(({ storage }) => `the storage ${storage} is nearly full`),
      ...services.map((service) => `the service ${service} has failed`),
    ];
    return plain({ node, version, uptime, cpu, loadavg, memory, swap, rootfs, storages, degraded });
  },
});

/** Temperatures, fans and voltages. */
export const hostSensors = action({
  name: 'host.sensors',
  version: 1,
  params: z.strictObject({}),
  risk: 'LOW',
  executor: 'privileged',
  timeout: () => minute,
  resume: 'none',
  run: async ({ privileged, signal }) => plain(await privileged.sensors.read({}, { signal })),
});

/** From this share on. */
const nearly = 0.95;

function isFull({ used, total }: { used?: number | undefined; total?: number | undefined }): boolean {
  return used !== undefined && total !== undefined && total > 0 && used / total >= nearly;
}

async function failedServices({ client, node, signal }: Pick<ActionContext, 'client' | 'node' | 'signal'>) {
  const rows = await client.nodes.services.list({ node }, { signal });
  return rows.filter((row) => row['active-state'] === 'failed').map(({ service }) => service);
}
