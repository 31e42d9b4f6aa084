import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AuditAnchor } from '~/agent/daemon/audit-anchor.js';
import { type AuditFields, auditHeader, auditLine } from '~/agent/daemon/audit-lines.js';
import { AuditLog, type AuditLogOptions } from '~/agent/daemon/audit-log.js';
import { verifyAudit, verifyChain } from '~/agent/daemon/audit-verify.js';
import { JournalFullError, StateError } from '~/agent/daemon/errors.js';
import { seal } from '~/agent/daemon/sealed-line.js';
import { run } from '~/cli/run.js';
import { Terminal } from '../terminal.js';
import { flipped, randomFrom } from './damage.js';
import { DiskError, MemoryDisk } from './memory-disk.js';

const folder = '/state/audit';
const anchor = '/state/audit.anchor';

function open(disk: MemoryDisk, more: Partial<AuditLogOptions> = {}) {
  return AuditLog.open({ folder, anchor, mask: (text) => text, files: disk, reserveBytes: 0, ...more });
}

function event(index: number, more: Partial<AuditFields> = {}): AuditFields {
  return {
    at: index,
    event: 'decision',
    agent: 'pve1',
    action: 'guest.power',
    command: `c${index}`,
    ...more,
  };
}

function filesOf(disk: MemoryDisk) {
  return disk
    .paths()
    .filter((path) => path.endsWith('.jsonl'))
    .map((path) => ({ path, bytes: disk.get(path) }));
}

function verdictOf(disk: MemoryDisk, withAnchor = true) {
  return verifyChain(filesOf(disk), withAnchor ? { path: anchor, bytes: disk.get(anchor) } : undefined);
}

/** A log of three files. */
async function written(count = 30): Promise<MemoryDisk> {
  const disk = new MemoryDisk();
  const log = await open(disk, { fileBytes: 3000 });
  for (let index = 0; index < count; index += 1) await log.append(event(index));
  await log.close();
  return disk;
}

