import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handed } from './command.js';
import { openHandedFolder } from './folder.js';

/** Opens what a program gets by a descriptor. The caller closes it. */
export async function openHanded(handed: Handed): Promise<FileHandle> {
  return handed.kind === 'folder' ? openHandedFolder(handed) : secretFile(handed.text);
}

// A file without a name: nothing of it is left, however this process ends. A pipe would not do, as programs open it by its path.
async function secretFile(text: string): Promise<FileHandle> {
  const path = join(tmpdir(), `felhom-${randomUUID()}`);
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = await open(path, flags, 0o600);
  try {
    await unlink(path);
    await file.writeFile(text);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
