import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createCertificate } from '~/simulator/certificate.js';
import { load, parseApidoc } from '../../scripts/generate-api/index.mjs';
import { newerList, versions } from './small-api.js';

const program = fileURLToPath(new URL('../../scripts/generate-api.mjs', import.meta.url));
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'generate-api-'));
  undo.push(() => rmSync(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

const releaseFiles = Object.fromEntries(
  versions.map(({ release, methods }) => [`pve-${release}.json`, JSON.stringify([...methods.values()])]),
);

/** A viewer's data: brackets and quotes in texts must not end it, and code follows it. */
const apidoc = `const apiSchema = [
  { "path": "/nodes", "text": "nodes", "children": [
    { "path": "/nodes/{node}", "text": "{node}", "leaf": 1, "info": {
      "GET": { "method": "GET", "description": "odd ] \\"} text", "returns": { "type": "null" } } } }
  ], "info": { "GET": { "method": "GET", "returns": { "type": "array" } }, "POST": { "method": "POST" } } }
]
;
let byId = document.getElementById('x')[0];`;

function generateApi(...args: string[]) {
  const { FELHOM_PVE_SCHEMA: _, ...env } = process.env;
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env });
}

describe('a source', () => {
  it('may be a folder of releases, which are taken in their order', async () => {
    const path = folder({
      ...releaseFiles,
      'pve-8.10.json': '[{"method":"GET","path":"/x"}]',
      'notes.txt': '',
    });
    const found = await load(path);
    expect(found.map(({ release }) => release)).toEqual(['8.4', '8.10', '9.2']);
    expect([...(found[2]?.methods.keys() ?? [])]).toEqual([...(versions[1]?.methods.keys() ?? [])]);
  });

  it('may be one file, whose name tells the release', async () => {
    const path = folder({
      'pve-9.2.json': JSON.stringify(newerList),
      'mine.json': JSON.stringify(newerList),
    });
    expect((await load(join(path, 'pve-9.2.json')))[0]?.release).toBe('9.2');
    expect((await load(join(path, 'mine.json'), { release: '9.1' }))[0]?.release).toBe('9.1');
    await expect(load(join(path, 'mine.json'))).rejects.toThrow('--release');
  });

  it("may be the data of a host's API viewer", async () => {
    const methods = ['GET /nodes', 'POST /nodes', 'GET /nodes/{node}'];
    const [version] = await load(join(folder({ 'apidoc.js': apidoc }), 'apidoc.js'), { release: '9.2' });
    expect([...(version?.methods.keys() ?? [])]).toEqual(methods);
    expect(() => parseApidoc(apidoc.slice(0, 200))).toThrow('cut off');
    expect(() => parseApidoc('let x = 1;')).toThrow('not an apidoc.js');
  });

  it('may be a host, known by the fingerprint of its certificate', async () => {
    const certificate = createCertificate();
    let requests = 0;
    const server = createServer(certificate, (_, response) => {
      requests += 1;
      response.end(apidoc);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    undo.push(() => server.close());
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/pve-docs/api-viewer/apidoc.js`;

    const [version] = await load(url, { release: '9.2', fingerprint: certificate.fingerprint });
    expect(version?.methods.size).toBe(3);
    await load(url, {
      release: '9.2',
      fingerprint: `sha256 Fingerprint=${certificate.fingerprint.toLowerCase()}`,
    });
    expect(requests).toBe(2);
    await expect(load(url, { release: '9.2', fingerprint: 'AA:BB' })).rejects.toThrow('SHA-256');
    const other = createCertificate().fingerprint;
    await expect(load(url, { release: '9.2', fingerprint: other })).rejects.toThrow(certificate.fingerprint);
    await expect(load(url, { release: '9.2' })).rejects.toThrow(/self.signed/);
  });
});

describe('the program', () => {
  it('writes both files, and checks them', () => {
    const from = folder(releaseFiles);
    const out = folder({});
    const written = generateApi('--out', out, from);
    expect(written.stdout).toBe('7 routes, 21 parameters\n');
    expect(readFileSync(join(out, 'api.ts'), 'utf8')).toContain('of Proxmox VE 8.4, 9.2.');
    expect(generateApi('--check', '--out', out, from).status).toBe(0);

    writeFileSync(
      join(out, 'api.ts'),
      readFileSync(join(out, 'api.ts'), 'utf8').replace('Do not edit', 'Edited'),
    );
    const checked = generateApi('--check', '--out', out, from);
    expect(checked.status).toBe(1);
    expect(checked.stderr).toContain('differs in line 1');
    expect(readFileSync(join(out, 'api.ts'), 'utf8')).toContain('Edited');
  });

  it('explains itself', () => {
    expect(generateApi('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--fingerprint'),
    });
    expect(generateApi()).toMatchObject({ status: 2, stderr: expect.stringContaining('SOURCE') });
    const wrong = generateApi(folder({}));
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/^generate-api: .*no pve-RELEASE\.json/);
  });
});
