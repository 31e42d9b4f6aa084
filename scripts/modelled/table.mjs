// The table of routes in docs/simulator.md: how much of each the simulator knows.

const begin = '<!-- coverage: made by `npm run coverage` -->';
const end = '<!-- end of coverage -->';
const methods = ['GET', 'POST', 'PUT', 'DELETE'];

const meanings = {
  C: 'modelled, with recorded answers of a real host to hold it against',
  M: 'modelled',
  s: 'only checked: who calls and with what, as the schema says, and then a loud 501',
  '–': 'not there',
};

/**
 * @param {{ all: readonly string[], modelled: ReadonlySet<string>, checked: ReadonlySet<string>, compared: ReadonlySet<string> }} facts
 *   Routes as `METHOD /path`.
 */
export function renderCoverage({ all, modelled, checked, compared }) {
  const markOf = (route) => {
    if (modelled.has(route)) return compared.has(route) ? 'C' : 'M';
    return checked.has(route) ? 's' : '–';
  };
  const counts = Object.entries(meanings).map(([mark, meaning]) => [
    mark,
    String(all.filter((route) => markOf(route) === mark).length),
    meaning,
  ]);
  const paths = [...new Set(all.map((route) => route.slice(route.indexOf(' ') + 1)))].sort();
  const rows = paths.map((path) => [
    `\`${path}\``,
    ...methods.map((method) => (all.includes(`${method} ${path}`) ? markOf(`${method} ${path}`) : '')),
  ]);
  return [
    `Of ${all.length} routes of Proxmox VE 7.4 to 9.2:`,
    '',
    ...aligned(['', 'routes', ''], counts),
    '',
    ...aligned(['path', ...methods], rows),
    '',
  ].join('\n');
}

function aligned(head, rows) {
  const widths = head.map((_, index) => Math.max(3, ...[head, ...rows].map((row) => row[index].length)));
  const line = (cells, filler = ' ') =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index], filler)).join(' | ')} |`;
  return [
    line(head),
    line(
      head.map(() => ''),
      '-',
    ),
    ...rows.map((row) => line(row)),
  ];
}

/** The page with this part between its marks. */
export function withCoverage(page, part) {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the page needs the lines ${begin} and ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${part}\n${page.slice(to)}`;
}
