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

describe('the other side: the root command line in a process that has no network', () => {
  const source = `import { ExecRunner, Privileged } from ${JSON.stringify(pathToFileURL(join(dist, 'privileged/index.js')).href)};
const program = process.env.PROGRAM;
const privileged = new Privileged({ runner: new ExecRunner({ mode: 'direct' }), programs: { lsblk: program } });
console.log('disks', (await privileged.usb.list()).length);`;
  const program = join(folder, 'lsblk');
  const env = { ...process.env, PROGRAM: program };

  beforeAll(() => {
    writeFileSync(program, `#!/bin/sh\necho '{"blockdevices":[]}'\n`, { mode: 0o755 });
  });

  it('works where every module that could make a connection refuses to load', async () => {
    const hooks = script(
      'hooks.mjs',
      `const network = /^(?:node:)?(?:http|https|http2|tls|dgram|dns|inspector)$|^undici$|^p-retry$/;
export async function resolve(specifier, context, next) {
  if (network.test(specifier) && !context.parentURL?.startsWith('node:')) throw new Error('no network: ' + specifier);
  return next(specifier, context);
}`,
    );
    const register = script(
      'register.mjs',
      `import { register } from 'node:module'; register(${JSON.stringify(pathToFileURL(hooks).href)});`,
    );
    const file = script('privileged.mjs', source);
    const { stdout } = await run(process.execPath, ['--import', register, file], { env });
    expect(stdout).toBe('disks 0\n');
    const client = script('no-client.mjs', `import 'node:https';`);
    await expect(run(process.execPath, ['--import', register, client])).rejects.toThrow(
      'no network: node:https',
    );
  });

  // Older ones have no permission for the network that could be left out.
  if (major >= 25)
    it("works under Node's permission model, where the network is denied", async () => {
      const file = script('privileged-permission.mjs', source);
      const allowed = [
        '--permission',
        '--allow-fs-read=*',
        '--allow-fs-write=*',
        '--allow-child-process',
        '--no-warnings',
      ];
      const { stdout } = await run(process.execPath, [...allowed, file], { env });
      expect(stdout).toBe('disks 0\n');
      const connecting = script(
        'connect.mjs',
        `import { connect } from 'node:net'; connect(8006, '127.0.0.1');`,
      );
      await expect(run(process.execPath, [...allowed, connecting])).rejects.toThrow(
        /ERR_ACCESS_DENIED|denied|restricted/i,
      );
    });
});
