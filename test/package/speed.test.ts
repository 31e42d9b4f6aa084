import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dist } from '../support/dist.js';
import { graphOf } from '../support/import-graph.js';

// Processor time against processor time of the same run, in rounds that take turns; with room, because a machine that
// is busy with other things is not to fail it. `npm run bench` measures for real: docs/performance.md.

const script = fileURLToPath(new URL('../../bench/client.mjs', import.meta.url));
const size = ['--rounds', '5', '--requests', '800', '--lists', '8'];

describe('the client against bare undici', () => {
  it('keeps up with it, and to its connections', async () => {
    const args = ['--no-warnings', script, '--only', 'felhom,undici', '--json', '--dist', dist, ...size];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const found = JSON.parse(stdout) as Record<string, number>;
    expect(found['version1/undici']).toBeGreaterThan(0.3);
    expect(found['version32/undici']).toBeGreaterThan(0.25);
    // Where zod alone looked at each row it was 0.3.
    expect(found['resources/undici']).toBeGreaterThan(0.45);
    expect(found['sockets']).toBe(8);
  }, 120_000);
});

describe('what is loaded', () => {
  it('for felhom-agent --version is next to nothing', () => {
    const loaded = [...graphOf(dist, 'cli/main.js', { atOnce: true }).keys()];
    expect(loaded.sort()).toEqual(['cli/main.js', 'cli/version.js']);
  });

  it('for the client stays small', () => {
    const loaded = [...graphOf(dist, 'index.js', { atOnce: true }).keys()];
    const text = loaded.map((file) => readFileSync(join(dist, file), 'utf8')).join('');
    expect(loaded).toContain('client/start.js');
    expect(gzipSync(text).length).toBeLessThan(130_000);
  });

  it('for the root command line is neither execa nor much else, before the first command', () => {
    const graph = graphOf(dist, 'privileged/index.js', { atOnce: true });
    const packages = [...graph.values()].flatMap(({ packages, later }) =>
      packages.filter((name) => !later.includes(name)),
    );
    expect([...new Set(packages)].filter((name) => !name.startsWith('node:'))).toEqual(['zod']);
    const text = [...graph.keys()].map((file) => readFileSync(join(dist, file), 'utf8')).join('');
    expect(gzipSync(text).length).toBeLessThan(100_000);
  });
});
