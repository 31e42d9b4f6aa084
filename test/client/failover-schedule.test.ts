import {
  Client,
  ConnectionError,
  OutcomeUnknownError,
  type Transport,
  type TransportRequest,
} from '@felhom/proxmox';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { token } from '../support/client.js';
import { FastClock } from '../support/clock.js';

/** What a host does with a request. */
const fates = [
  'up',
  'up',
  'refuses',
  'unreachable',
  'breaks before',
  'breaks after',
  '595',
  '596 after',
  '503',
] as const;
type Fate = (typeof fates)[number];

const upid = 'UPID:b:0000C350:0012D687:6A1B2C3D:vzstart:131:robot@pve!tests:';
const answer = (status: number, data: unknown = null) => ({
  status,
  reason: 'x',
  headers: {},
  body: new TextEncoder().encode(JSON.stringify({ data })),
});

/** Hosts whose fate a test decides, and what was done on all of them together. */
class Hosts {
  readonly done = new Map<string, number>();
  readonly arrived: string[] = [];
  fates: readonly Fate[] = [];

  readonly transport: Transport = async ({ url, body }: TransportRequest) => {
    const index = 'abc'.indexOf(url.hostname);
    const id = new URLSearchParams(String(body ?? '')).get('description') ?? 'read';
    const fate = this.fates[index] ?? 'up';
    const away = { refuses: 'refused', unreachable: 'unreachable' } as const;
    if (fate in away)
      throw new ConnectionError('away', { kind: away[fate as keyof typeof away], sent: 'no' });
    this.arrived.push(`${url.hostname} ${id}`);
    if (fate === 'up' || fate === 'breaks after' || fate === '596 after')
      this.done.set(id, (this.done.get(id) ?? 0) + 1);
    if (fate === 'up') return answer(200, upid);
    if (fate.startsWith('breaks')) throw new ConnectionError('broke', { kind: 'reset', sent: 'unknown' });
    return answer(Number(fate.slice(0, 3)));
  };
}

const step = fc.record({
  fates: fc.array(fc.constantFrom(...fates), { minLength: 3, maxLength: 3 }),
  kind: fc.constantFrom('read' as const, 'change' as const),
  node: fc.constantFrom('a', 'b', 'c', 'd'),
  wait: fc.constantFrom(0, 0, 100, 1_000, 10_000, 100_000),
});

it('whatever becomes of the hosts, no change is made twice, and what is said of it is true', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.integer({ min: 0, max: 2 }),
      async (steps, retries) => {
        const hosts = new Hosts();
        const clock = new FastClock();
        const url = ['a', 'b', 'c'].map((node) => ({ url: `https://${node}`, node }));
        await using client = new Client({
          url,
          token,
          clock,
          retries,
          transport: hosts.transport,
          random: () => 0.5,
        });
        for (const [index, { fates: given, kind, node, wait }] of steps.entries()) {
          hosts.fates = given;
          clock.advance(wait);
          const id = `call ${index}`;
          const before = hosts.arrived.length;
          try {
            if (kind === 'read') await client.request('GET /nodes/{node}/lxc', { node });
            else
              await client.request('PUT /nodes/{node}/lxc/{vmid}/config', {
                node,
                vmid: 131,
                description: id,
              });
            if (kind === 'change') expect(hosts.done.get(id)).toBe(1);
          } catch (error) {
            const sent = hosts.arrived.slice(before);
            if (kind === 'read') {
              const good = sent.some((one) => given['abc'.indexOf(one[0] ?? '')] === 'up');
              expect(good).toBe(false);
            } else if (error instanceof OutcomeUnknownError)
              expect(hosts.done.get(id) ?? 0).toBeLessThanOrEqual(1);
            else if (error instanceof ConnectionError) {
              expect(error.sent).toBe('no');
              expect(sent).toEqual([]);
            } else expect(hosts.done.get(id)).toBeUndefined();
          }
          // However many hosts were tried, one of them at most was told of a change.
          if (kind === 'change') expect(hosts.arrived.slice(before).length).toBeLessThanOrEqual(1);
        }
        expect([...hosts.done].filter(([id, times]) => id !== 'read' && times > 1)).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

it('where one host is there, a change gets to it, unless another one took it first', async () => {
  const away = fc.constantFrom('refuses' as const, 'unreachable' as const);
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          there: fc.nat(2),
          node: fc.constantFrom('a', 'b', 'c', 'd'),
          how: away,
          wait: fc.nat(30_000),
        }),
        { maxLength: 30 },
      ),
      async (steps) => {
        const hosts = new Hosts();
        const clock = new FastClock();
        const url = ['a', 'b', 'c'].map((node) => ({ url: `https://${node}`, node }));
        await using client = new Client({
          url,
          token,
          clock,
          retries: 0,
          breaker: false,
          transport: hosts.transport,
        });
        for (const { there, node, how, wait } of steps) {
          hosts.fates = [0, 1, 2].map((index) => (index === there ? 'up' : how));
          clock.advance(wait);
          await client.request('PUT /nodes/{node}/config', { node, description: 'x' });
        }
        expect(hosts.arrived).toEqual(steps.map(({ there }) => `${'abc'[there]} x`));
      },
    ),
    { numRuns: 300 },
  );
});
