import { pctConfig } from '../commands/pct.js';
import { loopDevices, pveshTasks, pvesmList, pvesmStatus, rootfsMount } from '../commands/pve.js';
import { CommandError } from '../errors.js';
import { assertSuccess } from '../judge.js';
import type { Hands } from '../operation.js';
import type { Left } from './errors.js';
import {
  type LxcConfig,
  type LxcTask,
  parseConfig,
  parseLoops,
  parseMounts,
  parseStorages,
  parseTasks,
  parseVolumes,
  type StorageRoom,
} from './output.js';

/** The name of this node, to itself. */
export const node = 'localhost';

/** What there is of a container before it is made: volumes of an older one with its id, and its tasks. */
export interface Before {
  readonly storages: readonly StorageRoom[];
  readonly volumes: readonly string[];
  readonly upids: readonly string[];
}

export async function lookBefore(hands: Hands, vmid: number): Promise<Before> {
  const storages = await storagesOf(hands);
  const volumes = await volumesOf(hands, storages, vmid);
  const upids = (await tasksOf(hands, vmid)).map(({ upid }) => upid);
  return { storages, volumes, upids };
}

/** All that there is of a container now. */
export interface HostState {
  /** Undefined where there is no such container. */
  readonly config: LxcConfig | undefined;
  readonly volumes: readonly string[];
  /** The sources of what is mounted at its root. */
  readonly mounts: readonly string[];
  readonly loops: readonly { device: string; file: string }[];
  readonly tasks: readonly LxcTask[];
}

export async function lookNow(hands: Hands, vmid: number): Promise<HostState> {
  return {
    config: await configOf(hands, vmid),
    volumes: await volumesOf(hands, await storagesOf(hands), vmid),
    mounts: await mountsOf(hands, vmid),
    loops: await loopsOf(hands, vmid),
    tasks: await tasksOf(hands, vmid),
  };
}

/** The state as a list, the way an error tells it; `upid` is the task whose worker counts. */
export function leftOf(vmid: number, state: HostState, upid: string | undefined): Left[] {
  const { config } = state;
  return [
    ...(config === undefined
      ? []
      : [{ kind: 'config', lock: config['lock'], keys: Object.keys(config) } as const]),
    ...state.volumes.map((volume) => ({ kind: 'volume', volume }) as const),
    ...state.mounts.map((source) => ({ kind: 'mount', path: rootOf(vmid), source }) as const),
    ...state.loops.map((loop) => ({ kind: 'loop', ...loop }) as const),
    ...state.tasks
      .filter((task) => task.running && task.upid === upid)
      .map((task) => ({ kind: 'worker', upid: task.upid }) as const),
  ];
}

/** Where the root file system is while a container is made. */
function rootOf(vmid: number): string {
  return `/var/lib/lxc/${vmid}/rootfs`;
}

/** The configuration, or undefined where the container is not there. */
export async function configOf(hands: Hands, vmid: number): Promise<LxcConfig | undefined> {
  const finished = await hands.attempt(pctConfig, { vmid });
  try {
    assertSuccess(pctConfig({ vmid }, hands.site), finished);
  } catch (error) {
    if (error instanceof CommandError && error.problem === 'missing') return undefined;
    throw error;
  }
  return parseConfig(finished.stdout);
}

export async function tasksOf(hands: Hands, vmid: number): Promise<LxcTask[]> {
  return parseTasks((await hands.run(pveshTasks, { node, vmid })).stdout);
}

/** The storages that containers can be on. */
export async function storagesOf(hands: Hands): Promise<StorageRoom[]> {
  return parseStorages((await hands.run(pvesmStatus, { content: 'rootdir' })).stdout);
}

async function volumesOf(hands: Hands, storages: readonly StorageRoom[], vmid: number): Promise<string[]> {
  const found: string[] = [];
  for (const { storage } of storages.filter(({ active }) => active))
    found.push(...parseVolumes((await hands.run(pvesmList, { storage, vmid })).stdout, vmid));
  // A folder may be two storages.
  return [...new Set(found)];
}

// Ends with 1 where nothing is mounted there.
async function mountsOf(hands: Hands, vmid: number): Promise<string[]> {
  const finished = await hands.attempt(rootfsMount, { vmid });
  if (finished.exitCode === 1 && finished.stdout.trim() === '') return [];
  assertSuccess(rootfsMount({ vmid }, hands.site), finished);
  return parseMounts(finished.stdout);
}

async function loopsOf(hands: Hands, vmid: number): Promise<{ device: string; file: string }[]> {
  const own = new RegExp(`(?:^|/)(?:vm|base|subvol|basevol)-${vmid}-`);
  return parseLoops((await hands.run(loopDevices, {})).stdout).filter(({ file }) => own.test(file));
}
