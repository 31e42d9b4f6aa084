import { ResponseShapeError } from '../core/errors.js';
import { AuthenticationError, HttpError } from '../core/http-errors.js';
import type { Bound, CallOptions } from '../core/op.js';
import type { tables } from './resources/tables.js';
import type { ClusterResource, LxcListRow, NodeListRow, QemuListRow } from './types.js';

/** A container or a virtual machine, wherever it is in the cluster. */
export interface Guest {
  type: 'lxc' | 'qemu';
  vmid: number;
  node: string;
  /** `unknown` where its node is not there to tell, or has not told. */
  status: 'running' | 'stopped' | 'unknown' | (string & {});
  /** Missing where its node has not told yet. */
  name: string | undefined;
  template: boolean;
  tags: readonly string[];
  lock: string | undefined;
  /** Only without `live`. */
  pool: string | undefined;
  /** What HA makes of it. Only without `live`. */
  hastate: string | undefined;
  /** Share of `maxcpu` in use, 0..1. */
  cpu: number | undefined;
  /** Cores that it may use. */
  maxcpu: number | undefined;
  /** Bytes. */
  mem: number | undefined;
  maxmem: number | undefined;
  /** Bytes; of a virtual machine PVE does not know it. */
  disk: number | undefined;
  maxdisk: number | undefined;
  /** Seconds. */
  uptime: number | undefined;
}

/** Why a list of guests is not all that it could be. */
export interface GuestsProblem {
  /** The node that it is about; none if it is the whole cluster. */
  node: string | undefined;
  /** `offline`: the cluster has lost it. `silent`: it is there and does not tell. `failed`: it was asked, and see `error`. */
  kind: 'offline' | 'silent' | 'failed';
  message: string;
  error?: Error;
}

/** All guests, and why some are known only by name. */
export interface GuestList {
  /** By vmid. */
  guests: readonly Guest[];
  /** Empty if every node has told. */
  problems: readonly GuestsProblem[];
}

/** How to list guests. */
export interface GuestsOptions extends CallOptions {
  /**
   * Ask every node itself, two calls each, in place of the cluster's own list, which is one call and up to some ten
   * seconds old.
   */
  live?: boolean | undefined;
}

type Row = ClusterResource | LxcListRow | QemuListRow;
type Routes = Pick<Bound<typeof tables>, 'cluster' | 'nodes' | 'lxc' | 'qemu'>;

/** What is known before a node is asked. */
interface Overview {
  guests: Guest[];
  /** Status by node. */
  nodes: Map<string, string>;
  problems: GuestsProblem[];
  /** Whether `guests` has all of them. */
  complete: boolean;
}

/** Containers and virtual machines of all nodes. */
export interface Guests {
  /**
   * Containers **and** virtual machines of all nodes that the caller may audit (VM.Audit); the others are left out
   * silently. One call: the cluster knows its guests also while their node is away, so those are in the list with
   * status `unknown`, and the node is in `problems`. Where the cluster's list cannot be had, each node is asked, and what fails
   * is a problem, not the end of the rest.
   *
   * @throws only where nothing at all can be told: ConnectionError, AuthenticationError, AbortedError, or what the list
   *   of nodes answers.
   */
  list(options?: GuestsOptions): Promise<GuestList>;
  /**
   * The guest of a vmid, container or virtual machine, on whichever node it is. Undefined if there is none, **or the caller may
   * not audit it**.
   * @throws the error of a node that could not be asked, where the guest may be there.
   */
  find(vmid: number, options?: GuestsOptions): Promise<Guest | undefined>;
}

/** Finds guests by the cluster's own list, or node by node. */
export class GuestFinder implements Guests {
  readonly #routes: Routes;

  constructor(routes: Routes) {
    this.#routes = routes;
  }

  async list({ live = false, ...options }: GuestsOptions = {}): Promise<GuestList> {
    const { guests, problems } = await this.#list(live, options);
    return { guests, problems };
  }

  async find(vmid: number, { live = false, ...options }: GuestsOptions = {}): Promise<Guest | undefined> {
    const { guests, problems, complete } = await this.#list(live, options);
    const found = guests.find((guest) => guest.vmid === vmid);
    const failed = problems.find(({ error }) => error !== undefined)?.error;
    if (found === undefined && !complete && failed !== undefined) throw failed;
    return found;
  }

