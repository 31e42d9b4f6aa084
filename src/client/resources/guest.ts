import * as z from 'zod';
import type { Need } from '../../core/op.js';
import { num, record, text } from '../../core/wire.js';

// What containers and virtual machines have in common.

/** Privileges on the guest. */
export const onVm = (...all: string[]): { needs: readonly Need[] } => ({
  needs: [{ path: '/vms/{vmid}', all }],
});

export const pressure = {
  /** Share of time in which something waited, in percent, over ten seconds. Since PVE 9. */
  pressurecpusome: num.optional(),
  pressurecpufull: num.optional(),
  pressureiosome: num.optional(),
  pressureiofull: num.optional(),
  pressurememorysome: num.optional(),
  pressurememoryfull: num.optional(),
};

const value = z.union([z.string(), z.number()]).optional();

export const pendingRow = record({
  key: text,
  /** What counts now. */
  value,
  /** What will count after the next start. */
  pending: value,
  /** 1: will be deleted; 2: deleted by force. */
  delete: num.optional(),
});

/** A new size of a disk: `+2G` adds, `10G` sets; without a unit it is bytes. */
export const diskSize = z
  .string()
  .regex(/^\+?\d+(?:\.\d+)?[KMGT]?$/, 'a size such as `10G` or `+2G` is expected');

/** Names of configuration keys, to be removed or reverted. */
export const configKeys = z.array(z.string().regex(/^[a-z][a-z_-]*\d*$/, 'not a configuration key')).min(1);
