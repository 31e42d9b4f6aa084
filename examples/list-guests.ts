// Lists the containers and virtual machines of all nodes, and says which nodes have not told about theirs.
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', VMID = '101' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });

const { guests, problems } = await client.guests.list();
for (const { type, vmid, name, node, status } of guests) console.log(type, vmid, name, node, status);
for (const { message } of problems) console.log(message);

const guest = await client.guests.find(Number(VMID));
console.log(
  guest === undefined ? `${VMID} is not to be seen` : `${VMID} is on ${guest.node}: ${guest.status}`,
);
await client.close();
