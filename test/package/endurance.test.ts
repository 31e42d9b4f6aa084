import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Client } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { clientOf, token } from '../support/client.js';
import { dist } from '../support/dist.js';
import { certificate, json, ScriptedServer, version } from '../support/server.js';

// Counted in a process of its own, where nothing else makes rubbish: what is left after a garbage collection.

interface Counts {
  heap: number;
  listeners: number;
  /** Timers, sockets and what else keeps a process alive. */
  resources: string[];
}

interface Run {
  requests: number;
  before: Counts;
  after: Counts;
}

const tools = `
import { getEventListeners } from 'node:events';
const { signal } = new AbortController();
const passing = /^(?:PipeWrap|TTYWrap|Immediate)$/;
const counts = async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    gc();
  }
  return {
    heap: process.memoryUsage().heapUsed,
    listeners: getEventListeners(signal, 'abort').length,
    resources: process.getActiveResourcesInfo().filter((name) => !passing.test(name)),
  };
};
`;

async function run(source: string): Promise<Run> {
  const flags = ['--no-warnings', '--expose-gc', '--input-type=module', '--eval'];
  const code = `import { Client, fetchTransport } from ${JSON.stringify(`${dist}/index.js`)};${tools}${source}`;
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, code], { timeout: 120_000 });
  return JSON.parse(stdout) as Run;
}

function expectNoGrowth({ before, after }: Run): void {
  // Compiled code and caches settle within this; one byte a request would not.
  expect(after.heap - before.heap).toBeLessThan(1_000_000);
  expect(after.listeners).toBe(0);
  expect(after.resources).toEqual(before.resources);
}

describe('a client that works for long', () => {
  it('does not grow over 100,000 requests, however they end', async () => {
    const result = await run(`
      const answers = {
        '/api2/json/version': ${JSON.stringify(JSON.stringify(version))},
        '/api2/json/nodes': '{"data":[{"node":"pve1","status":"online","type":"node"}]}',
      };
      const headers = { 'content-type': 'application/json' };
      const upid = 'UPID:pve1:0000C350:0012D687:6A1B2C3D:vzstart:101:robot@pve!tests:';
      let requests = 0;
      const transport = async ({ method, url, signal }) => {
        requests += 1;
        signal.addEventListener('abort', () => {}, { once: true });
        if (requests % 50 === 7) throw new Error('broken');
        if (requests % 50 === 8) return { status: 500, reason: 'no', headers, body: Buffer.from('{"data":null}') };
        if (requests % 50 === 9) return { status: 200, reason: 'OK', headers, body: Buffer.from('{"data":') };
        const body = method === 'POST' ? JSON.stringify({ data: upid }) : answers[url.pathname];
        return { status: 200, reason: 'OK', headers, body: Buffer.from(body) };
      };
      const client = new Client({ url: 'https://pve1', token: ${JSON.stringify(token)}, transport, retries: 0 });
      const guest = { node: 'pve1', vmid: 101, password: 'x' };
      const calls = [
        () => client.version({}, { signal }),
        () => client.nodes.list({}, { signal }),
        () => client.lxc.start({ node: 'pve1', vmid: 101 }, { signal }),
        () => client.call('GET /version', {}, { signal }),
        // A route that is new each time, as a program makes it that fills in the ids itself.
        () => client.request('GET /nodes/n' + requests, {}, { signal }),
      ];
      const work = async (end) => {
        const caller = async () => {
          while (requests < end) await calls[requests % calls.length]().catch(() => {});
        };
        await Promise.all(Array.from({ length: 32 }, caller));
      };
      await work(20_000);
      const before = await counts();
      await work(120_000);
      const after = await counts();
      console.log(JSON.stringify({ requests, before, after }));
    `);
    expect(result.requests).toBeGreaterThanOrEqual(120_000);
    expectNoGrowth(result);
  }, 120_000);

  it('does not grow over 24 hours of polling', async () => {
    const result = await run(`
      const { SimulatedHost } = await import(${JSON.stringify(`${dist}/simulator/index.js`)});
      const host = new SimulatedHost({ clock: 'manual' });
      const clock = {
        now: () => host.now,
        sleep: async (ms) => {
          host.advance(ms);
          await new Promise((resolve) => setImmediate(resolve));
        },
      };
      // By a login, whose ticket is renewed every hour.
      const { username: user, password } = host.logins.root;
      const client = new Client({ url: host.url, user, password, transport: fetchTransport(host.fetch), clock });
      const { node } = host;
      const [{ vmid }] = await client.lxc.list({ node });
      const minute = 60_000;
      let requests = 0;
      const hours = async (count) => {
        const end = host.now + count * 60 * minute;
        for (let turn = 0; host.now < end; turn += 1) {
          await client.cluster.resources({}, { signal });
          await client.lxc.status({ node, vmid }, { signal });
          if (turn % 60 === 0) {
            const upid = await client.lxc.snapshots.create({ node, vmid, snapname: 'hourly' }, { signal });
            await client.tasks.wait(upid, { signal });
            await client.tasks.wait(await client.lxc.snapshots.delete({ node, vmid, snapname: 'hourly' }), { signal });
          }
          requests += 2;
          await clock.sleep(minute / 2);
        }
      };
      // What the host itself keeps is not the client's.
      const forget = () => host.requests.splice(0);
      // Compiled code grows for a day.
      await hours(36);
      forget();
      const before = await counts();
      await hours(24);
      forget();
      const after = await counts();
      console.log(JSON.stringify({ requests, before, after }));
    `);
    expect(result.requests).toBeGreaterThan(6_000);
    expectNoGrowth(result);
  }, 120_000);

  it('keeps to its sockets, and leaves none behind once it is closed', async () => {
    const { fingerprint } = certificate();
    const server = await ScriptedServer.start(() => json(version));
    const result = await run(`
      const { readdirSync } = await import('node:fs');
      let requests = 0;
      const work = async (total) => {
        const client = new Client(${JSON.stringify({ url: server.url, token, fingerprint })});
        const end = requests + total;
        const caller = async () => {
          while (requests < end) {
            requests += 1;
            await client.version({}, { signal });
          }
        };
        await Promise.all(Array.from({ length: 32 }, caller));
        await client[Symbol.asyncDispose]();
      };
      await work(500);
      const before = await counts();
      for (let round = 0; round < 5; round += 1) await work(500);
      const after = await counts();
      console.log(JSON.stringify({ requests, before, after }));
    `);
    expect(result.requests).toBe(3_000);
    expectNoGrowth(result);
    expect(result.after.resources).toEqual([]);
    // Eight for each of six clients.
    expect(server.connections).toBe(48);
  }, 60_000);

  it('is closed at the end of its block by `await using`', async () => {
    const server = await ScriptedServer.start(() => json(version));
    let outer: Client | undefined;
    {
      await using client = clientOf(server);
      outer = client;
      await client.version();
    }
    await expect(outer.version()).rejects.toMatchObject({ code: 'PVE_CONNECTION', kind: 'closed' });
  });
});
