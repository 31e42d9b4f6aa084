import { once } from '../once.js';
import type { tables } from './tables.js';

type Tables = typeof tables;

/** Loads one table, and what it takes; `tables` has all of them at once. */
export const loadTable: { readonly [N in keyof Tables]: () => Promise<Record<N, Tables[N]>> } = {
  version: once(() => import('./version.js')),
  nodes: once(() => import('./nodes.js')),
  cluster: once(() => import('./cluster.js')),
  lxc: once(() => import('./lxc.js')),
  qemu: once(() => import('./qemu.js')),
  restore: once(() => import('./restore.js')),
  vzdump: once(() => import('./vzdump.js')),
  storage: once(() => import('./storage.js')),
  tasks: once(() => import('./tasks.js')),
  pools: once(() => import('./pools.js')),
  access: once(() => import('./access.js')),
};
