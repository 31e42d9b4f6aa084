import { Client, fetchTransport } from '@felhom/proxmox';
import { ExecRunner, Privileged, RecordingRunner } from '@felhom/proxmox/privileged';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { expect, it } from 'vitest';
import { actions, bindAction } from '~/agent/daemon/actions/registry.js';
import { SecretMask } from '~/agent/daemon/output.js';
import { Stubs } from '../../privileged/support/stub.js';
import { contentOf, openPolicy, startDaemon } from './support/daemon.js';
import { commandOf, sealed } from './support/dispatch.js';

const canary = 'canary-9f86d081-tr0ub4dor';
const forms = [canary, ...[0, 1, 2].map((before) => base64(before)), Buffer.from(canary).toString('hex')];

/** As it stands within longer base64, wherever it begins. */
function base64(before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), Buffer.from(canary)]).toString('base64');
  return text.slice(before + 1, -4);
}

it('a secret is in no journal, no log, no audit, no status and on no wire, whatever action it comes with', async () => {
  const host = new SimulatedHost({ speed: 10_000 });
  const { full: token } = host.tokens;
  const client = new Client({ url: host.url, token, transport: fetchTransport(host.fetch) });
  const place = { client, privileged: new Privileged({ runner: new RecordingRunner() }), node: host.node };
  const names = [...actions.keys()];
  // The agent's own secret is one that everything is masked by.
  const mask = (text: string) => new SecretMask([canary]).mask(text);
  const start = (folder?: string, own = (text: string) => text) =>
    startDaemon({
      ...(folder === undefined ? {} : { folder }),
      policy: () =>
        openPolicy(names, { levels: { LOW: 'AUTO', MEDIUM: 'AUTO', HIGH: 'REQUIRE', CRITICAL: 'REQUIRE' } }),
      options: { bind: bindAction, place, mask: own },
    });
  // With parameters that do not fit, nobody knows what in them is a secret.
  const agent = start();
  const encoded = Buffer.from(`x${canary}`).toString('base64');
  const hostile = (action: string) => [
    commandOf({ action, params: { password: canary, vmid: 101 } }),
    commandOf({ action, params: { [canary]: { deep: [encoded] } } }),
    commandOf({ action, version: 99, params: { vmid: 101, token: `${canary}!` } }),
  ];
  const step = { action: 'echo', version: 1, params: { text: 'x', [canary]: true } };
  const plan = commandOf({ action: 'plan.run', params: { steps: [step] } });
  const commands = [...[...names, 'no.such_action'].flatMap(hostile), plan];
  for (let from = 0; from < commands.length; from += 20)
    await agent.hub.turn({ commands: commands.slice(from, from + 20).map((each) => sealed(each)) });
  const beat = await agent.hub.until(({ results }) => results.length === commands.length);
  expect(new Set(beat.results.map(({ result }) => result.outcome))).toEqual(new Set(['refused']));
  await agent.end();

  const masked = start(undefined, mask);
  const text = `it is ${canary}, or ${encoded}`;
  const echo = commandOf({ action: 'echo', params: { text } });
  const told = await masked.hub.ask(sealed(echo));
  expect(told.results[0]?.result).toMatchObject({
    outcome: 'succeeded',
    value: { text: expect.stringMatching(/^it is /) },
  });
  await masked.hub.turn({
    commands: [
      sealed(commandOf({ action: 'echo', requester: `${canary}@example.com`, params: { text: 'x' } })),
    ],
  });
  await masked.hub.until(({ results }) => results.length === 2);
  await masked.end();

  await client.close();
  await host.close();
  for (const { folder, hub, log } of [agent, masked]) {
    const places = { files: contentOf(folder), wire: hub.wire, log: log.join('\n') };
    for (const [name, content] of Object.entries(places))
      expect([name, forms.filter((form) => content.includes(form))]).toEqual([name, []]);
    expect(places.files).toContain('"t":"finished"');
  }
});

it('the password of a container that the agent makes, alone and in a plan, goes to the host and nowhere else', async () => {
  const host = new SimulatedHost({ speed: 10_000 });
  const client = new Client({
    url: host.url,
    token: host.tokens.full,
    transport: fetchTransport(host.fetch),
  });
  const root = await host.rootHost();
  const stubs = new Stubs();
  const programs = {
    pct: root.path('pct'),
    pvesh: root.path('pvesh'),
    pvesm: root.path('pvesm'),
    findmnt: stubs.program('findmnt', { exitCode: 1 }),
    losetup: stubs.program('losetup', {}),
  };
  const privileged = new Privileged({ runner: new ExecRunner({ mode: 'direct' }), programs });
  const actions = { 'lxc.create_golden': { risk: 'MEDIUM' }, 'plan.run': {} };
  const agent = startDaemon({
    policy: () => openPolicy([], { actions, bounds: { vmids: 'all', storages: 'all' } }),
    options: { bind: bindAction, place: { client, privileged, node: host.node } },
  });
  const spec = (vmid: number) => ({
    vmid,
    ostemplate: 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz',
    hostname: 'golden',
    rootfs: { volume: 'local:1' },
    password: canary,
  });
  const action = 'lxc.create_golden';
  const steps = [{ action, version: 1, params: spec(301) }];
  const commands = [
    commandOf({ action, params: spec(300) }),
    commandOf({ action: 'plan.run', params: { steps } }),
    commandOf({ action, params: { ...spec(101), description: `my ${canary}` } }),
  ];
  await agent.hub.turn({ commands: commands.map((each) => sealed(each)) });
  const beat = await agent.hub.until(({ results }) => results.length === commands.length);
  const outcomes = new Map(beat.results.map(({ id, result }) => [id, result.outcome]));
  expect(commands.map(({ id }) => outcomes.get(id))).toEqual(['succeeded', 'succeeded', 'refused']);
  await agent.end();
  expect((await client.guests.list()).guests.map(({ vmid }) => vmid)).toEqual(
    expect.arrayContaining([300, 301]),
  );
  await root.close();
  stubs.remove();
  await client.close();
  await host.close();
  const places = { files: contentOf(agent.folder), wire: agent.hub.wire, log: agent.log.join('\n') };
  for (const [name, content] of Object.entries(places))
    expect([name, forms.filter((form) => content.includes(form))]).toEqual([name, []]);
});
