/** Parameters that say how to change something, and not what it is to be. */
const notState = new Set([
  'digest',
  'delete',
  'force',
  'revert',
  'skiplock',
  'purge',
  'allow-move',
  'append',
  'regenerate',
  'confirmation-password',
  'background_delay',
  'moveto',
]);

type Values = Readonly<Record<string, string | readonly string[]>>;

/** What a call wants a thing to be: keys with values, and keys that are to be gone. */
export interface Wanted {
  set: readonly (readonly [string, string | readonly string[]])[];
  gone: readonly string[];
}

/** `inPath` are the parameters that only say which thing. */
export function wantedOf(params: Values, inPath: ReadonlySet<string>): Wanted {
  const gone = params['delete'];
  const entries = Object.entries(params).filter(([key]) => !inPath.has(key) && !notState.has(key));
  return { set: entries, gone: gone === undefined ? [] : wordsOf(gone) };
}

/** Whether a thing is as it is wanted. */
export function isAsWanted(thing: unknown, { set, gone }: Wanted): boolean {
  const fields = Object(thing) as Record<string, unknown>;
  return (
    set.every(([key, value]) => fits(fields[key], value)) && gone.every((key) => fields[key] === undefined)
  );
}

/**
 * Whether a value that was read is the one that was sent, whatever the host made of its form: flags, numbers and texts, lists in
 * another order, property strings with more keys than were sent, and the volume in place of `STORAGE:SIZE`.
 */
export function fits(read: unknown, sent: string | readonly string[]): boolean {
  if (typeof sent !== 'string') return sameWords(read, sent);
  if (read === undefined || read === null) return sent === '' || sent === '0';
  if (typeof read === 'object') return Array.isArray(read) ? sameWords(read, [sent]) : fitsObject(read, sent);
  const text = typeof read === 'boolean' ? (read ? '1' : '0') : String(read);
  if (text === sent || text.trimEnd() === sent.trimEnd()) return true;
  // A line break within is a text's: its words are no list.
  if (/\n/.test(text) || /\n/.test(sent)) return false;
  if (Number.isFinite(Number(sent)) && sent.trim() !== '' && Number(text) === Number(sent)) return true;
  if (text.includes('=') || sent.includes('=')) return fitsObject(properties(text), sent);
  return sameWords(text, [sent]) || allocated(text, sent);
}

function sameWords(read: unknown, sent: readonly string[]): boolean {
  const words = (value: unknown): string =>
    [...new Set(wordsOf(value).map((word) => word.toLowerCase()))].sort().join();
  return words(read) === words(sent);
}

function wordsOf(value: unknown): string[] {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  return texts.flatMap((text) => String(text).split(/[,;\s]+/)).filter((word) => word !== '');
}

/** By key; what has none is the default key's value. */
function properties(text: string): Record<string, string> {
  const parts = text.split(',').map((part): [string, string] => {
    const at = part.indexOf('=');
    return at === -1 ? ['', part] : [part.slice(0, at), part.slice(at + 1)];
  });
  return Object.fromEntries(parts);
}

function fitsObject(read: object, sent: string): boolean {
  const fields = read as Record<string, unknown>;
  return Object.entries(properties(sent)).every(([key, value]) => {
    const found = ofKey(fields, key).map(String);
    if (found.length === 0) return value === '0';
    return found.some((text) => text.toLowerCase() === value.toLowerCase() || allocated(text, value));
  });
}

/** What may be meant by a key: the default key can be left out, on either side. */
function ofKey(fields: Record<string, unknown>, key: string): unknown[] {
  if (fields[key] !== undefined) return [fields[key]];
  if (fields[''] !== undefined) return [fields['']];
  return key === '' ? Object.values(fields) : [];
}

/** `local:8` asks for a new volume of 8 GiB there: what is read is its name. */
function allocated(read: string, sent: string): boolean {
  const storage = /^([^:\s]+):\d+(?:\.\d+)?$/.exec(sent)?.[1];
  return storage !== undefined && read.startsWith(`${storage}:`);
}
