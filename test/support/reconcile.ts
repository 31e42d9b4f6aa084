import { Client, type ClientOptions, fetchTransport, OutcomeUnknownError } from '@felhom/proxmox';
import { type Fault, SimulatedHost } from '@felhom/proxmox/simulator';
import { failure } from './client.js';
import { HostClock } from './simulated.js';

/** Faults that lose an answer: of a call that is carried out, and of one that is not. */
export const lost = {
  happened: { kind: 'status', status: 596, when: 'after' },
  dropped: { kind: 'drop', when: 'after' },
  halfJson: { kind: 'body', body: '{"data":"UP' },
  did_not: { kind: 'status', status: 596, when: 'before' },
  droppedBefore: { kind: 'drop', when: 'before' },
} as const satisfies Record<string, Fault>;

/** A host on which time passes as its client waits, and the means to lose answers. */
export class LossyHost {
  readonly host: SimulatedHost;
  readonly clock: HostClock;
  readonly client: Client;

  constructor(options: ConstructorParameters<typeof SimulatedHost>[0] = {}) {
    this.host = new SimulatedHost({ clock: 'manual', ...options });
    this.clock = new HostClock(this.host);
    this.client = this.as('full');
  }

  get node(): string {
    return this.host.node;
  }

  /** A client with one of the host's tokens. */
  as(who: keyof SimulatedHost['tokens'], options: Partial<ClientOptions> = {}): Client {
    return this.with({ token: this.host.tokens[who], ...options } as Partial<ClientOptions>);
  }

  with(options: Partial<ClientOptions>): Client {
    return new Client({
      url: this.host.url,
      transport: fetchTransport(this.host.fetch),
      clock: this.clock,
      random: () => 0.5,
      ...options,
    } as ClientOptions);
  }

  /** Loses the answer of the next request that changes something, and gives the error that its caller gets. */
  async lose(fault: Fault, call: () => Promise<unknown>): Promise<OutcomeUnknownError> {
    const rule = this.host.faults.add({ on: ['POST', 'PUT', 'DELETE'], times: 1, fault });
    try {
      return await failure(call(), OutcomeUnknownError);
    } finally {
      rule.remove();
    }
  }

  /** Requests that change something and were carried out. */
  get changes(): string[] {
    return this.host.requests
      .filter(({ method, status }) => method !== 'GET' && status === 200)
      .map(({ method, path }) => `${method} ${path.replace('/api2/json', '')}`);
  }
}