describe('the audit log', () => {
  it('is a chain through several files and restarts', async () => {
    const disk = await written(20);
    const log = await open(disk, { fileBytes: 3000 });
    expect(log.head.n).toBe(20);
    await Promise.all(Array.from({ length: 10 }, (_, index) => log.append(event(20 + index))));
    expect(filesOf(disk).length).toBeGreaterThan(2);
    expect(verdictOf(disk)).toEqual({
      ok: true,
      records: 30,
      first: 1,
      last: log.head,
      broken: undefined,
      torn: 0,
      anchor: log.head,
    });
    // The later files alone are a chain, too, and say where they begin.
    const later = filesOf(disk).slice(1);
    expect(verifyChain(later)).toMatchObject({ ok: true, records: 30 - (verifyChain(later).first ?? 0) + 1 });
  });

  it('notices every changed bit', async () => {
    const disk = await written();
    const files = filesOf(disk);
    const random = randomFrom(5);
    for (let round = 0; round < 1500; round += 1) {
      const which = random(files.length);
      const broken = files.map(({ path, bytes }, index) => ({
        path,
        bytes: index === which ? flipped(bytes, random(bytes.length * 8)) : bytes,
      }));
      const whole = verifyChain(broken, { path: anchor, bytes: disk.get(anchor) });
      // The newline at the very end is no part of a record; what is there is whole, or torn.
      const last = broken.at(-1)?.bytes.at(-1) !== 10 && which === files.length - 1;
      if (whole.ok && !last) expect({ round, which }).toBeUndefined();
    }
  });

  const lines = (text: Buffer) => text.toString('latin1').split(/(?<=\n)/);
  const changes: [string, (lines: string[]) => string[], string][] = [
    ['a line taken out', (all) => all.filter((_, index) => index !== 3), 'removed'],
    ['two lines swapped', ([a = '', b = '', c = '', ...rest]) => [a, c, b, ...rest], 'moved'],
    ['a line twice', ([a = '', b = '', ...rest]) => [a, b, b, ...rest], 'moved'],
    ['the first line taken away', ([, ...rest]) => rest, 'headless'],
    ['bytes of a line', ([a = '', b = '', ...rest]) => [a, b.replace('pve1', 'pve2'), ...rest], 'changed'],
    ['the end of a file that is not the last', (all) => all.slice(0, -1), 'removed'],
    ['half of the last line', (all) => [...all.slice(0, -1), all.at(-1)?.slice(0, 30) ?? ''], 'changed'],
  ];

  it.each(changes)('notices %s', async (_, change, why) => {
    const files = filesOf(await written());
    const first = files[0];
    if (first === undefined) throw new Error('no files');
    first.bytes = Buffer.from(change(lines(first.bytes)).join(''), 'latin1');
    expect(verifyChain(files)).toMatchObject({ ok: false, broken: { why } });
  });

  it('notices a record that was written anew, with its hash', async () => {
    const files = filesOf(await written());
    const [header = '', one = '', , ...rest] = lines(files[0]?.bytes ?? Buffer.alloc(0));
    const { prev, hash } = JSON.parse(one);
    const forged = auditLine({ n: 1, hash }, JSON.stringify(event(1, { requester: 'nobody' }))).line;
    expect(prev).toMatch(/^0{64}$/);
    const bytes = Buffer.from([header, one, forged.toString('latin1'), ...rest].join(''), 'latin1');
    const verdict = verifyChain([{ path: 'x', bytes }, ...files.slice(1)]);
    expect(verdict.broken).toEqual({ file: 'x', line: 4, n: 3, why: 'replaced' });
  });

  it('knows by its anchor alone that the end is missing, or that all of it is another log', async () => {
    const disk = await written();
    const whole = filesOf(disk);
    const last = whole.at(-1);
    const cut = [
      ...whole.slice(0, -1),
      {
        path: 'cut',
        bytes: Buffer.from(
          lines(last?.bytes ?? Buffer.alloc(0))
            .slice(0, -1)
            .join(''),
        ),
      },
    ];
    const at = { path: anchor, bytes: disk.get(anchor) };
    expect(verifyChain(cut).ok).toBe(true);
    expect(verifyChain(cut, at).broken).toMatchObject({ n: 30, why: 'truncated' });
    const other = new MemoryDisk();
    const log = await open(other);
    for (let index = 0; index < 40; index += 1) await log.append(event(index, { agent: 'pve2' }));
    expect(verifyChain(filesOf(other), at).broken).toMatchObject({ n: 30, why: 'rewritten' });
    expect(() => verifyChain(whole, { path: 'x', bytes: Buffer.from('no') })).toThrow(StateError);
  });

  it('goes on behind what is broken or lost, so that it stays to be seen', async () => {
    const disk = await written();
    const files = filesOf(disk);
    const last = files.at(-1);
    if (last === undefined) throw new Error('no files');
    const losses = {
      changed: flipped(last.bytes, (last.bytes.length - 90) * 8),
      removed: Buffer.from(lines(last.bytes).slice(0, -1).join('')),
    };
    for (const [why, bytes] of Object.entries(losses)) {
      const after = MemoryDisk.of(
        Object.fromEntries([...files, { path: last.path, bytes }].map((each) => [each.path, each.bytes])),
      );
      after.put(anchor, disk.get(anchor));
      const log = await open(after);
      expect(log.head.n).toBe(30);
      await log.append(event(30));
      expect(verdictOf(after)).toMatchObject({ ok: false, broken: { why } });
      expect(verdictOf(after).last?.n).toBe(31);
    }
  });

  it('a power cut at any moment leaves a whole chain with all that was resolved', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(90), fc.nat(), fc.boolean(), async (stop, seed, anchored) => {
        const random = randomFrom(seed);
        const disk = new MemoryDisk();
        let left: MemoryDisk | undefined;
        disk.before = (_, index) => {
          if (index === stop) left ??= disk.crash(random);
          return left === undefined ? undefined : new DiskError('EIO');
        };
        let sure = 0;
        try {
          const log = await open(disk, { fileBytes: 900 });
          for (let index = 0; index < 20; index += 1) {
            await log.append(event(index));
            if (left === undefined) sure = index + 1;
          }
        } catch (error) {
          expect(error).toBeInstanceOf(StateError);
        }
        const after = left ?? disk.crash(random);
        // An old anchor, or none, does no harm.
        if (!anchored) after.put(anchor, Buffer.alloc(0));
        const log = await open(after, { fileBytes: 900 });
        expect(log.head.n).toBeGreaterThanOrEqual(sure);
        await log.append(event(99));
        const verdict = verdictOf(after);
        // A line of which blocks are missing was no record yet, and looks like one that was changed.
        if (verdict.broken !== undefined) {
          expect(verdict.broken.why).toBe('changed');
          expect(left).toBeDefined();
        }
        expect(verdict.records).toBeGreaterThanOrEqual(sure + 1);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps an anchor that is whole at any moment', async () => {
    const disk = new MemoryDisk();
    const head = (n: number) => ({ n, hash: String(n).repeat(64).slice(0, 64) });
    for (let n = 1; n <= 5; n += 1) {
      const { anchor: one, head: before } = await AuditAnchor.open(disk, anchor);
      expect(before).toEqual(n === 1 ? undefined : head(n - 1));
      await one.set(head(n));
    }
    const bytes = disk.get(anchor);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const broken = MemoryDisk.of({ [anchor]: flipped(bytes, bit) });
      const read = (await AuditAnchor.open(broken, anchor)).head;
      if (read?.n !== 5 && read?.n !== 4) expect({ bit, read }).toBeUndefined();
    }
  });

  it('masks, cuts long texts, and refuses fields that it does not know', async () => {
    const disk = new MemoryDisk();
    const log = await open(disk, { mask: (text) => text.replaceAll('canary', '***') });
    await log.append(event(1, { reason: `a canary ${'x'.repeat(2000)}`, approvers: ['canary'] }));
    await expect(log.append({ ...event(2), output: 'x' } as AuditFields)).rejects.toMatchObject({
      code: 'PVE_PARAMS',
    });
    const text = filesOf(disk)[0]?.bytes.toString() ?? '';
    expect(text).not.toContain('canary');
    expect(JSON.parse(text.split('\n')[1] ?? '').d).toMatchObject({ approvers: ['***'] });
    expect(JSON.parse(text.split('\n')[1] ?? '').d.reason).toHaveLength(1000);
    expect(text.split('\n')).toHaveLength(3);
  });

  it('on a full disk refuses decisions, and keeps outcomes', async () => {
    const disk = new MemoryDisk();
    const log = await open(disk, { reserveBytes: 30_000 });
    await log.append(event(1));
    disk.capacity = disk.used;
    await expect(log.append(event(2))).rejects.toThrow(JournalFullError);
    await log.append(event(1, { event: 'outcome', outcome: 'succeeded', durationMs: 5 }));
    expect(verdictOf(disk)).toMatchObject({ ok: true, records: 2 });
  });

  it('refuses a file of another release', async () => {
    const foreign = seal(
      `{"felhom":"audit","version":2,"first":1,"prev":"${'0'.repeat(64)}"}`,
      'hash',
      64,
    ).line;
    const disk = MemoryDisk.of({ [`${folder}/audit-000000000001.jsonl`]: foreign });
    await expect(open(disk)).rejects.toThrow('written by another release');
    expect(() => verdictOf(disk, false)).toThrow(StateError);
    expect(auditHeader({ n: 0, hash: '0'.repeat(64) }).toString()).toContain('"version":1');
  });
});

