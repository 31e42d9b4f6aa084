import { generateKeyPairSync } from 'node:crypto';
import type { Client } from '@felhom/proxmox';
import { Privileged, RecordingRunner } from '@felhom/proxmox/privileged';
import * as z from 'zod';
import { type Action, action } from '~/agent/daemon/actions/action.js';
import type { Bound, bindAction, Unbound } from '~/agent/daemon/actions/registry.js';
import { AuditLog } from '~/agent/daemon/audit-log.js';
import { CommandStore } from '~/agent/daemon/command-store.js';
import { Dispatcher } from '~/agent/daemon/dispatch/dispatcher.js';
import type { Place } from '~/agent/daemon/dispatch/job.js';
import { SecretBook } from '~/agent/daemon/dispatch/secrets.js';
import { HubClock } from '~/agent/daemon/hub-clock.js';
import type { Log } from '~/agent/daemon/log.js';
import { PolicyHistory } from '~/agent/daemon/policy/history.js';
import { policy } from '~/agent/daemon/policy/schema.js';
import { type Approval, type ApprovalRequest, readApproval } from '~/agent/daemon/protocol/approval.js';
import { type Command, readCommand } from '~/agent/daemon/protocol/command.js';
import { type Envelope, payloadTypes, seal } from '~/agent/daemon/protocol/envelope.js';
import { MemoryDisk } from '../memory-disk.js';

export const start = Date.UTC(2026, 0, 1);
export const pair = () => generateKeyPairSync('ed25519');
export const hub = pair();
export const anna = pair();
export const agent = { agent: 'pve1', epoch: 1 };

/** Clocks that stand still, and can be moved apart. */
export class TestClocks {
  wallTime = start;
  monotonicTime = 1_000;
  wall = () => this.wallTime;
  monotonic = () => this.monotonicTime;
  /** Time goes by. */
  pass(ms: number): void {
    this.wallTime += ms;
    this.monotonicTime += ms;
  }
}

let issued = 0;

/** A command as a hub would send it. */
export function commandOf(more: Partial<Command> = {}): Command {
  issued += 1;
  return {
    id: `command-${issued}`,
    ...agent,
    action: 'test.change',
    version: 1,
    params: {},
    requester: 'anna@example.com',
    iat: start / 1_000,
    exp: start / 1_000 + 3_600,
    ...more,
  };
}

export function sealed(command: unknown, keys = [hub]): Envelope {
  return seal(payloadTypes.command, Buffer.from(JSON.stringify(command)), keys);
}

/** An approval of a request, signed. */
export function approvalOf(request: ApprovalRequest, more: Partial<Approval> = {}, keys = [anna]): Envelope {
  const { id, digest, nonce, state } = request;
  const approval = {
    ...agent,
    id,
    digest,
    nonce,
    ...(state === undefined ? {} : { state }),
    verdict: 'approve',
    ...more,
  };
  return seal(payloadTypes.approval, Buffer.from(JSON.stringify(approval)), keys);
}

const approvers = new Map([['anna', anna.publicKey]]);

