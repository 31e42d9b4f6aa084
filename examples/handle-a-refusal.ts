// Tries something that the token may lack a privilege for, and prints what would help.
import { Client, PermissionError } from '@felhom/proxmox';

const {
  PVE_URL = '',
  PVE_READONLY_TOKEN = '',
  PVE_FINGERPRINT = '',
  NODE = 'pve1',
  VMID = '101',
} = process.env;
const client = new Client({ url: PVE_URL, token: PVE_READONLY_TOKEN, fingerprint: PVE_FINGERPRINT });

try {
  await client.lxc.stop({ node: NODE, vmid: Number(VMID) });
} catch (error) {
  if (!(error instanceof PermissionError)) throw error;
  console.log(`refused: ${error.privileges.join(error.mode === 'any' ? ' or ' : ' and ')} on ${error.path}`);
  console.log(error.rootOnly ? 'only root@pam can do this' : `as root on the host: ${error.fix}`);
}
await client.close();
