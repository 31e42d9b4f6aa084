import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { isUpid, type Upid } from '../../core/upid.js';
import { num, record, text } from '../../core/wire.js';

/** A call without parameters. */
export const none = z.strictObject({});

/** A node. */
export const onNode = { node: ids.node };

/** A guest on its node. */
export const onGuest = { node: ids.node, vmid: ids.vmid };

/** The answer of an operation that starts a task: its UPID. Wait for it with `tasks.wait`. */
export const startsTask = z.custom<Upid>(isUpid, 'a UPID is expected');

/** A numbered key, `mp0` to `mp255` of 256: zod's template literal takes any number. */
export function numbered<N extends string>(name: N, count: number): z.ZodType<`${N}${number}`> {
  const message = `\`${name}0\` to \`${name}${count - 1}\` is expected`;
  const key = z
    .string()
    .regex(new RegExp(`^${name}(?:0|[1-9]\\d{0,2})$`), message)
    .refine((value) => Number(value.slice(name.length)) < count, message);
  return key as unknown as z.ZodType<`${N}${number}`>;
}

/** A duration in whole seconds. */
export const seconds = z.number().int().min(0);

/** A bandwidth limit in KiB/s; 0 is none. */
export const bwlimit = z.number().min(0);

/** The answer of `termproxy`. The ticket is a secret, good for 40 s; the terminal waits 10 s for its client. */
export const terminalTicket = record({ port: num, ticket: text, upid: text, user: text });
