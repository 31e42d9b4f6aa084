import type { Params, Rights, Verdict } from '@felhom/proxmox';
import { leastPrivilege } from '@felhom/proxmox/routes';
import type { ExtraTokens, TokenRight } from '@felhom/proxmox/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCall } from '~/client/rights/can.js';
import { encodeParams } from '~/core/codec.js';
import { fillRoute } from '~/core/route.js';
import { ManualClock } from '~/simulator/clock.js';
import { createEngine } from '~/simulator/create-engine.js';
import type { Engine } from '~/simulator/engine.js';
import { type SampleCall, sampleCalls } from '../support/rights-calls.js';

const fuzz = 'fuzz@pve!t1';
const refusals =
  /^Permission check failed|^403 Permission|Permission check failed|only root may|Only root (?:may|can)|missing privileges/;

const paths = [
  '/',
  '/vms',
  '/vms/101',
  '/vms/102',
  '/vms/300',
  '/storage',
  '/storage/local',
  '/nodes',
  '/access',
];
const privileges = [
  'VM.Audit',
  'VM.Allocate',
  'VM.Backup',
  'VM.Clone',
  'VM.PowerMgmt',
  'VM.Snapshot',
  'VM.Snapshot.Rollback',
  'VM.Config.CPU',
  'VM.Config.Disk',
  'VM.Config.Memory',
  'VM.Config.Network',
  'VM.Config.Options',
  'Datastore.Audit',
  'Datastore.Allocate',
  'Datastore.AllocateSpace',
  'SDN.Use',
  'Sys.Audit',
  'Sys.Modify',
];

/** A host of its own for each question: most of the calls change something. */
class Host {
  readonly clock = new ManualClock();
  readonly #engine: Engine;
  readonly tokens: Readonly<Record<string, string>>;

  constructor(tokens: ExtraTokens = {}) {
    const { engine, secrets } = createEngine({ clock: this.clock, tokens });
    this.#engine = engine;
    this.tokens = { ...secrets.tokens };
  }

  async send(token: string, route: SampleCall['route'], params: Params) {
    const { method, path, rest } = fillRoute(route, params);
    const text = new URLSearchParams(encodeParams(rest)).toString();
    const inBody = method === 'POST' || method === 'PUT';
    const answer = await this.#engine.handle({
      method,
      path: `/api2/json${path}`,
      query: inBody ? '' : text,
      headers: {
        authorization: `PVEAPIToken=${token}`,
        ...(inBody && text !== '' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      body: inBody ? text : '',
    });
    const json = answer.body?.startsWith('{') === true ? JSON.parse(answer.body) : {};
    return {
      status: answer.status,
      data: json.data,
      text: `${answer.reason} ${JSON.stringify(json.errors ?? '')}`,
    };
  }

  async rights(token: string): Promise<Rights> {
    const { data } = await this.send(token, 'GET /access/permissions', {});
    const { data: version } = await this.send(token, 'GET /version', {});
    return { identity: token.split('=')[0] ?? '', version: version.version, permissions: flags(data) };
  }

  async can(token: string, { route, params }: SampleCall): Promise<Verdict> {
    return judgeCall(route, params, await this.rights(token), async (path) => {
      const { data } = await this.send(token, 'GET /access/permissions', { path });
      return flags(data)[path] ?? {};
    });
  }

  /** Whether the host refuses a call for want of rights, at once or in its task. */
  async refuses(token: string, { route, params }: SampleCall): Promise<{ refused: boolean; text: string }> {
    const { status, data, text } = await this.send(token, route, params);
    if (status === 403 || refusals.test(text)) return { refused: true, text };
    if (status !== 200) throw new Error(`${route}: ${status} ${text}`);
    if (!String(data).startsWith('UPID:') || route.startsWith('GET')) return { refused: false, text };
    const upid = String(data);
    this.clock.advance(600_000);
    await new Promise((resolve) => setImmediate(resolve));
    const full = this.tokens['full'] ?? '';
    const task = await this.send(full, 'GET /nodes/{node}/tasks/{upid}/status', {
      node: 'demo-felhom',
      upid,
    });
    const log = await this.send(full, 'GET /nodes/{node}/tasks/{upid}/log', { node: 'demo-felhom', upid });
    const end = `${task.data.exitstatus} ${JSON.stringify(log.data)}`;
    return { refused: refusals.test(end), text: end };
  }
}

