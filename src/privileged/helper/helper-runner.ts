import { isAbsolute } from 'node:path';
import { ParamsError } from '../../core/errors.js';
import { type Command, isCommand } from '../command.js';
import { FenceError, HelperError } from '../errors.js';
import type { Finished, Runner, RunOptions } from '../runner.js';
import { type HelperFacts, Link, NotBegun } from './link.js';
import { Slots } from './slots.js';

export interface HelperRunnerOptions {
  /** The path of the helper's unix socket. Default `/run/felhom-agent/priv.sock`. */
  socket?: string;
  /** Connections at once, each of which runs one command at a time; further commands wait. Default 8. */
  connections?: number;
}

/** Milliseconds that an unused connection stays open. */
const idle = 5_000;

/** How often a helper may close a connection before it has begun. */
const attempts = 10;

/**
 * Has commands run by the root helper (`felhom-agent privd`): for a program that is not root and, with `NoNewPrivileges=yes`, cannot become it.
 * The helper gets the name of a command and its parameters, checks them once more and makes the command again with its own paths.
 */
export class HelperRunner implements Runner {
  readonly socket: string;
  readonly #slots: Slots;
  readonly #resting: { readonly link: Link; readonly timer: NodeJS.Timeout }[] = [];

  /** @throws ParamsError for a path that is not absolute */
  constructor({ socket = '/run/felhom-agent/priv.sock', connections = 8 }: HelperRunnerOptions = {}) {
    const issues = [];
    if (!isAbsolute(socket) || socket.includes('\0'))
      issues.push({ path: 'socket', message: 'an absolute path is expected' });
    if (!Number.isInteger(connections) || connections < 1)
      issues.push({ path: 'connections', message: 'a whole number from 1 is expected' });
    if (issues.length > 0) throw new ParamsError(issues);
    this.socket = socket;
    this.#slots = new Slots(connections);
  }

  /**
   * Runs a command to its end. Nothing is run twice: what the helper has not begun when it closes a connection is asked for again, anything
   * else is a HelperError with `sent: 'unknown'`.
   *
   * @throws HelperError, FenceError, ParamsError (the helper's check is its own), MissingProgramError and what a change of files throws
   */
  async run(command: Command, options: RunOptions = {}): Promise<Finished> {
    if (!isCommand(command)) throw new FenceError('this is no command of this package');
    return this.#withLink(options.signal, (link) => link.run(command, options));
  }

  /** Asks the helper what it is: its release and its commands. Cheap, and changes nothing. @throws HelperError */
  ping(): Promise<HelperFacts> {
    return this.#withLink(undefined, (link) => link.ping());
  }

  /** Closes the connections that are not in use. Those in use close by themselves. */
  close(): void {
    for (const { link, timer } of this.#resting.splice(0)) {
      clearTimeout(timer);
      link.close();
    }
  }

  async #withLink<T>(signal: AbortSignal | undefined, use: (link: Link) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    if (!(await this.#slots.take(undefined, signal))) throw signal?.reason;
    try {
      for (let attempt = 1; ; attempt += 1) {
        const link = this.#rested() ?? (await Link.open(this.socket));
        try {
          const result = await use(link);
          this.#rest(link);
          return result;
        } catch (error) {
          link.close();
          if (!(error instanceof NotBegun)) throw error;
          if (attempt === attempts) throw this.#closing(error);
          signal?.throwIfAborted();
        }
      }
    } finally {
      this.#slots.giveBack();
    }
  }

  #rested(): Link | undefined {
    for (let resting = this.#resting.pop(); resting !== undefined; resting = this.#resting.pop()) {
      clearTimeout(resting.timer);
      if (resting.link.ready) {
        resting.link.wake();
        return resting.link;
      }
      resting.link.close();
    }
    return undefined;
  }

  #rest(link: Link): void {
    link.rest();
    const timer = setTimeout(() => {
      const index = this.#resting.findIndex((each) => each.link === link);
      if (index >= 0) this.#resting.splice(index, 1);
      link.close();
    }, idle);
    timer.unref();
    this.#resting.push({ link, timer });
  }

  #closing(cause: unknown): HelperError {
    return new HelperError('busy', 'the root helper closes every connection', {
      sent: 'no',
      socket: this.socket,
      cause,
      hint: 'Ask again later.',
    });
  }
}
