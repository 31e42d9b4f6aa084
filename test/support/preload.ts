import { Client, fetchTransport } from '@felhom/proxmox';
import { token } from './client.js';

const upid = 'UPID:pve1:0000C350:0012D687:6A1B2C3D:vzdump:101:robot@pve!tests:';

/**
 * Loads what a client loads with its first calls. That takes real time, and a clock that jumps when everybody had their turn
 * would not wait for it.
 */
export async function preload(): Promise<void> {
  const row = { upid, node: 'pve1', type: 'vzdump', id: '101', user: 'robot@pve', starttime: 1 };
  const data = { ...row, status: 'stopped', exitstatus: 'OK' };
  const transport = fetchTransport(async () => Response.json({ data }));
  const client = new Client({ url: 'https://pve1', token, transport });
  await client.tasks.wait(upid);
  await client.tasks.status(upid);
  // Not what these answer, but that is of no interest.
  await client.version().catch(() => {});
  await client.lxc.list({ node: 'pve1' }).catch(() => {});
  await client.vzdump.defaults({ node: 'pve1' }).catch(() => {});
  await client.close();
}
