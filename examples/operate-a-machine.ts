// Takes a snapshot of a virtual machine, starts it, asks its guest agent, and shuts it down.
import { Client, isPveError } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE: node = 'pve1', VM = '120' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const vm = { node, vmid: Number(VM) };
const snapname = `example-${process.pid}`;

const { name, cores, memory, scsi0 } = await client.qemu.config(vm);
console.log(`${name}: ${cores} cores, ${memory} MiB, ${scsi0}`);

await client.tasks.wait(await client.qemu.snapshots.create({ ...vm, snapname }));
await client.tasks.wait(await client.qemu.start(vm));
try {
  await client.qemu.agent.ping(vm);
  const { result } = await client.qemu.agent.osinfo(vm);
  console.log(`runs ${result['pretty-name']}`);
} catch (error) {
  if (!isPveError(error)) throw error;
  console.log(`no answer from inside: ${error.message}`); // it can still boot, or have no agent
}
await client.tasks.wait(await client.qemu.shutdown({ ...vm, timeout: 120, forceStop: true }));
await client.tasks.wait(await client.qemu.snapshots.delete({ ...vm, snapname }));
console.log((await client.qemu.status(vm)).status);
await client.close();
