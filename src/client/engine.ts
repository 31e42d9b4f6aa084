import { type Bound, bind, type Send, type Table } from '../core/op.js';
import { FreeVmids } from './free-vmid.js';
import { onTime, sendOnTime } from './late-call.js';
import { once } from './once.js';
import type { Settings } from './options.js';
import { InPlace } from './reconcile/in-place.js';
import { loadTable } from './resources/load-table.js';
import type { tables } from './resources/tables.js';
import { Sender } from './send.js';
import type { TaskWork } from './task-work.js';
import type { Tasks } from './tasks.js';

type Tables = typeof tables;

// Once for all clients: what is there already is there at once.
const loadRawCalls = once(() => import('./raw-calls.js'));
const loadLxcUpdate = once(() => import('./lxc-update.js'));
const loadRestores = once(() => import('./restores.js'));
const loadStorage = once(() => import('./storage.js'));
const loadCluster = once(() => import('./cluster.js'));
const loadBackups = once(() => import('./backups.js'));
const loadConsoles = once(() => import('./consoles.js'));
const loadGuests = once(() => import('./guests.js'));
const loadReconcile = once(() => import('./reconcile/reconcile.js'));
const loadTaskWork = once(() => import('./task-work.js'));

/** What a client can do beside its tables, by name. */
const extras = {
  raw: async ({ sender, settings, inPlace }: Engine) => {
    const { RawCalls } = await loadRawCalls();
    return new RawCalls(sender, settings, inPlace);
  },
  vmids: async ({ vmids, settings }: Engine) => ({
    reserve: ((options) =>
      onTime(options, settings, (given) => vmids.reserve(given))) as FreeVmids['reserve'],
  }),
  taskWork: (engine: Engine) => engine.taskWork(),
  changes: async ({ bound, settings }: Engine) => {
    const { lxcChanger } = await loadLxcUpdate();
    const change = lxcChanger(bound.lxc, settings);
    return {
      change: ((container, how, options) =>
        onTime(options, settings, (given) => change(container, how, given))) as typeof change,
    };
  },
  restores: async ({ bound, sender }: Engine) => {
    const { restoresOf } = await loadRestores();
    return restoresOf(bound.restore, bound.lxc, sender);
  },
  files: async ({ sender, settings, inPlace }: Engine) => {
    const { filesOf } = await loadStorage();
    return filesOf(sender, inPlace, settings);
  },
  jobs: async ({ bound, sender }: Engine) => {
    const { jobRunner } = await loadCluster();
    return { run: jobRunner(bound, sender) };
  },
  backups: async ({ sender }: Engine) => {
    const { Backups } = await loadBackups();
    return { backupsOf: (tasks: Tasks) => new Backups(sender, tasks) };
  },
  consoles: async ({ sender, settings }: Engine) => {
    const { consolesOf } = await loadConsoles();
    return consolesOf(sender, settings);
  },
  guests: async ({ bound }: Engine) => {
    const { GuestFinder } = await loadGuests();
    return new GuestFinder(bound);
  },
  reconciler: async ({ sender, settings }: Engine) => {
    const { reconcile } = await loadReconcile();
    return {
      reconcile: (what: unknown, options: Parameters<typeof reconcile>[3]) =>
        reconcile(sender, settings, what, options),
    };
  },
};

type Extras = typeof extras;

/** What is loaded by itself: a table, or something that a client can do beside those. */
export type Parts = { [N in keyof Tables]: Bound<Pick<Tables, N>> } & {
  [N in keyof Extras]: Awaited<ReturnType<Extras[N]>>;
};

/** The name of a part. */
export type PartName = keyof Parts;

/** What does the work of a client. It is loaded with the first call, and loads what that needs. */
export class Engine {
  readonly sender: Sender;
  readonly settings: Settings;
  readonly inPlace: InPlace;
  readonly vmids: FreeVmids;
  /** All operations, as the client has them. */
  readonly bound: Bound<Tables>;
  readonly #send: Send;
  #taskWork: TaskWork | undefined;
  #closed = false;

  constructor(settings: Settings, bound: Bound<Tables>) {
    this.settings = settings;
    this.bound = bound;
    this.sender = new Sender(settings);
    this.inPlace = new InPlace(this.sender, settings);
    this.vmids = new FreeVmids(this.sender, settings);
    this.#send = this.inPlace.send(sendOnTime(this.vmids.send, settings));
  }

  async load<N extends PartName>(name: N): Promise<Parts[N]>;
  async load(name: PartName): Promise<unknown> {
    if (Object.hasOwn(extras, name)) return extras[name as keyof Extras](this);
    const table = name as keyof Tables;
    // Stopping a task is not reconciled: its state tells.
    const send = table === 'tasks' ? sendOnTime(this.sender.send, this.settings) : this.#send;
    const loaded: Partial<Tables> = await loadTable[table]();
    return bind(send, { [table]: loaded[table] as Table });
  }

  async taskWork(): Promise<TaskWork> {
    const { TaskWork } = await loadTaskWork();
    this.#taskWork = new TaskWork(this.sender, this.settings);
    if (this.#closed) this.#taskWork.close();
    return this.#taskWork;
  }

  /** Ends waits, calls and connections. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#taskWork?.close();
    await this.sender.close();
  }
}
