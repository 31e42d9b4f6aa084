// Measures how much memory an upload takes: `npm run bench -- upload [--mib 2048] [--source file|stream|blob]`.
// One process uploads to a simulator in another one. Fails if its memory rises by more than 100 MB over what it has
// when it is connected and idle.

import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const most = 100;
const MB = 1_000_000;
const MiB = 1024 * 1024;

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '2048' },
    source: { type: 'string', default: 'file' },
    dist: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
    child: { type: 'boolean', default: false },
  },
});
const size = Number(values.mib) * MiB;

if (values.child) await uploader();
else await benchmark();

async function benchmark() {
  const { Simulator } = await import(`${values.dist}/simulator/index.js`);
  const sim = await Simulator.start();
  const folder = await mkdtemp(join(tmpdir(), 'felhom-bench-'));
  try {
    const path = join(folder, 'sparse.iso');
    const file = await open(path, 'w');
    await file.truncate(size);
    await file.close();
    const job = { url: sim.url, fingerprint: sim.fingerprint, token: sim.tokens.full, node: sim.node, path };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [fileURLToPath(import.meta.url), '--child', ...process.argv.slice(2)],
      { env: { ...process.env, JOB: JSON.stringify(job) } },
    );
    const { idle, peak, seconds, stored } = JSON.parse(stdout);
    if (stored !== size) throw new Error(`the host has ${stored} bytes of ${size}`);
    const above = (peak - idle) / MB;
    const speed = size / MB / seconds;
    console.log(
      `${values.mib} MiB from a ${values.source}: at most ${above.toFixed(1)} MB above idle ` +
        `(${(idle / MB).toFixed(1)} -> ${(peak / MB).toFixed(1)} MB), ${speed.toFixed(0)} MB/s`,
    );
    if (above > most) {
      console.error(`more than ${most} MB`);
      process.exitCode = 1;
    }
  } finally {
    await sim.close();
    await rm(folder, { recursive: true });
  }
}

async function uploader() {
  const { Client } = await import(`${values.dist}/index.js`);
  const { path, node, ...host } = JSON.parse(process.env.JOB);
  const client = new Client(host);
  await client.version();
  const idle = process.memoryUsage.rss();
  const place = { node, storage: 'local' };
  const started = performance.now();
  const upid = await client.storage.upload({
    ...place,
    content: 'iso',
    filename: 'bench.iso',
    size,
    source: await sourceOf(path),
  });
  const seconds = (performance.now() - started) / 1000;
  // The kernel's own account of the most that the process ever had.
  const peak = process.resourceUsage().maxRSS * 1024;
  await client.tasks.wait(upid, { initialInterval: 100 });
  const volumes = await client.storage.content({ ...place, content: 'iso' });
  await client.close();
  const stored = volumes.find(({ volid }) => volid === 'local:iso/bench.iso')?.size;
  process.stdout.write(JSON.stringify({ idle, peak, seconds, stored }));
}

async function sourceOf(path) {
  if (values.source === 'file') return path;
  if (values.source === 'blob') return (await import('node:fs')).openAsBlob(path);
  if (values.source === 'stream') return generated();
  throw new Error(`no such source: ${values.source}`);
}

async function* generated() {
  for (let left = size; left > 0; left -= MiB) yield Buffer.alloc(Math.min(left, MiB), left % 251);
}
