import type { Client, TransportRequest } from '@felhom/proxmox';
import {
  type CheckResult,
  type SelftestTaskOptions,
  type SelftestTaskReport,
  selftestTask,
} from '@felhom/proxmox/agent';
import { Simulator } from '@felhom/proxmox/simulator';
import { afterEach, beforeEach, expect } from 'vitest';
import { fastClock, snapshotsOf } from './host.js';

/** The container of the round trips. It has a snapshot of its own, `before-upgrade`, which none may touch. */
export const vmid = 102;

/** A simulated host for each test; afterwards the container's own snapshot must be there. */
export function eachTestHasAHost(): () => Simulator {
  let sim: Simulator;
  beforeEach(async () => {
    sim = await Simulator.start({ authDelay: 0, speed: 20 });
  });
  afterEach(async () => {
    const left = await snapshotsOf(sim, vmid);
    await sim.close();
    expect(left).toContain('before-upgrade');
  });
  return () => sim;
}

/** A round trip that waits in small steps. */
export function trip(
  client: Client,
  options: Partial<SelftestTaskOptions> = {},
): Promise<SelftestTaskReport> {
  const wait = { initialInterval: 5, maxInterval: 20 };
  return selftestTask(client, { vmid, wait, clock: fastClock(50), settle: 60_000, ...options });
}

/** `name: status` of each check. */
export const brief = (checks: readonly CheckResult[]): string[] =>
  checks.map(({ name, status }) => `${name}: ${status}`);

export const isCreate = ({ method, url }: TransportRequest): boolean =>
  method === 'POST' && url.pathname.endsWith('/snapshot');

export const isDelete = ({ method }: TransportRequest): boolean => method === 'DELETE';
