// Defines a nightly backup job, sees what it takes and when, runs it now, and removes it again.
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', VMID = '101' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const id = 'example-nightly';
const schedule = 'mon..fri 02:30';

const [next] = await client.cluster.scheduleAnalyze({ schedule, iterations: 1 });
await client.cluster.backup.create({
  id,
  schedule,
  vmid: [Number(VMID)],
  storage: 'local',
  mode: 'snapshot',
  compress: 'zstd',
  'prune-backups': 'keep-last=3',
});
console.log(`${id}: next at ${next?.utc} UTC`);

const { children } = await client.cluster.backup.includedVolumes({ id });
for (const { id: vmid, children: volumes = [] } of children)
  for (const { name, included, reason } of volumes) console.log(`  ${vmid} ${name}: ${included} (${reason})`);

for (const run of await client.cluster.backup.run({ id })) {
  if (run.outcome === 'started') console.log(`${run.node}: ${(await client.tasks.wait(run.upid)).outcome}`);
  else console.log(`${run.node}: ${run.outcome}`, 'error' in run ? run.error.message : '');
}

const missing = await client.cluster.backup.notBackedUp();
console.log('in no job:', missing.map(({ vmid }) => vmid).join(', '));
await client.cluster.backup.delete({ id });
await client.close();
