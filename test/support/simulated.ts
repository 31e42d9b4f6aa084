import { Client, type ClientOptions, type Clock, fetchTransport } from '@felhom/proxmox';
import { SimulatedHost } from '@felhom/proxmox/simulator';

/** A clock whose pauses let time pass on a simulated host. */
export class HostClock implements Clock {
  readonly #host: SimulatedHost;

  constructor(host: SimulatedHost) {
    this.#host = host;
  }

  now(): number {
    return this.#host.now;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#host.advance(ms);
    // Leaves the other parties of a test their turn, as a real pause would.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  }
}

/** A simulated host without a server, on which time passes as its client waits. */
export function simulated(): { host: SimulatedHost; node: string; client: Client } {
  const host = new SimulatedHost({ clock: 'manual' });
  return { host, node: host.node, client: clientAs(host, 'full') };
}

/** Another client of a simulated host: with one of its tokens, or as root@pam itself. */
export function clientAs(host: SimulatedHost, who: keyof SimulatedHost['tokens'] | 'root'): Client {
  const { username: user, password } = host.logins.root;
  const credentials = who === 'root' ? { user, password } : { token: host.tokens[who] };
  return new Client({
    url: host.url,
    ...credentials,
    transport: fetchTransport(host.fetch),
    clock: new HostClock(host),
  } as ClientOptions);
}
