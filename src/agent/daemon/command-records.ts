import * as z from 'zod';

/** How a command ended. Only a host that said so makes it `succeeded` or `failed`. */
export const outcomes = [
  'succeeded',
  'failed',
  // It began, and nobody knows how it ended.
  'unknown',
  // It began, the agent was ended, and there is no way to find out.
  'interrupted',
  // These never began.
  'refused',
  'cancelled',
  'expired',
] as const;

export type Outcome = (typeof outcomes)[number];

/** How the end of a command can be found out after a restart. */
export const resumes = ['none', 'upid', 'probe'] as const;

export type Resume = (typeof resumes)[number];

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.number();

/** The id of a command, as the hub chose it: the key by which it is done once. */
export const commandId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, 'a command id has up to 128 letters, digits and `._:-`');

export const storedResult = z.strictObject({
  outcome: z.enum(outcomes),
  value: z.unknown().optional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  /** In place of a value and of an error's text that were too long, could not be written, or were acknowledged before. */
  dropped: z
    .strictObject({ bytes: z.number(), why: z.enum(['long', 'not-json', 'not-masked', 'acked']) })
    .optional(),
});

/** What is kept of how a command ended. */
export type StoredResult = z.infer<typeof storedResult>;

// Each record names all that a tombstone needs: one whose sister was lost still keeps a command from running twice.
const common = { id: commandId, digest: hash, expiresAt: time };

const bytes = z.base64().optional();

export const commandEntry = z.strictObject({
  ...common,
  phase: z.enum(['accepted', 'started', 'finished', 'acked']),
  /** It may have been started: a record that could tell is lost. */
  uncertain: z.boolean(),
  receivedAt: time.optional(),
  /** The command as it was signed, base64. Missing where it holds a secret, and once it has ended. */
  bytes,
  startedAt: time.optional(),
  resume: z.enum(resumes).optional(),
  probe: z.unknown().optional(),
  upid: z.string().optional(),
  finishedAt: time.optional(),
  result: storedResult.optional(),
  resultDigest: hash.optional(),
  ackedAt: time.optional(),
});

/** A command, as far as it has come. */
export type CommandEntry = z.infer<typeof commandEntry>;

/** What the journal of commands holds. */
export const commandRecord = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('accepted'),
    ...common,
    receivedAt: time,
    bytes,
    uncertain: z.literal(true).optional(),
  }),
  z.strictObject({
    t: z.literal('started'),
    ...common,
    at: time,
    resume: z.enum(resumes),
    probe: z.unknown().optional(),
  }),
  z.strictObject({
    t: z.literal('noted'),
    ...common,
    upid: z.string().optional(),
    probe: z.unknown().optional(),
  }),
  z.strictObject({ t: z.literal('finished'), ...common, at: time, result: storedResult, resultDigest: hash }),
  z.strictObject({ t: z.literal('acked'), ...common, at: time, resultDigest: hash }),
  // After a compaction: all of a command at once.
  z.strictObject({ t: z.literal('entry'), entry: commandEntry }),
  // Records are lost behind these numbers. What was issued before may have run.
  z.strictObject({ t: z.literal('damage'), after: z.array(z.number()), before: time }),
]);

export type CommandRecord = z.infer<typeof commandRecord>;
