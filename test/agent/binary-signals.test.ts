import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Simulator } from '@felhom/proxmox/simulator';
import { describe, expect, it } from 'vitest';
import { type Ended, start } from '../support/bin.js';
import { canaryToken } from './canary.js';
import { snapshotsOf } from './host.js';

describe('a signal during the round trip', () => {
  /** A host whose time stands still, so that the program is caught where the test wants it to be. */
  async function begin() {
    const still = await Simulator.start({ clock: 'manual' });
    const running = start(['--selftest=task', '--vmid', '101'], {
      FELHOM_AGENT_URL: still.url,
      FELHOM_AGENT_TOKEN: still.tokens.agent,
      FELHOM_AGENT_FINGERPRINT: still.fingerprint,
    });
    while (!still.requests.some(({ method }) => method === 'POST')) await sleep(5);
    // The task has begun, and is not done.
    still.advance(300);
    expect(await snapshotsOf(still, 101)).toHaveLength(1);
    return { still, ...running };
  }

  /** Lets time pass until the program has ended. */
  async function finish(still: Simulator, ended: Promise<Ended>): Promise<Ended> {
    const time = setInterval(() => still.advance(1_000), 20);
    const result = await ended;
    clearInterval(time);
    return result;
  }

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s: cleans up, and says so', async (signal) => {
    const { still, child, ended, seen } = await begin();
    still.advance(10_000);
    await seen(/\[ ok \] snapshot .* taken/);
    child.kill(signal);
    await seen(new RegExp(`${signal}: cleaning up`));
    const { code, stdout } = await finish(still, ended);
    expect(stdout).toContain(`Interrupted (${signal}), and cleaned up: nothing is left behind.`);
    expect(code).toBe(1);
    expect(await snapshotsOf(still, 101)).toEqual([]);
    await still.close();
  });

  it('while the snapshot is being taken, and twice: still cleans up', async () => {
    const { still, child, ended, seen } = await begin();
    child.kill('SIGINT');
    await seen(/SIGINT: cleaning up, please wait/);
    child.kill('SIGINT');
    await seen(/pct delsnapshot 101 felhom-selftest-/);
    const { code, stdout } = await finish(still, ended);
    expect(stdout).toMatch(/^\[ ok \] clean-up .*felhom-selftest-\S+ removed$/m);
    expect(code).toBe(1);
    expect(await snapshotsOf(still, 101)).toEqual([]);
    await still.close();
  });

  it('three times: gives up, and names what is left', async () => {
    const { still, child, ended, seen } = await begin();
    for (const expected of [/cleaning up, please wait/, /again: still cleaning up/, /Gave up/]) {
      child.kill('SIGINT');
      await seen(expected);
    }
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    const [name = ''] = await snapshotsOf(still, 101);
    expect(name).toContain('felhom-selftest-');
    expect(stderr).toContain(`pct delsnapshot 101 ${name}`);
    await still.close();
  });

  it('while the first step hangs: ends at once, without a word of cleaning up', async () => {
    let arrived = () => {};
    const contact = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const silent = createServer(() => arrived());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { child, ended } = start(['--selftest=task', '--vmid', '101'], {
      FELHOM_AGENT_URL: `https://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      FELHOM_AGENT_TOKEN: canaryToken,
      FELHOM_AGENT_FINGERPRINT: 'AB'.repeat(32),
    });
    await contact;
    // Long before the ten seconds that a handshake may take.
    const since = Date.now();
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    silent.close();
    expect(Date.now() - since).toBeLessThan(5_000);
    expect(stderr).toBe('SIGINT: ending\n');
    expect(stdout).toContain('[skip] container');
    expect(code).toBe(1);
  });

  it('a reader that goes away does not stop the cleaning up', async () => {
    const { still, child, ended } = await begin();
    child.stdout?.destroy();
    child.kill('SIGINT');
    expect((await finish(still, ended)).code).toBe(1);
    expect(await snapshotsOf(still, 101)).toEqual([]);
    await still.close();
  });
});
