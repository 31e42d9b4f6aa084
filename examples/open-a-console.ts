// Opens the terminal of a container, runs a command in it, and shows what came back.
import { once } from 'node:events';
import { Client } from '@felhom/proxmox';

const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE = 'pve1' } = process.env;
const vmid = Number(process.env['VMID'] ?? 100);

await using client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
const terminal = await client.lxc.console({ node: NODE, vmid }, { size: { cols: 100, rows: 30 } });
terminal.setEncoding('utf8');

async function until(prompt: RegExp): Promise<string> {
  let text = '';
  while (!prompt.test(text)) {
    const part = terminal.read();
    if (part !== null) text += part;
    else if (terminal.readableEnded) throw new Error(`the console ended: ${text}`);
    else await once(terminal, 'readable');
  }
  return text;
}

// A container without a password for root; others ask for it next, and some are logged in already.
if (/login: $/.test(await until(/login: $|# $/))) {
  terminal.write('root\r');
  await until(/# $/);
}
terminal.write('hostname\r');
console.log('it said:', (await until(/\n.*# $/)).split(/\r?\n/).slice(1, -1).join(' '));

// Whoever opens this terminal next would find the shell as it is: log out first.
terminal.write('exit\r');
await until(/login: $/);
terminal.end();
console.log('ended by the', (await terminal.ended).by);
