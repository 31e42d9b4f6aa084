import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { routesOf } from '~/simulator/host-routes.js';
import { routes } from '~/simulator/routes.js';
import { compareRecordings } from '../../scripts/generate-api/compare-recordings.mjs';
import { sampleCalls } from '../support/rights-calls.js';
import { type Answer, Harness, N } from './harness.js';
import { requests } from './sample-requests.js';
import { clusterRequests } from './sample-requests-cluster.js';
import { withoutSample } from './without-sample.js';

// What the simulator answers has to fit what the API declares, with what recordings of a real host add to that: the
// types of src/generated/api.ts. Its answers are held against them as recordings are.

interface Sent {
  name: string;
  method: string;
  path: string;
  answer: Answer;
}

let folder: string;
const sent: Sent[] = [];

/** Sends requests one after another, each with time for its task to end. */
async function ask(h: Harness, asked: readonly string[]): Promise<void> {
  for (const request of asked) {
    const [method = '', target = ''] = request.split(' ');
    const [path = '', query = ''] = target.split('?');
    const values = Object.fromEntries(
      query === '' ? [] : query.split('&').map((pair) => pair.split(/=(.*)/)),
    );
    sent.push({ name: request, method, path, answer: await h.call('ticket', method, path, values) });
    h.clock.advance(12_000);
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felhom-answers-'));
  const first = new Harness();
  const backups = await first.call('ticket', 'GET', `${N}/storage/local/content`, { content: 'backup' });
  const tasks = await first.call('ticket', 'GET', `${N}/tasks`);
  const [{ upid }] = tasks.data;
  const [{ volid }] = backups.data;
  // Each of these on a host of its own.
  for (const { name, route, params } of sampleCalls(volid, upid)) {
    const [method = '', template = ''] = route.split(' ');
    const own = Object.entries(params ?? {}).filter(([key]) => !template.includes(`{${key}}`));
    const values = own.map(([key, value]): [string, string] => [
      key,
      String(typeof value === 'boolean' ? Number(value) : value),
    ]);
    const path = template.replaceAll(/\{([\w-]+)\}/g, (_, key: string) =>
      encodeURIComponent(String(Reflect.get(Object(params), key))),
    );
    const answer = await new Harness().call('ticket', method, path, Object.fromEntries(values));
    sent.push({ name, method, path, answer });
  }
  const one = encodeURIComponent(upid);
  const login = await first.login('root@pam', first.passwords.root);
  sent.push({ name: 'login', method: 'POST', path: '/access/ticket', answer: login });
  const about = [
    `GET ${N}/tasks/${one}`,
    `DELETE ${N}/tasks/${one}`,
    `GET ${N}/vzdump/extractconfig?volume=${volid}`,
  ];
  await ask(first, [...about, ...requests]);
  await ask(new Harness({ nodes: ['a', 'b'] }), clusterRequests);
  const lines = sent.map(({ name, method, path, answer: { status, data } }) =>
    JSON.stringify({
      name,
      request: { method, path: `/api2/json${path}` },
      response: { status, body: { data } },
    }),
  );
  writeFileSync(join(folder, 'simulator.jsonl'), lines.join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('every answer fits what the API declares and a real host answered', () => {
  const { mismatches, answers } = compareRecordings(folder);
  // What comes out of corosync's file is text; nothing makes it the numbers that the API declares.
  expect(mismatches.map(({ text }) => text)).toEqual([
    'GET /cluster/config/join nodelist[].nodeid: string, declared number | undefined',
    'GET /cluster/config/join nodelist[].quorum_votes: string, declared number',
  ]);
  expect(answers).toBeGreaterThan(150);
});

it('what a cluster is asked is answered', () => {
  const refused = sent.filter(({ name, answer }) => clusterRequests.includes(name) && answer.status !== 200);
  expect(refused.map(({ name, answer }) => `${name}: ${answer.reason}`)).toEqual([]);
});

it('an answer that does not fit is found', () => {
  const wrong = mkdtempSync(join(tmpdir(), 'felhom-answers-'));
  const line = {
    name: 'wrong',
    request: { method: 'GET', path: '/api2/json/version' },
    response: { status: 200, body: { data: { version: 9, release: '9.2', repoid: 'x' } } },
  };
  writeFileSync(join(wrong, 'wrong.jsonl'), JSON.stringify(line));
  expect(compareRecordings(wrong).mismatches.map(({ text }) => text)).toEqual([
    expect.stringContaining('GET /version'),
  ]);
  rmSync(wrong, { recursive: true });
});

it('every modelled route has answered, or it is said why not', () => {
  const find = ({ method, path }: Sent) =>
    routesOf('9.2').find(method, decodeURIComponent(path))?.value.route;
  const answered = new Set<string | undefined>(sent.filter(({ answer }) => answer.status === 200).map(find));
  const missing = routes.map(({ route }) => route).filter((route) => !answered.has(route));
  expect(missing.sort()).toEqual([...withoutSample.keys()].sort());
});
