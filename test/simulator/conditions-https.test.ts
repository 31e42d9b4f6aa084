import { ConnectionError, TlsPinError } from '@felhom/proxmox';
import { Simulator } from '@felhom/proxmox/simulator';
import { expect, it } from 'vitest';
import { failure, makeClient } from '../support/client.js';
import { call, token } from './client.js';

it('a new certificate: connections that are there go on, new ones meet it', async () => {
  await using sim = await Simulator.start({ clock: 'manual' });
  const { url, fingerprint: old, ca } = sim;
  const client = makeClient({ url, fingerprint: old, token: sim.tokens.agent, retries: 0 });
  await client.version();
  sim.renewCertificate();
  expect(sim.fingerprint).not.toBe(old);
  expect(sim.ca).not.toBe(ca);
  // Kept alive, it shook hands before.
  await client.version();
  const late = makeClient({ url, fingerprint: old, token: sim.tokens.agent, retries: 0 });
  await failure(late.version(), TlsPinError);
  const informed = makeClient({ url, fingerprint: sim.fingerprint, token: sim.tokens.agent, retries: 0 });
  expect((await informed.version()).release).toBeDefined();
  const nodes = await call(sim, 'GET', '/api2/json/nodes', { headers: token(sim.tokens.full) });
  expect(nodes.text).toContain(sim.fingerprint);
});

it('a node that is down answers no connection, and then it does', async () => {
  await using sim = await Simulator.start({ clock: 'manual', authDelay: 0 });
  const { url, fingerprint } = sim;
  const client = makeClient({ url, fingerprint, token: sim.tokens.agent, retries: 0 });
  await client.version();
  const down = sim.conditions.nodeDown();
  await failure(client.version(), ConnectionError);
  down.undo();
  expect((await client.version()).release).toBeDefined();
});

it('a restart cuts the connection of a call that waits', async () => {
  await using sim = await Simulator.start({ clock: 'manual' });
  const { url, fingerprint } = sim;
  const client = makeClient({ url, fingerprint, token: sim.tokens.agent, retries: 0 });
  const fault = sim.faults.add({ on: 'GET /version', fault: { kind: 'delay', ms: 60_000 }, times: 1 });
  const waiting = failure(client.version(), ConnectionError);
  await expect.poll(() => fault.hits).toBe(1);
  sim.restart();
  await waiting;
  expect((await client.version()).release).toBeDefined();
});
