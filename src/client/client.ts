import type { Params } from '../core/codec.js';
import type { Bound, CallOptions } from '../core/op.js';
import type { Reconciled } from '../core/outcome-errors.js';
import { inspected } from '../core/print-error.js';
import type { Route } from '../core/route.js';
import type { ApiReturns, ApiRoute, CallArgs } from '../generated/api.js';
import type { BackupResults } from './backups.js';
import type { Cluster } from './cluster.js';
import type { LxcConsole, NodeConsole } from './consoles.js';
import { extended } from './extended.js';
import type { Guests } from './guests.js';
import { Loading } from './loading.js';
import type { LxcChanges } from './lxc-update.js';
import { type ClientOptions, identityOf, readOptions } from './options.js';
import type { ReconcileOptions } from './reconcile/options.js';
import type { tables } from './resources/tables.js';
import type { Restores } from './restores.js';
import type { CanOptions, Rights, Verdict } from './rights/verdict.js';
import type { StorageFiles } from './storage.js';
import { Tasks } from './tasks.js';

type Tables = Bound<typeof tables>;

/**
 * A client of one Proxmox VE host or cluster, over its REST API. It has no shell and starts no process.
 *
 * ```ts
 * const client = new Client({ url: 'https://pve1:8006', token, fingerprint });
 * const upid = await client.lxc.start({ node: 'pve1', vmid: 101 });
 * await client.tasks.wait(upid);
 * ```
 *
 * Making one connects to nothing. `close()` (or `await using`) ends its connections; they do not keep a process
 * alive for longer than 4 s.
 */
export class Client {
  /** The host's version. Any authenticated caller may ask: a cheap test of URL, certificate and token. */
  readonly version: Tables['version'];
  /** The nodes of the cluster. */
  readonly nodes: Tables['nodes'] & NodeConsole;
  /** The cluster as a whole: all guests and storages, the next free vmid. */
  readonly cluster: Cluster;
  /** Containers and virtual machines of all nodes. */
  readonly guests: Guests;
  /** Containers. */
  readonly lxc: Omit<Tables['lxc'], 'update'> & LxcChanges & LxcConsole;
  /** Snapshots of containers: the same as `lxc.snapshots`. */
  readonly snapshots: Tables['lxc']['snapshots'];
  /** Virtual machines. */
  readonly qemu: Tables['qemu'];
  /** Containers from backups. */
  readonly restore: Omit<Tables['restore'], 'create'> & Restores;
  /** Backups. */
  readonly vzdump: Tables['vzdump'] & BackupResults;
  /** Storages and what is on them; files to them and from them. */
  readonly storage: Tables['storage'] & StorageFiles;
  /** Pools: guests and storages in a bundle. */
  readonly pools: Tables['pools'];
  /** Users, tokens and their rights. */
  readonly access: Tables['access'];
  /** Tasks: status, waiting, logs. */
  readonly tasks: Tasks;
  readonly #loading: Loading;
  readonly #identity: string;
  readonly #url: string;

  /** @throws ParamsError that names every wrong option. */
  constructor(options: ClientOptions) {
    const settings = readOptions(options);
    const loading = new Loading(settings);
    this.#loading = loading;
    this.#identity = identityOf(settings.credentials);
    this.#url = settings.base.href;
    this.tasks = new Tasks(loading, settings);
    const more = extended(loading, this.tasks, settings.clock);
    this.version = loading.bound.version;
    this.nodes = more.nodes;
    this.cluster = more.cluster;
    this.guests = more.guests;
    this.lxc = more.lxc;
    this.snapshots = this.lxc.snapshots;
    this.qemu = loading.bound.qemu;
    this.restore = more.restore;
    this.storage = more.storage;
    this.pools = loading.bound.pools;
    this.access = loading.bound.access;
    this.vzdump = more.vzdump;
  }

  /** Who calls, without the secret: `user@realm!token` or `user@realm`. */
  get identity(): string {
    return this.#identity;
  }

  /** Where the host is: `https://HOST:8006/`. */
  get url(): string {
    return this.#url;
  }

