import type { Client } from '../client/client.js';
import type { CallOptions } from '../core/op.js';
import type { Permissions } from '../core/rights.js';
import type { Places } from './privileges.js';

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>;
export type Resource = Answer<Client['cluster']['resources']>[number];
export type NodeRow = Answer<Client['nodes']['list']>[number];
export type NodeState = Answer<Client['nodes']['status']>;
export type StorageState = Answer<Client['storage']['onNode']>[number];

/** What the checks ask of a host. Each question is asked once, however many checks want the answer. */
export class Facts {
  readonly client: Client;
  readonly options: CallOptions;
  readonly #kept = new Map<string, Promise<unknown>>();

  constructor(client: Client, options: CallOptions = {}) {
    this.client = client;
    this.options = options;
  }

  version(): Promise<Answer<Client['version']>> {
    return this.#once('version', () => this.client.version({}, this.options));
  }

  nodes(): Promise<NodeRow[]> {
    return this.#once('nodes', () => this.client.nodes.list({}, this.options));
  }

  /** The names of the nodes that can be asked. */
  async onlineNodes(): Promise<string[]> {
    const nodes = await this.nodes();
    return nodes.filter(({ status }) => status === 'online').map(({ node }) => node);
  }

  nodeStatus(node: string): Promise<NodeState> {
    return this.#once(`status ${node}`, () => this.client.nodes.status({ node }, this.options));
  }

  resources(): Promise<Resource[]> {
    return this.#once('resources', () => this.client.cluster.resources({}, this.options));
  }

  /** The guests that the caller may look at. */
  async guests(): Promise<Resource[]> {
    return (await this.resources()).filter(({ type }) => type === 'lxc' || type === 'qemu');
  }

  storages(node: string): Promise<StorageState[]> {
    return this.#once(`storages ${node}`, () => this.client.storage.onNode({ node }, this.options));
  }

  permissions(): Promise<Permissions> {
    return this.#once('permissions', () => this.client.access.permissions({}, this.options));
  }

  /** Where privileges can count, as far as the caller may see. */
  async places(): Promise<Places> {
    const [rows, nodes] = await Promise.all([this.resources(), this.nodes()]);
    const guests = await this.guests();
    const vmids = (list: readonly Resource[]) => list.flatMap(({ vmid }) => vmid ?? []).sort((a, b) => a - b);
    return {
      nodes: nodes.map(({ node }) => node).sort(),
      storages: [...new Set(rows.flatMap(({ storage }) => storage ?? []))].sort(),
      containers: vmids(guests.filter(({ type }) => type === 'lxc')),
      guests: vmids(guests),
    };
  }

  #once<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(question) as Promise<T> | undefined;
    if (kept !== undefined) return kept;
    const asked = ask();
    this.#kept.set(question, asked);
    return asked;
  }
}
