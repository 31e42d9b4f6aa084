import { chmod, chown, mkdir, readdir, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { giveProof, Proofs, proofFolderOf, userOfInstance } from '~/privileged/helper/peer.js';
import { folder, isRoot, ownUser } from './stage.js';

describe('the user in the instance name of a connection', () => {
  it.each([
    ['0-123-998', 998],
    ['17-4194304-0', 0],
    ['3-123_8812-998', 998],
    ['3-99120-123-998', 998],
    ['3-99120-123_8812-998', 998],
  ])('%s', (instance, user) => {
    expect(userOfInstance(instance)).toBe(user);
  });

  it.each([
    '',
    '0',
    '0-unknown',
    '998',
    '0-998',
    '-1-2-3',
    '0-1--2',
    '0-1-4294967295',
    '0-1-99999999999',
    '0-1-998\n',
    ' 0-1-998',
    '0-127.0.0.1:80-127.0.0.1:4000',
    '0-1-0x0',
    '0-1-2-3-4',
  ])('%j tells of none', (instance) => {
    expect(userOfInstance(instance)).toBeUndefined();
  });
});

describe('the proof of a client in the file system', () => {
  async function proofs() {
    const socket = join(await folder(), 'priv.sock');
    const opened = await Proofs.open(socket, undefined);
    return { opened, socket, place: proofFolderOf(socket), nonce: opened.nonce() };
  }

  it('is a folder of its own that has the name of the helper, and goes with the look at it', async () => {
    const { opened, socket, place, nonce } = await proofs();
    expect(nonce).toMatch(/^[0-9a-f]{32}$/);
    await giveProof(socket, nonce);
    expect(await readdir(place)).toEqual([nonce]);
    expect(await opened.userOf(nonce)).toBe(ownUser);
    expect(await readdir(place)).toEqual([]);
    expect(await opened.userOf(nonce)).toBeUndefined();
    await opened.close();
  });

  it('goes into a folder that nobody else may list, and where nobody may touch what is of another', async () => {
    const { opened, place } = await proofs();
    expect((await stat(place)).mode & 0o7777).toBe(0o1730);
    expect((await stat(place)).uid).toBe(ownUser);
    await opened.close();
  });

  it.each([
    ['nothing', async () => {}],
    ['a file', async (path: string) => writeFile(path, '', { mode: 0o700 })],
    ['a symbolic link to a folder', async (path: string) => symlink('/root', path)],
    [
      'a folder that others may write to, so that they could have moved it',
      async (path: string) => {
        await mkdir(path);
        await chmod(path, 0o770);
      },
    ],
    [
      'a folder with more than its mode',
      async (path: string) => {
        await mkdir(path);
        await chmod(path, 0o1700);
      },
    ],
  ])('is not %s', async (_, make) => {
    const { opened, place, nonce } = await proofs();
    await make(join(place, nonce));
    expect(await opened.userOf(nonce)).toBeUndefined();
    await opened.close();
  });

  it.skipIf(!isRoot)('names the owner, whoever looks (needs root)', async () => {
    const { opened, place, nonce } = await proofs();
    await mkdir(join(place, nonce), { mode: 0o700 });
    await chown(join(place, nonce), 54_321, 54_321);
    expect(await opened.userOf(nonce)).toBe(54_321);
    await opened.close();
  });

  it('is looked for in the folder that was opened, whatever stands in its place later', async () => {
    const { opened, socket, place, nonce } = await proofs();
    await rename(place, `${place}.old`);
    await mkdir(place);
    await giveProof(socket, nonce);
    expect(await opened.userOf(nonce)).toBeUndefined();
    await opened.close();
  });

  it('is not taken in a folder where others could put another one in its place', async () => {
    const path = await folder();
    await chmod(path, 0o777);
    await expect(Proofs.open(join(path, 'priv.sock'), undefined)).rejects.toThrow(/nobody else may write/);
  });

  it('is not taken in a symbolic link', async () => {
    const path = await folder();
    await mkdir(join(path, 'elsewhere'));
    await symlink('elsewhere', join(path, 'priv.sock.proof'));
    await expect(Proofs.open(join(path, 'priv.sock'), undefined)).rejects.toThrow(/ENOTDIR|ELOOP/);
  });
});
