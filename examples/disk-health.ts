// Disks that fail, sleep or cannot be read, and the warmest sensor: the root command line on a simulated host.
import { ExecRunner, Privileged } from '@felhom/proxmox/privileged';
import { SimulatedHost } from '@felhom/proxmox/simulator';

const host = new SimulatedHost();
const root = await host.rootHost();
// On a real host: new Privileged(), as root or with sudo.
const programs = { smartctl: root.path('smartctl'), sensors: root.path('sensors') };
const privileged = new Privileged({ runner: new ExecRunner({ mode: 'direct' }), programs });

const old = root.machine.plug({
  rpm: 5400,
  bridge: { smart: 'unknown' },
  smart: { passed: false, pending: 8 },
});
root.machine.plug({ model: 'STICK' });
const sda = root.machine.disk('/dev/sda');
if (sda !== undefined) sda.smart.standby = true;

for (const { device } of await privileged.smart.scan()) {
  const { verdict, state, temperature, pending, reasons } = await privileged.smart.read({ device });
  console.log(`${device}: ${verdict} (${state})`);
  if (verdict === 'failing')
    console.log(`  ${reasons[0]?.text}; ${pending} sectors pending, ${temperature} °C`);
}
console.log('asked by itself:', (await privileged.smart.read({ device: old.devpath, type: 'sat' })).verdict);

const { readings } = await privileged.sensors.read();
const [warmest] = readings
  .filter(({ kind, value }) => kind === 'temperature' && value !== undefined)
  .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
console.log(
  `warmest: ${warmest?.label}, ${warmest?.value} ${warmest?.unit} (limit ${warmest?.limits['crit']})`,
);

const { operations } = await privileged.doctor();
console.log('smart.read can be done:', operations.find(({ operation }) => operation === 'smart.read')?.ok);
await host.close();
