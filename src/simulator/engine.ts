import { Caller } from './acl.js';
import { authenticate, Unauthorized } from './auth.js';
import { pass } from './clock.js';
import { ApiError, fail } from './errors.js';
import { Faults, prevents, spoil } from './faults.js';
import { inFormat, isFormat } from './formatters.js';
import { isForwarded } from './forwarding.js';
import { routesOf } from './host-routes.js';
import { isSince } from './host-version.js';
import {
  type EngineRequest,
  type EngineResponse,
  failure,
  noAnswer,
  piecesOf,
  plain,
  success,
} from './http.js';
import { type JournalEntry, note } from './journal.js';
import { answerOf, joinerOf, maxBodyOf } from './older-answers.js';
import { needQuorum } from './quorum.js';
import { Random } from './random.js';
import { lengthOf, rawParams, readBody } from './request-body.js';
import { parseForm, UnreadableBody } from './request-params.js';
import { Counted, Extended } from './route.js';
import { enforce, type Rule } from './rule.js';
import { checkParams, type RawParams } from './schema.js';
import type { Tickets } from './tickets.js';
import { BadUpload, boundaryOf, readAhead, readUpload, type Upload } from './upload.js';
import { nodeMissing, nodeNamed, type World } from './world.js';

/** What is known of a request while it is worked on. */
interface Progress {
  /** Before the last reset, or after it. */
  readonly epoch: number;
  user: string | undefined;
  params: RawParams;
}

/** The simulated API, without a transport: requests in, answers out. */
export class Engine {
  readonly world: World;
  /** Every request so far, oldest first. */
  readonly journal: JournalEntry[] = [];
  readonly tickets: Tickets;
  readonly #authDelay: number;
  readonly #router: ReturnType<typeof routesOf>;
  #epoch = 0;
  readonly #pending = new Set<{ readonly door: World; readonly drop: () => void }>();
  readonly #listeners = new Set<(door: World) => void>();
  /** What goes wrong on purpose. */
  readonly faults: Faults;

