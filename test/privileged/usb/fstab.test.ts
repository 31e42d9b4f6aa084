import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, parseFstab, withEntry, withoutEntry } from '~/privileged/usb/fstab.js';
import { newProblems, parseVerdict } from '~/privileged/usb/fstab-verify.js';

const entry = {
  uuid: '1A2B-3C4D',
  target: '/mnt/usb',
  type: 'vfat',
  options: ['rw', 'nosuid', 'nofail', 'x-systemd.device-timeout=10s'],
};
const line = 'UUID=1A2B-3C4D /mnt/usb vfat rw,nosuid,nofail,x-systemd.device-timeout=10s 0 0';
const block = `# felhom-usb UUID=1A2B-3C4D\n${line}\n`;

// Bytes, with what matters in such a file more often than by chance.
const piece = fc.oneof(
  fc.constantFrom(
    '\n',
    '\r\n',
    '#',
    ' ',
    '\t',
    'UUID=',
    '1A2B-3C4D',
    '/mnt/usb',
    ' ext4 defaults 0 0',
    '\\040',
  ),
  fc.constantFrom('# felhom-usb UUID=1A2B-3C4D', '# felhom-usb UUID=ffff-0000', 'LABEL=x /srv ext4 ro 0 0\n'),
  fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);
const anyFile = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
const anyEntry = fc.record({
  uuid: fc.constantFrom('1A2B-3C4D', 'ffff-0000', '11111111-2222-4333-8444-555555555501'),
  target: fc.stringMatching(/^\/[ -~\u00e0-\u00ff]{1,12}$/),
  type: fc.constantFrom('vfat', 'ext4'),
  options: fc.constant(['rw', 'nofail']),
});

