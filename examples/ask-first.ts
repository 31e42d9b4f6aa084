// Asks whether a call would be let through before making it, and prints the least role for what the program does.
import { Client } from '@felhom/proxmox';
import { leastPrivilege } from '@felhom/proxmox/routes';

const { PVE_URL = '', PVE_READONLY_TOKEN = '', PVE_FINGERPRINT = '' } = process.env;
const { NODE: node = 'pve1', VMID = '100' } = process.env;
const guest = { node, vmid: Number(VMID) };
const client = new Client({ url: PVE_URL, token: PVE_READONLY_TOKEN, fingerprint: PVE_FINGERPRINT });

const rights = await client.rights(); // read once, for many questions
for (const route of [
  'GET /nodes/{node}/lxc/{vmid}/config',
  'POST /nodes/{node}/lxc/{vmid}/status/start',
] as const) {
  const verdict = await client.can(route, guest, { rights });
  console.log(`${route}: ${verdict.allowed}`);
  if (verdict.allowed === 'unknown') console.log(verdict.why.join('\n'));
  if (verdict.allowed === false && verdict.reason === 'privileges')
    for (const { path, privileges } of verdict.missing) console.log(`needs ${privileges} on ${path}`);
}
await client.close();

const { commands, impossible } = leastPrivilege(
  ['GET /nodes/{node}/lxc/{vmid}/config', 'POST /nodes/{node}/lxc/{vmid}/status/start'],
  { identity: 'ci@pve!start', places: { vmid: guest.vmid } },
);
console.log(`a role for both: ${impossible.length} impossible\n${commands.join('\n')}`);
