import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { compareRecordings } from '../../scripts/generate-api/compare-recordings.mjs';

const recorded = fileURLToPath(new URL('../fixtures/recorded', import.meta.url));

it('the declared answers are what a real host answered', () => {
  const { mismatches, answers } = compareRecordings(recorded);
  expect(answers).toBeGreaterThan(100);
  expect(mismatches.map(({ text }) => text)).toEqual([]);
});

it('an answer that does not fit is found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recordings-'));
  try {
    const answer = (name: string, path: string, data: unknown) =>
      JSON.stringify({
        name,
        request: { method: 'GET', path: `/api2/json${path}` },
        response: { status: 200, body: { data } },
      });
    const api = join(folder, 'api.ts');
    writeFileSync(
      api,
      `export interface Api {
        'GET /things/{id}': { returns: { [key: \`net\${number}\`]: string; on: 0 | 1; when?: number; state: 'a' | (string & {}) } };
        'GET /things/all': { returns: { id: number }[] | null };
        'GET /content/{volume}': { returns: null };
      }`,
    );
    const lines = [
      answer('good', '/things/1', { on: 1, net0: 'x', state: 'b' }),
      answer('bad', '/things/1?x=1', { on: '1', net0: 5, other: true, state: 'a' }),
      answer('again', '//things/2/', { on: true, when: null, state: 2 }),
      answer('plain', '/things/all', [{ id: 1 }, { id: '2' }, {}]),
      answer('null', '/things/all', null),
      answer('slashes', '/content/local:backup/x', null),
      answer('unknown', '/elsewhere', null),
    ];
    writeFileSync(join(folder, 'a.jsonl'), `${lines.join('\n')}\n`);
    const { mismatches, extra } = compareRecordings(folder, api);
    expect(mismatches.map(({ text }) => text)).toEqual([
      'GET /elsewhere no such route',
      'GET /things/all [].id: missing',
      'GET /things/all [].id: string, declared number',
      'GET /things/{id} net0: number, declared string',
      'GET /things/{id} on: boolean, declared 0 | 1',
      'GET /things/{id} on: string, declared 0 | 1',
      'GET /things/{id} state: number, declared "a" | (string & {})',
      'GET /things/{id} when: null, declared number | undefined',
    ]);
    expect(extra.map(({ text }) => text)).toEqual(['GET /things/{id} other: boolean, not documented']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
