import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Simulator } from '@felhom/proxmox/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dist } from '../support/dist.js';

const run = promisify(execFile);
const major = Number(process.versions.node.split('.')[0]);
// Node 25 denies the network too unless it is allowed; older ones do not know the flag.
const flags = [
  major >= 23 ? '--permission' : '--experimental-permission',
  '--allow-fs-read=*',
  ...(major >= 25 ? ['--allow-net'] : []),
  '--no-warnings',
];

let sim: Simulator;
const folder = mkdtempSync(join(tmpdir(), 'felhom-permission-'));

beforeAll(async () => {
  sim = await Simulator.start({ authDelay: 0 });
});
afterAll(async () => {
  await sim.close();
  rmSync(folder, { recursive: true });
});

function script(name: string, source: string): string {
  const file = join(folder, name);
  writeFileSync(file, source);
  return file;
}

describe("under Node's permission model, where starting a process is denied", () => {
  it('the client works', async () => {
    const file = script(
      'client.mjs',
      `import { Client } from ${JSON.stringify(pathToFileURL(join(dist, 'index.js')).href)};
const [url, fingerprint, token] = JSON.parse(process.env.SIM);
const client = new Client({ url, fingerprint, token });
const { version } = await client.version();
await client.close();
console.log('version', version);`,
    );
    const env = { ...process.env, SIM: JSON.stringify([sim.url, sim.fingerprint, sim.tokens.full]) };
    const { stdout } = await run(process.execPath, [...flags, file], { env });
    expect(stdout).toMatch(/^version \d/);
  });

  it('a file can be uploaded', async () => {
    const file = script(
      'upload.mjs',
      `import { Client } from ${JSON.stringify(pathToFileURL(join(dist, 'index.js')).href)};
const [url, fingerprint, token, node] = JSON.parse(process.env.SIM);
const client = new Client({ url, fingerprint, token });
const params = { node, storage: 'local', content: 'iso', filename: 'x.iso', source: new URL(import.meta.url) };
const upid = await client.storage.upload({ ...params, 'checksum-algorithm': 'sha256' });
const { outcome } = await client.tasks.wait(upid);
await client.close();
console.log('upload', outcome);`,
    );
    const job = [sim.url, sim.fingerprint, sim.tokens.full, sim.node];
    const env = { ...process.env, SIM: JSON.stringify(job) };
    const { stdout } = await run(process.execPath, [...flags, file], { env });
    expect(stdout).toBe('upload ok\n');
  });

  it('a process cannot be started: the test above means something', async () => {
    const file = script(
      'spawn.mjs',
      `import { execFileSync } from 'node:child_process'; execFileSync('true');`,
    );
    await expect(run(process.execPath, [...flags, file])).rejects.toThrow(
      /ERR_ACCESS_DENIED|access .*restricted/i,
    );
  });
});
