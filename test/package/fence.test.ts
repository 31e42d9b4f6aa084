import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dist } from '../support/dist.js';
import { graphOf, importsOf } from '../support/import-graph.js';

const processes = ['node:child_process', 'child_process', 'node:worker_threads', 'node:cluster', 'execa'];
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));

function packagesOf(entry: string): Set<string> {
  return new Set([...graphOf(dist, entry).values()].flatMap((imports) => imports.packages));
}

function foldersOf(entry: string): Set<string> {
  return new Set([...graphOf(dist, entry).keys()].map((file) => file.split('/')[0] ?? ''));
}

describe('the fence, read from the built package', () => {
  it('reads the graph at all: the client reaches its transport, and undici through it', () => {
    expect([...graphOf(dist, 'index.js').keys()]).toContain('client/transport.js');
    expect(packagesOf('index.js')).toContain('undici');
  });

  it('the client reaches nothing that can start a process', () => {
    expect([...packagesOf('index.js')].filter((name) => processes.includes(name))).toEqual([]);
  });

  it('the client reaches core, client and generated facts only', () => {
    expect([...foldersOf('index.js')].sort()).toEqual(['client', 'core', 'generated', 'index.js']);
  });

  it('loading the client does not load the table of routes, nor what goes by it', () => {
    const atOnce = [...graphOf(dist, 'index.js', { atOnce: true }).keys()];
    expect(atOnce).toContain('client/start.js');
    expect(
      atOnce.filter((file) => /^generated\/(?!wire-data|format-facts)|^client\/rights\//.test(file)),
    ).toEqual([]);
  });

  it('the table of routes comes without the client, and stays small', () => {
    const loaded = [...graphOf(dist, 'routes.js').keys()];
    expect(loaded.filter((file) => /^client\/(?!rights\/)/.test(file))).toEqual([]);
    expect([...packagesOf('routes.js')]).toEqual([]);
    const text = loaded.map((file) => readFileSync(join(dist, file), 'utf8')).join('');
    expect(gzipSync(text).length).toBeLessThan(30_000);
  });

  it('the simulator reaches core, generated facts and simulator only, and no HTTP client', () => {
    expect([...foldersOf('simulator/index.js')].sort()).toEqual(['core', 'generated', 'simulator']);
    expect([...packagesOf('simulator/index.js')].filter((name) => !name.startsWith('node:'))).toEqual([]);
  });

  it('the simulator alone loads the table of parameters, which stays small', () => {
    const importers = files.filter((file) => importsOf(dist, file).files.includes('generated/param-data.js'));
    expect(importers).toEqual(['simulator/declared.js']);
    expect(gzipSync(readFileSync(join(dist, 'generated/param-data.js'))).length).toBeLessThan(40_000);
  });

  it.each([
    ['undici', ['client/transport.js']],
    ['p-retry', ['client/retry.js']],
    ['execa', ['privileged/exec-runner.js']],
    ['pino', ['agent/daemon/pino-log.js']],
  ])('%s is imported in one file', (name, expected) => {
    const importers = files.filter((file) => importsOf(dist, file).packages.includes(name));
    expect(importers).toEqual(expected);
  });

  it('the root command line reaches core and privileged only, and no HTTP client', () => {
    expect([...foldersOf('privileged/index.js')].sort()).toEqual(['core', 'generated', 'privileged']);
    const http = ['undici', 'node:http', 'node:https', 'node:http2', 'node:tls', 'p-retry'];
    expect([...packagesOf('privileged/index.js')].filter((name) => http.includes(name))).toEqual([]);
    expect(packagesOf('privileged/index.js')).toContain('execa');
  });

  it('core does no I/O', () => {
    const core = files.filter((file) => file.startsWith('core/'));
    const imports = new Set(core.flatMap((file) => importsOf(dist, file).packages));
    expect(core.length).toBeGreaterThan(5);
    expect([...imports]).toEqual(['zod']);
  });

  it.each(['core', 'client', 'privileged', 'simulator', 'agent', 'cli'])(
    '%s imports only what its floor may',
    (folder) => {
      const allowed: Record<string, string[]> = {
        core: ['core'],
        client: ['client', 'core', 'generated'],
        privileged: ['privileged', 'core', 'generated'],
        simulator: ['simulator', 'core', 'generated'],
        agent: ['agent', 'client', 'privileged', 'simulator', 'core'],
        cli: ['cli', 'agent'],
      };
      const reached = files
        .filter((file) => file.startsWith(`${folder}/`))
        .flatMap((file) => importsOf(dist, file).files.map((target) => target.split('/')[0] ?? ''));
      expect(reached.length).toBeGreaterThan(0);
      expect([...new Set(reached)].filter((target) => !(allowed[folder] ?? []).includes(target))).toEqual([]);
    },
  );
});
