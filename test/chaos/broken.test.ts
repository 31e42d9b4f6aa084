import {
  Client,
  type ClientOptions,
  ConnectionError,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { chaos, type Report, summary } from '../../scripts/chaos/index.mjs';
import { parts } from './parts.js';

const writes = (request: TransportRequest) => request.method !== 'GET' && !/ticket$/.test(request.route);

/** A run with clients that are broken on purpose: in their transport, or elsewhere. */
function runWith(
  change: (transport: Transport) => Transport,
  after: (client: Client) => Client = (client) => client,
  mode: 'inPlace' | 'afterwards' = 'inPlace',
): Promise<Report> {
  return chaos(parts, {
    mutations: 80,
    seed: 11,
    line: 'inProcess',
    mode,
    hang: 5_000,
    makeClient: (options: ClientOptions) => {
      const { transport } = options;
      if (transport === undefined) throw new Error('a transport is expected in process');
      return after(new Client({ ...options, transport: change(transport) }));
    },
  });
}

const asItIs = (transport: Transport): Transport => transport;

/** A client whose way of finding out what happened is another one. */
function judgingBy(outcome: object): (client: Client) => Client {
  return (client) =>
    new Proxy(client, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (key === 'reconcile') return async () => outcome;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
}

describe('the suite notices a client that', { timeout: 120_000 }, () => {
  it('sends what may have arrived once more', async () => {
    const report = await runWith((transport) => async (request) => {
      try {
        return await transport(request);
      } catch (error) {
        if (!writes(request) || typeof request.body === 'object') throw error;
        return transport(request);
      }
    });
    expect(report.twice).toBeGreaterThan(3);
    expect(report.holds).toBe(false);
    expect(report.problems.some(({ what }) => what === 'twice')).toBe(true);
  });

  it('sends all of its calls twice, even where nothing goes wrong', async () => {
    const report = await runWith((transport) => async (request) => {
      const answer = await transport(request);
      if (writes(request) && answer.status === 200 && typeof request.body !== 'object')
        await transport(request).catch(() => {});
      return answer;
    });
    expect(report.problems.some(({ what, fault }) => what === 'twice' && fault === undefined)).toBe(true);
  });

  it('says that something was not sent which was', async () => {
    const report = await runWith((transport) => async (request) => {
      try {
        return await transport(request);
      } catch (error) {
        if (!writes(request)) throw error;
        throw new ConnectionError('lost', { kind: 'other', sent: 'no' });
      }
    });
    expect(report.lost).toBeGreaterThan(3);
    expect(report.holds).toBe(false);
  });

  it('takes an answer for a refusal', async () => {
    const report = await runWith((transport) => async (request) => {
      const answer = await transport(request);
      return writes(request) && answer.status >= 596 ? { ...answer, status: 500 } : answer;
    });
    expect(report.lost).toBeGreaterThan(0);
  });

  it('takes a refusal for an answer', async () => {
    const report = await runWith((transport) => async (request) => {
      const answer = await transport(request);
      const good: TransportResponse = { ...answer, status: 200, body: Buffer.from('{"data":null}') };
      return writes(request) && answer.status >= 595 ? good : answer;
    });
    expect(report.lost + report.wrong).toBeGreaterThan(0);
    expect(report.lost).toBeGreaterThan(0);
  });

  it('gives the UPID of another task', async () => {
    const report = await runWith((transport) => async (request) => {
      const answer = await transport(request);
      const text = Buffer.from(answer.body).toString();
      return writes(request)
        ? { ...answer, body: Buffer.from(text.replace('"UPID:demo-felhom:0', '"UPID:demo-felhom:F')) }
        : answer;
    });
    expect(report.wrong).toBeGreaterThan(1);
    expect(report.holds).toBe(false);
  });

  it('says nothing at all', async () => {
    let calls = 0;
    const report = await runWith((transport) => (request) => {
      if (!writes(request)) return transport(request);
      calls += 1;
      return calls % 20 === 0 ? new Promise(() => {}) : transport(request);
    });
    expect(report.hangs).toBeGreaterThan(1);
    expect(report.mutations).toBe(80);
    expect(report.holds).toBe(false);
  });

  it.each([
    ['that all of it happened', { outcome: 'happened', evidence: 'hope' }, 'lost'],
    ['that nothing of it happened', { outcome: 'did-not-happen', evidence: 'fear' }, 'lost'],
    [
      'that it was any task',
      {
        outcome: 'happened',
        upid: 'UPID:demo-felhom:00000001:00000002:6A1B2C3D:vzstart:101:root@pam!root:',
        evidence: '',
      },
      'wrong',
    ],
    ['that nobody knows', { outcome: 'cannot-tell', why: 'nobody knows' }, 'cannotTell'],
  ] as const)('says %s', async (_what, outcome, counter) => {
    const report = await runWith(asItIs, judgingBy(outcome), 'afterwards');
    expect(report[counter]).toBeGreaterThan(3);
    expect(report.holds).toBe(false);
  });
});

it('ends with a line of its counts', () => {
  const counts = { mutations: 9, twice: 1, lost: 2, cannotTell: 3, hangs: 4, wrong: 5 };
  expect(summary(counts as Report)).toBe(
    'chaos: 9 mutations, 1 sent twice, 2 lost, 3 cannot tell, 4 hangs, 5 wrong',
  );
});
