import * as z from 'zod';

// The helper speaks first: `hello`, then the client's `hello`, then `welcome`. After that the client asks for one command at a time;
// the helper tells that it `started`, its `output` as it comes, then its kept output in pieces (`text`) and how it `finished`, or how it
// `failed` to be run. A helper that is about to close says `bye`: what it has not started by then, it never will.

/** The version of the protocol: another one is another language. */
export const protocol = 1;

/** Bytes of a message once both sides know each other. */
export const frameLimit = 1024 * 1024;

/** Bytes of a message before. */
export const helloLimit = 4096;

/** Characters of output in one message: as JSON at most six bytes each. */
export const pieceLength = 64 * 1024;

const id = z.int().min(1);
const stream = z.enum(['stdout', 'stderr']);

const words = (length: number) => z.string().max(length);

/** What a client says. */
export const clientMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), protocol: z.int() }),
  z.strictObject({
    type: z.literal('run'),
    id,
    command: words(100),
    params: z.unknown(),
    requester: words(200).optional(),
  }),
  z.strictObject({ type: z.literal('cancel'), id }),
  z.strictObject({ type: z.literal('ping'), id }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

/** The first words of a helper, as far as every version of the protocol has them. */
export const anyHello = z.looseObject({ type: z.literal('hello'), protocol: z.int(), version: z.string() });

/** Why a helper does not talk to a client, or stops to do so. */
export const refusal = z.enum(['not-allowed', 'busy', 'version', 'protocol']);
export type Refusal = z.infer<typeof refusal>;

/** An error on its way: what its class needs to make it again. */
export const wireError = z.strictObject({
  name: z.string(),
  code: z.string().optional(),
  message: z.string(),
  hint: z.string().optional(),
  facts: z.record(z.string(), z.unknown()).optional(),
});
export type WireError = z.infer<typeof wireError>;

/** What a helper says. */
export const helperMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    protocol: z.int(),
    version: z.string(),
    nonce: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .optional(),
  }),
  z.strictObject({ type: z.literal('welcome') }),
  z.strictObject({ type: z.literal('refused'), reason: refusal, message: z.string() }),
  z.strictObject({ type: z.literal('bye') }),
  z.strictObject({ type: z.literal('started'), id }),
  z.strictObject({
    type: z.literal('output'),
    id,
    stream,
    text: z.string(),
    /** Bytes before it that were left out, because the client did not read. */
    lost: z.int().min(1).optional(),
  }),
  z.strictObject({ type: z.literal('text'), id, stream, text: z.string() }),
  z.strictObject({
    type: z.literal('finished'),
    id,
    exitCode: z.int().optional(),
    signal: z.string().optional(),
    ended: z.enum(['timeout', 'aborted']).optional(),
    cut: z.boolean(),
    durationMs: z.number(),
    left: z.array(z.int()).readonly().optional(),
    value: z.unknown().optional(),
  }),
  z.strictObject({ type: z.literal('failed'), id, error: wireError }),
  z.strictObject({
    type: z.literal('pong'),
    id,
    version: z.string(),
    commands: z.array(z.string()),
  }),
]);
export type HelperMessage = z.infer<typeof helperMessage>;