  async #list(live: boolean, options: CallOptions): Promise<Overview> {
    const known = await this.#overview(options);
    const listed = live || !known.complete ? await this.#askNodes(known, options) : known;
    const online = (node: string): boolean => (listed.nodes.get(node) ?? 'online') === 'online';
    const guests = listed.guests
      .map((guest): Guest => (online(guest.node) ? guest : { ...guest, status: 'unknown' }))
      .sort((a, b) => a.vmid - b.vmid);
    return { ...listed, guests, problems: [...listed.problems, ...problemsOf(guests, listed)] };
  }

  async #overview(options: CallOptions): Promise<Overview> {
    try {
      const rows = await this.#routes.cluster.resources({}, options);
      const nodes = rows.filter(({ type }) => type === 'node');
      return {
        guests: rows.flatMap((row) => guestOf(row.type, row.node, row) ?? []),
        nodes: new Map(nodes.map(({ node, status }) => [node ?? '', status ?? 'unknown'])),
        problems: [],
        complete: true,
      };
    } catch (error) {
      const mayHelp = error instanceof HttpError || error instanceof ResponseShapeError;
      if (!mayHelp || error instanceof AuthenticationError) throw error;
      const nodes: NodeListRow[] = await this.#routes.nodes.list({}, options);
      const message = `the cluster's own list could not be had, each node was asked: ${error.message}`;
      return {
        guests: [],
        nodes: new Map(nodes.map(({ node, status }) => [node, status])),
        problems: [{ node: undefined, kind: 'failed', message, error }],
        complete: false,
      };
    }
  }

  // Nodes that are offline are not asked: each would cost the time until the cluster gives up on it.
  async #askNodes(known: Overview, options: CallOptions): Promise<Overview> {
    const asked = [...known.nodes].filter(([, status]) => status === 'online').map(([node]) => node);
    const answers = await Promise.all(
      asked.flatMap((node) =>
        (['lxc', 'qemu'] as const).map(async (type) => {
          try {
            const rows = await this.#routes[type].list({ node }, options);
            return { node, type, guests: rows.flatMap((row) => guestOf(type, node, row) ?? []) };
          } catch (error) {
            if (options.signal?.aborted === true || !(error instanceof Error)) throw error;
            return { node, type, error };
          }
        }),
      ),
    );
    const told = (guest: Guest): boolean =>
      answers.some(({ node, type, guests }) => guests && node === guest.node && type === guest.type);
    const fresh = answers.flatMap(({ guests = [] }) => guests);
    const seen = new Set(fresh.map(({ vmid }) => vmid));
    // What a node did not tell is still known, if only by name; what it told of is gone where it did not name it.
    const rest = known.guests.filter((guest) => !told(guest) && !seen.has(guest.vmid));
    const failures = answers.flatMap(({ node, type, error }): GuestsProblem[] => {
      if (error === undefined) return [];
      return [{ node, kind: 'failed', message: `${type} of ${node}: ${error.message}`, error }];
    });
    return {
      ...known,
      guests: [...onePerVmid(fresh), ...rest.map((guest): Guest => ({ ...guest, status: 'unknown' }))],
      problems: [...known.problems, ...failures],
      complete: known.complete,
    };
  }
}

/** A guest that moves while the nodes are asked is seen on both: where it runs is where it is. */
function onePerVmid(guests: readonly Guest[]): Guest[] {
  const byVmid = new Map<number, Guest>();
  for (const guest of guests) {
    if (byVmid.get(guest.vmid)?.status !== 'running') byVmid.set(guest.vmid, guest);
  }
  return [...byVmid.values()];
}

function problemsOf(guests: readonly Guest[], { nodes, problems }: Overview): GuestsProblem[] {
  const away = [...nodes].filter(([, status]) => status !== 'online');
  const known = new Set([...away.map(([node]) => node), ...problems.map(({ node }) => node)]);
  const silent = new Set(guests.filter(({ status }) => status === 'unknown').map(({ node }) => node));
  return [
    ...away.map(
      ([node, status]): GuestsProblem => ({
        node,
        kind: 'offline',
        message: `node ${node} is ${status}: of its guests nothing but their number is sure`,
      }),
    ),
    ...[...silent]
      .filter((node) => !known.has(node))
      .map(
        (node): GuestsProblem => ({
          node,
          kind: 'silent',
          message: `node ${node} has not told about all of its guests (its pvestatd may hang, or has just begun)`,
        }),
      ),
  ];
}

function guestOf(type: string, node: string | undefined, row: Row): Guest | undefined {
  const { vmid } = row;
  if ((type !== 'lxc' && type !== 'qemu') || vmid === undefined || node === undefined) return undefined;
  const shared = { pool: undefined, hastate: undefined, disk: undefined, ...row } as Partial<ClusterResource>;
  return {
    type,
    vmid,
    node,
    status: row.status ?? 'unknown',
    name: row.name,
    template: row.template ?? false,
    tags: row.tags ?? [],
    lock: row.lock,
    pool: shared.pool,
    hastate: shared.hastate,
    cpu: row.cpu,
    maxcpu: 'cpus' in row ? (row.cpus as number | undefined) : shared.maxcpu,
    mem: row.mem,
    maxmem: row.maxmem,
    disk: shared.disk,
    maxdisk: row.maxdisk,
    uptime: row.uptime,
  };
}
