import {
  type Client,
  ConflictError,
  HttpError,
  OutcomeUnknownError,
  ParamsError,
  PermissionError,
  parseUpid,
  TimeoutError,
} from '@felhom/proxmox';
import { Simulator } from '@felhom/proxmox/simulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, errorOf, failure, makeClient } from '../support/client.js';
import { type Handler, json, type Received, raw, refusal, ScriptedServer } from '../support/server.js';

const template = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';
const container = { node: 'demo-felhom', vmid: 'any', ostemplate: template, rootfs: 'local:1' } as const;

const idOf = (upid: string): number => Number(parseUpid(upid).id);

/** Something to wait for. */
function gate(): { passed: Promise<void>; open: () => void } {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

function distinct(upids: readonly string[]): number[] {
  return [...new Set(upids.map(idOf))].sort((a, b) => a - b);
}

describe('on a host', () => {
  let sim: Simulator;
  beforeEach(async () => {
    sim = await Simulator.start({ authDelay: 0, speed: 50 });
  });
  afterEach(() => sim.close());

  const clientAt = (url = sim.url): Client =>
    makeClient({ url, token: sim.tokens.full, fingerprint: sim.fingerprint });

  it('gives the lowest free id, and tells it in the UPID', async () => {
    const client = clientAt();
    const first = await client.lxc.create(container);
    const second = await client.lxc.create(container);
    expect([first, second].map(idOf)).toEqual([103, 104]);
    await Promise.all([first, second].map((upid) => client.tasks.wait(upid)));
    expect((await client.lxc.status({ node: 'demo-felhom', vmid: 104 })).status).toBe('stopped');
  });

  it('makes fifty containers at once, all different, and around what is taken', async () => {
    const client = clientAt();
    const upids = await Promise.all(Array.from({ length: 50 }, () => client.lxc.create(container)));
    const taken = new Set([110, 120]);
    const expected = Array.from({ length: 52 }, (_, index) => 103 + index).filter((id) => !taken.has(id));
    expect(distinct(upids)).toEqual(expected);
    // None was refused on the way: they did not race at all.
    expect(sim.requests.filter(({ status, method }) => method === 'POST' && status !== 200)).toEqual([]);
  });

  it('does so for two clients of one host', async () => {
    const clients = [clientAt(), clientAt()];
    const upids = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (clients[index % 2] as Client).lxc.create(container)),
    );
    expect(distinct(upids)).toHaveLength(20);
    expect(sim.requests.filter(({ status, method }) => method === 'POST' && status !== 200)).toEqual([]);
  });

  it('gets along with a program that knows nothing of this one', async () => {
    // Another name of the host: what is held is known by its URL, so these two do race.
    const other = clientAt(sim.url.replace('127.0.0.1', 'localhost'));
    const mine = clientAt();
    const upids = await Promise.all([mine, other, mine, other].map((client) => client.lxc.create(container)));
    expect(distinct(upids)).toHaveLength(4);
  });

  it('restores to a free id', async () => {
    const client = clientAt();
    const backups = await client.storage.content({
      node: 'demo-felhom',
      storage: 'local',
      content: 'backup',
    });
    const upid = await client.restore.create({
      node: 'demo-felhom',
      vmid: 'any',
      ostemplate: backups[0]?.volid ?? '',
      storage: 'local',
    });
    expect(idOf(upid)).toBe(103);
    expect((await client.tasks.wait(upid)).outcome).toBe('ok');
  });

  it('keeps a reserved id from others, and gives it back', async () => {
    const [one, two] = [clientAt(), clientAt()];
    const reservation = await one.cluster.reserve();
    expect(reservation.vmid).toBe(103);
    const next = await two.cluster.reserve();
    expect(next.vmid).toBe(104);
    expect(idOf(await two.lxc.create(container))).toBe(105);
    reservation.release();
    reservation.release();
    expect((await two.cluster.reserve()).vmid).toBe(103);
    // A release that comes twice must not free what somebody else reserved meanwhile.
    reservation.release();
    expect((await one.cluster.reserve()).vmid).toBe(106);
  });

  it('clones to a reserved id', async () => {
    const client = clientAt();
    const { vmid, release } = await client.cluster.reserve();
    const upid = await client.lxc.clone({ node: 'demo-felhom', vmid: 101, newid: vmid });
    await client.tasks.wait(upid);
    release();
    expect((await client.lxc.list({ node: 'demo-felhom' })).map((guest) => guest.vmid)).toContain(vmid);
  });

  it('gives an id back when PVE refuses the container itself', async () => {
    const client = clientAt();
    const bad = { ...container, ostemplate: 'local:vztmpl/nosuch' as const, rootfs: 'nosuch:1' as const };
    await failure(client.lxc.create(bad), HttpError);
    const readonly = makeClient({ url: sim.url, token: sim.tokens.readonly, fingerprint: sim.fingerprint });
    await failure(readonly.lxc.create(container), PermissionError);
    expect(idOf(await client.lxc.create(container))).toBe(103);
  });

  it('leaves an id that the caller chose alone', async () => {
    const client = clientAt();
    const error = await failure(client.lxc.create({ ...container, vmid: 100 }), ConflictError);
    expect(error.kind).toBe('exists');
    expect(sim.requests.map(({ method }) => method)).toEqual(['POST']);
  });
});

