// Backs a container up, looks at what a restore would do, and restores it as a new container.
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE: node = 'pve1', VMID = '101' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const { STORAGE: storage = 'local', DISKS = 'local' } = process.env;

const job = await client.vzdump.create({ node, vmid: Number(VMID), storage, compress: 'zstd' });
const { outcome, guests } = await client.vzdump.wait(job, { timeout: 3_600_000 });
const [backup] = guests;
if (backup?.archive === undefined) throw new Error('nothing was written to the storage');
console.log(`backup: ${outcome}, ${backup.archive}, ${backup.size} bytes`);

const vmid = await client.cluster.nextid();
const plan = await client.restore.plan({
  node,
  vmid,
  ostemplate: backup.archive,
  storage: DISKS,
  unique: true,
});
for (const { effect, key, message } of plan.findings) console.log(`${effect}: ${key}: ${message}`);

const restored = await client.restore.create(plan); // a RestoreRefusedError if the plan is not possible
await client.tasks.wait(restored, { timeout: 3_600_000 });
const { hostname } = await client.lxc.config({ node, vmid });
console.log(`restored ${backup.archive} as ${vmid}: ${hostname}`);
await client.close();
