import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@felhom/proxmox';
import { Privileged, RecordingRunner } from '@felhom/proxmox/privileged';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import { type Action, action } from '~/agent/daemon/actions/action.js';
import type { bindAction } from '~/agent/daemon/actions/registry.js';
import { BeatSchedule } from '~/agent/daemon/beat-schedule.js';
import { runDaemon } from '~/agent/daemon/daemon.js';
import type { DaemonOptions } from '~/agent/daemon/daemon-options.js';
import { HubError } from '~/agent/daemon/errors.js';
import type { HubAnswer, HubLink } from '~/agent/daemon/hub-link.js';
import type { Policy } from '~/agent/daemon/policy/schema.js';
import { payloadTypes, seal } from '~/agent/daemon/protocol/envelope.js';
import type { Heartbeat, HeartbeatAnswer, HubStatement } from '~/agent/daemon/protocol/heartbeat.js';
import { publicKeyText } from '~/agent/daemon/protocol/public-key.js';
import { agent, anna, hub as hubKey, policyOf, start, TestClocks } from './dispatch.js';
import { someIdentity } from './hub.js';

const bootId = '11111111-1111-4111-8111-111111111111';

/** A state folder for a test. */
export function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'felhom-daemon-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a hub says to one heartbeat. */
type Said = Partial<Pick<HeartbeatAnswer, 'acks' | 'commands' | 'approvals'>> & Partial<HubStatement>;

interface Waiting {
  heartbeat: Heartbeat;
  resolve(answer: HubAnswer): void;
  reject(error: unknown): void;
}

/** A hub that answers when the test says so: nothing is left to chance, and nothing is waited for. */
class ScriptedHub implements HubLink {
  /** Every byte that was sent. */
  wire = '';
  beats: Heartbeat[] = [];
  /** Milliseconds since 1970, as the hub signs them. */
  time = () => start;
  /** Set when the agent is told to end: from then on all is answered at once. */
  ending = false;
  /** What it has said last, and says again at the end. */
  #rules: Said = {};
  #waiting: Waiting | undefined;
  #look: (() => void) | undefined;

  beat(heartbeat: Heartbeat, signal: AbortSignal): Promise<HubAnswer> {
    this.wire += JSON.stringify(heartbeat);
    this.beats.push(heartbeat);
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal.reason);
      const over = () => signal.removeEventListener('abort', abort);
      this.#waiting = {
        heartbeat,
        resolve: (answer) => {
          over();
          resolve(answer);
        },
        reject: (error) => {
          over();
          reject(error);
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      if (this.ending) this.#give(this.#rules);
      else this.#look?.();
    });
  }

  async close(): Promise<void> {}

  /** The heartbeat that waits for its answer. */
  async next(): Promise<Heartbeat> {
    while (this.#waiting === undefined)
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    return this.#waiting.heartbeat;
  }

  /** Answers the heartbeat that waits, and gives the next one. */
  async turn(said: Said = {}): Promise<Heartbeat> {
    await this.next();
    this.#give(said);
    return this.next();
  }

  /** Breaks the connection, and gives the next heartbeat. */
  async fail(): Promise<Heartbeat> {
    await this.next();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(new HubError('status', 'the hub answered 503', { status: 503 }));
    return this.next();
  }

  /** Answers until a heartbeat is as it should be. */
  async until(is: (heartbeat: Heartbeat) => boolean, said: Said = {}): Promise<Heartbeat> {
    for (let turns = 0; turns < 3_000; turns += 1) {
      const beat = await this.next();
      if (is(beat)) return beat;
      this.#give(said);
    }
    throw new Error(`it never came: ${JSON.stringify(this.beats.at(-1)).slice(0, 2_000)}`);
  }

  /** Sends commands, and gives the heartbeat that brings the result of the last one. */
  async ask(...commands: NonNullable<Said['commands']>): Promise<Heartbeat> {
    await this.turn({ commands });
    const last = commands.at(-1);
    const { id } = JSON.parse(Buffer.from(last?.payload ?? '', 'base64').toString()) as { id: string };
    return this.until(({ results }) => results.some((one) => one.id === id));
  }

  #give({ acks = [], commands = [], approvals = [], ...more }: Said): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) throw new Error('no heartbeat waits');
    const { policy, readOnly = false } = more;
    this.#rules = { readOnly, ...(policy === undefined ? {} : { policy }) };
    const { agent, epoch, sequence, bootId } = waiting.heartbeat;
    const statement: HubStatement = {
      agent,
      epoch,
      sequence,
      bootId,
      time: this.time(),
      halt: false,
      readOnly: false,
      cancel: [],
      ...more,
    };
    const signed = seal(payloadTypes.hub, Buffer.from(JSON.stringify(statement)), [hubKey]);
    waiting.resolve({ answer: { signed, acks, commands, approvals }, statement });
  }
}

