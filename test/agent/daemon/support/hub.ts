import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type EnrolOptions, enroll } from '~/agent/daemon/enroll.js';
import { type OwnIdentity, openIdentity } from '~/agent/daemon/identity.js';
import type { MachineSources } from '~/agent/daemon/machine.js';
import type { Heartbeat } from '~/agent/daemon/protocol/heartbeat.js';
import { type RunningHub, type ServeOptions, serve } from '../../../../examples/hub/serve.ts';

/** A folder for a test, closed to others. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'felhom-hub-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The reference hub on a port of its own. */
export async function startHub(options: Partial<ServeOptions> = {}): Promise<RunningHub> {
  const running = await serve({ folder: newFolder(), ...options });
  onTestFinished(() => running.close());
  return running;
}

/** Files by which a machine says who it is. */
export function machineOf({
  id = 'a1'.repeat(16),
  boot = randomUUID() as string,
  hostname = 'pve1',
} = {}): MachineSources {
  const folder = newFolder();
  const [machineIdFile, bootIdFile] = [join(folder, 'machine-id'), join(folder, 'boot_id')];
  writeFileSync(machineIdFile, `${id}\n`);
  writeFileSync(bootIdFile, `${boot}\n`);
  return { machineIdFile, bootIdFile, hostname };
}

/** A token in a file that is closed to others. */
export function tokenFileOf(token: string): string {
  const file = join(newFolder(), 'token');
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return file;
}

/** What it takes to enroll at a hub, with a fresh token. */
export async function enrolOptions(
  { hub, url, fingerprint }: RunningHub,
  agent = 'pve1',
): Promise<EnrolOptions & { folder: string }> {
  return {
    hub: url,
    tokenFile: tokenFileOf(await hub.token(agent)),
    fingerprints: [fingerprint],
    folder: join(newFolder(), 'state'),
    version: '0.1.0',
    machine: machineOf(),
  };
}

/** An agent that is enrolled at a hub. */
export async function enrolledAt(running: RunningHub, agent = 'pve1'): Promise<OwnIdentity> {
  const options = await enrolOptions(running, agent);
  await enroll(options);
  return openIdentity(options.folder);
}

/** An identity that no hub knows of. */
export function someIdentity(
  url: string,
  trust: OwnIdentity['identity']['hub']['trust'],
): OwnIdentity & { hubKey: ReturnType<typeof pair> } {
  const hubKey = pair();
  return {
    hubKey,
    key: pair(),
    hubKeys: [hubKey.publicKey],
    identity: {
      version: 1,
      agent: 'pve1',
      epoch: 3,
      keyid: 'a'.repeat(64),
      hub: {
        url,
        trust,
        keys: [hubKey.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
      },
      machine: { machineId: 'b'.repeat(64), host: 'pve1', node: 'pve1' },
    },
  };
}

export const pair = () => generateKeyPairSync('ed25519');

/** A heartbeat that says nothing in particular. */
export function beatOf(
  { identity: { agent, epoch } }: OwnIdentity,
  more: Partial<Heartbeat> = {},
): Heartbeat {
  return {
    agent,
    epoch,
    sequence: 0,
    bootId: '11111111-1111-4111-8111-111111111111',
    version: '0.1.0',
    at: 1_800_000_000_000,
    health: { state: 'ok', uptime: 1, journal: { bytes: 0, limit: 1 } },
    degraded: [],
    halted: false,
    running: [],
    results: [],
    received: [],
    wanted: [],
    rejected: [],
    approvals: [],
    ...more,
  };
}

export const never = new AbortController().signal;
