/** `util.inspect`, as it hands itself to a value that has a text of its own. */
export type Inspect = (value: unknown, options: object) => string;

/** The name of the method that Node asks for a value's text. */
export const inspected: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** Facts that a system call adds to its error, and that are in the message already. */
const systemFacts = new Set(['errno', 'syscall', 'address', 'port', 'hostname']);
/** What has a place of its own. */
const placed = new Set(['name', 'message', 'stack', 'hint', 'cause']);
const width = 110;

/**
 * An error for a person to read: its message, what to do, the fields that the message does not tell, where it was thrown
 * as far as that is not inside of Node or a package, and its causes in the same way.
 */
export function printError(error: Error, depth: number, options: object, inspect: Inspect): string {
  if (depth < 0) return `[${headOf(error)}]`;
  const show = (value: unknown): string => inspect(value, { ...options, depth: 4, breakLength: width });
  return linesOf(error, show, new Set()).join('\n');
}

function linesOf(error: Error, show: (value: unknown) => string, seen: Set<Error>): string[] {
  if (seen.has(error)) return [`${error.name}, as above`];
  seen.add(error);
  const { hint, cause } = error as { hint?: unknown; cause?: unknown };
  const list = error instanceof AggregateError ? error.errors : [];
  const causes: unknown[] = cause === undefined ? list : [cause, ...list];
  return [
    headOf(error),
    ...(typeof hint === 'string' ? [`  hint: ${hint}`] : []),
    ...fieldsOf(error, show),
    ...placesOf(error),
    ...causes.flatMap((each) => {
      const lines = each instanceof Error ? linesOf(each, show, seen) : show(each).split('\n');
      return lines.map((line, index) => (index === 0 ? `  cause: ${line}` : `  ${line}`));
    }),
  ];
}

function headOf({ name, message }: Error): string {
  return message === '' ? name : `${name}: ${message}`;
}

/** The fields in lines: short ones side by side. */
function fieldsOf(error: Error, show: (value: unknown) => string): string[] {
  const lines: string[] = [];
  let open = false;
  for (const [key, value] of Object.entries(error)) {
    if (placed.has(key) || !isWorthTelling(key, value, error)) continue;
    const text = `${key}: ${show(value).replaceAll('\n', '\n  ')}`;
    const last = lines.at(-1);
    const short = text.length <= 48 && !text.includes('\n');
    if (open && short && last !== undefined && last.length + text.length < width)
      lines[lines.length - 1] = `${last}, ${text}`;
    else lines.push(`  ${text}`);
    open = short;
  }
  return lines;
}

function isWorthTelling(key: string, value: unknown, error: Error): boolean {
  if (value === undefined || systemFacts.has(key)) return false;
  if (key === 'errors' && error instanceof AggregateError) return false;
  if (Array.isArray(value) && value.length === 0) return false;
  if (value === '') return false;
  // Short words may be in any message by chance, and words by themselves (privileges) are worth repeating.
  return !isIn(value, error.message, Array.isArray(value) ? 40 : 12);
}

/** Whether a text has all texts of a value, and the value nothing else. `least`: texts of fewer characters are not looked for. */
function isIn(value: unknown, text: string, least: number): boolean {
  if (typeof value === 'string') return value.length >= least && text.includes(value.trim());
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((part) =>
    isIn(part, text, Array.isArray(value) && typeof part === 'string' ? least : 0),
  );
}

function placesOf({ stack = '', message }: Error): string[] {
  const at = stack.indexOf(message);
  return stack
    .slice(at === -1 ? 0 : at + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !/[( ]node:|[\\/]node_modules[\\/]/.test(line))
    .map((line) => `    ${line.trim()}`);
}
