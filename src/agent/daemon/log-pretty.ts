const codes: Readonly<Record<string, number>> = { debug: 2, info: 32, warn: 33, error: 31 };
const esc = String.fromCharCode(27);

/** A line of the log for people: `2026-01-01 12:00:00.000 WARN  text  key=value`. One line, whatever is in it. */
export function prettyLine(json: string, colours: boolean): string {
  const { level, time, msg, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const paint = (code: number, text: string) => (colours ? `${esc}[${code}m${text}${esc}[0m` : text);
  const label = String(level).toUpperCase().padEnd(5);
  const parts = [
    paint(2, String(time).replace('T', ' ').replace('Z', '')),
    paint(codes[String(level)] ?? 0, label),
    flat(String(msg)),
  ];
  const rest = Object.entries(fields).map(([key, value]) => paint(2, `${flat(key)}=${shown(value)}`));
  return `${parts.join(' ')}${rest.length === 0 ? '' : `  ${rest.join(' ')}`}\n`;
}

function shown(value: unknown): string {
  return typeof value === 'string' && /^[\w./:@+-]+$/.test(value) ? value : flat(JSON.stringify(value));
}

// A text with a line break could pass for another line.
function flat(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\t', ' ');
}
