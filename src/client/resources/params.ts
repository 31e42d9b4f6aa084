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

/** A numbered key, such as `mp0` to `mp255`. */
export function numbered<N extends string>(name: N, count: number): z.ZodType<`${N}${number}`> {
  const isKey = (value: unknown) => {
    const index = typeof value === 'string' && value.startsWith(name) ? value.slice(name.length) : '';
    return /^(?:0|[1-9]\d*)$/.test(index) && Number(index) < count;
  };
  return z.custom<`${N}${number}`>(isKey, `\`${name}0\` to \`${name}${count - 1}\` is expected`);
}

/** A duration in whole seconds. */
export const seconds = z.number().int().min(0);

/** A bandwidth limit in KiB/s; 0 is none. */
export const bwlimit = z.number().min(0);
