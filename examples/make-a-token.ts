// Makes a user whose token may start and stop the guests of a pool, gives it a new secret, and cleans up.
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE: node = 'pve1', VMID = '101' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const [userid, tokenid, poolid, roleid] = ['example@pve', 'ci', 'example', 'ExampleOperate'];
const vmid = Number(VMID);

await client.pools.create({ poolid });
await client.pools.update({ poolid, vms: [vmid] });
await client.access.roles.create({ roleid, privs: ['VM.Audit', 'VM.PowerMgmt'] });
await client.access.users.create({ userid });
const token = await client.access.tokens.create({ userid, tokenid, privsep: true });
// A token with privilege separation has what its entries and its user's both allow: both get the role.
const tokens = [token['full-tokenid']];
await client.access.acl.update({ path: `/pool/${poolid}`, roles: [roleid], users: [userid], tokens });

const { value } = await client.access.tokens.regenerate({ userid, tokenid }); // the first secret is void now
const secret = `${token['full-tokenid']}=${value}`; // keep it: PVE does not show it again
const ci = new Client({ url: PVE_URL, token: secret, fingerprint: PVE_FINGERPRINT });
await ci.tasks.wait(await ci.lxc.start({ node, vmid }));
console.log(`${ci.identity} may see: ${(await ci.lxc.list({ node })).map((guest) => guest.vmid).join(', ')}`);
await ci.close();

await client.access.users.delete({ userid }); // its tokens and ACL entries go with it
await client.access.roles.delete({ roleid });
await client.pools.update({ poolid, vms: [vmid], delete: true });
await client.pools.delete({ poolid });
await client.close();
