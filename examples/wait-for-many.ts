// Starts several tasks, stores their waits, and takes them up again as another process would; then tells what became of each.
import { Client, TaskError, type TaskWaitState } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE = 'pve1', VMID = '101' } = process.env;
const options = { url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT };
const guest = { node: NODE, vmid: Number(VMID) };

async function begin(): Promise<string> {
  const client = new Client(options);
  const upids = [
    await client.snapshots.create({ ...guest, snapname: 'example-many' }),
    // There is no such snapshot: this one fails, in its task.
    await client.snapshots.rollback({ ...guest, snapname: 'example-none' }),
  ];
  const waits = upids.map((upid) => client.tasks.track(upid, { timeout: 3_600_000 }));
  await client.close();
  return JSON.stringify(waits);
}

const stored = await begin();

const client = new Client(options);
const waits = (JSON.parse(stored) as TaskWaitState[]).map((state) => client.tasks.resume(state));
for (const { upid } of waits) {
  for await (const { t } of client.tasks.follow(upid)) console.log('  ', t);
}
const { ok, failed } = await client.tasks.waitAll(waits.map(({ upid }) => upid));
console.log(`${ok.length} ended well`);
for (const { error } of failed) console.log('failed:', error instanceof TaskError ? error.exitstatus : error);

const [first] = waits;
console.log('the first one:', (await first?.result())?.outcome);
await client.tasks.wait(await client.snapshots.delete({ ...guest, snapname: 'example-many' }));
await client.close();
