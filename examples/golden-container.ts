// A container with keyctl, which the API refuses to every token: made as root, on a simulated host here.
import { Client, fetchTransport } from '@felhom/proxmox';
import { ExecRunner, LeftBehindError, Privileged } from '@felhom/proxmox/privileged';
import { SimulatedHost } from '@felhom/proxmox/simulator';

const host = new SimulatedHost({ speed: 1000 });
const root = await host.rootHost();
const programs = { pct: root.path('pct'), pvesh: root.path('pvesh'), pvesm: root.path('pvesm') };
// On a real host: new Privileged()
const privileged = new Privileged({ runner: new ExecRunner({ mode: 'direct' }), programs });

const spec = {
  vmid: 300,
  ostemplate: 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz',
  hostname: 'golden',
  rootfs: { volume: 'local:1' },
  mp0: { volume: '/srv/images', mp: '/images', ro: true },
  password: 'in no argument',
};
const plan = await privileged.plan.lxc.createGolden(spec);
for (const command of plan.commands) if (command.kind === 'process') console.log(command.argv.join(' '));

const golden = await plan.execute({ onProgress: (line) => console.log('|', line) }).catch((error) => {
  if (error instanceof LeftBehindError) console.error('killed; left:', error.left, error.receipt);
  throw error;
});
console.log(`${golden.vmid}: ${golden.status}, warnings: ${golden.warnings.length}`);

const { features, pending } = await privileged.lxc.setFeatures({ vmid: 300, features: { fuse: true } });
console.log('features:', Object.keys(features).join(' '), `pending: ${pending.length}`);

const client = new Client({
  url: host.url,
  token: host.tokens.full,
  transport: fetchTransport(host.fetch),
});
console.log('the API says:', (await client.lxc.config({ node: host.node, vmid: 300 })).features);
await client.close();
await host.close();
