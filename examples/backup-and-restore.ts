// Backs a container up and restores the backup as a new container.
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE: node = 'pve1', VMID = '101' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const { STORAGE: storage = 'local', DISKS = 'local' } = process.env;

const backup = await client.vzdump.create({ node, vmid: Number(VMID), storage, compress: 'zstd' });
const { outcome, warnings } = await client.tasks.wait(backup, { timeout: 3_600_000 });
console.log(`backup: ${outcome}, ${warnings} warnings`);

const archives = await client.storage.content({ node, storage, content: 'backup', vmid: Number(VMID) });
const newest = archives.sort((a, b) => (b.ctime ?? 0) - (a.ctime ?? 0))[0];
if (newest === undefined)
  throw new Error('no backup to be seen: does the token have VM.Backup on the guest?');

const vmid = await client.cluster.nextid();
const restored = await client.restore.create({
  node,
  vmid,
  ostemplate: newest.volid,
  storage: DISKS,
  unique: true,
});
await client.tasks.wait(restored, { timeout: 3_600_000 });
console.log(`restored ${newest.volid} as ${vmid}: ${(await client.lxc.config({ node, vmid })).hostname}`);
await client.close();