describe('the file of mounts', () => {
  it('gets a marked entry, at its end', () => {
    expect(withEntry('# mine\n', entry)).toBe(`# mine\n${block}`);
    expect(withEntry('', entry)).toBe(block);
  });

  it('without an end of the last line stays so, and comes back byte for byte', () => {
    const text = 'LABEL=x /srv ext4 ro 0 0';
    expect(withEntry(text, entry)).toBe(`${text}\n${block.trimEnd()}`);
    expect(withoutEntry(withEntry(text, entry), entry.uuid)).toBe(text);
  });

  it('has the entry changed in its place', () => {
    const text = `a\n${block}LABEL=x /srv ext4 ro 0 0\r\n`;
    const next = withEntry(text, { ...entry, options: ['ro'] });
    expect(next).toBe(text.replace('rw,nosuid,nofail,x-systemd.device-timeout=10s', 'ro'));
  });

  it('keeps the end of a line that an editor of Windows gave it', () => {
    const text = block.replaceAll('\n', '\r\n');
    expect(withEntry(text, entry)).toBe(text);
    expect(withEntry(text, { ...entry, options: ['ro'] })).toMatch(/ ro 0 0\r\n$/);
    expect(withoutEntry(text, entry.uuid)).toBe('');
  });

  it('is left with one entry where it had two of ours', () => {
    expect(withEntry(`${block}x\n${block}`, entry)).toBe(`${block}x\n`);
    expect(withoutEntry(`${block}x\n${block}`, entry.uuid)).toBe('x\n');
  });

  it('knows an entry of others by its UUID, however it is written', () => {
    const lines = [
      'UUID=1A2B-3C4D /a vfat defaults',
      'UUID="1A2B-3C4D" /b vfat',
      '  /dev/disk/by-uuid/1A2B-3C4D\t/c\\040d vfat ro 0 0',
      'LABEL=1A2B-3C4D /e vfat',
      '# UUID=1A2B-3C4D /f vfat',
      'garbage',
    ];
    expect(
      parseFstab(lines.join('\n')).map(({ at, uuid, target, ours }) => [at, uuid, target, ours]),
    ).toEqual([
      [0, '1A2B-3C4D', '/a', false],
      [1, '1A2B-3C4D', '/b', false],
      [2, '1A2B-3C4D', '/c d', false],
      [3, undefined, '/e', false],
    ]);
    for (const foreign of lines) expect(withoutEntry(foreign, entry.uuid)).toBe(foreign);
  });

  it('whatever it holds, lines make up the whole, and nothing of others is touched', () => {
    fc.assert(
      fc.property(anyFile, anyEntry, (text, given) => {
        expect(linesOf(text).join('')).toBe(text);
        const next = withEntry(text, given);
        // Twice is once.
        expect(withEntry(next, given)).toBe(next);
        const ours = parseFstab(next).filter((each) => each.ours && each.uuid === given.uuid);
        expect(ours).toHaveLength(1);
        expect(Buffer.from(ours[0]?.target ?? '', 'latin1').toString()).toBe(given.target);
        // What is left without our entries is the same before and after.
        const rest = withoutEntry(text, given.uuid);
        expect(withoutEntry(next, given.uuid)).toBe(rest);
        const others = (all: string) =>
          parseFstab(all).filter((each) => !(each.ours && each.uuid === given.uuid));
        expect(others(next).map(({ at: _at, ...each }) => each)).toEqual(
          others(text).map(({ at: _at, ...each }) => each),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('without an entry of ours comes back byte for byte once it is put in and taken out', () => {
    fc.assert(
      fc.property(anyFile, anyEntry, (text, given) => {
        fc.pre(!parseFstab(text).some((each) => each.ours && each.uuid === given.uuid));
        expect(withoutEntry(withEntry(text, given), given.uuid)).toBe(text);
        expect(withoutEntry(text, given.uuid)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what findmnt --verify says', () => {
  const said = (stdout: string, stderr: string, exitCode: number | undefined = 1) =>
    parseVerdict({ exitCode, stdout, stderr });
  const summary = '\n0 parse errors, 1 error, 0 warnings\n';

  it('is compared with what it said before', () => {
    const old = said('/a\n   [E] unreachable on boot required source: UUID=x\n   [W] something\n', summary);
    expect(old).toEqual({ crashed: false, problems: ['/a: unreachable on boot required source: UUID=x'] });
    const next = said(
      '/a\n   [E] unreachable on boot required source: UUID=x\n/mnt/usb\n   [E] target is not a directory\n',
      summary,
    );
    expect(newProblems(old, next, '/mnt/usb')).toEqual(['/mnt/usb: target is not a directory']);
    expect(newProblems(old, old, '/mnt/usb')).toEqual([]);
  });

  it('counts lines that it cannot parse, wherever they are', () => {
    const one = said(
      '',
      'findmnt: f: parse error at line 2 -- ignored\n\n1 parse error, 0 errors, 0 warnings\n',
    );
    const two = said(
      '',
      'findmnt: f: parse error at line 2 -- ignored\nfindmnt: f: parse error at line 4 -- ignored\n',
    );
    expect(newProblems(one, one, '/')).toEqual([]);
    expect(newProblems(one, two, '/')).toEqual(['a line that cannot be parsed']);
  });

  it('allows the names that NTFS has, for our own entry', () => {
    const problem = '/mnt/usb\n   [E] ntfs3 does not match with on-disk ntfs\n';
    const none = { crashed: false, problems: [] };
    expect(newProblems(none, said(problem, summary), '/mnt/usb')).toEqual([]);
    expect(newProblems(none, said(problem, summary), '/mnt/other')).toHaveLength(1);
  });

  it('tells a crash, and an error without words', () => {
    expect(
      parseVerdict({
        exitCode: undefined,
        stdout: '',
        stderr: 'findmnt: f: parse error at line 1 -- ignored\n',
      }).crashed,
    ).toBe(true);
    expect(said('', '', 139).crashed).toBe(true);
    expect(said('', "findmnt: can't read /nope: No such file or directory\n").problems).toHaveLength(1);
    expect(said('Success, no errors or warnings detected\n', '', 0)).toEqual({
      crashed: false,
      problems: [],
    });
  });
});
