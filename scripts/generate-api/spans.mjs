// The time in which something exists, seen from the releases in which what it belongs to exists: a parameter of a route
// that came with 8.4 has no `since` of its own if it came with the route.

/** `{ since, until }` of `releases` among `all`, both oldest first; each is missing where it says nothing. */
export function spanOf(releases, all) {
  return {
    ...(releases[0] === all[0] ? {} : { since: releases[0] }),
    ...(releases.at(-1) === all.at(-1) ? {} : { until: releases.at(-1) }),
  };
}

/** `Since 8.4, until 9.1.`, or nothing. */
export function spanText(span) {
  const words = [];
  if (span.since !== undefined) words.push(`since ${span.since}`);
  if (span.until !== undefined) words.push(`until ${span.until}`);
  return sentence(words.join(', '));
}

/** `8.4-9.1`, `8.4-`, `-9.1`, or nothing. */
export function spanCode(span) {
  return span.since === undefined && span.until === undefined
    ? ''
    : `${span.since ?? ''}-${span.until ?? ''}`;
}

/** Runs of neighbouring releases for which `key` gives the same: `{ releases, key }`. */
export function periodsOf(entries, key) {
  const periods = [];
  for (const entry of entries) {
    const last = periods.at(-1);
    const value = key(entry);
    if (last?.key === value) last.releases.push(entry.release);
    else periods.push({ key: value, releases: [entry.release] });
  }
  return periods;
}

/** A capital letter in front, a full stop behind; nothing for nothing. */
export function sentence(text) {
  return text === '' ? '' : `${text[0].toUpperCase()}${text.slice(1)}.`;
}
