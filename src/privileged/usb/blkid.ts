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

// Bytes beyond ASCII stand as `M-C`, which a label may also hold as it is: it is taken for bytes where they make up UTF-8.
function plainValue(text: string): string {
  const value = text.replaceAll(/\\(.)/g, '$1');
  const bytes: number[] = [];
  for (let at = 0; at < value.length; at += 1) {
    const rest = value.slice(at);
    const escaped = /^M-(\^?)([\x20-\x7f])/.exec(rest);
    const control = /^\^([\x40-\x5f?])/.exec(rest);
    const code = (escaped?.[2] ?? control?.[1])?.charCodeAt(0);
    if (code === undefined) {
      bytes.push(...Buffer.from(value[at] ?? ''));
    } else if (escaped !== null) {
      bytes.push((escaped[1] === '^' ? code ^ 0x40 : code) | 0x80);
      at += escaped[0].length - 1;
    } else {
      bytes.push(code ^ 0x40);
      at += 1;
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return value;
  }
}
