import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Client } from '~/client/client.js';
import { fetchTransport } from '~/client/fetch-transport.js';
import {
  CommandError,
  type CreateSpec,
  ExecRunner,
  LeftBehindError,
  Privileged,
  type Receipt,
  RefusedError,
} from '~/privileged/index.js';
import { SimulatedHost } from '~/simulator/simulated-host.js';

const template = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';
const golden: CreateSpec = {
  vmid: 300,
  ostemplate: template,
  hostname: 'golden',
  rootfs: { volume: 'local:1' },
};

/** A simulated host with its command line, its API, and root's package on it. */
class Lab implements AsyncDisposable {
  readonly host: SimulatedHost;
  readonly client: Client;
  readonly privileged: Privileged;
  readonly folder: string;
  #timer: NodeJS.Timeout | undefined;

  private constructor(host: SimulatedHost, folder: string, programs: Record<string, string>) {
    this.host = host;
    this.folder = folder;
    this.client = new Client({
      url: host.url,
      token: host.tokens.full,
      transport: fetchTransport(host.fetch),
    });
    this.privileged = new Privileged({ runner: new ExecRunner({ mode: 'direct' }), programs });
    this.go();
  }

  static async open(): Promise<Lab> {
    const host = new SimulatedHost({ clock: 'manual' });
    const root = await host.rootHost();
    const folder = await mkdtemp(join(tmpdir(), 'felhom-lab-'));
    const program = async (name: string, text: string) => {
      await writeFile(join(folder, name), `#!/bin/sh\n${text}\n`);
      await chmod(join(folder, name), 0o700);
      return join(folder, name);
    };
    return new Lab(host, folder, {
      // Becomes the simulator's program, under the number that it leaves.
      pct: await program('pct', `echo $$ > ${folder}/pid-$1\nexec ${root.path('pct')} "$@"`),
      pvesh: root.path('pvesh'),
      pvesm: root.path('pvesm'),
      // The simulator has no mounts and loop devices.
      findmnt: await program('findmnt', 'exit 1'),
      losetup: await program('losetup', 'exit 0'),
    });
  }

  /** Lets time pass. */
  go(): void {
    this.#timer ??= setInterval(() => this.host.advance(200), 2);
  }

  /** Stops the time, and kills the program without a chance to clean up, as the kernel does when memory is short. */
  kill(verb: string): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    process.kill(Number(readFileSync(join(this.folder, `pid-${verb}`), 'utf8')), 'SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.client.close();
    await this.host.close();
    await rm(this.folder, { recursive: true });
  }
}

async function refusal<E>(promise: Promise<unknown>, type: new (...args: never[]) => E): Promise<E> {
  const error = await promise.then(
    () => new Error('it worked'),
    (reason: unknown) => reason,
  );
  if (error instanceof type) return error;
  throw error;
}

