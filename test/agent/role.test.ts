import { Client } from '@felhom/proxmox';
import { type Purpose, roleFor, selftest, selftestTask } from '@felhom/proxmox/agent';
import type { ApiRoute } from '@felhom/proxmox/api';
import { Simulator, type TokenRight } from '@felhom/proxmox/simulator';
import { describe, expect, it } from 'vitest';
import { usesFor } from '~/agent/role.js';
import { parseCommand } from '~/cli/args.js';
import { roleCommand } from '~/cli/role-command.js';
import { Writer } from '~/cli/writer.js';
import { routeOf } from '../support/route-of.js';

const identity = 'felhom@pve!agent';
const vmid = 101;
const wait = { initialInterval: 20, maxInterval: 50 };

/** Does what a purpose is for, and says how it went: a list of words that is the same whenever all is well. */
const trials: Readonly<Record<Exclude<Purpose, 'all'>, (client: Client) => Promise<string[]>>> = {
  selftest: async (client) => {
    const { checks } = await selftest(client);
    return checks.map(({ name, status, data }) => `${name}: ${status} ${counts(data)}`);
  },
  task: async (client) => {
    const { checks, left } = await selftestTask(client, { vmid, wait });
    return [...checks.map(({ name, status }) => `${name}: ${status}`), `left: ${left?.snapname}`];
  },
  backup: async (client) => {
    const guests = await client.cluster.resources({ type: 'vm' });
    const node = guests.find((guest) => guest.vmid === vmid)?.node ?? 'unseen';
    const taken = await client.vzdump.create({ node, vmid, storage: 'local' });
    const { outcome } = await client.tasks.wait(taken, wait);
    const volumes = await client.storage.content({ node, storage: 'local', content: 'backup', vmid });
    const [newest] = volumes.sort((a, b) => (b.ctime ?? 0) - (a.ctime ?? 0));
    const fresh = await client.cluster.nextid();
    const restored = await client.restore.create({
      node,
      vmid: fresh,
      ostemplate: newest?.volid ?? '',
      storage: 'local',
      unprivileged: true,
    });
    await client.tasks.wait(restored, wait);
    const { status } = await client.lxc.status({ node, vmid: fresh });
    return [outcome, `${volumes.length} backups`, status];
  },
};

function counts(data: Readonly<Record<string, unknown>> | undefined): string {
  const { guests, volumes, storages } = data ?? {};
  const number = Array.isArray(storages) ? storages.length : 0;
  return JSON.stringify({ guests, volumes: volumes === undefined ? undefined : Number(volumes) > 0, number });
}

/** Carries out a purpose with a token that has these rights, or with one of root. */
async function carryOut(purpose: Exclude<Purpose, 'all'>, rights: readonly TokenRight[] | undefined) {
  await using sim = await Simulator.start({ speed: 500, tokens: { [identity]: rights ?? [] } });
  const token = rights === undefined ? sim.tokens.full : (sim.tokens[identity] ?? '');
  await using client = new Client({ url: sim.url, fingerprint: sim.fingerprint, token, retries: 0 });
  try {
    return { told: await trials[purpose](client), called: calledIn(sim) };
  } catch (error) {
    return { told: [String(error)], called: calledIn(sim) };
  }
}

function calledIn(sim: Simulator): ApiRoute[] {
  const routes = sim.requests.map(({ method, path }) => routeOf(method, path)?.route);
  return [...new Set(routes.filter((route) => route !== undefined))].sort();
}

