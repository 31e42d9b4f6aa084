import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { processCommand } from '~/privileged/command.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { siteOf } from '~/privileged/site.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'felhom-runner-'));
});
afterAll(() => rm(folder, { recursive: true }));

const shell = siteOf({ programs: { pct: '/bin/sh' } });

describe('ExecRunner', () => {
  it('hands secrets and folders over by descriptors', async () => {
    const command = processCommand({
      name: 'test.handed',
      program: 'pct',
      params: z.strictObject({ secret: z.string(), folder: z.string() }),
      changes: false,
      timeout: 5_000,
      secrets: ['secret'],
      argv: ({ secret, folder }) => [
        '-c',
        'cat "$1"; echo; readlink -f "$2"; ls -l "$1"',
        'sh',
        { kind: 'secret', text: secret },
        { kind: 'folder', path: folder, under: [tmpdir()] },
      ],
    })({ secret: 'canary', folder }, shell);
    expect(command.argv.slice(-2)).toEqual(['/proc/self/fd/3', '/proc/self/fd/4']);
    expect(JSON.stringify(command)).not.toContain('canary');
    const { stdout, exitCode, stderr } = await new ExecRunner({ mode: 'direct' }).run(command);
    expect([stderr, exitCode]).toEqual(['', 0]);
    expect(stdout.split('\n').slice(0, 2)).toEqual(['canary', folder]);
    expect(stdout).toContain('(deleted)');
  });
});
