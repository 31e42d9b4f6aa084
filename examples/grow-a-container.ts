// Changes a container by a function, so that nobody else's change is lost, and tells what waits for the next start.
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE: node = 'pve1', VMID = '101' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const vmid = Number(VMID);

const { hasFeature } = await client.lxc.feature({ node, vmid, feature: 'snapshot' });
if (hasFeature) {
  const snapname = `before-${Date.now()}`;
  await client.tasks.wait(
    await client.snapshots.create({ node, vmid, snapname, description: 'more memory' }),
  );
  console.log(
    `snapshot ${snapname}: ${(await client.snapshots.config({ node, vmid, snapname })).memory} MiB`,
  );
}

const { changed, attempts } = await client.lxc.update({ node, vmid }, ({ memory = 512, tags = '' }) => ({
  memory: Math.max(memory, 1024),
  tags: [...new Set([...tags.split(';'), 'grown'])].filter((tag) => tag !== ''),
}));
console.log(`changed: ${changed}, after ${attempts} attempt(s)`);

const { memory, tags } = await client.lxc.config({ node, vmid });
const waiting = (await client.lxc.pending({ node, vmid })).filter(({ pending }) => pending !== undefined);
console.log(`memory ${memory} MiB, tags ${tags}, ${waiting.length} key(s) wait for the next start`);
await client.close();
