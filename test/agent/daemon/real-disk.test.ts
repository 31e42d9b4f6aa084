import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AuditLog } from '~/agent/daemon/audit-log.js';
import { verifyAudit } from '~/agent/daemon/audit-verify.js';
import { CommandStore } from '~/agent/daemon/command-store.js';
import { JournalFullError } from '~/agent/daemon/errors.js';
import { Journal } from '~/agent/daemon/journal.js';
import { buildFolders } from '../../support/child.js';
import { startChild } from './child.js';
import { command } from './commands.js';
import { randomFrom } from './damage.js';

let built: Awaited<ReturnType<typeof buildFolders>>;
beforeAll(async () => {
  built = await buildFolders(['core', 'agent/daemon']);
});
afterAll(() => built.remove());

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'felhom-journal-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

function call(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: 'ignore' });
}

/** This machine lets us do it; what is skipped is named at the end of the run. */
function can(program: string, ...args: string[]): boolean {
  try {
    call(program, ...args);
    return true;
  } catch {
    return false;
  }
}

const small = ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs'];

function mountable(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'felhom-mount-'));
  const mounted = can('mount', ...small, place);
  if (mounted) call('umount', place);
  rmSync(place, { recursive: true });
  return mounted;
}

const done = { outcome: 'succeeded' as const };

describe.skipIf(!mountable())('a file system of 256 KiB (needs root and `mount`)', () => {
  const limits = {
    reserveBytes: 96 << 10,
    resultBytes: 16 << 10,
    now: () => Date.now(),
    mask: (text: string) => text,
  };

  async function mounted(): Promise<string> {
    const folder = await newFolder();
    call('mount', ...small, folder);
    onTestFinished(() => call('umount', '--lazy', folder));
    return folder;
  }

  it('full by our own work: no result is lost, nothing is believed that is not whole, and it starts again', async () => {
    const folder = await mounted();
    const path = join(folder, 'commands.jsonl');
    const finished = new Set<string>();
    const refused = new Set<string>();
    for (let life = 0; life < 6; life += 1) {
      const { store, report } = await CommandStore.open({ ...limits, path });
      expect([report.damaged, report.missing]).toEqual([[], false]);
      expect(store.list('finished').map(({ id }) => id)).toEqual([...finished]);
      expect(store.recovery().toConclude).toEqual([]);
      for (let index = 0; index < 40; index += 1) {
        const id = `c${life}-${index}`;
        try {
          await store.accept(command(id, 'x'.repeat(400)));
          await store.run(id, { resume: 'none' }, async () => ({ ...done, value: 'y'.repeat(3000) }));
          finished.add(id);
        } catch (error) {
          expect(error).toBeInstanceOf(JournalFullError);
          refused.add(id);
        }
      }
      await store.close();
    }
    expect(finished.size).toBeGreaterThan(20);
    expect(refused.size).toBeGreaterThan(20);
  });

  it('full by somebody else, while five commands run: their results are kept, and new work is refused', async () => {
    const folder = await mounted();
    const path = join(folder, 'commands.jsonl');
    const { store } = await CommandStore.open({ ...limits, path, resultBytes: 8 << 10 });
    const ids = ['a', 'b', 'c', 'd', 'e'];
    for (const id of [...ids, 'waits']) await store.accept(command(id));
    for (const id of ids) await store.start(id, { resume: 'upid' });
    await expect(writeFile(join(folder, 'somebody-else'), Buffer.alloc(1 << 20, 1))).rejects.toMatchObject({
      code: 'ENOSPC',
    });
    await expect(store.accept(command('long', 'x'.repeat(9000)))).rejects.toBeInstanceOf(JournalFullError);
    await Promise.all(ids.map((id) => store.finish(id, { ...done, value: 'y'.repeat(7000) })));
    // A short record might still find room, but the reserve is not whole any more.
    await expect(store.accept(command('new'))).rejects.toBeInstanceOf(JournalFullError);
    await expect(store.start('waits', { resume: 'none' })).rejects.toBeInstanceOf(JournalFullError);
    await store.close();
    // It starts on the full disk, too; a journal that was never there does so as well.
    const { store: again } = await CommandStore.open({ ...limits, path });
    expect(again.list('finished').map(({ id }) => id)).toEqual(ids);
    expect(again.recovery().runnable.map(({ id }) => id)).toEqual(['waits']);
    const { store: other } = await CommandStore.open({ ...limits, path: join(folder, 'other.jsonl') });
    await expect(other.accept(command('new'))).rejects.toBeInstanceOf(JournalFullError);
    await other.close();
    await rm(join(folder, 'somebody-else'));
    await again.compact();
    await again.start('waits', { resume: 'none' });
    await again.close();
  });
});