function flags(data: Record<string, Record<string, number>>): Rights['permissions'] {
  return Object.fromEntries(
    Object.entries(data).map(([path, row]) => [
      path,
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === 1])),
    ]),
  );
}

async function calls(): Promise<SampleCall[]> {
  const host = new Host();
  const full = host.tokens['full'] ?? '';
  const where = { node: 'demo-felhom' };
  const { data } = await host.send(full, 'GET /nodes/{node}/storage/{storage}/content', {
    ...where,
    storage: 'local',
  });
  const backup = (data as { volid: string }[]).find(({ volid }) => volid.includes('vzdump-lxc-101'));
  const { data: tasks } = await host.send(full, 'GET /nodes/{node}/tasks', where);
  return sampleCalls(backup?.volid ?? '', (tasks as { upid: string }[])[0]?.upid ?? '');
}

describe('client.can and the simulator', async () => {
  const samples = await calls();
  const seen = { yes: 0, no: 0, unknown: 0 };

  async function agree(host: Host, token: string, call: SampleCall, who: string): Promise<void> {
    const verdict = await host.can(token, call);
    const { refused, text } = await host.refuses(token, call);
    const told = `${who}: ${call.name}: ${JSON.stringify(verdict)} but ${text}`;
    if (verdict.allowed === 'unknown') seen.unknown += 1;
    else if (verdict.allowed) {
      seen.yes += 1;
      expect(refused, told).toBe(false);
    } else {
      seen.no += 1;
      expect(refused, told).toBe(true);
    }
  }

  it.each(['full', 'agent', 'readonly', 'separated', 'noacl'])('agree on every call of %s', async (name) => {
    for (const call of samples) {
      const host = new Host();
      await agree(host, host.tokens[name] ?? '', call, name);
    }
  });

  it('agree for any access control list', { timeout: 60_000 }, async () => {
    const right: fc.Arbitrary<TokenRight> = fc.record({
      path: fc.constantFrom(...paths),
      privileges: fc.subarray(privileges, { minLength: 1 }),
      propagate: fc.boolean(),
    });
    const rights = fc.array(right, { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rights, fc.constantFrom(...samples), async (list, call) => {
        const host = new Host({ [fuzz]: list });
        await agree(host, host.tokens[fuzz] ?? '', call, JSON.stringify(list));
      }),
      { numRuns: 1_500 },
    );
    // Both answers must come up often, or nothing was compared.
    expect(seen.yes).toBeGreaterThan(300);
    expect(seen.no).toBeGreaterThan(300);
    expect(seen.unknown).toBeLessThan(0.1 * (seen.yes + seen.no));
  });

  describe('the least privilege', () => {
    const tokenWith = (rights: readonly TokenRight[]) => {
      const host = new Host({ [fuzz]: rights });
      return { host, token: host.tokens[fuzz] ?? '' };
    };

    it.each(samples)('for $name is enough, and none of it too much', async (call) => {
      const { grants, impossible } = leastPrivilege([call], { identity: fuzz });
      const { host, token } = tokenWith(grants);
      const verdict = await host.can(token, call);
      const { refused, text } = await host.refuses(token, call);
      if (impossible.length > 0) {
        expect(verdict).toMatchObject({ allowed: false, reason: 'root-only' });
        expect(refused).toBe(true);
        return;
      }
      expect(refused, text).toBe(false);
      expect(verdict.allowed, JSON.stringify(verdict)).not.toBe(false);
      for (const [index, { privileges: names }] of grants.entries()) {
        for (const name of names) {
          const fewer = grants.with(index, {
            ...(grants[index] ?? { path: '', command: '', propagate: true }),
            privileges: names.filter((other) => other !== name),
          });
          const less = tokenWith(fewer);
          const { refused: now } = await less.host.refuses(less.token, call);
          expect(now, `without ${name}`).toBe(true);
          expect((await less.host.can(less.token, call)).allowed, `without ${name}`).not.toBe(true);
        }
      }
    });
  });
});
