import {
  ConflictError,
  LockedError,
  type LxcConfig,
  NotFoundError,
  OutcomeUnknownError,
  ParamsError,
  PermissionError,
} from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { errorOf, failure } from '../support/client.js';
import { clientAs, simulated } from '../support/simulated.js';

const vmid = 101;
const put = 'PUT /nodes/{node}/lxc/{vmid}/config';

/** One more on a counter that is kept in the description. */
const countUp = ({ description = '0' }: LxcConfig) => ({ description: String(Number(description) + 1) });

describe('lxc.update by a function', () => {
  it('gives the function the configuration and sends what it returns, with the digest', async () => {
    const { host, client, node } = simulated();
    const result = await client.lxc.update({ node, vmid }, (config) => ({
      memory: (config.memory ?? 512) * 2,
      delete: ['onboot'],
    }));
    expect(result).toEqual({ changed: true, attempts: 1 });
    const config = await client.lxc.config({ node, vmid });
    expect(config).toMatchObject({ memory: 1024 });
    expect(config).not.toHaveProperty('onboot');
    expect(host.requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
    expect(host.requests[1]?.params).toMatchObject({ digest: expect.stringMatching(/^[0-9a-f]{40}$/) });
  });

  it.each([undefined, {}, { memory: undefined }])('sends nothing for %j', async (patch) => {
    const { host, client, node } = simulated();
    expect(await client.lxc.update({ node, vmid }, () => patch)).toEqual({ changed: false, attempts: 1 });
    expect(host.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('does it again on what somebody else has changed meanwhile', async () => {
    const { host, client, node } = simulated();
    const other = clientAs(host, 'agent');
    const seen: (number | undefined)[] = [];
    const result = await client.lxc.update({ node, vmid }, async ({ memory }) => {
      seen.push(memory);
      if (seen.length === 1) await other.lxc.update({ node, vmid, memory: 2048 });
      return { memory: (memory ?? 0) + 16 };
    });
    expect(result).toEqual({ changed: true, attempts: 2 });
    expect(seen).toEqual([512, 2048]);
    expect((await client.lxc.config({ node, vmid })).memory).toBe(2064);
  });

  it('loses no update of many at once', async () => {
    const { host, client, node } = simulated();
    const updaters = Array.from({ length: 24 }, () => clientAs(host, 'agent'));
    const results = await Promise.all(
      updaters.map((each) => each.lxc.update({ node, vmid }, countUp, { attempts: 100 })),
    );
    expect(results.every(({ changed }) => changed)).toBe(true);
    expect(Math.max(...results.map(({ attempts }) => attempts))).toBeGreaterThan(1);
    expect((await client.lxc.config({ node, vmid })).description?.trim()).toBe('24');
  });

  it('gives up after its attempts, with the conflict; those that did not are all in', async () => {
    const { host, client, node } = simulated();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 24 }, () =>
        clientAs(host, 'agent').lxc.update({ node, vmid }, countUp, { attempts: 1 }),
      ),
    );
    const done = outcomes.filter(({ status }) => status === 'fulfilled').length;
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) expect(error).toBeInstanceOf(ConflictError);
    expect((await client.lxc.config({ node, vmid })).description?.trim()).toBe(String(done));
  });

  it('tries five times by default', async () => {
    const { client, node } = simulated();
    let calls = 0;
    const error = await failure(
      client.lxc.update({ node, vmid }, async () => {
        calls += 1;
        await client.lxc.update({ node, vmid, memory: 512 + calls });
        return { swap: 0 };
      }),
      ConflictError,
    );
    expect(error.kind).toBe('digest');
    expect(calls).toBe(5);
  });

  it('does not repeat a change whose answer was lost', async () => {
    const { host, client, node } = simulated();
    host.faults.add({ on: put, fault: { kind: 'drop', when: 'after' }, times: 1 });
    await failure(client.lxc.update({ node, vmid }, countUp), OutcomeUnknownError);
    expect(host.requests.map(({ method }) => method)).toEqual(['GET', 'PUT']);
    expect((await client.lxc.config({ node, vmid })).description?.trim()).toBe('1');
  });

  it('lets everything else pass at once', async () => {
    const { host, client, node } = simulated();
    await failure(client.lxc.update({ node, vmid: 999 }, countUp), NotFoundError);
    await failure(clientAs(host, 'readonly').lxc.update({ node, vmid }, countUp), PermissionError);
    const mine = new Error('mine');
    expect(await errorOf(client.lxc.update({ node, vmid }, () => Promise.reject(mine)))).toBe(mine);
    await client.vzdump.create({ node, vmid, storage: 'local' });
    host.advance(500);
    await failure(client.lxc.update({ node, vmid }, countUp), LockedError);
    expect(host.requests.filter(({ method }) => method === 'PUT')).toHaveLength(2);
  });

  it('checks what the function returns, and its own options', async () => {
    const { host, client, node } = simulated();
    await failure(
      client.lxc.update({ node, vmid }, () => ({ memory: 1 })),
      ParamsError,
    );
    await failure(client.lxc.update({ node, vmid }, countUp, { attempts: 0 }), ParamsError);
    const both = { node, vmid, memory: 1024 };
    await failure(client.lxc.update(both, countUp), ParamsError);
    await failure(client.lxc.update({ node, vmid }, countUp, { timeout: -1 }), ParamsError);
    expect(host.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('ends with its signal', async () => {
    const { client, node } = simulated();
    const controller = new AbortController();
    const change = () => {
      controller.abort();
      return { memory: 1024 };
    };
    const error = await errorOf(client.lxc.update({ node, vmid }, change, { signal: controller.signal }));
    expect(error).toMatchObject({ code: 'PVE_ABORTED' });
    expect((await client.lxc.config({ node, vmid })).memory).toBe(512);
  });

  it('is the plain call with plain parameters', async () => {
    const { host, client, node } = simulated();
    expect(await client.lxc.update({ node, vmid, memory: 640 }, { timeout: 5_000 })).toBeUndefined();
    expect(host.requests.map(({ method }) => method)).toEqual(['PUT']);
  });
});
