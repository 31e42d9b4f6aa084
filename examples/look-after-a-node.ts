// Looks after a node: its load, its disks, its services and the end of its journal. Restarts one service.
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE = 'pve1' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const node = NODE;

const { loadavg, memory } = await client.nodes.status({ node });
const samples = await client.nodes.rrddata({ node, timeframe: 'hour', cf: 'MAX' });
const peak = Math.max(...samples.map(({ cpu }) => cpu ?? 0));
console.log(
  `load ${loadavg?.join(' ')}, ${Math.round((100 * memory.used) / memory.total)} % of memory in use`,
);
console.log(`busiest minute of the last hour: ${(100 * peak).toFixed(1)} % of the cores`);

for (const { devpath, health, wearout } of await client.nodes.disks.list({ node }))
  console.log(
    `${devpath}: ${health}, ${typeof wearout === 'number' ? `${wearout} % of its life left` : 'no wear known'}`,
  );

const services = await client.nodes.services.list({ node });
const down = services.filter((unit) => unit['unit-state'] === 'enabled' && unit.state !== 'running');
console.log(`${services.length} services, down: ${down.map(({ service }) => service).join(', ') || 'none'}`);
const restart = await client.nodes.services.restart({ node, service: 'pvescheduler' });
console.log(`restart of pvescheduler: ${(await client.tasks.wait(restart)).outcome}`);

const lines = await client.nodes.journal({ node, lastentries: 3 });
for (const line of lines.filter((text) => !text.startsWith('s='))) console.log(line);
await client.close();