const upidOf = (vmid: string): string =>
  `UPID:pve1:00000C71:0003BA3C:6B0066D0:vzcreate:${vmid}:root@pam!root:`;
const made = (request: Received): Buffer =>
  json({ data: upidOf(new URLSearchParams(request.body).get('vmid') ?? '') });
const isTaken = (vmid: string): Buffer =>
  refusal(500, `unable to create CT ${vmid} - CT ${vmid} already exists on node 'pve2'`);
const spec = { ...container, node: 'pve1' };

/** A host where these ids are taken, whose create does what `post` says. */
async function host(taken: readonly number[], post: Handler) {
  const server = await ScriptedServer.start((request, socket, self) => {
    if (request.method === 'POST') return post(request, socket, self);
    const asked = new URL(request.target, 'https://host').searchParams.get('vmid');
    if (asked === null) {
      let lowest = 100;
      while (taken.includes(lowest)) lowest += 1;
      return json({ data: String(lowest) });
    }
    if (!taken.includes(Number(asked))) return json({ data: asked });
    return refusal(400, 'Parameter verification failed.', { vmid: `VM ${asked} already exists` });
  });
  const posted = (): (string | null)[] =>
    server.requests
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => new URLSearchParams(body).get('vmid'));
  return { server, posted, client: clientOf(server, { retries: 0 }) };
}

const vmidOf = (request: Received): string => new URLSearchParams(request.body).get('vmid') ?? '';

describe('an id that somebody else takes meanwhile', () => {
  it('is replaced by a fresh one, also where `nextid` does not know yet', async () => {
    const { client, posted } = await host([], (request) =>
      Number(vmidOf(request)) < 103 ? isTaken(vmidOf(request)) : made(request),
    );
    expect(idOf(await client.lxc.create(spec))).toBe(103);
    expect(posted()).toEqual(['100', '101', '102', '103']);
  });

  it('is replaced four times at most', async () => {
    const { client, posted } = await host([], (request) => isTaken(vmidOf(request)));
    const error = await failure(client.lxc.create(spec), ConflictError);
    expect(error.text).toContain('CT 104 already exists');
    expect(posted()).toEqual(['100', '101', '102', '103', '104']);
    // Nothing stays held after that.
    expect((await client.cluster.reserve()).vmid).toBe(100);
  });

  it('is not confused with something else that exists', async () => {
    const texts = [
      "volume 'vm-100-disk-0' already exists",
      "CT 1000 already exists on node 'x'",
      'already exists',
    ];
    for (const text of texts) {
      const { client, posted } = await host([], () => refusal(500, text));
      await failure(client.lxc.create(spec), ConflictError);
      expect(posted()).toEqual(['100']);
    }
  });
});

it('does not believe an answer that is older than a guest of its own', async () => {
  const created = gate();
  const asked = gate();
  const server = await ScriptedServer.start(async (request) => {
    if (request.method === 'POST') {
      await asked.passed;
      return made(request);
    }
    if (request.target.includes('vmid=')) return json({ data: '101' });
    if (request.number > 1) {
      // This answer was true when it was asked for, and comes when it no longer is.
      asked.open();
      await created.passed;
    }
    return json({ data: '100' });
  });
  const client = clientOf(server, { retries: 0 });
  const first = client.lxc.create(spec).then((upid) => {
    created.open();
    return upid;
  });
  await server.until(() => server.requests.some(({ method }) => method === 'POST'));
  expect([await client.lxc.create(spec), await first].map(idOf)).toEqual([101, 100]);
});

