import type { Table } from '../../core/op.js';
import { access } from './access.js';
import { cluster } from './cluster.js';
import { lxc } from './lxc.js';
import { nodes } from './nodes.js';

import { pools } from './pools.js';

import { qemu } from './qemu.js';
import { restore } from './restore.js';
import { storage } from './storage.js';
import { tasks } from './tasks.js';
import { version } from './version.js';
import { vzdump } from './vzdump.js';

/** Every operation of the client, by the name it has there. */
export const tables = {
  version,
  nodes,
  cluster,
  lxc,
  qemu,
  restore,
  vzdump,
  storage,
  tasks,
  pools,
  access,
} satisfies Table;
