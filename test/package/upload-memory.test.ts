import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { dist } from '../support/dist.js';

const script = fileURLToPath(new URL('../../scripts/bench-upload.mjs', import.meta.url));

describe('the memory of a process that uploads', () => {
  it.each(['file', 'stream', 'blob'])(
    'rises by less than 100 MB for 256 MiB from a %s',
    async (source) => {
      const args = ['--no-warnings', script, '--mib', '256', '--source', source, '--dist', dist];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      const above = Number(/at most ([\d.]+) MB above idle/.exec(stdout)?.[1]);
      expect(above).toBeLessThan(100);
    },
    120_000,
  );
});
