// A Proxmox host for programs in any language: writes where it is to FOLDER, and runs until it is stopped.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Simulator } from '@felhom/proxmox/simulator';

const [folder = '.'] = process.argv.slice(2);
const sim = await Simulator.start({ speed: 20 });
const ca = join(folder, 'ca.pem');
writeFileSync(ca, sim.ca);
const variables = { PVE_URL: sim.url, PVE_CA: ca, PVE_TOKEN: sim.tokens.agent, NODE: sim.node };
const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`);
// With a token in it: for nobody else's eyes.
writeFileSync(join(folder, 'simulator.env'), lines.join(''), { mode: 0o600 });
console.log(`listening on ${sim.url}`);
process.once('SIGTERM', () => void sim.close());
