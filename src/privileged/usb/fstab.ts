// A file of mounts, /etc/fstab, as bytes in a string: each character is one byte (latin1), so that what is not ours comes out as it went
// in, whatever it is.

/** One mount for the file, in plain words. */
export interface FstabEntry {
  readonly uuid: string;
  readonly target: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** A line that is neither empty nor a comment. */
export interface FstabLine {
  /** Index of the line. */
  readonly at: number;
  /** What is mounted: `UUID=...`, decoded. */
  readonly spec: string;
  readonly target: string;
  readonly type: string;
  readonly options: string;
  /** The UUID that the spec names, in whatever way. */
  readonly uuid: string | undefined;
  /** True where it stands below our marker. */
  readonly ours: boolean;
}

const marker = (uuid: string) => `# felhom-usb UUID=${uuid}`;

/** The lines with their ends; nothing is lost. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The mounts that a file has. Lines that cannot be read as such are left out. */
export function parseFstab(text: string): FstabLine[] {
  const lines = linesOf(text);
  return lines.flatMap((line, at) => {
    const fields = fieldsOf(line);
    const [spec, target, type = '', options = ''] = fields;
    if (spec === undefined || target === undefined) return [];
    const uuid = uuidOf(spec);
    const ours = uuid !== undefined && at > 0 && bare(lines[at - 1] ?? '') === marker(uuid);
    return [{ at, spec, target, type, options, uuid, ours }];
  });
}

/** A file with an entry, in the place of the one of the same UUID if that is ours. The same file where it has it already. */
export function withEntry(text: string, entry: FstabEntry): string {
  const [own, ...more] = parseFstab(text).filter(({ uuid, ours }) => ours && uuid === entry.uuid);
  const words = entryText(entry);
  const lines = linesOf(text);
  if (own === undefined) {
    const block = `${marker(entry.uuid)}\n${words}`;
    // A file without an end of its last line keeps it so: removing the entry then gives the file of before, byte for byte.
    return text === '' || text.endsWith('\n') ? `${text}${block}\n` : `${text}\n${block}`;
  }
  const before = lines[own.at] ?? '';
  const end = /\r?\n?$/.exec(before)?.[0] ?? '';
  // What was written by hand into our line is replaced; the line stays if it says the same.
  const same = fieldsOf(before).join('\0') === fieldsOf(words).join('\0');
  if (same && more.length === 0) return text;
  const extra = new Set(more.flatMap(({ at }) => [at - 1, at]));
  return lines
    .map((line, at) => (at === own.at && !same ? `${words}${end}` : line))
    .filter((_line, at) => !extra.has(at))
    .join('');
}

/** A file without our entry of a UUID. Entries of others stay. */
export function withoutEntry(text: string, uuid: string): string {
  const lines = linesOf(text);
  const gone = new Set(
    parseFstab(text)
      .filter((line) => line.ours && line.uuid === uuid)
      .flatMap(({ at }) => [at - 1, at]),
  );
  if (gone.size === 0) return text;
  const rest = lines.filter((_line, at) => !gone.has(at)).join('');
  const isLast = gone.has(lines.length - 1) && !text.endsWith('\n');
  return isLast ? rest.replace(/\n$/, '') : rest;
}

/** The line of an entry, without its end. */
export function entryText({ uuid, target, type, options }: FstabEntry): string {
  return `UUID=${uuid} ${escaped(target)} ${type} ${options.join(',')} 0 0`;
}

function bare(line: string): string {
  return line.replace(/[ \t]*\r?\n?$/, '');
}

function fieldsOf(line: string): string[] {
  const text = bare(line).replace(/^[ \t]+/, '');
  if (text === '' || text.startsWith('#')) return [];
  return text
    .split(/[ \t]+/)
    .map((field) =>
      field.replaceAll(/\\([0-3][0-7]{2})/g, (_all, octal: string) =>
        String.fromCharCode(parseInt(octal, 8)),
      ),
    );
}

function uuidOf(spec: string): string | undefined {
  const [, quoted] = /^UUID="?([^"]*)"?$/i.exec(spec) ?? /^\/dev\/disk\/by-uuid\/(.+)$/.exec(spec) ?? [];
  return quoted;
}

// Blanks end a field, a hash begins a comment for some readers; everything else goes as the bytes of UTF-8.
function escaped(text: string): string {
  return Buffer.from(text)
    .toString('latin1')
    .replaceAll(/[\s\\#]/g, (each) => `\\${each.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
