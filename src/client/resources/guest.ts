import * as z from 'zod';
import type { Need } from '../../core/op.js';
import { flag, list, num, record, text, word } from '../../core/wire.js';

// What containers and virtual machines have in common.

/** Privileges on the guest. */
export const onVm = (...all: string[]): { needs: readonly Need[] } => ({
  needs: [{ path: '/vms/{vmid}', all }],
});

/** Share of time in which something waited, in percent. Since PVE 9. */
export const pressure = {
  pressurecpusome: num.optional(),
  pressurecpufull: num.optional(),
  pressureiosome: num.optional(),
  pressureiofull: num.optional(),
  pressurememorysome: num.optional(),
  pressurememoryfull: num.optional(),
};

/** What a guest does at a moment. */
export const guestState = {
  vmid: num,
  status: word<'running' | 'stopped'>(),
  name: text.optional(),
  /** Cores that it may use; of a container a fraction where only `cpulimit` is set. */
  cpus: num.optional(),
  /** Share of `cpus` in use, 0..1; 0 in the first sample of an API worker. */
  cpu: num.optional(),
  /** Bytes. Of a virtual machine without guest agent and balloon driver `mem` is what the host gave it. */
  mem: num.optional(),
  maxmem: num.optional(),
  /** Bytes of the root or boot disk. */
  maxdisk: num.optional(),
  /** Bytes since the start, as the next three. */
  diskread: num.optional(),
  diskwrite: num.optional(),
  netin: num.optional(),
  netout: num.optional(),
  /** Seconds; 0 when stopped. */
  uptime: num.optional(),
  /** Its first process, on the host. */
  pid: num.optional(),
  template: flag.optional(),
  lock: text.optional(),
  tags: list.optional(),
  ...pressure,
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
