import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  ConnectionError,
  DidNotHappenError,
  isUpid,
  OutcomeUnknownError,
  ParamsError,
  parseUpid,
} from '@felhom/proxmox';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { failure } from '../../support/client.js';
import { LossyHost, lost } from '../../support/reconcile.js';

const ostemplate = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';

let lossy: LossyHost;
let node: string;
beforeEach(() => {
  lossy = new LossyHost();
  node = lossy.node;
});

describe('with `reconcile: true` a call that starts a task', () => {
  it.each([lost.happened, lost.dropped, lost.halfJson])(
    'gives its UPID as if nothing was lost (%o)',
    async (fault) => {
      const client = lossy.as('full', { reconcile: true });
      lossy.host.faults.add({ on: 'POST', times: 1, fault });
      const upid = await client.lxc.start({ node, vmid: 101 });
      expect(await client.tasks.wait(upid)).toMatchObject({ outcome: 'ok' });
      expect(lossy.changes).toEqual([`POST /nodes/${node}/lxc/101/status/start`]);
    },
  );

  it.each([lost.did_not, lost.droppedBefore])(
    'is said not to have happened, and is not sent again (%o)',
    async (fault) => {
      const client = lossy.as('full', { reconcile: true });
      const rule = lossy.host.faults.add({ on: 'POST', fault });
      const error = await failure(client.lxc.start({ node, vmid: 101 }), DidNotHappenError);
      expect(error).toMatchObject({
        code: 'PVE_DID_NOT_HAPPEN',
        route: 'POST /nodes/{node}/lxc/{vmid}/status/start',
      });
      expect(error.intent.params).toEqual({ node, vmid: '101' });
      expect(error.cause).toBeInstanceOf(Error);
      expect(rule.hits).toBe(1);
    },
  );

  it('makes a container with a free number', async () => {
    const client = lossy.as('full', { reconcile: true });
    lossy.host.faults.add({ on: 'POST', times: 1, fault: lost.happened });
    const upid = await client.lxc.create({ node, vmid: 'any', ostemplate, rootfs: 'local:1' });
    expect(parseUpid(upid)).toMatchObject({ type: 'vzcreate', id: '103' });
  });

  it('says that nothing was sent where no free number could be asked for', async () => {
    const client = lossy.as('full');
    lossy.host.faults.add({ on: 'GET /cluster/nextid', fault: lost.dropped });
    const create = client.lxc.create({ node, vmid: 'any', ostemplate, rootfs: 'local:1' });
    const error = await failure(create, ConnectionError);
    expect(error).toMatchObject({ sent: 'no', message: expect.stringContaining('no free vmid') });
    expect(lossy.changes).toEqual([]);
  });

  it('gives nothing where PVE gives nothing, although there is a task', async () => {
    const client = lossy.as('full', { reconcile: true });
    lossy.host.faults.add({ on: 'POST', times: 2, fault: lost.happened });
    expect(await client.lxc.template({ node, vmid: 101 })).toBeUndefined();
  });

  it('does so for calls of any route, and for uploads', async () => {
    const client = lossy.as('full', { reconcile: true });
    lossy.host.faults.add({ on: 'POST', times: 2, fault: lost.happened });
    const started = await client.call('POST /nodes/{node}/lxc/{vmid}/status/start', { node, vmid: 101 });
    expect(isUpid(started)).toBe(true);
    const file = {
      node,
      storage: 'local',
      content: 'iso',
      filename: 'a.iso',
      source: new Uint8Array(5),
    } as const;
    expect(parseUpid(await client.storage.upload(file))).toMatchObject({ type: 'imgcopy' });
  });

  it('says what is known where it cannot be told', async () => {
    const client = lossy.as('full', { reconcile: true });
    lossy.host.faults.add({ on: 'POST', times: 1, fault: lost.happened });
    lossy.host.faults.add({
      on: 'GET /nodes/{node}/tasks',
      fault: { kind: 'status', status: 596, when: 'before' },
    });
    const error = await failure(client.lxc.start({ node, vmid: 101 }), OutcomeUnknownError);
    expect(error.reconciled).toMatchObject({ outcome: 'cannot-tell', why: expect.stringContaining('596') });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ reconciled: { outcome: 'cannot-tell' } });
  });

  it('leaves refusals as they are', async () => {
    const client = lossy.as('full', { reconcile: true });
    await expect(client.lxc.start({ node, vmid: 100 })).rejects.toMatchObject({
      text: 'CT 100 already running',
    });
  });

  it('does not keep who gave up waiting', async () => {
    const client = lossy.as('full', { reconcile: true });
    const controller = new AbortController();
    lossy.host.faults.add({ on: 'POST', times: 1, fault: lost.did_not });
    const started = client.lxc.start({ node, vmid: 101 }, { signal: controller.signal });
    await lossy.clock.sleep(5_000);
    controller.abort();
    expect((await failure(started, OutcomeUnknownError)).reconciled).toBeUndefined();
  });
});

describe('a marker', () => {
  const create = { node, vmid: 300, ostemplate, rootfs: 'local:1' } as const;

  it('is written into all that is made, with `markers: true`', async () => {
    const client = lossy.as('full', { markers: true });
    await client.lxc.create({ ...create, node, description: 'mine' });
    await client.snapshots.create({ node, vmid: 102, snapname: 's9' });
    await client.vzdump.create({ node, vmid: 101, storage: 'local' });
    await client.lxc.clone({ node, vmid: 110, newid: 301 });
    await client.lxc.start({ node, vmid: 101 });
    const id = /\[intent [0-9a-f-]{36}\]$/;
    const sent = lossy.host.requests.filter(({ method }) => method === 'POST').map(({ params }) => params);
    expect(sent).toEqual([
      expect.objectContaining({ description: expect.stringMatching(/^mine\n\n\[intent/) }),
      expect.objectContaining({ description: expect.stringMatching(id) }),
      expect.objectContaining({ 'notes-template': expect.stringMatching(id) }),
      // A clone would lose the description of its source.
      { newid: '301', node, vmid: '110' },
      { node, vmid: '101' },
    ]);
  });

  it('is refused where there is no place for it, or it is none', async () => {
    const call = (marker: string) => lossy.client.lxc.start({ node, vmid: 101 }, { marker });
    for (const marker of ['job-1234', 'short', 'with blank', 'a]b-c-d-e', 'x'.repeat(65)])
      expect((await failure(call(marker), ParamsError)).issues).toMatchObject([{ path: 'marker' }]);
    expect(lossy.host.requests).toEqual([]);
  });
});

it('is told on the channel `felhom-proxmox:reconcile`', async () => {
  const told: unknown[] = [];
  const listen = (event: unknown) => told.push(event);
  subscribe('felhom-proxmox:reconcile', listen);
  onTestFinished(() => {
    unsubscribe('felhom-proxmox:reconcile', listen);
  });
  const client = lossy.as('full', { reconcile: true });
  lossy.host.faults.add({ on: 'POST', times: 1, fault: lost.happened });
  const upid = await client.lxc.start({ node, vmid: 101 });
  expect(told).toEqual([
    {
      route: 'POST /nodes/{node}/lxc/{vmid}/status/start',
      path: `/nodes/${node}/lxc/101/status/start`,
      identity: client.identity,
      since: expect.any(Number),
      outcome: 'happened',
      upid,
      why: expect.stringContaining(upid),
      looks: 1,
      took: expect.any(Number),
    },
  ]);
});
