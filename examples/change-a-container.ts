// Limits a container's network interface and gives it a new mount point; all else in its configuration stays.
import { allocate, Client, formatProperties, nextFreeSlot, parseProperties } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE = 'pve1', VMID = '101' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const guest = { node: NODE, vmid: Number(VMID) };

const { digest, net0 = '' } = await client.lxc.config(guest);
const net = parseProperties('LxcNet', net0); // net.name: string, net.firewall?: boolean, net.tag?: number
console.log(`before: ${net0}`);
console.log(`after:  ${formatProperties('LxcNet', { ...net, firewall: true, rate: 50 })}`);

const slot = nextFreeSlot(await client.lxc.pending(guest), 'mp');
await client.lxc.update({
  ...guest,
  digest, // refused if somebody else has changed it since
  net0: { ...net, firewall: true, rate: 50 },
  [slot]: { volume: allocate('local', 1), mp: '/srv', backup: true },
});
console.log(`${slot}: ${(await client.lxc.config(guest))[slot]}`);
await client.close();
