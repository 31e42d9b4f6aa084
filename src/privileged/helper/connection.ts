import type { CommandMaker } from '../command.js';
import { FenceError, HelperError } from '../errors.js';
import { Masking } from '../masking.js';
import type { Finished, Runner } from '../runner.js';
import type { Site } from '../site.js';
import type { Channel } from './channel.js';
import { ProtocolError } from './frames.js';
import { endOf, quoted, shortened, textOf } from './log-text.js';
import { OutputStream, piecesOf } from './output-stream.js';
import type { Proofs } from './peer.js';
import { type ClientMessage, clientMessage, type HelperMessage, protocol, type Refusal } from './protocol.js';
import type { Slots } from './slots.js';
import { wireOf } from './wire-error.js';

/** What one connection may take, in milliseconds. */
export interface Patience {
  /** From the connection to the client's hello. */
  readonly hello: number;
  /** Without anything to do. */
  readonly idle: number;
  /** Of a command for one of the places of those that run. */
  readonly queue: number;
  /** Of a client that does not read. */
  readonly reading: number;
}

/** What all connections of a helper share. */
export interface Office {
  readonly version: string;
  readonly users: ReadonlySet<number>;
  readonly site: Site;
  readonly runner: Runner;
  readonly commands: ReadonlyMap<string, CommandMaker<never>>;
  readonly isAllowed: (command: string) => boolean;
  readonly slots: Slots;
  readonly patience: Patience;
  readonly log: (line: string) => void;
}

/** How a connection learns who is there: somebody has asked the kernel, or the client proves it. */
export type Identity = { readonly user: number | undefined } | { readonly proofs: Proofs };

interface Running {
  readonly id: number;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** One client, from its hello to its end. It asks for one command at a time. */
export class Connection {
  readonly #channel: Channel;
  readonly #identity: Identity;
  readonly #office: Office;
  #user: number | undefined;
  #lastId = 0;
  #running: Running | undefined;
  #closing = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(channel: Channel, identity: Identity, office: Office) {
    this.#channel = channel;
    this.#identity = identity;
    this.#office = office;
  }

