import * as z from 'zod';

/** What the daemon says of itself, for `felhom-agent status`. Moments are milliseconds since 1970. */
export const daemonStatus = z.strictObject({
  /** When this was written. */
  at: z.number(),
  pid: z.int(),
  version: z.string(),
  agent: z.string(),
  epoch: z.int(),
  hub: z.string(),
  startedAt: z.number(),
  state: z.enum(['ok', 'degraded', 'halted']),
  degraded: z.array(z.string()),
  lastBeat: z.strictObject({
    answeredAt: z.number().optional(),
    failures: z.int(),
    error: z.string().optional(),
  }),
  running: z.array(z.strictObject({ id: z.string(), action: z.string(), startedAt: z.number() })),
  /** Accepted and not started: for what each waits. */
  waiting: z.array(z.strictObject({ id: z.string(), action: z.string(), for: z.string() })),
  /** What was refused last, newest first. */
  refused: z.array(
    z.strictObject({
      at: z.number(),
      id: z.string().optional(),
      action: z.string().optional(),
      reason: z.string(),
    }),
  ),
  /** Results that the hub has not acknowledged. */
  unacknowledged: z.int(),
  journal: z.strictObject({ bytes: z.int(), limit: z.int() }),
});
export type DaemonStatus = z.infer<typeof daemonStatus>;
