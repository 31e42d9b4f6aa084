import { ParamsError } from '../../core/errors.js';
import { type Command, paramsOf } from '../command.js';
import { HelperError } from '../errors.js';
import type { Finished, RunOptions } from '../runner.js';
import { Channel } from './channel.js';
import { ProtocolError } from './frames.js';
import { giveProof, proofFolderOf } from './peer.js';
import {
  anyHello,
  type ClientMessage,
  frameLimit,
  type HelperMessage,
  helperMessage,
  protocol,
} from './protocol.js';
import { connectTo } from './socket.js';
import { assertTrusted, hints, unreachable } from './trouble.js';
import { errorOf } from './wire-error.js';

/** Milliseconds: for the helper's hello; for a place among those that run; beyond its grace for what is ended. */
const patience = { hello: 30_000, queue: 60_000, ending: 15_000 };

/** What a helper tells of itself. */
export interface HelperFacts {
  /** The release of this package that it is of. */
  readonly version: string;
  /** The names of the commands that it runs. */
  readonly commands: readonly string[];
}

/** The helper closed the connection, and has not begun what it was asked for. */
export class NotBegun extends Error {}

/** A connection to the helper that is ready for commands, one at a time. */
export class Link {
  readonly #channel: Channel;
  readonly #socket: string;
  #lastId = 0;

  private constructor(channel: Channel, socket: string) {
    this.#channel = channel;
    this.#socket = socket;
  }

  /** @throws HelperError */
  static async open(socket: string): Promise<Link> {
    await assertTrusted(socket);
    const channel = new Channel(
      await connectTo(socket).catch((error: unknown) => unreachable(socket, error)),
    );
    const late = setTimeout(() => channel.destroy(), patience.hello);
    const link = new Link(channel, socket);
    try {
      await link.#greet();
      return link;
    } catch (error) {
      channel.destroy();
      if (error instanceof Lost) throw link.#silent('no');
      throw error instanceof ProtocolError ? strange(socket, undefined, 'no', error) : error;
    } finally {
      clearTimeout(late);
    }
  }

