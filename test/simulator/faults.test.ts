import {
  type Client,
  ConnectionError,
  OutcomeUnknownError,
  ProxyError,
  ResponseShapeError,
} from '@felhom/proxmox';
import { type Fault, Simulator } from '@felhom/proxmox/simulator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failure, makeClient } from '../support/client.js';
import { call, token } from './client.js';
import { Harness, N } from './harness.js';

const node = 'demo-felhom';

async function start(): Promise<{ sim: Simulator; client: Client }> {
  const sim = await Simulator.start({ authDelay: 0 });
  onTestFinished(() => sim.close());
  const { url, fingerprint } = sim;
  return { sim, client: makeClient({ url, fingerprint, token: sim.tokens.agent, retries: 0 }) };
}

/** Starts container 101 and gives the error, and whether PVE carried it out all the same. */
async function startBadly(fault: Fault): Promise<{ error: OutcomeUnknownError; applied: boolean }> {
  const { sim, client } = await start();
  const route = 'POST /nodes/{node}/lxc/{vmid}/status/start';
  const active = sim.faults.add({ on: route, fault });
  const error = await failure(client.lxc.start({ node, vmid: 101 }), OutcomeUnknownError);
  expect(active.hits).toBe(1);
  expect(sim.requests.at(-1)?.fault).toEqual(fault);
  return { error, applied: sim.requests.at(-1)?.status === 200 };
}

describe('a call that changes something, and then', () => {
  it.each([
    ['a connection that ends before it', { kind: 'drop', when: 'before' }, false, ConnectionError],
    ['a connection that ends after it', { kind: 'drop', when: 'after' }, true, ConnectionError],
    ['a 596 without it', { kind: 'status', status: 596, when: 'before' }, false, ProxyError],
    ['a 596 after it', { kind: 'status', status: 596, when: 'after' }, true, ProxyError],
    ['half of the JSON', { kind: 'body', body: '{"data":"UPID:de' }, true, ResponseShapeError],
    [
      'the page of a proxy',
      { kind: 'body', body: '<html></html>', contentType: 'text/html' },
      true,
      ResponseShapeError,
    ],
    ['a body without its end', { kind: 'cut', at: 9 }, true, ConnectionError],
    ['a body without its beginning', { kind: 'cut', at: 0 }, true, ConnectionError],
  ] as const)('%s', async (_name, fault, applied, cause) => {
    const seen = await startBadly(fault);
    expect(seen.error.cause).toBeInstanceOf(cause);
    expect(seen.applied).toBe(applied);
  });
});

it('an answer that comes drop by drop is whole', async () => {
  const { sim, client } = await start();
  sim.faults.add({ on: 'GET /version', fault: { kind: 'drip', bytes: 7, ms: 1 } });
  expect((await client.version()).release).toMatch(/^\d+\.\d+$/);
});

it('a delay runs on the clock of the simulator', async () => {
  const host = new Harness();
  host.engine.faults.add({ on: 'GET', fault: { kind: 'delay', ms: 30_000 } });
  let answered = false;
  const answer = host.call('full', 'GET', '/version').then(() => {
    answered = true;
  });
  host.clock.advance(29_999);
  await new Promise(setImmediate);
  expect(answered).toBe(false);
  host.clock.advance(1);
  await answer;
});

/** Which of ten calls are struck. */
async function struck(
  rule: Omit<Parameters<Simulator['faults']['add']>[0], 'fault'>,
  host = new Harness(),
): Promise<number[]> {
  host.engine.faults.add({ ...rule, fault: { kind: 'status', status: 599, when: 'after' } });
  const found: number[] = [];
  for (let count = 1; count <= 10; count += 1) {
    const { status } = await host.call(count % 2 === 0 ? 'agent' : 'full', 'GET', `${N}/lxc`);
    if (status === 599) found.push(count);
  }
  return found;
}

describe('a rule', () => {
  it('meets every request that it is for, and no other', async () => {
    const host = new Harness();
    expect(await struck({ on: ['POST', 'GET /nodes/{node}/lxc'] }, host)).toHaveLength(10);
    expect((await host.call('full', 'GET', '/version')).status).toBe(200);
    expect(await struck({ on: 'GET /version' })).toEqual([]);
  });

  it('counts, and stops when it has struck often enough', async () => {
    expect(await struck({ nth: 3 })).toEqual([3]);
    expect(await struck({ nth: [2, 9] })).toEqual([2, 9]);
    expect(await struck({ times: 2 })).toEqual([1, 2]);
  });

  it('knows who sends a request', async () => {
    expect(await struck({ actor: 'agent@pve!selftest' })).toEqual([2, 4, 6, 8, 10]);
    expect(await struck({ actor: 'root@pam', nth: 2 })).toEqual([3]);
    expect(await struck({ actor: 'root@pam!other' })).toEqual([]);
    const host = new Harness();
    host.engine.faults.add({ actor: 'root@pam', fault: { kind: 'status', status: 599, when: 'after' } });
    expect((await host.call('ticket', 'GET', '/version')).status).toBe(599);
  });

  it('strikes by chance, and the same each time', async () => {
    const some = await struck({ probability: 0.5 });
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(10);
    expect(await struck({ probability: 0.5 })).toEqual(some);
    expect(await struck({ probability: 0 })).toEqual([]);
    expect(await struck({ probability: 1 })).toHaveLength(10);
  });

  it('can be taken back, and the first of two strikes', async () => {
    const { sim } = await start();
    const version = () => call(sim, 'GET', '/api2/json/version', { headers: token(sim.tokens.agent) });
    const first = sim.faults.add({ fault: { kind: 'status', status: 595, when: 'before' } });
    sim.faults.add({ fault: { kind: 'status', status: 503, reason: 'Too busy', when: 'before' } });
    expect(await version()).toMatchObject({ status: 595, reason: 'Connection refused', text: '' });
    first.remove();
    expect(await version()).toMatchObject({ status: 503, reason: 'Too busy' });
    sim.faults.clear();
    expect(await version()).toMatchObject({ status: 200 });
    expect(sim.requests.map(({ status }) => status)).toEqual([undefined, undefined, 200]);
  });

  it.each([
    [
      'a route that PVE does not have',
      { on: 'GET /nodes/{node}/lxcs' },
      /no route GET \/nodes\/\{node\}\/lxcs/,
    ],
    ['a share that is none', { probability: 1.5 }, /from 0 to 1/],
    ['a count from 0', { nth: 0 }, /from 1/],
    ['no times at all', { times: 0 }, /at least 1/],
    ['a status that is none', { fault: { kind: 'status', status: 200, when: 'before' } }, /300 to 599/],
    ['a cut at a place that is none', { fault: { kind: 'cut', at: -1 } }, /bytes/],
    ['drops of nothing', { fault: { kind: 'drip', bytes: 0, ms: 1 } }, /at least one byte/],
    ['a delay of nothing known', { fault: { kind: 'delay', ms: Number.NaN } }, /milliseconds/],
  ] as const)('for %s is refused', (_name, rule, message) => {
    const { faults } = new Harness().engine;
    expect(() => faults.add({ fault: { kind: 'drop', when: 'before' }, ...rule } as never)).toThrow(message);
  });
});