describe.skipIf(!can('strace', '-o', '/dev/null', 'true'))('the order of system calls (needs strace)', () => {
  /** What the child did to files and what it said, in order. */
  async function traced(source: string): Promise<string[]> {
    const folder = await newFolder();
    const trace = join(folder, 'trace');
    const child = startChild(source.replaceAll('FOLDER', folder).replaceAll('BUILT', built.href), trace);
    await child.rest();
    const text = await readFile(trace, 'utf8');
    // A call that another thread interrupts stands in two lines: it is over at the second one.
    const begun = new Map<string, string>();
    const calls = text.split('\n').flatMap((line) => {
      const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
      if (rest.endsWith('<unfinished ...>')) {
        begun.set(thread, rest.slice(0, -'<unfinished ...>'.length));
        return [];
      }
      const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
      return [resumed === undefined ? rest : `${begun.get(thread) ?? ''}${resumed}`];
    });
    const journal = calls.find((call) => call.startsWith('openat') && call.includes('/commands.jsonl"'));
    const fd = /= (\d+)$/.exec(journal ?? '')?.[1] ?? 'none';
    return calls.flatMap((call) => {
      const record = new RegExp(
        `^(?:pwrite64|write|pwritev|writev)\\(${fd},.*?\\\\"d\\\\":\\{?\\\\?"?(.*?)\\\\"[,}]`,
      ).exec(call);
      if (record !== null)
        return [`write ${/\\"t\\":\\"(\w+)/.exec(call)?.[1] ?? /\\"d\\":(\d+)/.exec(call)?.[1]}`];
      if (new RegExp(`^(?:fdatasync|fsync)\\(${fd}\\) += 0`).test(call)) return ['sync'];
      const said = /^write\(1, "(.*?)\\n"/.exec(call)?.[1];
      return said === undefined ? [] : [said];
    });
  }

  it('write, fdatasync, and only then does append resolve', async () => {
    const steps = await traced(`
      import { writeSync } from 'node:fs';
      const { Journal } = await import('BUILT/agent/daemon/journal.js');
      const { journal } = await Journal.open('FOLDER/state/commands.jsonl', { reserveBytes: 0 });
      writeSync(1, 'open\\n');
      for (const n of [1, 2, 3]) {
        await journal.append({ t: 'r' + n }, 'work');
        writeSync(1, 'resolved ' + n + '\\n');
      }`);
    expect(steps.slice(steps.indexOf('open') + 1)).toEqual(
      [1, 2, 3].flatMap((n) => [`write r${n}`, 'sync', `resolved ${n}`]),
    );
  });

  it('the start is synced before the effect, and the result before it is offered', async () => {
    const steps = await traced(`
      import { writeSync } from 'node:fs';
      const { CommandStore } = await import('BUILT/agent/daemon/command-store.js');
      const now = () => 1;
      const { store } = await CommandStore.open({ path: 'FOLDER/state/commands.jsonl', mask: (text) => text, now });
      const say = (text) => writeSync(1, text + '\\n');
      say('open');
      await store.accept({ id: 'a', bytes: Buffer.from('x'), issuedAt: 1, expiresAt: 2 });
      say('accepted');
      const { resultDigest } = await store.run('a', { resume: 'none' }, async () => {
        say('effect');
        return { outcome: 'succeeded' };
      });
      say('offered ' + store.page().results.length);
      await store.ack('a', resultDigest);
      say('forgotten');`);
    expect(steps.slice(steps.indexOf('open') + 1)).toEqual([
      ...['write accepted', 'sync', 'accepted'],
      ...['write started', 'sync', 'effect'],
      ...['write finished', 'sync', 'offered 1'],
      ...['write acked', 'sync', 'forgotten'],
    ]);
  });
});

describe('killed again and again', () => {
  it('a child that appends: all that it called kept is there, in its order, and nothing else', async () => {
    const folder = await newFolder();
    const path = join(folder, 'state', 'commands.jsonl');
    const source = `
      import { writeSync } from 'node:fs';
      const { Journal } = await import('${built.href}/agent/daemon/journal.js');
      const { journal, items } = await Journal.open('${path}', { reserveBytes: 8192 });
      let n = items.length;
      writeSync(1, 'open ' + n + '\\n');
      const more = async () => {
        for (;;) {
          const mine = n++;
          await journal.append({ mine, text: 'x'.repeat(mine % 5000) }, 'work');
          writeSync(1, mine + '\\n');
        }
      };
      await Promise.all([more(), more(), more()]);`;
    const random = randomFrom(11);
    const sure = new Set<number>();
    for (let round = 0; round < 15; round += 1) {
      const child = startChild(source);
      expect(await child.next()).toMatch(/^open/);
      const wanted = 1 + random(30);
      for (let count = 0; count < wanted; count += 1) sure.add(Number(await child.next()));
      await child.kill();
      for (const line of await child.rest()) sure.add(Number(line));
      const { journal, items, report } = await Journal.open(path, { reserveBytes: 0 });
      await journal.close();
      expect([report.damaged, items.filter((item) => 'gap' in item)]).toEqual([[], []]);
      const there = items.flatMap((item) =>
        'record' in item ? [item.record.data as { mine: number; text: string }] : [],
      );
      expect(there.every(({ mine, text }) => text === 'x'.repeat(mine % 5000))).toBe(true);
      const numbers = there.map(({ mine }) => mine);
      expect([...sure].filter((mine) => !numbers.includes(mine))).toEqual([]);
      expect(new Set(numbers).size).toBe(numbers.length);
    }
    expect(sure.size).toBeGreaterThan(100);
  }, 120_000);

  it('a child that runs commands, compacts and audits: nothing runs twice, and no success is lost or made up', async () => {
    const folder = await newFolder();
    const state = join(folder, 'state');
    const source = `
      import { appendFileSync, writeSync } from 'node:fs';
      const { CommandStore } = await import('${built.href}/agent/daemon/command-store.js');
      const { AuditLog } = await import('${built.href}/agent/daemon/audit-log.js');
      const say = (text) => writeSync(1, text + '\\n');
      const mask = (text) => text;
      const { store } = await CommandStore.open({
        path: '${state}/commands.jsonl', mask, now: () => 1, compactBytes: 4000, tombstoneMs: 0, reserveBytes: 1 << 20,
      });
      const audit = await AuditLog.open({
        folder: '${state}/audit', anchor: '${state}/audit.anchor', mask, fileBytes: 4000, reserveBytes: 8192,
      });
      const run = async (id) => {
        await audit.append({ at: 1, event: 'decision', agent: 'x', action: 'echo', command: id });
        const { resultDigest } = await store.run(id, { resume: 'none' }, async () => {
          appendFileSync('${folder}/effects', id + '\\n');
          return { outcome: 'succeeded' };
        });
        say('done ' + id);
        if (id.endsWith('0')) await store.ack(id, resultDigest);
        await store.expire();
      };
      say('open');
      const { runnable, toConclude } = store.recovery();
      for (const { entry } of toConclude) await store.finish(entry.id, { outcome: 'interrupted' });
      for (const { id } of runnable) await run(id);
      for (let index = 0; index < 400; index += 1) {
        const id = 'c' + index;
        const { kind } = await store.accept({ id, bytes: Buffer.from(id), issuedAt: 1, expiresAt: 9 });
        if (kind === 'accepted') await run(id);
        else if (kind !== 'known') say('bad ' + kind);
      }
      say('all');`;
    const random = randomFrom(12);
    const succeeded = new Set<string>();
    let kills = 0;
    for (let round = 0; round < 14; round += 1) {
      const child = startChild(source);
      expect(await child.next()).toBe('open');
      const heard: (string | undefined)[] = [];
      for (let count = 1 + random(25); count > 0; count -= 1) heard.push(await child.next());
      await child.kill();
      heard.push(...(await child.rest()));
      kills += 1;
      for (const line of heard) if (line?.startsWith('done ') === true) succeeded.add(line.slice(5));
      expect(heard.filter((line) => line?.startsWith('bad'))).toEqual([]);
    }
    const effects = (await readFile(join(folder, 'effects'), 'utf8')).trim().split('\n');
    expect(new Set(effects).size).toBe(effects.length);
    const { store } = await CommandStore.open({
      path: join(state, 'commands.jsonl'),
      mask: (text) => text,
      now: () => 1,
    });
    for (const id of succeeded) expect(store.get(id)?.result?.outcome).toBe('succeeded');
    for (const { id, result } of store.list())
      if (result?.outcome === 'succeeded') expect(effects).toContain(id);
    expect(store.list().filter(({ result }) => result?.outcome === 'interrupted').length).toBeLessThanOrEqual(
      kills,
    );
    await store.close();
    const names = (await readdir(join(state, 'audit'))).filter((name) => name.endsWith('.jsonl'));
    const verdict = await verifyAudit(
      names.map((name) => join(state, 'audit', name)),
      { anchor: join(state, 'audit.anchor') },
    );
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.records).toBeGreaterThanOrEqual(effects.length);
    const log = await AuditLog.open({
      folder: join(state, 'audit'),
      anchor: join(state, 'audit.anchor'),
      mask: (text) => text,
    });
    expect(log.head.n).toBe(verdict.last?.n);
    await log.close();
  }, 120_000);
});