  /** Runs one command to its end. @throws NotBegun, HelperError, and what the helper's runner throws */
  async run(command: Command, { signal, onOutput, requester }: RunOptions): Promise<Finished> {
    const id = this.#nextId();
    const params = paramsOf(command);
    const grace = (command.kind === 'process' ? command.grace : 0) + patience.ending;
    const asked = { type: 'run' as const, id, command: command.name, params };
    assertSize(asked);
    let late: NodeJS.Timeout | undefined;
    const giveUpIn = (ms: number): void => {
      clearTimeout(late);
      late = setTimeout(() => this.#channel.destroy(), ms);
    };
    const cancel = (): void => {
      this.#send({ type: 'cancel', id });
      giveUpIn(grace);
    };
    const state = { begun: false };
    try {
      this.#send(requester === undefined ? asked : { ...asked, requester: requester.slice(0, 200) });
      giveUpIn(command.timeout + patience.queue + grace);
      if (signal?.aborted === true) cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      return await this.#follow(id, onOutput, state);
    } catch (error) {
      if (signal?.aborted === true && error instanceof Error && error.name === 'AbortError')
        throw signal.reason;
      if (error instanceof ProtocolError) throw this.#strange(command.name, error);
      if (!(error instanceof Lost)) throw error;
      if (error.bye && !state.begun) throw new NotBegun();
      throw this.#gone(command, state.begun);
    } finally {
      clearTimeout(late);
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Asks the helper what it is. @throws HelperError */
  async ping(): Promise<HelperFacts> {
    const late = setTimeout(() => this.#channel.destroy(), patience.hello);
    try {
      const id = this.#nextId();
      this.#send({ type: 'ping', id });
      const answer = await this.#read();
      if (answer.type !== 'pong' || answer.id !== id) throw unexpected();
      return { version: answer.version, commands: answer.commands };
    } catch (error) {
      if (error instanceof Lost) throw error.bye ? new NotBegun() : this.#silent('no');
      throw error instanceof ProtocolError ? this.#strange(undefined, error) : error;
    } finally {
      clearTimeout(late);
    }
  }

  /** True where it can take a command, as far as one can tell from here. */
  get ready(): boolean {
    return this.#channel.quiet;
  }

  /** While nothing is asked for, the connection does not keep this process alive. */
  rest(): void {
    this.#channel.holdProcess(false);
    this.#channel.watch();
  }

  wake(): void {
    this.#channel.holdProcess(true);
  }

  close(): void {
    this.#channel.destroy();
  }

  async #greet(): Promise<void> {
    const first = await this.#channel.read();
    if (first === undefined) throw new Lost(false);
    const { success, data: any } = anyHello.safeParse(first);
    if (success && any.protocol !== protocol) throw this.#otherVersion(any.version);
    const hello = success ? parsed(first) : this.#checked(first);
    if (hello.type !== 'hello') throw unexpected();
    const undo = hello.nonce === undefined ? undefined : await this.#prove(hello.nonce);
    try {
      this.#send({ type: 'hello', protocol });
      const answer = await this.#read();
      if (answer.type !== 'welcome') throw unexpected();
    } finally {
      await undo?.();
    }
    this.#channel.trust();
  }

  async #follow(id: number, onOutput: RunOptions['onOutput'], state: { begun: boolean }): Promise<Finished> {
    const kept = { stdout: [] as string[], stderr: [] as string[] };
    for (;;) {
      const message = await this.#read();
      if (!('id' in message) || message.id !== id) throw unexpected();
      if (message.type === 'failed') throw errorOf(message.error);
      if (message.type === 'started') state.begun = true;
      else if (message.type === 'text') kept[message.stream].push(message.text);
      else if (message.type === 'output') {
        const { lost, text, stream } = message;
        if (lost !== undefined) onOutput?.(`\n[... ${lost} bytes left out ...]\n`, stream);
        if (text !== '') onOutput?.(text, stream);
      } else if (message.type === 'finished') {
        const { exitCode, signal, ended, cut, durationMs, left } = message;
        const [stdout, stderr] = [kept.stdout.join(''), kept.stderr.join('')];
        const more = { ...(left && { left }), ...('value' in message && { value: message.value }) };
        return { exitCode, signal, ended, stdout, stderr, cut, durationMs, ...more };
      } else throw unexpected();
    }
  }

  async #read(): Promise<HelperMessage> {
    const message = await this.#channel.read();
    if (message === undefined) throw new Lost(false);
    return this.#checked(message);
  }

  #checked(given: unknown): HelperMessage {
    const message = parsed(given);
    if (message.type === 'bye') throw new Lost(true);
    if (message.type !== 'refused') return message;
    const { reason, message: words } = message;
    throw new HelperError(reason, words, { sent: 'no', socket: this.#socket, hint: hints[reason] });
  }

  async #prove(nonce: string): Promise<() => Promise<void>> {
    try {
      return await giveProof(this.#socket, nonce);
    } catch (cause) {
      const folder = proofFolderOf(this.#socket);
      throw new HelperError('not-allowed', `this user cannot prove itself to the helper in ${folder}`, {
        sent: 'no',
        socket: this.#socket,
        cause,
        hint: `Put the user into the group of ${folder}; in a systemd sandbox, add ReadWritePaths= for it.`,
      });
    }
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #send(message: ClientMessage): void {
    this.#channel.send(message);
  }

  #gone(command: Command, begun: boolean): HelperError {
    const when = begun ? `while ${command.name} ran` : `after ${command.name} was asked for`;
    return new HelperError('gone', `the root helper went away ${when}`, {
      sent: 'unknown',
      socket: this.#socket,
      command: command.name,
      cause: this.#channel.cause,
      hint: command.changes
        ? 'It may have been done, wholly or in part: look at the host before it is done again.'
        : 'Nothing was changed: this command only reads.',
    });
  }

  #silent(sent: 'no'): HelperError {
    return new HelperError(
      'gone',
      'the root helper closed the connection before it could be asked for anything',
      {
        sent,
        socket: this.#socket,
        cause: this.#channel.cause,
        hint: 'See its log: journalctl -t felhom-priv.',
      },
    );
  }

  #strange(command: string | undefined, cause: ProtocolError): HelperError {
    return strange(this.#socket, command, 'unknown', cause);
  }

  #otherVersion(version: string): HelperError {
    return new HelperError('version', `the root helper is of release ${version}, which speaks otherwise`, {
      sent: 'no',
      socket: this.#socket,
      hint: hints.version,
    });
  }
}

/** The connection ended, with a goodbye or without. */
class Lost extends Error {
  readonly bye: boolean;

  constructor(bye: boolean) {
    super('the connection ended');
    this.bye = bye;
  }
}

function strange(
  socket: string,
  command: string | undefined,
  sent: 'no' | 'unknown',
  cause: ProtocolError,
): HelperError {
  return new HelperError('protocol', `what listens at ${socket} does not speak as a root helper does`, {
    sent,
    socket,
    command,
    cause,
  });
}

function assertSize(asked: { command: string; params: unknown }): void {
  // Half of it is left for what stands around the parameters.
  if (Buffer.byteLength(JSON.stringify(asked.params) ?? '') <= frameLimit / 2) return;
  throw new ParamsError([{ path: '', message: 'more than the root helper takes' }], { route: asked.command });
}

function parsed(message: unknown): HelperMessage {
  const { success, data } = helperMessage.safeParse(message);
  if (!success) throw unexpected();
  return data;
}

function unexpected(): ProtocolError {
  return new ProtocolError('a message that does not belong here');
}
