import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { isUpid, type Upid } from '../../core/upid.js';

/** A call without parameters. */
export const none = z.strictObject({});

/** A node. */
export const onNode = { node: ids.node };

/** A guest on its node. */
export const onGuest = { node: ids.node, vmid: ids.vmid };

/** The answer of an operation that starts a task: its UPID. Wait for it with `tasks.wait`. */
export const startsTask = z.custom<Upid>(isUpid, 'a UPID is expected');

/** A numbered key, such as `mp0` to `mp255`. A template literal of zod takes any number. */
export function numbered<N extends string>(name: N, count: number): z.ZodType<`${N}${number}`> {
  const form = new RegExp(`^${name}(0|[1-9]\\d*)$`);
  return z.custom<`${N}${number}`>(
    (value) => {
      const index = typeof value === 'string' ? form.exec(value)?.[1] : undefined;
      return index !== undefined && Number(index) < count;
    },
    `\`${name}0\` to \`${name}${count - 1}\` is expected`,
  );
}

/** A duration in whole seconds. */
export const seconds = z.number().int().min(0);

/** A bandwidth limit in KiB/s; 0 is none. */
export const bwlimit = z.number().min(0);
