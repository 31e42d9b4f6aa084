import * as z from 'zod';
import { reading } from '../operation.js';
import { configOf, storagesOf, tasksOf } from './host-state.js';
import type { LxcConfig, StorageRoom } from './output.js';
import * as p from './params.js';

/** What the host has of a container, and where one could be put. */
export interface ContainerLook {
  /** Undefined where this host has no such container. */
  readonly config: LxcConfig | undefined;
  /** UPIDs of the tasks that are at work on it. */
  readonly running: readonly string[];
  /** The storages that containers can be on. */
  readonly storages: readonly StorageRoom[];
}

/**
 * Looks at a container as root.
 *
 * Not the API: a caller that may not audit a container hears of a missing one and of a hidden one in the same words.
 */
export const look = reading(
  'lxc.look',
  z.strictObject({ vmid: p.vmid }),
  async ({ vmid }, hands): Promise<ContainerLook> => ({
    config: await configOf(hands, vmid),
    running: (await tasksOf(hands, vmid)).filter(({ running }) => running).map(({ upid }) => upid),
    storages: await storagesOf(hands),
  }),
);
