// The command line of a simulated host: pct and the others as programs, on the state that the API has.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client, fetchTransport } from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';

const run = promisify(execFile);
const host = new SimulatedHost({ speed: 1000 });
const root = await host.rootHost();
const client = new Client({
  url: host.url,
  token: host.tokens.readonly,
  transport: fetchTransport(host.fetch),
});

// Only root may give a container keyctl. The programs need no environment.
const template = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';
const options = ['--rootfs', 'local:1', '--hostname', 'nested', '--features', 'nesting=1,keyctl=1'];
await run(root.path('pct'), ['create', '300', template, ...options], { env: {} });
const { features } = await client.lxc.config({ node: host.node, vmid: 300 });
console.log('features:', features);

const list = await run(root.path('pct'), ['list'], { env: {} });
const rows = list.stdout.trim().split('\n').slice(1);
console.log('pct says:', rows.map((row) => row.trim().replace(/ +/g, ' ')).join(', '));

const usb = root.machine.plug({ contents: { fstype: 'ext4', label: 'BACKUP' } });
const seen = await run(root.path('lsblk'), ['--json', '-o', 'PATH,LABEL,FSTYPE', usb.devpath], { env: {} });
const [disk] = JSON.parse(seen.stdout).blockdevices;
usb.unplug();
const gone = await run(root.path('lsblk'), ['--json', usb.devpath], { env: {} }).catch((error) => error);
const reason = gone.stderr.trim().split(': ').at(-1);
console.log(`${disk.path}: ${disk.label} (${disk.fstype}), pulled out: ${reason}`);

await client.close();
await host.close();