  /** Serves the client to its end. Throws nothing: what a client does harms nobody else. */
  async serve(): Promise<void> {
    try {
      if (await this.#isWelcome()) await this.#attend();
    } catch (error) {
      if (error instanceof ProtocolError) await this.#refuse('protocol', error.message);
      else this.#log(`failed: ${textOf(error)}`);
    } finally {
      this.#closing = true;
      clearTimeout(this.#idle);
      const running = this.#running;
      running?.controller.abort();
      this.#channel.destroy();
      await running?.ended;
    }
  }

  /** Ends it after what runs. */
  finish(): void {
    this.#closing = true;
    if (this.#running === undefined) this.#sayBye();
  }

  /** Ends what runs. */
  abort(): void {
    this.#running?.controller.abort();
  }

  async #isWelcome(): Promise<boolean> {
    const { users, version, patience } = this.#office;
    const proofs = 'proofs' in this.#identity ? this.#identity.proofs : undefined;
    const known = 'user' in this.#identity ? this.#identity.user : undefined;
    if (proofs === undefined && !this.#knows(known, users)) return this.#refuseUser(known);
    const nonce = proofs?.nonce();
    this.#send({ type: 'hello', protocol, version, ...(nonce === undefined ? {} : { nonce }) });
    const late = setTimeout(() => {
      this.#log('refused: it said no hello');
      this.#channel.destroy();
    }, patience.hello);
    const message = await this.#channel.read().finally(() => clearTimeout(late));
    if (message === undefined) return false;
    const hello = parsed(message);
    if (hello.type !== 'hello') throw new ProtocolError('the first message is no hello');
    if (hello.protocol !== protocol)
      return this.#refuse('version', `this helper speaks version ${protocol} of the protocol`);
    if (nonce !== undefined) {
      const user = await proofs?.userOf(nonce);
      if (!this.#knows(user, users)) return this.#refuseUser(user);
    }
    this.#channel.trust();
    this.#send({ type: 'welcome' });
    return true;
  }

  #knows(user: number | undefined, users: ReadonlySet<number>): boolean {
    this.#user = user;
    return user !== undefined && users.has(user);
  }

  #refuseUser(user: number | undefined): Promise<false> {
    return this.#refuse(
      'not-allowed',
      user === undefined
        ? 'this helper cannot tell which user this is'
        : `this helper does not work for the user with id ${user}`,
    );
  }

  async #attend(): Promise<void> {
    this.#rest();
    for (;;) {
      const message = await this.#channel.read();
      if (message === undefined) return;
      // It was told that it is too late.
      if (this.#closing && this.#running === undefined) return this.#channel.closed;
      const asked = parsed(message);
      if (asked.type === 'hello') throw new ProtocolError('a second hello');
      if (asked.type === 'cancel') {
        if (asked.id > this.#lastId) throw new ProtocolError('an end is asked for of what was not begun');
        if (this.#running?.id === asked.id) this.#running.controller.abort();
        continue;
      }
      if (asked.id <= this.#lastId) throw new ProtocolError('an id that was used before');
      this.#lastId = asked.id;
      if (asked.type === 'ping') await this.#answerPing(asked.id);
      else if (this.#running !== undefined) throw new ProtocolError('a command, while another one runs');
      else if (!this.#closing) this.#begin(asked);
    }
  }

  async #answerPing(id: number): Promise<void> {
    const { version, commands, isAllowed, patience } = this.#office;
    this.#send({ type: 'pong', id, version, commands: [...commands.keys()].filter(isAllowed).sort() });
    await this.#channel.drained(patience.reading);
    if (this.#running === undefined) this.#rest();
  }

  #begin(asked: ClientMessage & { type: 'run' }): void {
    clearTimeout(this.#idle);
    const controller = new AbortController();
    const ended = this.#run(asked, controller.signal)
      .catch((error: unknown) => {
        this.#log(`failed: ${textOf(error)}`);
        this.#channel.destroy();
      })
      .then(() => {
        this.#running = undefined;
        if (this.#closing) this.#sayBye();
        else this.#rest();
      });
    this.#running = { id: asked.id, controller, ended };
  }

  async #run(asked: ClientMessage & { type: 'run' }, signal: AbortSignal): Promise<void> {
    const { id } = asked;
    const { reading } = this.#office.patience;
    let finished: Finished;
    try {
      finished = await this.#carryOut(asked, signal);
    } catch (error) {
      this.#send({ type: 'failed', id, error: wireOf(error) });
      return;
    }
    for (const stream of ['stdout', 'stderr'] as const) {
      for (const text of piecesOf(finished[stream])) {
        this.#send({ type: 'text', id, stream, text });
        await this.#channel.drained(reading);
      }
    }
    const { stdout: _stdout, stderr: _stderr, ...facts } = finished;
    this.#send({ type: 'finished', id, ...facts });
    await this.#channel.drained(reading);
  }

  async #carryOut(asked: ClientMessage & { type: 'run' }, signal: AbortSignal): Promise<Finished> {
    const { commands, isAllowed, site, runner, slots, patience } = this.#office;
    const { id, command: name } = asked;
    const by = asked.requester === undefined ? '' : ` for ${JSON.stringify(asked.requester)}`;
    let told = quoted(name);
    let masking: Masking | undefined;
    try {
      const maker = commands.get(name);
      if (maker === undefined)
        throw new FenceError('the root helper knows no such command', {
          command: name,
          hint: 'Install the same release of felhom-agent for the helper and for what uses it.',
        });
      if (!isAllowed(name))
        throw new HelperError('not-allowed', `the configuration of the root helper does not allow ${name}`, {
          sent: 'no',
          command: name,
          hint: 'Add it to `allow` in the configuration of the helper.',
        });
      // Checked once more, and with the paths of this side: a client sends no words that a program would see.
      const command = maker.fromUnknown(asked.params, site);
      masking = new Masking(command);
      told = `${name} ${shortened(JSON.stringify(command.params))}`;
      const taken = await slots.take(patience.queue, signal);
      if (!taken) signal.throwIfAborted();
      if (!taken)
        throw new HelperError('busy', 'the root helper runs as many commands as it may', {
          sent: 'no',
          command: name,
          hint: 'Ask again later.',
        });
      try {
        signal.throwIfAborted();
        this.#send({ type: 'started', id });
        const output = new OutputStream(this.#channel, id);
        const finished = await runner.run(command, {
          signal,
          onOutput: (text, stream) => output.take(text, stream),
        });
        output.end();
        this.#log(`${told}${by}: ${endOf(finished)}, ${Math.round(finished.durationMs)} ms`);
        return finished;
      } finally {
        slots.giveBack();
      }
    } catch (error) {
      const text = textOf(error);
      this.#log(`${told}${by}: ${masking?.text(text) ?? text}`);
      throw error;
    }
  }

  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.finish(), this.#office.patience.idle);
  }

  #sayBye(): void {
    this.#send({ type: 'bye' });
    void this.#channel.end(this.#office.patience.reading);
  }

  async #refuse(reason: Refusal, message: string): Promise<false> {
    this.#log(`refused: ${message}`);
    this.#send({ type: 'refused', reason, message });
    this.#running?.controller.abort();
    await this.#channel.end(this.#office.patience.hello);
    return false;
  }

  #send(message: HelperMessage): void {
    this.#channel.send(message);
  }

  #log(text: string): void {
    this.#office.log(`user ${this.#user ?? 'unknown'}: ${text}`);
  }
}

function parsed(message: unknown): ClientMessage {
  const { success, data } = clientMessage.safeParse(message);
  if (!success) throw new ProtocolError('a message that is none of the protocol');
  return data;
}
