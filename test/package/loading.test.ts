import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dist } from '../support/dist.js';
import { graphOf } from '../support/import-graph.js';

const ours = (entry: string) => graphOf(dist, entry, { atOnce: true });
const packages = (entry: string) => [
  ...new Set([...ours(entry).values()].flatMap((imports) => imports.packages)),
];

describe('importing the client', () => {
  it('loads its face alone: no zod, no undici, no tables, nothing of TLS', () => {
    const files = [...ours('index.js').keys()];
    expect(files).toContain('client/start.js');
    expect(files.filter((file) => file.startsWith('client/resources/'))).toEqual([]);
    expect(packages('index.js')).toEqual([]);
    // Each file takes about a hundredth of the time in which Node itself starts.
    expect(files.length).toBeLessThanOrEqual(12);
  });
});

describe('the first call', () => {
  it('loads what carries it, and of the tables its own', () => {
    const tables = [...ours('client/engine.js').keys()].filter((file) => file.includes('/resources/'));
    expect(tables.sort()).toEqual(['client/resources/load-table.js', 'client/resources/next-id.js']);
    const version = [...ours('client/resources/version.js').keys()];
    expect(version.filter((file) => file.includes('/resources/')).sort()).toEqual([
      'client/resources/params.js',
      'client/resources/version.js',
    ]);
  });

  it('fails if something cannot be loaded, and the process ends by itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'incomplete-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(dist, join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const zod = dirname(dirname(createRequire(join(dist, 'index.js')).resolve('zod')));
    symlinkSync(zod, join(folder, 'node_modules'));
    rmSync(join(folder, 'dist/client/resources/version.js'));
    const code = `
      import { Client } from './dist/index.js';
      const transport = async () => ({ status: 200, reason: '', headers: {}, body: Buffer.from('{"data":[]}') });
      const client = new Client({ url: 'https://pve1', token: 'root@pam!t1=x', transport });
      const outcome = (call) => call.then((rows) => rows.length, ({ code }) => code);
      const calls = [client.version(), client.version(), client.nodes.list()];
      const told = [...(await Promise.all(calls.map(outcome))), await outcome(client.version())];
      await client.close();
      console.log(JSON.stringify(told));`;
    const flags = ['--input-type=module', '--eval', code];
    const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: folder, timeout: 60_000 });
    const missing = 'ERR_MODULE_NOT_FOUND';
    expect(JSON.parse(stdout)).toEqual([missing, missing, 0, missing]);
  });
});
