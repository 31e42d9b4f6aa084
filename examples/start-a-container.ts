// Starts a container, waits for the task and prints what came of it.
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE = 'pve1', VMID = '101' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const guest = { node: NODE, vmid: Number(VMID) };

const { status } = await client.lxc.status(guest);
if (status === 'running') {
  console.log(`container ${VMID} runs already`);
} else {
  const { outcome, elapsed } = await client.tasks.wait(await client.lxc.start(guest));
  console.log(`container ${VMID} started: ${outcome} after ${elapsed} ms`);
}
await client.close();
