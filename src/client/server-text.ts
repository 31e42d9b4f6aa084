import type { HttpFacts } from '../core/http-errors.js';

/** Takes the secrets out of a text. `cut` says that the text goes on: its end may be the begin of a secret. */
export type Mask = (text: string, cut?: boolean) => string;

/** How much of a text is looked at: masking and matching take time, and a server may send 64 MiB of it. */
const readAtMost = 64 * 1024;
/** How much of it an error shows. */
const showAtMost = 8 * 1024;
const mostComplaints = 64;
const mark = ' [cut]';

/** A server's text as an error may hold it: without secrets, and with an end. */
export function presentable(text: string, mask: Mask): string {
  const cut = text.length > readAtMost;
  // Masked before it is made short: half a secret would no longer be known for one.
  const shown = mask(cut ? text.slice(0, readAtMost) : text, cut);
  if (shown.length <= showAtMost) return cut ? `${shown}${mark}` : shown;
  const blank = shown.lastIndexOf(' ', showAtMost);
  return `${shown.slice(0, blank > showAtMost - 256 ? blank : showAtMost)}${mark}`;
}

/** The texts of an error answer, made presentable. */
export function presentableFacts(facts: HttpFacts, mask: Mask): HttpFacts {
  return {
    ...facts,
    text: presentable(facts.text, mask),
    reason: presentable(facts.reason, mask),
    errors: facts.errors && presentableComplaints(Object.entries(facts.errors), mask),
  };
}

function presentableComplaints(all: readonly [string, string][], mask: Mask): Record<string, string> {
  const shown = all
    .slice(0, mostComplaints)
    .map(([key, text]) => [presentable(key, mask), presentable(text, mask)] as const);
  const rest = all.length - shown.length;
  return Object.fromEntries(rest === 0 ? shown : [...shown, ['[cut]', `${rest} more`]]);
}