describe('an id whose create has no known end', () => {
  it('is in the error, and nobody here gets it again', async () => {
    let first = true;
    const { client, posted } = await host([], (request) => {
      if (!first) return made(request);
      first = false;
      return raw('596 Connection timed out', { Connection: 'close' });
    });
    const error = await failure(client.lxc.create(spec), OutcomeUnknownError);
    expect(error.vmid).toBe(100);
    expect(error.message).toMatch(/unknown whether this happened with the vmid 100: /);
    expect(error.toJSON()).toMatchObject({ vmid: 100, cause: { code: 'PVE_PROXY' } });
    expect(idOf(await client.lxc.create(spec))).toBe(101);
    expect(posted()).toEqual(['100', '101']);
  });

  it('does not go by the number of a call that chose its own', async () => {
    const { client } = await host([], () => raw('596 Connection timed out', { Connection: 'close' }));
    const error = await failure(client.lxc.create({ ...spec, vmid: 150 }), OutcomeUnknownError);
    expect(error.vmid).toBeUndefined();
    expect(error.message).toContain('unknown whether this happened: ');
  });
});

describe('looking for an id', () => {
  it('takes bigger steps where hundreds of guests are in a row', async () => {
    const row = Array.from({ length: 2000 }, (_, index) => 101 + index);
    const { client, server } = await host(row, made);
    const upids = await Promise.all([client.lxc.create(spec), client.lxc.create(spec)]);
    expect(distinct(upids)[0]).toBe(100);
    expect(distinct(upids)[1]).toBeGreaterThan(2100);
    expect(server.requests.length).toBeLessThan(60);
  });

  it('passes on what goes wrong with it, and sends nothing else', async () => {
    const server = await ScriptedServer.start(() =>
      refusal(500, 'unable to get any free VMID in range [100, 101]'),
    );
    const error = await failure(clientOf(server, { retries: 0 }).lxc.create(spec), HttpError);
    expect(error.text).toContain('unable to get any free VMID');
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('gives back an id that could not be tested', async () => {
    let broken = true;
    const server = await ScriptedServer.start((request) => {
      if (!request.target.includes('vmid=')) return json({ data: '100' });
      return broken ? refusal(500, 'cluster not ready - no quorum?') : json({ data: '101' });
    });
    const client = clientOf(server, { retries: 0 });
    await client.cluster.reserve();
    await failure(client.cluster.reserve(), HttpError);
    broken = false;
    expect((await client.cluster.reserve()).vmid).toBe(101);
  });

  it('counts against the time limit of the call', async () => {
    const server = await ScriptedServer.start((request) =>
      request.number === 1 ? json({ data: '100' }) : undefined,
    );
    const client = clientOf(server, { retries: 0 });
    const error = await failure(client.lxc.create(spec, { timeout: 300 }), OutcomeUnknownError);
    expect(error.cause).toBeInstanceOf(TimeoutError);
    const silent = await ScriptedServer.start(() => undefined);
    const early = await errorOf(clientOf(silent, { retries: 0 }).lxc.create(spec, { timeout: 200 }));
    expect(early).toBeInstanceOf(TimeoutError);
  });

  it('does not begin for parameters or options that are wrong', async () => {
    const { client, server } = await host([], made);
    const wrong = [
      client.lxc.create({ ...spec, ostemplate: 'nonsense' }),
      client.lxc.create({ ...spec, vmid: 'next' as 'any' }),
      client.lxc.create({ ...spec, nonsense: 1 } as typeof spec),
      client.lxc.create(spec, { timeout: -1 }),
      client.cluster.reserve({ timeout: Number.NaN }),
      client.restore.create({ ...spec, force: true }),
      client.lxc.clone({ node: 'pve1', vmid: 100, newid: 'any' as unknown as number }),
    ];
    for (const call of wrong) await failure(call, ParamsError);
    expect(server.requests).toEqual([]);
  });
});
