// Takes a snapshot, shows the log while it grows, lists the snapshots and removes this one again.
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE = 'pve1', VMID = '101' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const guest = { node: NODE, vmid: Number(VMID) };
const snapname = `example-${process.pid}`;

const created = await client.snapshots.create({ ...guest, snapname, description: 'made by an example' });
await client.tasks.wait(created, {
  onProgress: ({ lines }) => {
    for (const line of lines) console.log('  ', line);
  },
});

const snapshots = await client.snapshots.list(guest);
console.log('snapshots:', snapshots.map(({ name }) => name).join(', '));

await client.tasks.wait(await client.snapshots.delete({ ...guest, snapname }));
console.log(`${snapname} removed`);
await client.close();
