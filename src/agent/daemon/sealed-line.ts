import { createHash } from 'node:crypto';

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * A line of JSON whose last key is a hash of all bytes before it. SHA-256, also where it is cut: Node has a CRC-32, which misses one of
 * four thousand million accidents and costs no less, next to the write to disk that follows.
 *
 * @param body an object as JSON, with at least one key
 */
export function seal(body: string, key: string, digits: number): { line: Buffer; hash: string } {
  const open = Buffer.from(body.slice(0, -1));
  const hash = sha256(open).slice(0, digits);
  return { line: Buffer.concat([open, Buffer.from(`,"${key}":"${hash}"}\n`)]), hash };
}

/** What a line without its newline holds, if every byte of it is as it was written. */
export function unseal(
  line: Buffer,
  key: string,
  digits: number,
): { value: Record<string, unknown>; hash: string } | undefined {
  const at = line.length - (key.length + 5 + digits + 2);
  if (at < 2) return undefined;
  const open = line.subarray(0, at);
  const hash = sha256(open).slice(0, digits);
  if (line.toString('latin1', at) !== `,"${key}":"${hash}"}`) return undefined;
  try {
    return { value: JSON.parse(line.toString('utf8')) as Record<string, unknown>, hash };
  } catch {
    return undefined;
  }
}

/** A line of a file: where it is, and whether a newline ends it. */
export interface Line {
  start: number;
  end: number;
  whole: boolean;
}

/** The lines of a file. Zeros at its end are no line: a power cut can leave them where a length reached the disk before the bytes. */
export function linesOf(bytes: Buffer): Line[] {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length -= 1;
  const lines: Line[] = [];
  for (let start = 0; start < length; ) {
    const newline = bytes.indexOf(10, start);
    const whole = newline !== -1 && newline < length;
    const end = whole ? newline : length;
    lines.push({ start, end, whole });
    start = end + 1;
  }
  return lines;
}
