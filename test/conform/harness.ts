import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as index from '@felhom/proxmox';
import { onTestFinished } from 'vitest';
import { tables } from '~/client/resources/tables.js';
import { routeNames } from '~/generated/routes.js';
import { conform, type Report, type Sdk } from '../../scripts/conform/index.mjs';

const folder = fileURLToPath(new URL('../fixtures/recorded', import.meta.url));

/** The recordings of the project. */
export const recordings = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => join(folder, name));

const { Client, parseUpid, formatUpid, parseExitStatus } = index;

/** The package under test. */
export const sdk: Sdk = {
  Client,
  errors: index,
  tables,
  routes: routeNames(),
  parseUpid,
  formatUpid,
  parseExitStatus,
};

/** A line of a recording, as far as tests look at it. */
export interface Recording {
  seq: number;
  name: string;
  request: Record<string, unknown>;
  response: { status?: number; reason?: string; headers?: unknown; body?: unknown; body_raw?: string };
  extra?: { response_raw: string };
}

/** Every recording of the project, in no order that matters. */
export function allRecordings(): Recording[] {
  return recordings.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Recording => JSON.parse(line)),
  );
}

/** The recording of this name; a copy, to be changed at will. */
export function recording(name: string): Recording {
  const found = allRecordings().find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`there is no recording ${name}`);
  return found;
}

/** A file with these lines, which ends with the test. */
export function fileOf(lines: readonly (Recording | string)[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'felhom-conform-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'made.jsonl');
  writeFileSync(
    file,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return file;
}

/** Plays these lines. */
export function conformLines(
  lines: readonly (Recording | string)[],
  tested: Partial<Sdk> = {},
): Promise<Report> {
  return conform({ ...sdk, ...tested }, [fileOf(lines)]);
}

/** An exchange that nobody recorded. */
export function exchange(
  request: { method?: string; path: string; as?: string; [key: string]: unknown },
  response: Recording['response'],
): Recording {
  const { path, ...rest } = request;
  return {
    seq: 1,
    name: 'made',
    request: { method: 'GET', as: 'robot@pve!tests', ...rest, path: path.replace(/^~/, '/api2/json') },
    response: { status: 200, reason: 'OK', headers: [], ...response },
  };
}
