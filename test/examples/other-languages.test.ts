import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Simulator } from '@felhom/proxmox/simulator';
import { afterEach, beforeEach, expect, it } from 'vitest';

// The examples for programs that are not written in TypeScript: a script of the shell, and what starts a host for it.

const example = (name: string): string =>
  fileURLToPath(new URL(`../../examples/testing/${name}`, import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'felhom-languages-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('provision.sh makes a container and starts it', async () => {
  await using sim = await Simulator.start({ speed: 1000 });
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, sim.ca);
  const where = { PVE_URL: sim.url, PVE_CA: ca, NODE: sim.node, PAUSE: '0' };
  const script = (token: string) =>
    promisify(execFile)('sh', [example('provision.sh')], {
      env: { PATH: process.env['PATH'], ...where, PVE_TOKEN: token },
    });
  await expect(script(sim.tokens.readonly)).rejects.toMatchObject({ code: expect.any(Number) });
  expect(sim.requests).toMatchObject([{ method: 'POST', status: 403 }]);
  const { stdout } = await script(sim.tokens.agent);
  expect(JSON.parse(stdout).data).toMatchObject({ vmid: 200, name: 'new', status: 'running' });
});

it('simulator.mjs tells where it is, and to nobody else', async () => {
  const { PATH } = process.env;
  const child = execFile(process.execPath, [example('simulator.mjs'), folder], { env: { PATH } });
  try {
    const printed = await new Promise<string>((resolve, reject) => {
      child.stdout?.once('data', (chunk: Buffer | string) => resolve(String(chunk)));
      child.once('exit', () => reject(new Error('it ended')));
    });
    const file = join(folder, 'simulator.env');
    const text = readFileSync(file, 'utf8');
    const url = /PVE_URL='(.*)'/.exec(text)?.[1];
    expect(printed).toBe(`listening on ${url}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const env = { PATH, PAUSE: '0.1' };
    const command = `. "${file}" && . "${example('provision.sh')}"`;
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { env });
    expect(JSON.parse(stdout).data).toMatchObject({ status: 'running' });
  } finally {
    const ended = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    child.kill('SIGTERM');
    await ended;
  }
});
