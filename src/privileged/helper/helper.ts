import type { CommandMaker } from '../command.js';
import { ExecRunner } from '../exec-runner.js';
import { commands as everyCommand } from '../registry.js';
import type { Runner } from '../runner.js';
import { type SiteOptions, siteOf } from '../site.js';
import { Channel } from './channel.js';
import { Connection, type Identity, type Office, type Patience } from './connection.js';
import { Proofs } from './peer.js';
import { Slots } from './slots.js';
import { connectionAt, listenAt, listenTo, pathAt, type Server, type Socket } from './socket.js';

export interface HelperOptions {
  /** Of this package: for those who ask. */
  version: string;
  /** User ids that it works for. */
  users: Iterable<number>;
  /** Names of the commands that may be asked for. Default: all. */
  allow?: Iterable<string> | undefined;
  /** The paths of the host: what clients believe of them does not matter. */
  site?: SiteOptions | undefined;
  /** Hears a line of each command and each refusal, without secrets. */
  log: (line: string) => void;
  /** Connections at once (64), commands that run at once (8). */
  connections?: number | undefined;
  running?: number | undefined;
  patience?: Partial<Patience> | undefined;
  /** Who runs commands: an ExecRunner. */
  runner?: Runner | undefined;
  commands?: ReadonlyMap<string, CommandMaker<never>> | undefined;
}

const usualPatience: Patience = { hello: 10_000, idle: 60_000, queue: 30_000, reading: 60_000 };

/** Runs commands for other users, as whoever it runs as: root. It is asked over a unix socket, by the name of a command and its parameters. */
export class Helper {
  readonly #office: Office;
  readonly #limit: number;
  readonly #connections = new Map<Connection, Promise<void>>();
  #server: Server | undefined;
  #proofs: Proofs | undefined;

  /** @throws ParamsError for a wrong path in `site` */
  constructor(options: HelperOptions) {
    const { version, users, allow, site, log, connections = 64, running = 8, patience } = options;
    const allowed = allow === undefined ? undefined : new Set(allow);
    this.#limit = connections;
    this.#office = {
      version,
      users: new Set(users),
      site: siteOf(site),
      runner: options.runner ?? new ExecRunner({ mode: 'direct' }),
      commands: options.commands ?? everyCommand,
      isAllowed: (command) => allowed?.has(command) ?? true,
      slots: new Slots(running),
      patience: { ...usualPatience, ...patience },
      log,
    };
  }

  /** Listens at a socket of its own, which the group may connect to. Clients prove who they are in a folder beside it. */
  async listen(socket: string, group: number | undefined): Promise<void> {
    this.#server = await listenTo(socket, group, await this.#door(socket, group));
  }

  /** Listens at a socket that systemd has opened (`Accept=no`), and gives its path. */
  async listenAt(descriptor: number, group: number | undefined): Promise<string> {
    const path = pathAt(descriptor);
    this.#server = await listenAt(descriptor, await this.#door(path, group));
    return path;
  }

  /** Serves the one connection that systemd has accepted (`Accept=yes`) and whose user it has named. Resolves at its end. */
  serveConnection(descriptor: number, user: number | undefined): Promise<void> {
    return this.#serve(connectionAt(descriptor), { user });
  }

  /** Takes no more requests, lets what runs go on for `grace` ms, ends what runs still, and closes. */
  async close(grace: number): Promise<void> {
    const closed =
      this.#server === undefined
        ? undefined
        : new Promise<void>((resolve) => this.#server?.close(() => resolve()));
    for (const connection of this.#connections.keys()) connection.finish();
    const timer = setTimeout(() => {
      for (const connection of this.#connections.keys()) connection.abort();
    }, grace);
    await Promise.all(this.#connections.values());
    clearTimeout(timer);
    await closed;
    await this.#proofs?.close();
  }

  async #door(socket: string, group: number | undefined): Promise<(socket: Socket) => void> {
    const proofs = await Proofs.open(socket, group);
    this.#proofs = proofs;
    return (connection) => void this.#serve(connection, { proofs });
  }

  async #serve(socket: Socket, identity: Identity): Promise<void> {
    const channel = new Channel(socket);
    if (this.#connections.size >= this.#limit) {
      this.#office.log(`refused: ${this.#limit} connections are as many as may be`);
      channel.send({ type: 'refused', reason: 'busy', message: 'the root helper has too many connections' });
      await channel.end(this.#office.patience.hello);
      return;
    }
    const connection = new Connection(channel, identity, this.#office);
    const served = connection.serve().finally(() => this.#connections.delete(connection));
    this.#connections.set(connection, served);
    await served;
  }
}
