/** Characters of a line that are kept, and bytes of all lines together: a result has room for that. */
const longest = 1_000;
const allBytes = 80 * 1024;

/** The last of these lines, each with its begin. */
export function boundedLines(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines.toReversed()) {
    const text =
      line.length > longest
        ? `${line.slice(0, longest).toWellFormed()} [... ${line.length - longest} more]`
        : line;
    bytes += Buffer.byteLength(JSON.stringify(text)) + 1;
    if (bytes > allBytes) break;
    kept.push(text);
  }
  return kept.reverse();
}
