// node scripts/bundle.mjs [--out FILE]: felhom-agent as one file that needs Node and nothing else (build/felhom-agent.cjs).
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeBundle } from './bundle/make-bundle.mjs';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const usual = fileURLToPath(new URL('../build/felhom-agent.cjs', import.meta.url));
const { file, licences } = await makeBundle(values.out === undefined ? usual : resolve(values.out));
console.log(`${file}: ${Math.round(statSync(file).size / 1024)} KiB; licences in ${licences}`);
