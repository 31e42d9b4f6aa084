import { Client, PermissionError } from '@felhom/proxmox';
import { type ExtraTokens, Simulator } from '@felhom/proxmox/simulator';
import { describe, expect, it } from 'vitest';
import { failure } from '../support/client.js';

describe("tokens of one's own", () => {
  it('may what they were given, and nothing else', async () => {
    const id = 'ci@pve!start';
    const rights = [{ path: '/vms/101', privileges: ['VM.Audit'], propagate: false }];
    await using sim = await Simulator.start({ tokens: { [id]: rights } });
    await using client = new Client({
      url: sim.url,
      fingerprint: sim.fingerprint,
      token: sim.tokens[id] ?? '',
    });
    expect(client.identity).toBe(id);
    expect(await client.access.permissions()).toEqual({ '/vms/101': { 'VM.Audit': false } });
    expect((await client.lxc.status({ node: sim.node, vmid: 101 })).status).toBe('stopped');
    const start = client.lxc.start({ node: sim.node, vmid: 101 });
    expect(await failure(start, PermissionError)).toMatchObject({ path: '/vms/101' });
  });

  it('of users that are there leave those as they are', async () => {
    const id = 'agent@pve!narrow';
    const rights = [{ path: '/vms/100', privileges: ['VM.Audit'] }];
    await using sim = await Simulator.start({ tokens: { [id]: rights } });
    await using client = new Client({
      url: sim.url,
      fingerprint: sim.fingerprint,
      token: sim.tokens[id] ?? '',
    });
    expect((await client.lxc.list({ node: sim.node })).map(({ vmid }) => vmid)).toEqual([100]);
  });

  it.each<[string, ExtraTokens]>([
    ['no token id', { ['ci@pve' as 'a@b!c']: [] }],
    ['there already', { 'root@pam!root': [] }],
    ['no ACL path', { 'ci@pve!t1': [{ path: 'vms', privileges: [] }] }],
    ['no privilege', { 'ci@pve!t1': [{ path: '/vms', privileges: ['VM.Everything'] }] }],
  ])('that cannot be are refused: %s', async (message, tokens) => {
    await expect(Simulator.start({ tokens })).rejects.toThrow(message);
  });
});
