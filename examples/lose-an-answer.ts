// What does your program do when the answer to a change is lost? Here the host starts the container, and nobody hears of it.
import { Client, fetchTransport, OutcomeUnknownError } from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';

const host = new SimulatedHost();
const client = new Client({
  url: host.url,
  token: host.tokens.agent,
  transport: fetchTransport(host.fetch),
});

const lost = { kind: 'status', status: 596, when: 'after' } as const;
host.faults.add({ on: 'POST /nodes/{node}/lxc/{vmid}/status/start', times: 1, fault: lost });

const guest = { node: host.node, vmid: 101 };
try {
  await client.lxc.start(guest);
} catch (error) {
  if (!(error instanceof OutcomeUnknownError)) throw error;
  console.log('unknown:', error.route);
  // It is not sent again: the host is asked what came of it. `error.intent` could also be stored, and asked about later.
  const result = await client.reconcile(error);
  if (result.outcome === 'happened' && result.upid !== undefined) await client.tasks.wait(result.upid);
  console.log('it is', (await client.lxc.status(guest)).status);
}
console.log('starts that were sent:', host.requests.filter(({ path }) => path.endsWith('/start')).length);
await client.close();