/** Milliseconds between two heartbeats: the hub decides when the next one comes, and the disk gets its turn. */
const pause = 3;

class AtOnce extends BeatSchedule {
  override first(): number {
    return 0;
  }
  override answered(): number {
    super.answered(undefined);
    return pause;
  }
  override failed(): number {
    super.failed();
    return pause;
  }
}

const params = z.strictObject({
  vmid: z.int().optional(),
  secret: z.string().optional(),
  text: z.string().optional(),
});
type Params = z.infer<typeof params>;

/** Actions whose runs are counted, some of which the test ends. */
export function countedActions(more: readonly Action<never>[] = []) {
  const done: string[] = [];
  const running = new Map<string, { end(): void; fail(error: Error): void; signal: AbortSignal }>();
  const make = (name: string, other: Partial<Action<Params>> = {}) =>
    action<Params>({
      name,
      version: 1,
      params,
      risk: 'MEDIUM',
      executor: 'agent',
      timeout: () => 60_000,
      locks: ({ vmid }) => (vmid === undefined ? [] : [`guest:${vmid}`]),
      touches: ({ vmid }) => (vmid === undefined ? {} : { vmids: [vmid] }),
      secrets: ({ secret }) => (secret === undefined ? [] : [secret]),
      state: async () => 'a'.repeat(64),
      resume: 'none',
      run: async ({ id }, { text = 'x' }) => {
        done.push(id);
        return { text };
      },
      ...other,
    });
  const slow = (name: string, other: Partial<Action<Params>> = {}) =>
    make(name, {
      run: ({ id, signal }) => {
        done.push(id);
        return new Promise((resolve, reject) => {
          running.set(id, { end: () => resolve({ text: 'ended' }), fail: reject, signal });
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
      },
      ...other,
    });
  const all = [
    make('test.change'),
    make('test.look', { risk: 'LOW', state: undefined as never }),
    make('test.high', { risk: 'HIGH' }),
    slow('test.slow'),
    slow('test.probed', {
      resume: 'probe',
      probe: async () => ({ outcome: 'done', value: { found: true } }),
    }),
    ...more,
  ];
  const known = new Map(all.map((each) => [each.name, each as unknown as Action<never>]));
  const bind: typeof bindAction = (name, _version, given) => {
    const found = known.get(name);
    if (found === undefined) return { reason: 'unknown-action', detail: `this agent has no ${name}` };
    const checked = found.params.safeParse(given);
    if (checked.success) return { action: found, params: checked.data, steps: undefined };
    return { reason: 'bad-params', detail: 'they do not fit', error: checked.error };
  };
  return { bind, done, running, names: [...known.keys()] };
}

interface DaemonRig {
  folder?: string;
  clocks?: TestClocks;
  actions?: ReturnType<typeof countedActions>;
  options?: Partial<DaemonOptions>;
  policy?: () => Policy;
}

/** The policy by which everything of these actions is allowed, and Anna approves. */
export function openPolicy(names: readonly string[], more: object = {}): Policy {
  return policyOf({
    actions: Object.fromEntries(names.map((name) => [name, {}])),
    approvers: { anna: publicKeyTextOf(anna) },
    ...more,
  });
}

const publicKeyTextOf = ({ publicKey }: typeof anna) =>
  publicKeyText.parse(publicKey.export({ type: 'spki', format: 'der' }).toString('base64'));

/** The whole daemon on a real folder, with a hub that the test plays. */
export function startDaemon(rig: DaemonRig = {}) {
  const { folder = stateFolder(), clocks = new TestClocks(), actions = countedActions() } = rig;
  const hub = new ScriptedHub();
  hub.time = () => clocks.wallTime;
  const stop = new AbortController();
  const log: string[] = [];
  const write = (text: string, fields?: unknown) => void log.push(`${text} ${JSON.stringify(fields)}`);
  const identity = someIdentity('https://hub.invalid/', { kind: 'system' });
  const own = { ...identity, identity: { ...identity.identity, ...agent }, hubKeys: [hubKey.publicKey] };
  const over = runDaemon(
    {
      folder,
      own,
      bootId,
      cloneSigns: [],
      link: hub,
      place: {
        client: {} as Client,
        privileged: new Privileged({ runner: new RecordingRunner() }),
        node: 'pve1',
      },
      policy: rig.policy ?? (() => openPolicy(actions.names)),
      log: { debug: write, info: write, warn: write, error: write },
      mask: (text) => text,
      version: '0.1.0',
      clocks,
      schedule: new AtOnce(),
      bind: actions.bind,
      ...rig.options,
    },
    stop.signal,
  );
  let ended = false;
  const end = async () => {
    ended = true;
    hub.ending = true;
    stop.abort();
    await over;
  };
  onTestFinished(async () => {
    if (!ended) await end().catch(() => undefined);
  });
  return { folder, clocks, hub, log, end, over, stop, ...actions, actions };
}

/** Everything that is in the files of a folder. */
export function contentOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}
