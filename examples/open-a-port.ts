// Lets a network reach one port of a container, and drops everything else that comes in.
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE: node = 'pve1', VMID = '101' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const guest = { node, vmid: Number(VMID) };
const { rules, options } = client.lxc.firewall;

await rules.create({
  ...guest,
  type: 'in',
  action: 'ACCEPT',
  proto: 'tcp',
  dport: '443',
  source: '10.0.0.0/24',
  comment: 'https from the office',
  enable: 1, // without it the rule is there and does nothing
});
await options.update({ ...guest, enable: true, policy_in: 'DROP' });

for (const { pos, enable, action, source, dport, digest } of await rules.list(guest)) {
  console.log(pos, enable === 1 ? 'on' : 'off', action, source, dport);
  // Positions shift: the digest makes sure that this one is still the rule that was read.
  await rules.update({ ...guest, pos, log: 'info', ...(digest === undefined ? {} : { digest }) });
  break;
}
const { enable } = await client.cluster.firewall.options.get();
if (enable !== 1) console.log('the firewall of the cluster is off: no rule counts yet');
await client.close();
