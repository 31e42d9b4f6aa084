// A run as text.

/** One mutation, on a line: what it was, what went wrong on purpose, and what the client made of it. */
export function formatProblem({ what, why, story, index, name, fault, ending, entries }) {
  const { kind, value, upid, evidence, error } = ending;
  const told = [value ?? upid, kind === 'accepted' ? undefined : (error?.message ?? ''), evidence]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)));
  const seen = entries.map(
    ({ method, path, status, task, fault }) =>
      `${method} ${path} ${status ?? '-'}${fault === undefined ? '' : ` ${fault.kind}`} ${task ?? ''}`,
  );
  return [
    `${what ?? 'fine'}: story ${story.number} (${story.line}), ${index}: ${name} ${JSON.stringify(fault ?? 'no fault')}`,
    `  client: ${kind} ${told.join(' | ')}${why === undefined ? '' : ` -- ${why}`}`,
    `  host:   ${seen.join('; ') || 'saw nothing'}`,
  ].join('\n');
}

/** What the run was made of. */
export function formatDetails({ endings, kinds, cuts }, cpu) {
  const list = (counts) =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  const seconds = (cpu.user + cpu.system) / 1e6;
  return [
    `ended: ${list(endings)}`,
    `kinds: ${list(kinds)}`,
    `requests cut ${ranges(cuts.request)}; answers cut ${ranges(cuts.answer)}`,
    `${seconds.toFixed(1)} s of processor time`,
  ].join('\n');
}

/** Where cuts were made: up to which byte after every one, and up to which at all. */
function ranges(places) {
  if (places.size === 0) return 'nowhere';
  const most = Math.max(...places);
  const every = Array.from({ length: most + 2 }, (_, at) => at).find((at) => !places.has(at)) - 1;
  return `after every byte up to ${every}${every === most ? '' : `, and after ${most} at most`}`;
}
