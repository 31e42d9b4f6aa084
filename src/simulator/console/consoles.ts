import { Caller, splitAuthId } from '../acl.js';
import { fail } from '../errors.js';
import { isSince } from '../host-version.js';
import { currentTask, type Task, type TaskOutput, type Work } from '../tasks.js';
import { same } from '../tickets.js';
import type { Guest, Running, World } from '../world.js';
import { Pty, type Screen } from './pty.js';
import { Termproxy } from './termproxy.js';

/** A console that was asked for. */
interface Waiting {
  readonly port: number;
  readonly user: string;
  readonly ticket: string;
  readonly guest: Guest;
  proxy?: Termproxy;
  pty?: Pty;
  /** The run of the container that its terminal belongs to. */
  run?: Running | undefined;
  isRefused: boolean;
  isOver: boolean;
  /** What serves it. */
  task?: Task | undefined;
}

const firstPort = 5900;
const lastPort = 5999;
/** How long a terminal waits for its client, and how often its task looks around; milliseconds. */
const patience = 10_000;
const poll = 100;

/** The terminals of the host and those who wait for them. */
export class Consoles {
  readonly #waiting = new Map<number, Waiting>();
  readonly #held = new Set<number>();
  /** By the run of the container: a new one has a new terminal. */
  readonly #terminals = new WeakMap<Running, Pty>();

  /** The next free port for a terminal. */
  get nextPort(): number {
    for (let port = firstPort; port <= lastPort; port += 1)
      if (!this.#waiting.has(port) && !this.#held.has(port)) return port;
    throw fail('unable to find free vnc port');
  }

  /** Prepares a terminal for one client. The work is that of its task. */
  open(guest: Guest, facts: { port: number; user: string; ticket: string }): (output: TaskOutput) => Work {
    const waiting: Waiting = { ...facts, guest, isRefused: false, isOver: false };
    this.#waiting.set(facts.port, waiting);
    return (output) => this.#serve(waiting, output);
  }

  /** Keeps a port for a screen that nobody here draws: the work is that of its task, which gives up in the end. */
  hold(port: number): () => Work {
    this.#held.add(port);
    return () => this.#giveUp(port);
  }

  *#giveUp(port: number): Work {
    try {
      yield patience;
    } finally {
      this.#held.delete(port);
    }
    throw fail('connection timed out');
  }

  /** Brings a client to the terminal that waits on a port; nothing if none does, or it has its client already. */
  connect(world: World, port: number, screen: Screen): Termproxy | undefined {
    const waiting = this.#waiting.get(port);
    if (waiting === undefined || waiting.proxy !== undefined) return undefined;
    const { user, guest } = waiting;
    waiting.proxy = new Termproxy(
      {
        isWelcome: (name, ticket) =>
          name === user &&
          mayComplete(world, user) &&
          same(ticket, waiting.ticket) &&
          new Caller(world.accounts, user).has(`/vms/${guest.vmid}`, 'VM.Console'),
        pty: () => this.#terminalFor(waiting),
        refuse: () => {
          waiting.isRefused = true;
          waiting.isOver = true;
        },
        end: () => {
          waiting.isOver = true;
        },
      },
      screen,
    );
    return waiting.proxy;
  }

  /** Hangs up on those whose program was killed. */
  sweep(): void {
    for (const [port, { task, proxy }] of this.#waiting) {
      if (task?.endtime === undefined) continue;
      this.#waiting.delete(port);
      proxy?.hangUp();
    }
  }

  /** Hangs up on all of them. */
  close(): void {
    for (const { proxy } of this.#waiting.values()) proxy?.hangUp();
    this.#waiting.clear();
    this.#held.clear();
  }

  #terminalFor(waiting: Waiting): Pty {
    const { running } = waiting.guest;
    const known = running === undefined ? undefined : this.#terminals.get(running);
    const pty = known === undefined || known.isOver ? new Pty(waiting.guest) : known;
    if (running !== undefined) this.#terminals.set(running, pty);
    waiting.pty = pty;
    waiting.run = running;
    return pty;
  }

  *#serve(waiting: Waiting, output: TaskOutput): Work {
    const { guest, port } = waiting;
    waiting.task = currentTask();
    try {
      for (let waited = 0; waiting.proxy === undefined; waited += poll) {
        if (waited >= patience) {
          output.line('failed waiting for client: timed out');
          throw fail(failed(waiting));
        }
        yield poll;
      }
      while (!waiting.isOver) {
        yield poll;
        if (guest.running !== waiting.run) waiting.pty?.end();
      }
      if (!waiting.isRefused) return;
      output.line('authentication request failed');
      throw fail(failed(waiting));
    } finally {
      this.#waiting.delete(port);
      waiting.proxy?.hangUp();
    }
  }
}

/** A token can open a terminal in any release, but until PVE 9 only a ticket is let in. */
function mayComplete({ version }: World, user: string): boolean {
  return isSince(version, 9) || splitAuthId(user).token === undefined;
}

function failed({ port, guest: { vmid } }: Waiting): string {
  return `command '/usr/bin/termproxy ${port} --path /vms/${vmid} --perm VM.Console --vncticket-endpoint --verify-port --ticket-fd 8 -- /usr/bin/dtach -A /var/run/dtach/vzctlconsole${vmid} -r winch -z lxc-console -n ${vmid} -e -1' failed: exit code 1`;
}
