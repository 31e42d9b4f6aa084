/** What `blkid -p` found on a device. */
export interface Probe {
  /** Nothing; more than one thing, so that it cannot be told; or this. */
  readonly found: 'nothing' | 'ambivalent' | 'something';
  readonly fstype: string | undefined;
  readonly version: string | undefined;
  readonly uuid: string | undefined;
  readonly label: string | undefined;
  /** The kind of its table of partitions. */
  readonly pttype: string | undefined;
}

/** Reads the output of `blkid -p -o export`: `KEY=value`, specials behind a backslash. */
export function parseProbe({ exitCode, stdout }: { exitCode: number | undefined; stdout: string }): Probe {
  const values = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) values.set(line.slice(0, at), plainValue(line.slice(at + 1)));
  }
  const given = (key: string) => values.get(key) || undefined;
  return {
    found: exitCode === 8 ? 'ambivalent' : values.size === 0 ? 'nothing' : 'something',
    fstype: given('TYPE'),
    version: given('VERSION'),
    uuid: given('UUID'),
    label: given('LABEL'),
    pttype: given('PTTYPE'),
  };
}

// Specials stand behind a backslash, bytes beyond ASCII behind `M-` or `M-^`. A label may also hold `M-` as it is: it is taken for bytes
// only where all of them make up UTF-8.
function plainValue(text: string): string {
  const bytes: Buffer[] = [];
  let plain = '';
  for (const [word, control, special, high, escaped] of text.matchAll(
    /M-(?:\^(.)|\\(.)|([\x20-\x7e]))|\\(.)|[\s\S]/gu,
  )) {
    plain += word.replace(/\\(.)/, '$1');
    const code = control === undefined ? (special ?? high)?.charCodeAt(0) : control.charCodeAt(0) ^ 0x40;
    bytes.push(code === undefined ? Buffer.from(escaped ?? word) : Buffer.of(code | 0x80));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(bytes));
  } catch {
    return plain;
  }
}
