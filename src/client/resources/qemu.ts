import * as z from 'zod';
import { op } from '../../core/op.js';
import { flag, list, num, record, text, word } from '../../core/wire.js';
import { onNode } from './params.js';

/** Virtual machines: which there are. For all else, `client.call`. */
export const qemu = {
  /** The virtual machines of a node that the caller may audit; the others are left out silently. Sizes in bytes. */
  list: op(
    'GET /nodes/{node}/qemu',
    z.strictObject({
      ...onNode,
      /** Ask running ones themselves, which is slow. */
      full: z.boolean().optional(),
    }),
    z.array(
      record({
        vmid: num,
        status: word<'running' | 'stopped'>(),
        name: text.optional(),
        /** Cores. */
        cpus: num.optional(),
        /** Share of `cpus` in use, 0..1. */
        cpu: num.optional(),
        /** Bytes. */
        mem: num.optional(),
        maxmem: num.optional(),
        /** Bytes of the first disk. */
        maxdisk: num.optional(),
        diskread: num.optional(),
        diskwrite: num.optional(),
        netin: num.optional(),
        netout: num.optional(),
        /** Seconds; 0 when stopped. */
        uptime: num.optional(),
        pid: num.optional(),
        template: flag.optional(),
        lock: text.optional(),
        tags: list.optional(),
      }),
    ),
  ),
};
