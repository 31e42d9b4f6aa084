import type { CommandEntry, Outcome, StoredResult } from './command-records.js';
import { type Mask, maskParts, plainJson } from './masking.js';

/** How a command ended, as who ran it says. */
export interface CommandResult {
  outcome: Outcome;
  /** What it gives: anything that JSON can hold. */
  value?: unknown;
  error?: { code: string; message: string };
}

/** The longest text of an error that is kept of a result that is too long. */
const shortText = 1000;

/** A result as it is kept: masked, and of at most `limit` bytes. What does not go leaves the outcome, which always goes. */
export function storedResultOf(
  { outcome, value, error }: CommandResult,
  mask: Mask,
  limit: number,
): StoredResult {
  let plain: unknown;
  let kept: StoredResult;
  try {
    plain = plainJson({ value, error });
  } catch {
    return { outcome, dropped: { bytes: 0, why: 'not-json' } };
  }
  try {
    const { value, error } = plain as CommandResult;
    kept = {
      outcome,
      ...(value === undefined ? {} : { value: maskParts(value, mask) }),
      ...(error === undefined ? {} : { error: { code: mask(error.code), message: mask(error.message) } }),
    };
  } catch {
    // What a mask that fails has left is not safe to keep.
    return { outcome, dropped: { bytes: 0, why: 'not-masked' } };
  }
  const bytes = Buffer.byteLength(JSON.stringify(kept));
  if (bytes <= limit) return kept;
  const dropped = { bytes, why: 'long' } as const;
  if (kept.error === undefined) return { outcome, dropped };
  const cut = (text: string, length: number) => text.slice(0, length).toWellFormed();
  const { code, message } = kept.error;
  return { outcome, error: { code: cut(code, 100), message: cut(message, shortText) }, dropped };
}

/** A result that waits for its acknowledgement. */
export interface OfferedResult {
  id: string;
  /** Of the command's bytes. */
  digest: string;
  result: StoredResult;
  /** Of the result: what an acknowledgement must name. */
  resultDigest: string;
  finishedAt: number;
}

/** Some of the results that wait. */
export interface ResultPage {
  results: OfferedResult[];
  /** Goes on behind these: `after` of the next page. Undefined when there are no more. */
  next: number | undefined;
}

/** The first of these results that fit. A single one always does. */
export function pageOf(
  waiting: readonly { entry: CommandEntry; place: number }[],
  limits: { count: number; bytes: number },
): ResultPage {
  const results: OfferedResult[] = [];
  let bytes = 2;
  for (const [index, { entry }] of waiting.entries()) {
    const offered = offer(entry);
    if (offered === undefined) continue;
    bytes += Buffer.byteLength(JSON.stringify(offered)) + 1;
    if (results.length > 0 && (results.length >= limits.count || bytes > limits.bytes))
      return { results, next: waiting[index - 1]?.place };
    results.push(offered);
  }
  return { results, next: undefined };
}

function offer({
  id,
  digest,
  result,
  resultDigest,
  finishedAt = 0,
}: CommandEntry): OfferedResult | undefined {
  if (result === undefined || resultDigest === undefined) return undefined;
  return { id, digest, result, resultDigest, finishedAt };
}
