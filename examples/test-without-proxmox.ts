// A Proxmox host inside a test: real HTTPS, tokens and privileges, and time that passes when the test says so.
import { Client } from '@felhom/proxmox';
import { Simulator } from '@felhom/proxmox/simulator';

const sim = await Simulator.start({ speed: 100 });
const client = new Client({ url: sim.url, token: sim.tokens.full, fingerprint: sim.fingerprint });

const guests = await client.cluster.resources({ type: 'vm' });
for (const { vmid, name, status, node } of guests) console.log(vmid, name, status, node);

await client.close();
await sim.close();