  /**
   * Calls any route of the API: `client.call('GET /nodes/{node}/dns', { node: 'pve1' })`. The route decides what the
   * parameters and the answer are: they are **declared**, from the API's own description of 7.4 to 9.2, and the
   * answer is not checked. Flags may be 0 or 1 in it, numbers may be strings, and `null` is what PVE gives for
   * nothing. Prefer the named operations, which check both ways.
   *
   * Braces take their parameter, percent-encoded; the rest goes to the query (GET, DELETE) or the form body (POST,
   * PUT). Booleans are sent as 0 and 1, objects as property strings, and arrays as the route wants them: one comma list, or
   * for parameters that are arrays there, repeated keys.
   */
  async call<R extends ApiRoute>(
    route: R,
    ...[params, options]: CallArgs<R, [options?: CallOptions]>
  ): Promise<ApiReturns<R>> {
    const answer = await this.#loading.call(
      'raw',
      params as Params | undefined,
      options,
      (raw, taken, given) => raw.call(route, taken, given),
    );
    return answer as ApiReturns<R>;
  }

  /**
   * Calls a route that this package's types do not know: one of a newer release or of an extension. Like `call`,
   * without its types; an array is sent as repeated keys, which PVE takes for a list as well.
   */
  request(route: Route, params?: Params, options?: CallOptions): Promise<unknown> {
    return this.#loading.call('raw', params, options, (raw, taken, given) =>
      raw.request(route, taken, given),
    );
  }

  /**
   * Tells before a call is made whether it would be let through: `true`; `false` with the privileges that are missing
   * and where, with what only root@pam may, or with the release that has it; or `'unknown'`, with the reason, where
   * only PVE's code knows. It asks for the caller's permissions and the host's version; with `rights` in the options
   * it takes those. The rights are all it judges: that a guest exists, or is not locked, is another matter.
   *
   * ```ts
   * const verdict = await client.can('POST /nodes/{node}/lxc/{vmid}/snapshot', { node, vmid: 101, snapname: 'x' });
   * if (verdict.allowed === false && verdict.reason === 'privileges') console.log(verdict.fix.join('\n'));
   * ```
   * @throws ParamsError if a parameter is missing that the path or the permission depends on.
   */
  async can<R extends ApiRoute>(
    route: R,
    ...[params, { rights, ...options } = {}]: CallArgs<R, [options?: CanOptions]>
  ): Promise<Verdict> {
    // The table of routes is loaded when it is first asked for.
    const [{ judgeCall }, known] = await Promise.all([
      import('./rights/can.js'),
      rights ?? this.rights(options),
    ]);
    return judgeCall(route, (params ?? {}) as Params, known, async (path) => {
      const rows = await this.access.permissions({ path }, options);
      return rows[path] ?? {};
    });
  }

  /** What the caller may do, as it is now, for `can`: two requests. */
  async rights(options: CallOptions = {}): Promise<Rights> {
    const [{ version }, permissions] = await Promise.all([
      this.version({}, options),
      this.access.permissions({}, options),
    ]);
    return { identity: this.identity, version, permissions };
  }

  /**
   * Finds out what came of a call whose answer was lost: by the task that it started, or by the state of what it should have
   * changed. It only reads: nothing is repeated, deleted or unlocked. `what` is the OutcomeUnknownError, or its `intent`, also one that
   * went through JSON; the client must be the same caller (token or user).
   *
   * That it happened is told as soon as it is seen; that it did not, only 60 s after it was sent (`settle`), as it may be carried
   * out late: see docs/outcomes.md. A task that is found may still run, and may fail: `tasks.wait` tells.
   *
   * ```ts
   * const result = await client.reconcile(error);
   * if (result.outcome === 'happened' && result.upid) await client.tasks.wait(result.upid);
   * ```
   * @throws ParamsError if it is no intent; AbortedError by the signal. What else goes wrong is `cannot-tell`.
   */
  async reconcile(what: unknown, options: ReconcileOptions = {}): Promise<Reconciled> {
    return this.#loading.calls('reconciler', what, options, ({ reconcile }, taken, given) =>
      reconcile(taken, given),
    );
  }

  /** Ends all connections. Calls and waits that are under way fail. */
  async close(): Promise<void> {
    await this.#loading.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** @internal */
  [inspected](): string {
    return `Client { url: '${this.#url}', identity: '${this.identity}' }`;
  }

  /** @internal */
  toJSON(): { url: string; identity: string } {
    return { url: this.#url, identity: this.identity };
  }
}
