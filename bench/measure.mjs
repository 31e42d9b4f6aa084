/** The middle one of some numbers. */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Rows as a table of Markdown; the first has the names of the columns. */
export function table(rows) {
  const texts = rows.map((row) => row.map(String));
  const widths = texts[0].map((_, at) => Math.max(3, ...texts.map((row) => row[at].length)));
  const line = (row) => `| ${row.map((text, at) => text.padEnd(widths[at])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(texts[0]), rule, ...texts.slice(1).map(line)].join('\n');
}

/** Prints what was aimed at and what came out; the process fails where one was not reached. */
export function judge(rows) {
  const shown = rows.map(({ what, value, least, most }) => {
    const reached = (least === undefined || value >= least) && (most === undefined || value <= most);
    if (!reached) process.exitCode = 1;
    const aim = least === undefined ? `at most ${most}` : `at least ${least}`;
    return [what, value.toFixed(2), aim, reached ? 'yes' : 'NO'];
  });
  console.log(`\n${table([['what', 'measured', 'aim', 'reached'], ...shown])}`);
}

/** What the median hides: how far apart the rounds were, in percent of it. */
export function spread(numbers) {
  return Math.round(((Math.max(...numbers) - Math.min(...numbers)) / median(numbers)) * 100);
}
