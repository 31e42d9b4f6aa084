import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { StateLockedError } from '~/agent/daemon/errors.js';
import { lockState } from '~/agent/daemon/state-lock.js';
import { buildFolders } from '../../support/child.js';
import { type Child, startChild } from './child.js';

let built: Awaited<ReturnType<typeof buildFolders>>;
beforeAll(async () => {
  built = await buildFolders(['core', 'agent/daemon']);
});
afterAll(() => built.remove());

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'felhom-lock-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** A process that tries for the lock of the folder that it is told, and lets go when it is told so. */
function contender(): Child {
  const child = startChild(`
    import { createInterface } from 'node:readline';
    const { lockState } = await import('${built.href}/agent/daemon/state-lock.js');
    let lock;
    console.log('ready');
    for await (const line of createInterface({ input: process.stdin })) {
      if (line === 'release') {
        await lock.release();
        console.log('released');
      } else {
        try {
          lock = await lockState(line);
          console.log('won');
        } catch (error) {
          console.log(error.code);
        }
      }
    }`);
  onTestFinished(() => child.kill());
  return child;
}

describe('the lock of a state folder', () => {
  it('is held by one, until he lets go', async () => {
    const folder = join(await newFolder(), 'state');
    const lock = await lockState(folder);
    expect(((await stat(folder)).mode & 0o777).toString(8)).toBe('700');
    await expect(lockState(folder)).rejects.toThrow(StateLockedError);
    await expect(lockState(folder)).rejects.toThrow('is in use by another felhom-agent');
    await lock.release();
    await (await lockState(folder)).release();
    expect(await readdir(folder)).toEqual(['lock.2']);
  });

  it('works in a folder whose path is longer than that of a socket may be', async () => {
    const folder = join(await newFolder(), 'a'.repeat(90), 'b'.repeat(90));
    const lock = await lockState(folder);
    await expect(lockState(folder)).rejects.toThrow(StateLockedError);
    await lock.release();
    await (await lockState(folder)).release();
  });

  it('leaves nothing behind in a long life', async () => {
    const folder = await newFolder();
    for (let count = 0; count < 20; count += 1) await (await lockState(folder)).release();
    expect(await readdir(folder)).toEqual(['lock.20']);
  });

  it.each([0, 1, 2, 3])(
    'is not taken by one who looked, and was held up while %i others came and went',
    async (others) => {
      const folder = await newFolder();
      await (await lockState(folder)).release();
      let holder: Awaited<ReturnType<typeof lockState>> | undefined;
      const late = lockState(folder, async () => {
        if (holder !== undefined) return;
        for (let count = 0; count < others; count += 1) await (await lockState(folder)).release();
        holder = await lockState(folder);
      });
      await expect(late).rejects.toThrow(StateLockedError);
      await expect(lockState(folder)).rejects.toThrow(StateLockedError);
      await holder?.release();
      await (await lockState(folder)).release();
      expect(await readdir(folder)).toHaveLength(1);
    },
  );

  it('is free at once when its holder is killed', async () => {
    const folder = await newFolder();
    for (let round = 0; round < 10; round += 1) {
      const child = contender();
      await child.next();
      child.say(folder);
      expect(await child.next()).toBe('won');
      await expect(lockState(folder)).rejects.toThrow(StateLockedError);
      await child.kill();
      await (await lockState(folder)).release();
    }
  }, 60_000);

  it('raced 60 times by four processes, after a clean end and after a kill: exactly one wins', async () => {
    const all = Array.from({ length: 4 }, contender);
    for (const child of all) await child.next();
    const folder = await newFolder();
    const winners = new Set<number>();
    for (let round = 0; round < 60; round += 1) {
      // A folder of its own now and then: the first lock of all is raced for, too.
      const place = round % 3 === 0 ? join(folder, `new-${round}`) : folder;
      for (const child of all) child.say(place);
      const answers = await Promise.all(all.map((child) => child.next()));
      expect([...answers].sort()).toEqual([
        'PVE_STATE_LOCKED',
        'PVE_STATE_LOCKED',
        'PVE_STATE_LOCKED',
        'won',
      ]);
      const winner = answers.indexOf('won');
      winners.add(winner);
      if (round % 4 === 3) {
        await all[winner]?.kill();
        all[winner] = contender();
        await all[winner]?.next();
      } else {
        all[winner]?.say('release');
        expect(await all[winner]?.next()).toBe('released');
      }
    }
    expect(winners.size).toBeGreaterThan(1);
  }, 120_000);
});
