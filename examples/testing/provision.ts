// The code under test: a container of a name, made and started unless it is there.
import type { Client } from '@felhom/proxmox';

const ostemplate = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';

export async function provision(client: Client, node: string, hostname: string): Promise<number> {
  const there = (await client.lxc.list({ node })).find(({ name }) => name === hostname);
  if (there !== undefined) return there.vmid;
  const vmid = await client.cluster.nextid({});
  const rootfs = 'local:2';
  await client.tasks.wait(await client.lxc.create({ node, vmid, ostemplate, hostname, rootfs }));
  try {
    await client.tasks.wait(await client.lxc.start({ node, vmid }));
  } catch (error) {
    // A container that does not start is of no use to anybody.
    await client.tasks.wait(await client.lxc.delete({ node, vmid, purge: true }));
    throw error;
  }
  return vmid;
}