/** What happened, in its order. */
export interface Told {
  id: string;
  params: unknown;
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A policy that allows everything, where nothing else is said. */
export function policyOf(more: object = {}) {
  const actions = Object.fromEntries(
    ['test.change', 'test.look', 'test.high', 'plan.run', 'test.task'].map((name) => [name, {}]),
  );
  return policy.parse({ version: 1, actions, bounds: { vmids: 'all' }, ...more });
}

const change = z.strictObject({ vmid: z.int().optional(), secret: z.string().optional() });
type Change = z.infer<typeof change>;

/** Actions that only tell that they were done. */
function testActions(done: Told[], state: { value: string }, precheck?: () => Promise<void>) {
  const make = (name: string, more: Partial<Action<Change>> = {}) =>
    action<Change>({
      name,
      version: 1,
      params: change,
      risk: 'MEDIUM',
      executor: 'client',
      timeout: () => 60_000,
      locks: ({ vmid }) => (vmid === undefined ? [] : [`guest:${vmid}`]),
      touches: ({ vmid }) => (vmid === undefined ? {} : { vmids: [vmid] }),
      secrets: ({ secret }) => (secret === undefined ? [] : [secret]),
      resume: 'none',
      state: async () => state.value,
      run: async ({ id }, params) => {
        done.push({ id, params });
        return { ok: true };
      },
      ...(precheck === undefined ? {} : { precheck }),
      ...more,
    });
  return [make('test.change'), make('test.high', { risk: 'HIGH' })];
}

export interface RigOptions {
  /** Of every action of the rig. */
  precheck?: () => Promise<void>;
  disk?: MemoryDisk;
  clocks?: TestClocks;
  actions?: readonly Action<never>[];
  place?: Partial<Place>;
  policy?: object;
  readOnly?: boolean;
  concurrency?: number;
  reserveBytes?: number;
}

/** A dispatcher on a disk in memory. */
export async function openDispatcher(options: RigOptions = {}) {
  const { disk = new MemoryDisk(), clocks = new TestClocks() } = options;
  const clock = new HubClock(clocks);
  const done: Told[] = [];
  const state = { value: 'a'.repeat(64) };
  const secrets = new SecretBook((text) => text);
  const { store } = await CommandStore.open({
    path: '/state/commands.jsonl',
    mask: secrets.mask,
    now: () => clock.now(),
    reserveBytes: options.reserveBytes ?? 4 << 20,
    files: disk,
  });
  const audit = await AuditLog.open({
    folder: '/state/audit',
    anchor: '/state/audit.anchor',
    mask: secrets.mask,
    reserveBytes: 4096,
    files: disk,
  });
  const { history } = await PolicyHistory.open({
    path: '/state/history.jsonl',
    now: () => clock.now(),
    files: disk,
  });
  const actions = new Map<string, Action<never>>(
    [...testActions(done, state, options.precheck), ...(options.actions ?? [])].map((each) => [
      each.name,
      each as Action<never>,
    ]),
  );
  const bind: typeof bindAction = (name, _version, params): Bound | Unbound => {
    const found = actions.get(name);
    if (found === undefined) return { reason: 'unknown-action', detail: `this agent has no ${name}` };
    const checked = found.params.safeParse(params);
    if (!checked.success) return { reason: 'bad-params', detail: 'bad', error: checked.error };
    const steps = found
      .steps?.(checked.data)
      ?.map((step) => bind(step.action, step.version, step.params) as Bound);
    return { action: found, params: checked.data, steps };
  };
  const dispatcher = new Dispatcher({
    ...agent,
    store,
    audit,
    history,
    clock,
    secrets,
    log: silent,
    bind,
    place: {
      client: {} as Client,
      privileged: new Privileged({ runner: new RecordingRunner() }),
      node: 'pve1',
      ...options.place,
    },
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
  });
  dispatcher.setRules({
    own: policyOf(options.policy),
    tighter: undefined,
    readOnly: options.readOnly ?? false,
  });
  const trust = { ...agent, hub: [hub.publicKey] };
  /** As the daemon does with what comes over the wire. */
  const send = async (given: unknown) => {
    const read = readCommand(given, trust, clock.now() / 1_000);
    return 'refusal' in read ? read.refusal : dispatcher.take(read.authentic);
  };
  const approve = async (given: unknown) => {
    const read = readApproval(given, approvers);
    if (read !== undefined) await dispatcher.approve(read);
    return read !== undefined;
  };
  const outcomeOf = (id: string) => store.get(id)?.result;
  return {
    disk,
    clocks,
    clock,
    store,
    audit,
    history,
    dispatcher,
    secrets,
    done,
    state,
    send,
    approve,
    outcomeOf,
  };
}

/** Lets everything happen that waits for nothing but the disk in memory. */
export async function settle(turns = 50): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
