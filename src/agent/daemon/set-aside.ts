import { dirname } from 'node:path';
import type { FileLayer } from './file-layer.js';
import { sha256 } from './sealed-line.js';

/**
 * Keeps bytes that are no records in a file beside, for people to look at. Named by what is in it, so that nothing is kept twice.
 * @returns its path; undefined when it could not be written
 */
export async function setAside(
  files: FileLayer,
  path: string,
  kind: 'torn' | 'damaged',
  bytes: Buffer,
): Promise<string | undefined> {
  const beside = `${path}.${kind}-${sha256(bytes).slice(0, 16)}`;
  try {
    const file = await files.open(beside, true);
    try {
      await file.write(bytes, 0);
      await file.datasync();
    } finally {
      await file.close();
    }
    await files.syncFolder(dirname(path));
    return beside;
  } catch {
    // Half of it would pass for all of it.
    await files.remove(beside).catch(() => undefined);
    return undefined;
  }
}

/** The bytes without the zeros at their end, which tell nothing. */
export function withoutZeros(bytes: Buffer): Buffer {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length -= 1;
  return bytes.subarray(0, length);
}
