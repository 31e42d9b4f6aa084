// What a hub decides: who is enrolled, what an agent is answered, and what operators may ask. It knows nothing of HTTP.
import { randomBytes, randomUUID } from 'node:crypto';
import {
  type Approval,
  type ApprovalRequest,
  bodyTypes,
  digestOf,
  type Envelope,
  type Heartbeat,
  type HeartbeatAnswer,
  isBodySignedBy,
  type KeyPair,
  keyIdInHeader,
  keyIdOf,
  type Machine,
  payloadTypes,
  protocolLimits,
  protocolSchemas,
  publicKeyOf,
  publicKeyText,
  sealEnvelope,
  tokenDigest,
} from '@felhom/proxmox/agent';
import { type Answer, refused } from './answer.ts';
import { jsonOf, learn } from './learn.ts';
import { type Agent, type Command, progressOf } from './state.ts';
import type { Store } from './store.ts';

/** What is known of an agent until the hub ends: it is told anew with every heartbeat. */
interface Live {
  at: number;
  heartbeat: Heartbeat;
  /** Digests of the commands that this start of the agent has. */
  delivered: Set<string>;
  approvals: { nonce: string; envelope: Envelope }[];
}

/** A command as an operator wishes it. */
export interface Wish {
  agent: string;
  action: string;
  version?: number;
  params: Record<string, unknown>;
  requester: string;
  /** Seconds that it may take until it is started. */
  lives?: number;
}

export class Hub {
  readonly #store: Store;
  readonly #key: KeyPair;
  readonly #now: () => number;
  readonly #interval: number;
  readonly #live = new Map<string, Live>();

  constructor(store: Store, key: KeyPair, options: { now?: () => number; interval?: number } = {}) {
    this.#store = store;
    this.#key = key;
    this.#now = options.now ?? Date.now;
    this.#interval = options.interval ?? 30;
  }

  // ---- for agents

