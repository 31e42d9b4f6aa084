import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findmntVerify } from '~/privileged/commands/fstab.js';
import { FenceError } from '~/privileged/errors.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { siteOf } from '~/privileged/site.js';
import { nodeFiles } from '~/privileged/usb/file-layer.js';
import { withEntry } from '~/privileged/usb/fstab.js';
import { editFstab, type FstabChange } from '~/privileged/usb/fstab-edit.js';
import { buildFolders } from '../../support/child.js';

const put = {
  uuid: '1A2B-3C4D',
  target: '/mnt/usb',
  type: 'vfat',
  options: ['rw', 'nosuid', 'nofail'],
};
const before = Buffer.concat([
  Buffer.from('# mine\r\nLABEL=root / ext4 defaults 0 1\n\t \n'),
  Buffer.from([0xff, 0xfe, 0x20, 0x00, 0x0a]),
  Buffer.from('proc /proc proc defaults'),
]);

let folder: string;
let fstab: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'felhom-fstab-')));
  fstab = join(folder, 'fstab');
  await writeFile(fstab, before);
  await chmod(fstab, 0o640);
});
afterEach(() => rm(folder, { recursive: true }));

/** A program in the place of findmnt: what it says, and how it ends. */
async function findmnt(script: string): Promise<string> {
  const path = join(folder, 'findmnt');
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

async function edit(change: FstabChange, program?: string) {
  const site = siteOf({ fstab, programs: { findmnt: program ?? (await findmnt('exit 0')) } });
  const runner = new ExecRunner({ mode: 'direct' });
  return editFstab(fstab, change, {
    files: nodeFiles,
    signal: AbortSignal.timeout(20_000),
    run: (command) => runner.run(command),
    verify: (file) => findmntVerify({ file }, site),
  });
}

const others = async () => (await readdir(folder)).filter((name) => !['fstab', 'findmnt'].includes(name));

describe('a change of fstab', () => {
  it('keeps every byte of others, the mode, and the file of before', async () => {
    expect(await edit({ put })).toEqual({ changed: true });
    const after = await readFile(fstab);
    expect(after.subarray(0, before.length).equals(before)).toBe(true);
    expect(after.subarray(before.length).toString()).toBe(
      '\n# felhom-usb UUID=1A2B-3C4D\nUUID=1A2B-3C4D /mnt/usb vfat rw,nosuid,nofail 0 0',
    );
    expect((await stat(fstab)).mode & 0o777).toBe(0o640);
    expect((await readFile(`${fstab}.felhom-backup`)).equals(before)).toBe(true);
    expect((await stat(`${fstab}.felhom-backup`)).mode & 0o777).toBe(0o640);
    expect(await others()).toEqual(['fstab.felhom-backup']);
    const { ino } = await stat(fstab);
    expect(await edit({ put })).toEqual({ changed: false });
    expect((await stat(fstab)).ino).toBe(ino);
    expect(await edit({ forget: put.uuid })).toEqual({ changed: true });
    expect((await readFile(fstab)).equals(before)).toBe(true);
    expect(await edit({ forget: put.uuid })).toEqual({ changed: false });
  });

  it('is proved by findmnt before it is put in place: the new file, by a descriptor', async () => {
    const seen = join(folder, 'seen');
    const program = await findmnt(`echo "$@" >${seen}; cat "$3" >>${seen}`);
    await edit({ put }, program);
    const [words = '', ...text] = (await readFile(seen, 'latin1')).split('\n');
    expect(words).toBe('--verify --tab-file /proc/self/fd/3/.fstab.felhom-new');
    expect(text.join('\n')).toBe(withEntry(before.toString('latin1'), put));
    await rm(seen);
  });

  it('does not happen where findmnt finds a new mistake in it', async () => {
    const program = await findmnt(
      'case "$3" in *new) echo /mnt/usb; echo "   [E] target is not a directory"; exit 1;; esac; exit 0',
    );
    expect(await edit({ put }, program)).toMatchObject({
      refused: 'fstab-invalid',
      text: expect.stringContaining('target is not a directory'),
    });
    expect((await readFile(fstab)).equals(before)).toBe(true);
    expect(await others()).toEqual([]);
  });

  it('happens in spite of mistakes that were there before', async () => {
    const program = await findmnt(
      'echo /srv; echo "   [E] unreachable on boot required source: LABEL=x"; exit 1',
    );
    expect(await edit({ put }, program)).toEqual({ changed: true });
  });

  it('is proved by itself where a line of others crashes findmnt, as that of util-linux 2.41 does', async () => {
    const crash = 'if grep -q proc "$3"; then kill -SEGV $$; fi';
    expect(await edit({ put }, await findmnt(crash))).toEqual({ changed: true });
    expect(await edit({ forget: put.uuid }, await findmnt(crash))).toEqual({ changed: true });
    const mistake = `${crash}; echo "   [E] wrong"; exit 1`;
    expect(await edit({ put }, await findmnt(mistake))).toMatchObject({ refused: 'fstab-invalid' });
    expect((await readFile(fstab)).equals(before)).toBe(true);
  });

  it('does not happen where the new file, but not the old one, crashes findmnt', async () => {
    const program = await findmnt('case "$3" in *new) kill -SEGV $$;; esac; exit 0');
    expect(await edit({ put }, program)).toMatchObject({ refused: 'fstab-invalid' });
  });

  it('does not happen to a symbolic link, a folder, or where there is no file', async () => {
    const aim = join(folder, 'aim');
    await rename(fstab, aim);
    expect(await edit({ put })).toMatchObject({ refused: 'fstab-missing' });
    await symlink(aim, fstab);
    expect(await edit({ put })).toMatchObject({ refused: 'fstab-symlink' });
    expect((await readFile(aim)).equals(before)).toBe(true);
    await rm(fstab);
    await mkdir(fstab);
    expect(await edit({ put })).toMatchObject({ refused: 'fstab-symlink' });
    expect(await others()).toEqual(['aim']);
  });

  it('does not happen in a folder that a symbolic link leads to', async () => {
    const link = `${folder}-link`;
    await symlink(folder, link);
    fstab = join(link, 'fstab');
    await expect(edit({ put })).rejects.toThrow(FenceError);
    await rm(link);
  });

  it('does not touch entries of others: of the same disk, or the same folder', async () => {
    await writeFile(fstab, 'UUID="1A2B-3C4D" /srv vfat defaults 0 0\n');
    expect(await edit({ put })).toMatchObject({ refused: 'fstab-foreign-entry' });
    await writeFile(fstab, 'LABEL=x /mnt/usb/ vfat defaults 0 0\n');
    expect(await edit({ put })).toMatchObject({ refused: 'fstab-target-taken' });
    expect(await edit({ forget: put.uuid })).toEqual({ changed: false });
  });

  it('does not happen where another program changed the file meanwhile', async () => {
    const program = await findmnt(`echo "# other" >>${fstab}`);
    expect(await edit({ put }, program)).toMatchObject({ refused: 'fstab-changed' });
    const text = (await readFile(fstab)).toString('latin1');
    expect(text).toBe(`${before.toString('latin1')}# other\n`);
    expect(await others()).toEqual(['fstab.felhom-backup']);
  });

  it('happens one after the other, where several want it at once', async () => {
    const changes = Array.from({ length: 20 }, (_each, index) =>
      edit({ put: { ...put, uuid: `AAAA-${1000 + index}`, target: `/mnt/${index}` } }),
    );
    expect(await Promise.all(changes)).toEqual(changes.map(() => ({ changed: true })));
    const text = await readFile(fstab, 'latin1');
    expect(text.match(/^UUID=AAAA-/gm)).toHaveLength(20);
    expect(await others()).toEqual(['fstab.felhom-backup']);
  });

  it('takes away the lock of a process that is gone, and respects that of one that lives', async () => {
    const child = spawn('/bin/sleep', ['60']);
    await once(child, 'spawn');
    const { pid = 0 } = child;
    const began = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[19];
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const lock = join(folder, '.fstab.felhom-lock');
    await writeFile(lock, `${pid} ${began} ${boot}`);
    const waiting = edit({ put });
    // It has looked at the lock: what it made for itself is gone only once it has it, or gives up.
    await vi.waitFor(async () => expect((await others()).length).toBe(2));
    expect((await readFile(fstab)).equals(before)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await waiting).toEqual({ changed: true });
    // The same number, but another process.
    await writeFile(lock, `${process.pid} 1 ${boot}`);
    expect(await edit({ forget: put.uuid })).toEqual({ changed: true });
    expect(await others()).toEqual(['fstab.felhom-backup']);
  });
});

describe('a change of fstab that is ended by SIGKILL', () => {
  let built: { href: string; remove(): Promise<void> };
  beforeAll(async () => {
    built = await buildFolders(['core', 'privileged']);
  });
  afterAll(() => built.remove());

  /** Edits in a process of its own, which is killed before the given step of the file layer. Tells the name of that step. */
  async function killedAt(step: number, change: FstabChange): Promise<string | undefined> {
    const source = `
      const base = ${JSON.stringify(built.href)};
      const { nodeFiles } = await import(base + '/privileged/usb/file-layer.js');
      const { editFstab } = await import(base + '/privileged/usb/fstab-edit.js');
      import { writeSync } from 'node:fs';
      let count = 0;
      const killing = (object) => Object.fromEntries(Object.entries(object).map(([name, method]) => [name, async (...given) => {
        if (count++ === ${step}) {
          writeSync(1, name);
          process.kill(process.pid, 'SIGKILL');
        }
        const result = await method(...given);
        return result !== null && typeof result === 'object' && typeof result.close === 'function' ? killing(result) : result;
      }]));
      await editFstab(${JSON.stringify(fstab)}, ${JSON.stringify(change)}, {
        files: killing(nodeFiles),
        signal: AbortSignal.timeout(20_000),
        verify: () => undefined,
        run: async () => ({ exitCode: 0, stdout: '', stderr: '' }),
      });`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let name = '';
    child.stdout.on('data', (piece: Buffer) => {
      name += piece.toString();
    });
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (signal === 'SIGKILL') return name;
    expect(code).toBe(0);
    return undefined;
  }

  it.each([
    ['put in', { put }],
    ['taken out', { forget: put.uuid }],
  ] as [string, FstabChange][])(
    'leaves the old file or the new one, whole, at every step (%s)',
    async (_title, change) => {
      const program = await findmnt('exit 0');
      const withIt = Buffer.from(withEntry(before.toString('latin1'), put), 'latin1');
      const [old, fresh] = change.put === undefined ? [withIt, before] : [before, withIt];
      const steps: string[] = [];
      let wasOld = 0;
      for (let step = 0; ; step += 1) {
        await writeFile(fstab, old);
        const name = await killedAt(step, change);
        const now = await readFile(fstab);
        expect([old, fresh].some((bytes) => bytes.equals(now))).toBe(true);
        expect((await stat(fstab)).mode & 0o777).toBe(0o640);
        if (now.equals(old)) wasOld += 1;
        // The next one finds its way, and tidies up.
        expect(await edit(change, program)).toEqual({ changed: now.equals(old) });
        expect((await readFile(fstab)).equals(fresh)).toBe(true);
        expect(await others()).toEqual((await others()).filter((each) => each === 'fstab.felhom-backup'));
        if (name === undefined) break;
        steps.push(name);
      }
      const after = steps.length - wasOld;
      // All kinds of steps were ended, before and after the new file was in its place.
      for (const kind of ['link', 'createFile', 'write', 'chown', 'chmod', 'sync', 'rename', 'unlink'])
        expect(steps).toContain(kind);
      expect(wasOld).toBeGreaterThan(20);
      expect(after).toBeGreaterThan(3);
    },
    120_000,
  );
});