describe('on a simulated host', () => {
  it('createGolden sets what a token of root may not, and the API shows it', async () => {
    await using lab = await Lab.open();
    const { node } = lab.host;
    const lines: string[] = [];
    const made = await lab.privileged.lxc.createGolden(
      {
        ...golden,
        password: 'a secret of five',
        'ssh-public-keys': 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB root@pve1\n',
        description: 'für Container',
        mp0: { volume: '/srv', mp: '/mnt/host' },
        start: true,
      },
      { onProgress: (line) => lines.push(line) },
    );
    expect(made).toMatchObject({ vmid: 300, status: 'running' });
    expect(made.config).toMatchObject({ features: 'nesting=1,keyctl=1', mp0: '/srv,mp=/mnt/host' });
    expect(lines.some((line) => line.startsWith('extracting archive'))).toBe(true);
    const seen = await lab.client.lxc.config({ node, vmid: 300 });
    expect(seen).toMatchObject({ features: 'nesting=1,keyctl=1', hostname: 'golden', unprivileged: true });
    expect(seen.description?.trim()).toBe('für Container');
    // The same over the API, with a token of root that has every privilege.
    const refused = lab.client.call('PUT /nodes/{node}/lxc/{vmid}/config', {
      node,
      vmid: 300,
      features: 'keyctl=0',
    });
    await expect(refused).rejects.toMatchObject({ code: 'PVE_PERMISSION' });
  });

  it('createGolden of an id that is taken, and of a template that is missing', async () => {
    await using lab = await Lab.open();
    const taken = lab.privileged.lxc.createGolden({ ...golden, vmid: 100 });
    expect((await refusal(taken, CommandError)).problem).toBe('exists');
    const missing = lab.privileged.lxc.createGolden({ ...golden, ostemplate: 'local:vztmpl/nope.tar.zst' });
    expect((await refusal(missing, CommandError)).problem).toBe('missing');
  });

  it('setFeatures of a running container is pending, and of a locked one refused', async () => {
    await using lab = await Lab.open();
    await lab.privileged.lxc.createGolden({ ...golden, features: { keyctl: false }, start: true });
    const { features, pending } = await lab.privileged.lxc.setFeatures({
      vmid: 300,
      features: { keyctl: true, fuse: true },
    });
    expect(features).toEqual({ nesting: true, keyctl: true, fuse: true });
    expect(pending.map(({ key }) => key)).toEqual(['features']);
    lab.host.conditions.guestLocked(300, 'backup');
    const locked = lab.privileged.lxc.setFeatures({ vmid: 300, features: { keyctl: false } });
    expect((await refusal(locked, CommandError)).problem).toBe('locked');
    expect((await refusal(lab.privileged.lxc.unlock({ vmid: 300, lock: 'create' }), RefusedError)).why).toBe(
      'other-lock',
    );
    await lab.privileged.lxc.unlock({ vmid: 300, lock: 'backup' });
    await lab.privileged.lxc.setFeatures({ vmid: 300, features: { keyctl: false } });
  });

  it('a create that is aborted has taken all back', async () => {
    await using lab = await Lab.open();
    const abort = new AbortController();
    const running = lab.privileged.lxc.createGolden(golden, {
      signal: abort.signal,
      onProgress: (line) => line.startsWith('extracting') && abort.abort(),
    });
    expect(await refusal(running, CommandError)).toMatchObject({ ended: 'aborted' });
    const list = await lab.client.lxc.list({ node: lab.host.node });
    expect(list.some(({ vmid }) => vmid === 300)).toBe(false);
  });

  it('a create that is killed leaves what the error says, and cleanup removes just that', async () => {
    await using lab = await Lab.open();
    const { node } = lab.host;
    const running = lab.privileged.lxc.createGolden(golden, {
      onProgress: (line) => {
        if (line.startsWith('extracting')) lab.kill('create');
      },
    });
    const { left, receipt } = await refusal(running, LeftBehindError);
    expect(left).toContainEqual({ kind: 'config', lock: 'create', keys: ['lock'] });
    expect(left).toContainEqual({ kind: 'volume', volume: 'local:300/vm-300-disk-0.raw' });
    const again = lab.privileged.lxc.createGolden(golden);
    expect((await refusal(again, CommandError)).problem).toBe('exists');
    expect((await lab.client.lxc.config({ node, vmid: 300 })).lock).toBe('create');
    expect(left.map(({ kind }) => kind)).toEqual(['config', 'volume', 'worker']);
    const early = lab.privileged.lxc.cleanup(receipt as Receipt);
    expect((await refusal(early, RefusedError)).why).toBe('worker-running');
    // The worker goes on until it has something to say.
    lab.go();
    const clean = () =>
      lab.privileged.lxc.cleanup(receipt as Receipt).catch((error: RefusedError) => error.why);
    await expect.poll(clean, { timeout: 20_000 }).toMatchObject({ vmid: 300 });
    const content = await lab.client.storage.content({ node, storage: 'local', vmid: 300 });
    expect(content).toEqual([]);
    // The id is free, and a container made now is not cleaned up with the old receipt.
    await lab.privileged.lxc.createGolden(golden);
    expect((await refusal(lab.privileged.lxc.cleanup(receipt as Receipt), RefusedError)).why).toBe(
      'made-again',
    );
  });

  it('restoreGolden adds features to what a backup has', async () => {
    await using lab = await Lab.open();
    const { node } = lab.host;
    const [backup] = await lab.client.storage.content({ node, storage: 'local', content: 'backup' });
    const { config } = await lab.privileged.lxc.restoreGolden({
      vmid: 301,
      archive: backup?.volid ?? '',
      storage: 'local',
      features: { nesting: true, keyctl: true },
    });
    expect(config['features']).toBe('nesting=1,keyctl=1');
    expect((await lab.client.lxc.config({ node, vmid: 301 })).features).toBe('nesting=1,keyctl=1');
  });
});
