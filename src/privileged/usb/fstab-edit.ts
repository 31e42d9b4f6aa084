import { basename, dirname } from 'node:path';
import type { ProcessCommand } from '../command.js';
import type { Finished } from '../runner.js';
import type { Files, Folder } from './file-layer.js';
import { type FstabEntry, parseFstab, withEntry, withoutEntry } from './fstab.js';
import { newProblems, parseVerdict } from './fstab-verify.js';
import { takeLock } from './lock-file.js';

/** One change of the file: an entry is put in, or the one of a UUID is taken out. */
export type FstabChange =
  | { readonly put: FstabEntry; readonly forget?: undefined }
  | { readonly forget: string; readonly put?: undefined };

/** What came of it. */
export type FstabResult =
  | { readonly changed: boolean; readonly refused?: undefined }
  | { readonly refused: FstabRefusal; readonly text: string };

export type FstabRefusal =
  | 'fstab-missing'
  | 'fstab-symlink'
  | 'fstab-locked'
  | 'fstab-changed'
  | 'fstab-invalid'
  | 'fstab-foreign-entry'
  | 'fstab-target-taken';

export interface FstabHands {
  readonly files: Files;
  readonly signal: AbortSignal;
  /** Makes the command that proves a file of the folder. */
  verify(name: string): ProcessCommand;
  run(command: ProcessCommand): Promise<Finished>;
}

const limit = 1024 * 1024;

/** Names beside the file: `fstab.felhom-backup` is the file before the last change. */
export const names = (fstab: string) => ({
  file: basename(fstab),
  lock: `.${basename(fstab)}.felhom-lock`,
  fresh: `.${basename(fstab)}.felhom-new`,
  alone: `.${basename(fstab)}.felhom-entry`,
  copy: `.${basename(fstab)}.felhom-copy`,
  backup: `${basename(fstab)}.felhom-backup`,
});

/**
 * Changes the file: a new one is written beside it, proved, and put in its place in one step. Whatever ends this process, the file is
 * the old one or the new one, whole.
 */
export async function editFstab(path: string, change: FstabChange, hands: FstabHands): Promise<FstabResult> {
  const folder = await hands.files.openFolder(dirname(path), [dirname(path)]);
  try {
    const unlock = await takeLock(folder, names(path).lock, { signal: hands.signal });
    if (unlock === undefined) return refused('fstab-locked', `another process is changing ${path}`);
    try {
      return await edit(folder, path, change, hands);
    } finally {
      await unlock();
    }
  } finally {
    await folder.close();
  }
}

/** The text of the file, each character one byte; why there is none otherwise. */
export async function readFstab(
  files: Files,
  path: string,
): Promise<{ text: string } | { refused: FstabRefusal }> {
  const folder = await files.openFolder(dirname(path), [dirname(path)]);
  try {
    const read = await readOld(folder, basename(path));
    return 'refused' in read ? { refused: read.refused } : { text: read.bytes.toString('latin1') };
  } finally {
    await folder.close();
  }
}

async function edit(
  folder: Folder,
  path: string,
  change: FstabChange,
  hands: FstabHands,
): Promise<FstabResult> {
  const { file, fresh, alone, copy, backup } = names(path);
  const old = await readOld(folder, file);
  if ('refused' in old) return refused(old.refused, `${path} ${old.text}`);
  const before = old.bytes.toString('latin1');
  const foreign = change.put === undefined ? undefined : foreignTo(before, change.put, path);
  if (foreign !== undefined) return foreign;
  const after =
    change.put === undefined ? withoutEntry(before, change.forget) : withEntry(before, change.put);
  if (after === before) return { changed: false };
  // What an ended process left.
  for (const name of [fresh, alone, copy]) await removeIfThere(folder, name);
  try {
    await writeLike(folder, fresh, Buffer.from(after, 'latin1'), old);
    const problems = await prove(folder, path, change, hands);
    if (problems.length > 0)
      return refused('fstab-invalid', `${path} would not be right: ${problems.join('; ')}`);
    await writeLike(folder, copy, old.bytes, old);
    await folder.rename(copy, backup);
    hands.signal.throwIfAborted();
    const now = await readOld(folder, file);
    if ('refused' in now || now.ino !== old.ino || !now.bytes.equals(old.bytes))
      return refused('fstab-changed', `${path} was changed by another program meanwhile`);
    await folder.rename(fresh, file);
    await folder.sync();
    return { changed: true };
  } finally {
    for (const name of [fresh, alone, copy]) await removeIfThere(folder, name);
  }
}

function foreignTo(text: string, { uuid, target }: FstabEntry, path: string): FstabResult | undefined {
  const name = Buffer.from(target).toString('latin1');
  for (const line of parseFstab(text)) {
    const same = line.uuid?.toLowerCase() === uuid.toLowerCase();
    const where = `line ${line.at + 1} of ${path}`;
    if (same && !line.ours)
      return refused('fstab-foreign-entry', `${where} mounts ${uuid} already, and is not of this program`);
    if (!same && line.target.replace(/(?<=.)\/+$/, '') === name)
      return refused('fstab-target-taken', `${where} mounts ${line.spec} on ${target}`);
  }
  return undefined;
}

/** What is wrong with the new file and was not with the old one. */
async function prove(
  folder: Folder,
  path: string,
  change: FstabChange,
  hands: FstabHands,
): Promise<string[]> {
  const { file, fresh, alone } = names(path);
  const target = change.put?.target ?? '';
  const verdict = async (name: string) => parseVerdict(await hands.run(hands.verify(name)));
  const next = await verdict(fresh);
  if (!next.crashed && next.problems.length === 0) return [];
  const old = await verdict(file);
  if (!next.crashed) return newProblems(old, next, target);
  if (!old.crashed) return ['findmnt --verify crashed on it'];
  // A line of somebody else crashes it: then our own is proved by itself.
  if (change.put === undefined) return [];
  const entry = await folder.createFile(alone, 0o600);
  try {
    await entry.write(Buffer.from(withEntry('', change.put), 'latin1'));
  } finally {
    await entry.close();
  }
  const own = await verdict(alone);
  return own.crashed
    ? ['findmnt --verify crashed on it']
    : newProblems({ crashed: false, problems: [] }, own, target);
}

interface Old {
  readonly bytes: Buffer;
  readonly ino: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

async function readOld(folder: Folder, name: string): Promise<Old | { refused: FstabRefusal; text: string }> {
  const entry = await folder.entry(name);
  if (entry === undefined) return { refused: 'fstab-missing', text: 'is not there' };
  if (!entry.isFile()) return { refused: 'fstab-symlink', text: 'is a symbolic link, or no file' };
  const file = await folder.openFile(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOOP' || error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return { refused: 'fstab-symlink', text: 'is a symbolic link, or gone' };
  try {
    const { ino, mode, uid, gid, size } = await file.stat();
    if ((mode & 0o170_000) !== 0o100_000) return { refused: 'fstab-symlink', text: 'is no file' };
    if (size > limit) return { refused: 'fstab-invalid', text: 'is longer than 1 MiB' };
    return { bytes: await file.read(), ino, mode: mode & 0o7777, uid, gid };
  } finally {
    await file.close();
  }
}

async function writeLike(folder: Folder, name: string, bytes: Buffer, old: Old): Promise<void> {
  const file = await folder.createFile(name, 0o600);
  try {
    await file.write(bytes);
    await file.chown(old.uid, old.gid);
    await file.chmod(old.mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function removeIfThere(folder: Folder, name: string): Promise<void> {
  await folder.unlink(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

function refused(why: FstabRefusal, text: string): FstabResult {
  return { refused: why, text };
}
