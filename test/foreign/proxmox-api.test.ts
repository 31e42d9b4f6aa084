import { createRequire } from 'node:module';
import { Simulator } from '@felhom/proxmox/simulator';
import proxmoxApi, { type ProxmoxEngineOptions } from 'proxmox-api';
import { expect, it } from 'vitest';
import { type ForeignClient, liveThrough } from './life-cycle.js';

type Fetch = NonNullable<ProxmoxEngineOptions['fetch']>;

// The undici that the client itself uses, which is not ours.
const { Agent, fetch } = createRequire(createRequire(import.meta.url).resolve('proxmox-api'))('undici');

/** Where the simulator is, and a fetch that trusts its certificate: the client has an option for one. */
function reach(sim: Simulator): { host: string; port: number; fetch: Fetch } {
  const { hostname, port } = new URL(sim.url);
  const dispatcher = new Agent({ connect: { ca: sim.ca } });
  return { host: hostname, port: Number(port), fetch: (url, init) => fetch(url, { ...init, dispatcher }) };
}

function withToken(sim: Simulator, name: 'agent' | 'full' | 'readonly'): ReturnType<typeof proxmoxApi> {
  const [tokenID = '', tokenSecret = ''] = sim.tokens[name].split('=');
  return proxmoxApi({ ...reach(sim), tokenID, tokenSecret });
}

function adapt(sim: Simulator, api: ReturnType<typeof proxmoxApi>): ForeignClient {
  const node = api.nodes.$(sim.node);
  const guest = (vmid: number) => node.lxc.$(vmid);
  return {
    version: () => api.version.$get(),
    list: () => node.lxc.$get(),
    create: (values) => node.lxc.$post(values),
    config: (vmid) => guest(vmid).config.$get(),
    update: (vmid, values) => guest(vmid).config.$put(values),
    start: (vmid) => guest(vmid).status.start.$post(),
    shutdown: (vmid) => guest(vmid).status.shutdown.$post(),
    status: (vmid) => guest(vmid).status.current.$get(),
    snapshot: (vmid, snapname) => guest(vmid).snapshot.$post({ snapname }),
    snapshots: (vmid) => guest(vmid).snapshot.$get(),
    rollback: (vmid, name) => guest(vmid).snapshot.$(name).rollback.$post(),
    backup: (vmid, storage) => node.vzdump.$post({ vmid: String(vmid), storage, mode: 'stop' }),
    backups: (vmid, storage) => node.storage.$(storage).content.$get({ content: 'backup', vmid }),
    destroy: (vmid) => guest(vmid).$delete({ purge: true }),
    wait: async (upid) => {
      for (;;) {
        const { status, exitstatus } = await node.tasks.$(upid).status.$get();
        if (status === 'stopped') return exitstatus;
      }
    },
  };
}

it('takes a container through its life with a token', async () => {
  await using sim = await Simulator.start({ speed: 1000 });
  await liveThrough(adapt(sim, withToken(sim, 'agent')));
});

it('takes a container through its life with a login', async () => {
  await using sim = await Simulator.start({ speed: 1000 });
  await liveThrough(adapt(sim, proxmoxApi({ ...reach(sim), ...sim.logins.root })));
});

it('hears why it is refused', async () => {
  await using sim = await Simulator.start({ speed: 1000 });
  const onLook = withToken(sim, 'readonly').nodes.$(sim.node);
  await expect(onLook.lxc.$(101).status.start.$post()).rejects.toThrow(
    '403 Permission check failed (/vms/101, VM.PowerMgmt)',
  );
  const node = withToken(sim, 'full').nodes.$(sim.node);
  await expect(node.lxc.$(999).config.$get()).rejects.toThrow(
    `return Error 500 Configuration file 'nodes/${sim.node}/lxc/999.conf' does not exist`,
  );
  await expect(node.lxc.$(101).config.$put({ memory: 1 })).rejects.toThrow(
    /return Error 400 Parameter verification failed\..*"memory":"value must have a minimum value of 16"/,
  );
  await expect(node.lxc.$(100).status.start.$post()).rejects.toThrow('500 CT 100 already running');
});

it('hears that a login or a token is wrong', async () => {
  await using sim = await Simulator.start({ speed: 1000 });
  const api = proxmoxApi({ ...reach(sim), username: 'root@pam', password: 'wrong' });
  await expect(api.version.$get()).rejects.toMatchObject({
    cause: { message: expect.stringContaining('login failed with 401: authentication failure') },
  });
  const other = proxmoxApi({
    ...reach(sim),
    tokenID: 'root@pam!root',
    tokenSecret: '12345678-1234-1234-1234-1234567890ab',
  });
  await expect(other.version.$get()).rejects.toThrow('return Error 401 Authentication failed!');
});
