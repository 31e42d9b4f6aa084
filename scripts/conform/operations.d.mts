import type { AnyOp, Table } from '../../src/core/op.js';

export interface Operation {
  /** Where it is in the client: `['lxc', 'snapshots', 'create']`. */
  names: string[];
  op: AnyOp;
}

export function listOperations(tables: Table): Operation[];