  /** `POST /v1/enroll`. */
  enroll(body: Buffer, signature: string | undefined): Promise<Answer> {
    return this.#store.turn(async (add) => {
      const request = protocolSchemas.enrolRequest.strip().safeParse(jsonOf(body)).data;
      if (request === undefined) return refused(400, 'malformed');
      const { publicKey, machine } = request;
      const key = publicKeyOf(publicKey);
      // Who brings a public key shows that the private one is theirs.
      if (key === undefined || !isBodySignedBy(signature, bodyTypes.enroll, body, key))
        return refused(403, 'bad-signature');
      const digest = tokenDigest(request.token);
      const token = this.#store.state.tokens[digest];
      if (token === undefined || token.expiresAt <= this.#now()) return refused(403, 'bad-token');
      const { agent, used } = token;
      // The same key once more is an agent that did not get the answer.
      if (used !== undefined && used.publicKey !== publicKey) return refused(403, 'bad-token');
      const epoch = used?.epoch ?? (this.#store.state.agents[agent]?.epoch ?? 0) + 1;
      if (used === undefined) {
        await add([
          {
            t: 'enrolled',
            token: digest,
            agent,
            epoch,
            publicKey,
            keyid: keyIdOf(key),
            machine: machine as Machine,
          },
        ]);
        this.#live.delete(agent);
      }
      const keys = [publicKeyText(this.#key.publicKey)];
      return {
        status: 200,
        body: { signed: this.#seal(payloadTypes.enrolled, { agent, epoch, keys, token: digest, publicKey }) },
      };
    });
  }

  /** `POST /v1/heartbeat`. The same one twice does no harm. */
  heartbeat(body: Buffer, signature: string | undefined): Promise<Answer> {
    return this.#store.turn(async (add) => {
      const keyid = keyIdInHeader(signature);
      const agent = Object.values(this.#store.state.agents).find((one) => one.keyid === keyid);
      const key = agent === undefined ? undefined : publicKeyOf(agent.publicKey);
      // Nothing is read of what is not signed.
      if (
        agent === undefined ||
        key === undefined ||
        !isBodySignedBy(signature, bodyTypes.heartbeat, body, key)
      )
        return refused(403, 'unknown-agent');
      const beat = protocolSchemas.heartbeat.strip().safeParse(jsonOf(body)).data;
      if (beat === undefined) return refused(400, 'malformed');
      if (beat.agent !== agent.name || beat.epoch !== agent.epoch) return refused(403, 'unknown-agent');
      const { events, acks } = learn(this.#store.state, agent, beat);
      await add(events);
      return { status: 200, body: { ...this.#answer(agent, beat), acks } };
    });
  }

  #answer(agent: Agent, beat: Heartbeat): Omit<HeartbeatAnswer, 'acks'> {
    const { name, epoch, halt, cloned } = agent;
    const { sequence, bootId } = beat;
    const before = this.#live.get(name);
    // Counted from 0 with every start of the agent, which may have lost what it did not say that it has received.
    const goesOn =
      before !== undefined && before.heartbeat.bootId === bootId && before.heartbeat.sequence <= sequence;
    const live: Live = {
      at: this.#now(),
      heartbeat: beat,
      delivered: goesOn ? before.delivered : new Set(),
      approvals: (before?.approvals ?? []).filter(({ nonce }) =>
        beat.approvals.some((one) => one.nonce === nonce),
      ),
    };
    for (const { digest } of beat.received) live.delivered.add(digest);
    for (const { digest } of beat.wanted) live.delivered.delete(digest);
    this.#live.set(name, live);
    const open = this.#openCommands(agent);
    const statement = {
      agent: name,
      epoch,
      sequence,
      bootId,
      time: this.#now(),
      halt,
      readOnly: cloned,
      cancel: open.flatMap(({ id, cancelled }) => (cancelled ? [id] : [])).slice(0, protocolLimits.results),
    };
    return {
      signed: this.#seal(payloadTypes.hub, statement),
      interval: this.#interval,
      commands: open
        .filter(({ digest, cancelled }) => !cancelled && !live.delivered.has(digest))
        .slice(0, protocolLimits.commands)
        .map(({ envelope }) => envelope),
      approvals: live.approvals.slice(0, protocolLimits.approvals).map(({ envelope }) => envelope),
    };
  }

  /** Neither ended nor void. One that has expired is sent no more, but may still run, and be cancelled, where the agent has it. */
  #openCommands({ name, epoch }: Agent): Command[] {
    const delivered = this.#live.get(name)?.delivered;
    const now = this.#now() / 1000;
    return Object.values(this.#store.state.commands).filter(
      (one) =>
        one.agent === name &&
        one.epoch === epoch &&
        one.report === undefined &&
        one.rejected === undefined &&
        (one.exp > now || delivered?.has(one.digest) === true),
    );
  }

  #seal(type: (typeof payloadTypes)[keyof typeof payloadTypes], payload: object): Envelope {
    return sealEnvelope(type, Buffer.from(JSON.stringify(payload)), [this.#key]);
  }

  // ---- for operators

  /** A token for one enrolment. Its text is given here and kept nowhere. */
  token(agent: string, hours = 24): Promise<string> {
    protocolSchemas.command.shape.agent.parse(agent);
    const token = `felhom1.${keyIdOf(this.#key.publicKey)}.${randomBytes(32).toString('base64url')}`;
    const expiresAt = this.#now() + hours * 3_600_000;
    return this.#store.turn(async (add) => {
      await add([{ t: 'token', digest: tokenDigest(token), agent, expiresAt }]);
      return token;
    });
  }

  /** Signs a command and keeps it until the agent comes for it. */
  queue({ agent: name, action, version = 1, params, requester, lives = 300 }: Wish): Promise<string> {
    return this.#store.turn(async (add) => {
      const { epoch } = this.#agent(name);
      const iat = Math.floor(this.#now() / 1000);
      const exp = iat + lives;
      const id = randomUUID();
      const command = protocolSchemas.command.parse({
        id,
        agent: name,
        epoch,
        action,
        version,
        params,
        requester,
        iat,
        exp,
      });
      const bytes = Buffer.from(JSON.stringify(command));
      const envelope = sealEnvelope(payloadTypes.command, bytes, [this.#key]);
      const digest = digestOf(bytes);
      await add([
        {
          t: 'command',
          command: { id, agent: name, epoch, action, digest, envelope, exp, cancelled: false },
        },
      ]);
      return id;
    });
  }

  cancel(id: string): Promise<void> {
    return this.#store.turn(async (add) => {
      this.#command(id);
      await add([{ t: 'cancelled', id }]);
    });
  }

  /** Tells an agent to end its work and to take no more. Only `felhom-agent resume` on its host takes that back. */
  halt(agent: string): Promise<void> {
    return this.#store.turn(async (add) => {
      this.#agent(agent);
      await add([{ t: 'halt', agent, on: true }]);
    });
  }

  /** Passes on what an approver has signed, as long as the agent asks for it. The hub cannot make one, and need not understand it. */
  async approval(envelope: Envelope): Promise<void> {
    const bytes = Buffer.from(protocolSchemas.envelope.parse(envelope).payload, 'base64');
    const { agent, nonce }: Approval = protocolSchemas.approval.parse(jsonOf(bytes));
    const live = this.#live.get(agent);
    if (live === undefined || !live.heartbeat.approvals.some((one) => one.nonce === nonce))
      throw new Error(`agent ${agent} does not ask for this any more`);
    live.approvals.push({ nonce, envelope });
  }

  /** A command, how far it has come, and the approval that it waits for. */
  show(id: string): {
    command: Command;
    state: string;
    request: (ApprovalRequest & { left: number }) | undefined;
  } {
    const command = this.#command(id);
    const live = this.#live.get(command.agent);
    const asked = live?.heartbeat.approvals.find((one) => one.digest === command.digest);
    const left = asked === undefined || live === undefined ? 0 : asked.left - (this.#now() - live.at);
    const request = asked !== undefined && left > 0 ? { ...asked, left } : undefined;
    const received = live?.delivered.has(command.digest) === true;
    const facts = { received, asked: request !== undefined, now: this.#now() };
    return { command, state: progressOf(this.#store.state, command, facts), request };
  }

  list(): { agents: object[]; commands: object[] } {
    const agents = Object.values(this.#store.state.agents).map(({ name, epoch, machine, cloned, halt }) => {
      const live = this.#live.get(name);
      const { halted = false, degraded = [], version } = live?.heartbeat ?? {};
      return {
        name,
        epoch,
        node: machine.node,
        version,
        seen: live?.at,
        cloned,
        halted: halted || halt,
        degraded,
      };
    });
    const commands = Object.values(this.#store.state.commands).map(({ id, agent, action }) => {
      return { id, agent, action, state: this.show(id).state };
    });
    return { agents, commands };
  }

  #agent(name: string): Agent {
    const agent = this.#store.state.agents[name];
    if (agent === undefined) throw new Error(`there is no agent ${name}`);
    return agent;
  }

  #command(id: string): Command {
    const command = this.#store.state.commands[id];
    if (command === undefined) throw new Error(`there is no command ${id}`);
    return command;
  }
}