describe.each(['selftest', 'task', 'backup'] as const)('the role for %s', (purpose) => {
  const { grants } = roleFor(purpose, { identity });

  it('is enough: all goes as it does for root', async () => {
    const asRoot = await carryOut(purpose, undefined);
    expect(asRoot.told.join()).not.toContain('Error');
    expect((await carryOut(purpose, grants)).told).toEqual(asRoot.told);
  });

  it('is made from what is really called', async () => {
    const { called } = await carryOut(purpose, grants);
    const planned = usesFor[purpose].map(({ route }) => route);
    expect(planned).toEqual(expect.arrayContaining(called));
    // The log is read where a task takes its time, or fails.
    const spare = planned.filter((route) => !called.includes(route));
    expect(spare.filter((route) => route !== 'GET /nodes/{node}/tasks/{upid}/log')).toEqual([]);
  });

  it('has nothing too much: without any one privilege something fails, or is told', async () => {
    const { told } = await carryOut(purpose, grants);
    for (const [index, grant] of grants.entries()) {
      for (const name of grant.privileges) {
        const privileges = grant.privileges.filter((other) => other !== name);
        const fewer = await carryOut(purpose, grants.with(index, { ...grant, privileges }));
        expect(fewer.told, `without ${name} on ${grant.path}`).not.toEqual(told);
      }
    }
  });

  it('can be narrowed to one guest or one storage', () => {
    const narrow = roleFor(purpose, { identity, places: { vmid, storage: 'local', node: 'demo-felhom' } });
    const paths = narrow.grants.map(({ path }) => path);
    expect(paths).toContain(`/vms/${vmid}`);
    expect(paths).not.toContain('/vms');
    expect(paths).not.toContain('/storage');
  });
});

describe('the role for everything', () => {
  const role = roleFor('all');

  it('lets every operation of the report through, but for what nobody should get on /', async () => {
    expect(role.impossible).toEqual([]);
    expect(role.unknown).toEqual([]);
    // What single parameters need on `/` is left out, unless an operation needs it in any case.
    const onRoot = role.grants.find(({ path }) => path === '/')?.privileges ?? [];
    for (const { path, all = [] } of role.leftOut) {
      expect(path).toBe('/');
      expect(onRoot).not.toEqual(expect.arrayContaining([...all]));
    }
    await using sim = await Simulator.start({ tokens: { [identity]: role.grants } });
    await using client = new Client({
      url: sim.url,
      fingerprint: sim.fingerprint,
      token: sim.tokens[identity] ?? '',
    });
    const { privileges } = await selftest(client);
    expect(privileges?.operations.filter(({ may }) => may !== 'yes').map(({ name }) => name)).toEqual([]);
    expect(privileges?.grants).toEqual([]);
  });

  it('lies on the pool where one is named', () => {
    const { grants } = roleFor('all', { places: { pool: 'web' } });
    expect(grants.map(({ path }) => path)).toContain('/pool/web');
    expect(grants.map(({ path }) => path)).not.toContain('/vms');
  });
});

describe('felhom-agent role', () => {
  function printed(...argv: string[]): string {
    const command = parseCommand(['role', ...argv]);
    if (command.kind !== 'role') throw new Error('another command');
    let text = '';
    const stream = {
      write: (part: string) => {
        text += part;
      },
    };
    roleCommand(command.wish, command.json, new Writer(stream, stream, {}));
    return text;
  }

  it('prints lines for a shell, and the rest as comments', () => {
    const lines = printed('--for', 'task', '--vmid', '101', '--user', 'ci@pve!snap').trimEnd().split('\n');
    expect(lines.slice(1, 3)).toEqual([
      'pveum user add ci@pve',
      'pveum user token add ci@pve snap --privsep 1',
    ]);
    expect(lines[3]).toMatch(
      /^pveum role add (Felhom-vms-101-\w+); pveum role modify \1 --privs VM\.Audit,VM\.Snapshot && pveum acl modify \/vms\/101 --users ci@pve --tokens 'ci@pve!snap' --roles \1 --propagate 0$/,
    );
    expect(lines).toHaveLength(4);
    const all = printed('--for', 'all');
    for (const line of all.trimEnd().split('\n')) expect(line).toMatch(/^(?:# |pveum )/);
  });

  it('gives the same as JSON', () => {
    const answer = JSON.parse(printed('--for=selftest', '--storage', 'nas', '--json'));
    expect(answer).toMatchObject({ ok: true, purpose: 'selftest', identity, impossible: [], unknown: [] });
    expect(answer.grants.map(({ path }: { path: string }) => path)).toEqual([
      '/nodes',
      '/storage/nas',
      '/vms',
    ]);
  });
});