  constructor(world: World, tickets: Tickets, options: { authDelay: number; seed: number }) {
    this.world = world;
    this.#router = routesOf(world.version);
    this.faults = new Faults(new Random(options.seed), (route) => this.#router.has(route));
    this.tickets = tickets;
    this.#authDelay = options.authDelay;
  }

  /** Answers a request that comes in at a node: the first one, or another. */
  async handle(request: EngineRequest, door: World = this.world): Promise<EngineResponse> {
    const away = unreachable(door);
    if (away !== undefined) return noAnswer(away);
    // One that is still waiting when the connections are cut gets no answer.
    return await new Promise((resolve, reject) => {
      const pending = { door, drop: (): void => resolve(noAnswer(undefined)) };
      this.#pending.add(pending);
      void this.#carryOut(request, door)
        .then(resolve, reject)
        .finally(() => this.#pending.delete(pending));
    });
  }

  /** Has `listener` called when the connections of a node are cut. */
  onCut(listener: (door: World) => void): void {
    this.#listeners.add(listener);
  }

  /** Forgets every request that is still on its way: it gets no answer, and does nothing any more. */
  abandon(): void {
    this.#epoch += 1;
    for (const pending of [...this.#pending]) pending.drop();
  }

  /** Ends the connections of a node. */
  cut(door: World): void {
    for (const pending of [...this.#pending]) if (pending.door === door) pending.drop();
    for (const listener of this.#listeners) listener(door);
  }

  async #carryOut(request: EngineRequest, door: World): Promise<EngineResponse> {
    const progress: Progress = { epoch: this.#epoch, user: undefined, params: {} };
    const fault = this.faults.strike(request, () => this.#routeOf(request));
    if (fault?.kind === 'delay') await pass(this.world.clock, fault.ms);
    const answer = prevents(fault) ? undefined : await this.#answer(request, progress, door);
    const response = answer === undefined ? undefined : answerOf(this.world.version, answer);
    if (progress.epoch !== this.#epoch) return noAnswer(undefined);
    const { user, params } = progress;
    note(this.journal, request, { user, params, answer: response, fault });
    return dated(spoil(fault, response), door.clock.now());
  }

  #routeOf({ method, path }: EngineRequest): string | undefined {
    const uri = /^\/api2\/+[a-z]+(\/.*)$/.exec(decodePath(path))?.[1];
    return uri === undefined ? undefined : this.#router.find(method, uri)?.value.route;
  }

  async #answer(request: EngineRequest, progress: Progress, door: World): Promise<EngineResponse> {
    const { method, headers = {} } = request;
    if (!['GET', 'POST', 'PUT', 'DELETE'].includes(method))
      return plain(501, `method '${method}' not available`, undefined);
    const encoding = headers['transfer-encoding'];
    if (encoding !== undefined) {
      const text = /chunked/i.test(encoding)
        ? 'chunked transfer encoding not supported'
        : `Unknown transfer encoding '${encoding}'`;
      return plain(501, text, text);
    }
    if (door.cfsDown) return plain(500, noAccessList, undefined);
    const path = decodePath(request.path);
    if (path !== '/api2' && !path.startsWith('/api2/'))
      return plain(500, `no such file '${path}'`, `no such file '${path}'`);
    // Like the pattern it imitates, this one stops at a newline.
    const [, format = '', rest = ''] = /^\/api2\/+([a-z]+)((?:\/.*)?)$/.exec(path) ?? [];
    if (format === '') return plain(501, 'no such uri', 'no such uri');
    const uri = `/${rest}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
    try {
      const caller = this.#caller(method, uri, headers);
      progress.user = caller?.authId;
      return inFormat(format, await this.#call(request, { method, uri, format, caller, door }, progress));
    } catch (error) {
      if (error instanceof Unauthorized) {
        await pass(this.world.clock, this.#authDelay);
        return plain(401, isSince(this.world.version, 8) ? error.message : error.detail, undefined);
      }
      if (error instanceof UnreadableBody) return plain(500, error.message, `${error.message}\n`);
      if (!(error instanceof ApiError)) return inFormat(format, failure(fault(error)));
      if (error.status === 401) await pass(this.world.clock, this.#authDelay);
      return inFormat(format, failure(error));
    }
  }

  #caller(
    method: string,
    uri: string,
    headers: Readonly<Record<string, string | undefined>>,
  ): Caller | undefined {
    const found = this.#router.find(method, uri);
    if (found?.value.permission === 'world') return undefined;
    return authenticate(this.world.accounts, this.tickets, this.world.clock, {
      // Uploads are let in without the token against forged requests, as reads are.
      method: found?.value.upload === true ? 'GET' : method,
      authorization: headers['authorization'],
      cookie: headers['cookie'],
      csrf: headers['csrfpreventiontoken'],
    });
  }

  async #call(
    request: EngineRequest,
    target: { method: string; uri: string; format: string; caller: Caller | undefined; door: World },
    progress: Progress,
  ): Promise<EngineResponse> {
    const { method, uri, format, door } = target;
    const found = this.#router.find(method, uri);
    // Nobody in particular: such routes check nothing by caller.
    const caller = target.caller ?? new Caller(this.world.accounts, 'nobody');
    const isUpload = found?.value.upload === true && lengthOf(request) > 0;
    const body = isUpload
      ? await this.#receive(request, { rule: found.value.permission, caller, path: found.params })
      : await readBody(request, maxBodyOf(this.world.version));
    if (typeof body === 'object' && 'status' in body) return body;
    if (!isFormat(format)) {
      const text = `no formatter for uri ${uri}, ${format}`;
      return plain(501, text, text);
    }
    if (found === undefined)
      throw new ApiError(501, `Method '${method} ${uri}' not implemented`, { newline: false });
    const raw = rawParams(request, body, found.params);
    progress.params = raw;
    const { value: route } = found;
    if (route.ticketOnly) caller.needTicket(uri);
    enforce(route.permission, caller, raw);
    const world = nodeOf(door, uri);
    // What pveproxy says of a neighbour that it cannot reach.
    if (world !== door && isForwarded(route.route)) {
      const away = unreachable(world);
      if (away !== undefined) return plain(595, reasons[away], undefined);
      if (world.cfsDown) return plain(500, noAccessList, undefined);
    }
    const params = checkParams(route.params, raw, {
      open: route.open,
      joinedBy: joinerOf(this.world.version),
    });
    await needQuorum(world, route.route, params);
    const context = { world, door, tickets: this.tickets, caller, params };
    if (progress.epoch !== this.#epoch) throw fail('the host was reset');
    const result = await route.handler(
      typeof body === 'object'
        ? { ...context, file: { ...body.file, tmpfilename: this.#tmpfilename() } }
        : context,
    );
    const close = isUpload || /\bclose\b/i.test(request.headers?.['connection'] ?? '');
    return success(answerBody(result), {
      protected: route.protected === true,
      packed: route.packed === true,
      close,
    });
  }

  /** Takes an upload, whose permission PVE checks before it reads the body. */
  async #receive(
    request: EngineRequest,
    { rule, caller, path }: { rule: Rule; caller: Caller; path: RawParams },
  ): Promise<Upload | EngineResponse> {
    try {
      enforce(rule, caller, path);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await pass(this.world.clock, this.#authDelay);
      // Meanwhile nobody reads what comes, and a connection with too much of it is dropped.
      return {
        ...plain(error.status, error.message, undefined),
        ...(lengthOf(request) > readAhead ? dropped : {}),
      };
    }
    const boundary = boundaryOf(request.headers?.['content-type'] ?? '');
    // PVE dies without a word here, and the connection goes when it has been idle.
    if (boundary === undefined || 'tmpfilename' in parseForm(request.query ?? ''))
      return { ...plain(500, 'no multipart body', undefined), ...dropped };
    try {
      return await readUpload(piecesOf(request), boundary);
    } catch (error) {
      if (error instanceof BadUpload) return plain(500, error.message, `${error.message}\n`);
      throw error;
    }
  }

  #tmpfilename(): string {
    return `/var/tmp/pveupload-${this.world.random.hex(32)}`;
  }
}

/** The node that a path is about: the one that was asked, unless it names another. */
function nodeOf(door: World, uri: string): World {
  const name = /^\/nodes\/([^/]+)/.exec(uri)?.[1];
  if (name === undefined || name === 'localhost') return door;
  const world = nodeNamed(door, name);
  if (world === undefined) throw nodeMissing(name);
  return world;
}

/** How a connection to a node fails, if it does. */
function unreachable({ down, apiDown }: World): 'EHOSTUNREACH' | 'ECONNREFUSED' | undefined {
  if (down !== undefined) return 'EHOSTUNREACH';
  return apiDown ? 'ECONNREFUSED' : undefined;
}

const reasons = { EHOSTUNREACH: 'No route to host', ECONNREFUSED: 'Connection refused' } as const;

/** What everything is answered with while /etc/pve is away. */
const noAccessList =
  'RPCEnvironment init request failed: Unable to load access control list: Connection refused';

/** The client does not get to see the answer: the connection goes. */
const dropped = { mishap: { kind: 'drop' } } as const;

/** A mistake in the simulator itself has to look like one. */
function fault(error: unknown): ApiError {
  return fail(`the simulator itself failed: ${error instanceof Error ? error.message : String(error)}`);
}

function answerBody(result: unknown): object {
  if (result instanceof Extended) return { data: result.data, ...result.beside };
  if (!(result instanceof Counted)) return { data: result ?? null };
  // A total of nothing is left out.
  return result.total === 0 ? { data: result.data } : { data: result.data, total: result.total };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The answer with the time of the host that gives it, not of the machine that simulates it. */
function dated(response: EngineResponse, now: number): EngineResponse {
  const date = new Date(now).toUTCString();
  const times = new Set(['Date', 'Expires']);
  const headers = response.headers.map(([name, value]): readonly [string, string] => [
    name,
    times.has(name) ? date : value,
  ]);
  return { ...response, headers };
}
