/** Lines beyond which nobody compares: a file that is not ours may be of any length. */
const most = 2_000;

/** The lines that differ from one text to another: `- ` is gone, `+ ` is new. Empty for the same text. */
export function differences(from: string, to: string): string[] {
  if (from === to) return [];
  const [a, b] = [from.split('\n'), to.split('\n')];
  if (a.length > most || b.length > most) return ['(too long to compare line by line)'];
  const common = commonLengths(a, b);
  const out: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
      out.push(`- ${a[i]}`);
      i += 1;
    } else {
      out.push(`+ ${b[j]}`);
      j += 1;
    }
  }
  return out;
}

/** How long the longest common part is of what follows line `i` of the one and line `j` of the other. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const [row, below] = [table[i], table[i + 1]];
    if (row === undefined || below === undefined) continue;
    for (let j = b.length - 1; j >= 0; j -= 1)
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
  }
  return table;
}
