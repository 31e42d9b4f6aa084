import { PveClient, type Result } from '@corsinvest/cv4pve-api-javascript';
import { Simulator } from '@felhom/proxmox/simulator';
import { expect, it } from 'vitest';
import { type ForeignClient, liveThrough } from './life-cycle.js';

// This client sends JSON where others send forms, and trusts every certificate.

function connect(sim: Simulator, token?: 'agent' | 'full' | 'readonly'): PveClient {
  const { hostname, port } = new URL(sim.url);
  const client = new PveClient(hostname, Number(port));
  if (token !== undefined) client.apiToken = sim.tokens[token];
  return client;
}

/** The data of an answer; a refusal fails the test with what the client was told. */
// biome-ignore lint/suspicious/noExplicitAny: the client says nothing of its answers, and the test asserts what they are.
async function data(sent: Promise<Result>): Promise<any> {
  const result: {
    isSuccessStatusCode: boolean;
    reasonPhrase: string;
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    response: any;
  } = await sent;
  if (!result.isSuccessStatusCode) throw new Error(`${result.reasonPhrase} ${String(result)}`);
  return result.response.data;
}

function adapt(sim: Simulator, client: PveClient): ForeignClient {
  const path = `/nodes/${sim.node}`;
  const node = client.nodes.get(sim.node);
  const guest = (vmid: number) => node.lxc.get(vmid);
  return {
    version: () => data(client.version.version()),
    list: () => data(node.lxc.vmlist()),
    // Its own methods take all parameters by position: these are what it offers for a few by name.
    create: (values) => data(client.create(`${path}/lxc`, values)),
    update: (vmid, values) => data(client.set(`${path}/lxc/${vmid}/config`, values)),
    backup: (vmid, storage) => data(client.create(`${path}/vzdump`, { vmid, storage, mode: 'stop' })),
    config: (vmid) => data(client.get(`${path}/lxc/${vmid}/config`)),
    start: (vmid) => data(guest(vmid).status.start.vmStart(false, false)),
    shutdown: (vmid) => data(guest(vmid).status.shutdown.vmShutdown(true, 10)),
    status: (vmid) => data(guest(vmid).status.current.vmStatus()),
    snapshot: (vmid, name) => data(guest(vmid).snapshot.snapshot(name, 'as it was')),
    snapshots: (vmid) => data(guest(vmid).snapshot.list()),
    rollback: (vmid, name) => data(guest(vmid).snapshot.get(name).rollback.rollback(false)),
    backups: (vmid, storage) => data(node.storage.get(storage).content.index('backup', vmid)),
    destroy: (vmid) => data(guest(vmid).destroyVm(true, false, true)),
    wait: async (upid) => {
      expect(await client.waitForTaskToFinish(upid, 10, 15_000)).toBe(true);
      return await client.getExitStatusTask(upid);
    },
  };
}

it('takes a container through its life with a token', async () => {
  await using sim = await Simulator.start({ speed: 1000 });
  await liveThrough(adapt(sim, connect(sim, 'agent')));
});

it('takes a container through its life with a login', async () => {
  await using sim = await Simulator.start({ speed: 1000 });
  const client = connect(sim);
  expect(await client.login('root', sim.logins.root.password, 'pam', '')).toBe(true);
  await liveThrough(adapt(sim, client));
});

it('is told why it is refused', async () => {
  await using sim = await Simulator.start({ speed: 1000 });
  const refused = await connect(sim, 'readonly')
    .nodes.get(sim.node)
    .lxc.get(101)
    .status.start.vmStart(false, false);
  expect(refused.statusCode).toBe(403);
  expect(refused.reasonPhrase).toBe('Permission check failed (/vms/101, VM.PowerMgmt)');
  const client = connect(sim, 'full');
  const missing = await client.get(`/nodes/${sim.node}/lxc/999/config`);
  expect(missing.statusCode).toBe(500);
  expect(missing.reasonPhrase).toBe(`Configuration file 'nodes/${sim.node}/lxc/999.conf' does not exist`);
  const wrong = await client.set(`/nodes/${sim.node}/lxc/101/config`, { memory: 1 });
  expect([wrong.statusCode, wrong.responseInError]).toEqual([400, true]);
  expect(wrong.response).toMatchObject({ errors: { memory: 'value must have a minimum value of 16' } });
});

it('is told that a login is wrong', async () => {
  await using sim = await Simulator.start({ speed: 1000 });
  const client = connect(sim);
  expect(await client.login('root', 'wrong', 'pam', '')).toBe(false);
  expect(client.lastResult.reasonPhrase).toBe('authentication failure');
});
