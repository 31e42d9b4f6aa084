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

/** A key of one of the 256 volumes of a kind, `mp0` to `mp255`: zod's template literal takes any number. */
export function volumeKey<N extends string>(name: N): z.ZodType<`${N}${number}`> {
  const pattern = new RegExp(`^${name}(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])$`);
  const key = z.string().regex(pattern, `\`${name}0\` to \`${name}255\` is expected`);
  return key as unknown as z.ZodType<`${N}${number}`>;
}

/** A duration in whole seconds. */
export const seconds = z.number().int().min(0);

/** A bandwidth limit in KiB/s; 0 is none. */
export const bwlimit = z.number().min(0);

/** The answer of `termproxy`. The ticket is a secret, good for 40 s; the terminal waits 10 s for its client. */
export const terminalTicket = record({ port: num, ticket: text, upid: text, user: text });
