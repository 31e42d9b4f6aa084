// Shows which backups of a guest are too many, removes those, and protects the newest.
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE: node = 'pve1', VMID = '101' } = process.env;
const { STORAGE: storage = 'local' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const at = { node, storage };

const choice = { ...at, vmid: Number(VMID), 'prune-backups': { 'keep-last': 1, 'keep-monthly': 3 } };
for (const { volid, mark } of await client.storage.prunePreview(choice)) console.log(mark, volid);
await client.tasks.wait(await client.storage.prune(choice));

const left = await client.storage.content({ ...at, content: 'backup', vmid: Number(VMID) });
const newest = left.sort((a, b) => (b.ctime ?? 0) - (a.ctime ?? 0))[0];
if (newest !== undefined) {
  await client.storage.updateVolume({
    ...at,
    volume: newest.volid,
    notes: 'the one to keep',
    protected: true,
  });
  const { notes, protected: isProtected } = await client.storage.volume({ ...at, volume: newest.volid });
  console.log(`${left.length} left, ${newest.volid}: ${notes}, protected: ${isProtected}`);
}
await client.close();
