// node scripts/generate-api.mjs [options] [SOURCE]
//
// Makes the types of every route of the Proxmox VE API: see the help below.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generate, load } from './generate-api/index.mjs';

const help = `Makes src/generated/api.ts (the types of every route), src/generated/route-data.ts (who may call it),
src/generated/wire-data.ts (how its parameters go on the wire) and src/generated/param-data.ts (what the simulator checks
of them).

  node scripts/generate-api.mjs [options] SOURCE

SOURCE, or else FELHOM_PVE_SCHEMA, is what describes the API:
  FOLDER                 with pve-RELEASE.json files (pve-8.4.json), which are merged into one API. Each is a list of
                         methods: { path, method, parameters, returns, permissions, allowtoken, protected }.
  FILE.json              one such file
  apidoc.js              the data of a host's own API viewer, as a file (/usr/share/pve-docs/api-viewer/apidoc.js)
  https://HOST:8006/pve-docs/api-viewer/apidoc.js
                         the same from the host itself; no login is needed

Options:
  --release 9.2          the release that an apidoc.js describes: it does not say
  --fingerprint SHA256   the host's certificate, which replaces the check of its issuer
                         (openssl x509 -fingerprint -sha256 -noout -in /etc/pve/local/pve-ssl.pem)
  --out FOLDER           where to write, in place of src/generated
  --check                write nothing; exit 1 if the files there differ from what would be written
  --help

The types for one host of yours:
  node scripts/generate-api.mjs --release 9.2 --fingerprint AA:BB:… https://pve1:8006/pve-docs/api-viewer/apidoc.js

Descriptions of Proxmox's documentation are not carried over. The same source gives the same bytes.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    release: { type: 'string' },
    fingerprint: { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('../src/generated', import.meta.url)) },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const source = positionals[0] ?? process.env['FELHOM_PVE_SCHEMA'];

if (values.help || source === undefined) {
  (values.help ? console.log : console.error)(help);
  process.exitCode = values.help ? 0 : 2;
} else {
  try {
    await main(source);
  } catch (error) {
    console.error(`generate-api: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 2;
  }
}

async function main(from) {
  const { files, routes, params, warnings } = generate(await load(from, values));
  for (const warning of warnings) console.error(`generate-api: ${warning}`);
  for (const [name, text] of Object.entries(files)) {
    const path = join(values.out, name);
    if (!values.check) writeFileSync(path, text);
    else if (current(path) !== text) {
      console.error(`${path} ${firstDifference(current(path), text)}`);
      process.exitCode = 1;
    }
  }
  console.log(`${routes} routes, ${params} parameters${values.check ? ': checked' : ''}`);
}

function current(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function firstDifference(now, wanted) {
  const before = now.split('\n');
  const after = wanted.split('\n');
  const line = after.findIndex((text, index) => text !== before[index]);
  const at = line === -1 ? after.length : line;
  return `differs in line ${at + 1}:\n- ${before[at] ?? '(end)'}\n+ ${after[at] ?? '(end)'}`;
}