describe('felhom-agent audit verify', () => {
  async function onDisk() {
    const place = await mkdtemp(join(tmpdir(), 'felhom-audit-'));
    onTestFinished(() => rm(place, { recursive: true }));
    const at = join(place, 'audit.anchor');
    const log = await AuditLog.open({
      folder: join(place, 'audit'),
      anchor: at,
      mask: (text) => text,
      fileBytes: 2000,
      reserveBytes: 4096,
    });
    for (let index = 0; index < 12; index += 1) await log.append(event(index));
    await log.close();
    const names = (await readdir(join(place, 'audit'))).filter((name) => name.endsWith('.jsonl'));
    return { at, files: names.map((name) => join(place, 'audit', name)) };
  }

  it('tells that the chain is whole, and how far it goes', async () => {
    const { at, files } = await onDisk();
    expect(((await stat(at)).mode & 0o777).toString(8)).toBe('600');
    const terminal = new Terminal({ env: {} });
    expect(await run(['audit', 'verify', ...files, '--anchor', at], terminal)).toBe(0);
    expect(terminal.out).toMatch(/^audit: whole, records 1 to 12$/m);
    expect(terminal.out).toMatch(/^anchor: record 12 is there, as it was$/m);
    const without = new Terminal({ env: {} });
    expect(await run(['audit', 'verify', ...files], without)).toBe(0);
    expect(without.out).toMatch(
      /^no anchor given: records that are missing at the end would not be noticed/m,
    );
    expect((await verifyAudit(files.reverse(), { anchor: at })).ok).toBe(true);
  });

  it('names the first broken place, as text and as JSON, and exits with 1', async () => {
    const { at, files } = await onDisk();
    const first = files[0] ?? '';
    await writeFile(first, (await readFile(first, 'utf8')).replace('"c2"', '"c9"'));
    const terminal = new Terminal({ env: {} });
    expect(await run(['audit', 'verify', ...files, '--anchor', at], terminal)).toBe(1);
    expect(terminal.out).toContain(`audit: BROKEN at ${first}:4: this line was changed after it was written`);
    const json = new Terminal({ env: {} });
    expect(await run(['audit', 'verify', ...files, '--json'], json)).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      exitCode: 1,
      ok: false,
      broken: { line: 4, why: 'changed' },
    });
  });

  it('says what it needs', async () => {
    for (const args of [
      ['audit'],
      ['audit', 'verify'],
      ['audit', 'check', 'x'],
      ['audit', 'verify', 'x', '--vmid', '1'],
    ]) {
      const terminal = new Terminal({ env: {} });
      expect(await run(args, terminal)).toBe(2);
    }
    const terminal = new Terminal({ env: {} });
    expect(await run(['audit', 'verify', '/nonexistent'], terminal)).toBe(1);
    expect(terminal.err).toContain('/nonexistent: cannot be read (ENOENT)');
  });
});
