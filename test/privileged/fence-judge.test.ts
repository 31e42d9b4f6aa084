import { describe, expect, it } from 'vitest';
import { escapeOf } from '../../scripts/fence/judge.mjs';

const good = {
  binary: '/usr/bin/mount',
  argv: ['-t', 'ext4', '-o', 'ro,nosuid,uid=5', '/dev/sda1', '/mnt/backup', 'a note'],
};
const allowed = { texts: [6], parts: ['sync'], roots: ['/mnt'] };
const withWord = (index: number, word: string) => ({ ...good, argv: good.argv.with(index, word) });

describe('the judge of npm run fence', () => {
  it.each<[number, string]>([
    [4, '/dev/sdb2'],
    [5, '/mnt/other'],
    [3, 'ro,nosuid'],
    [3, 'rw,nosuid,uid=7,sync'],
    [6, 'anything, $(even) a=b'],
  ])('lets argument %i be %s', (index, word) => {
    expect(escapeOf(withWord(index, word), good, allowed)).toBeUndefined();
  });

  it.each<[number, string, string]>([
    [0, '-x', 'is an option of its own'],
    [1, '--bind', 'looks like an option'],
    [1, 'ext4\n', 'has control characters'],
    [1, 'ext\u202e4', 'has control characters'],
    [1, 'ext4\0', 'has a NUL byte'],
    [6, 'a\0b', 'has a NUL byte'],
    [6, '-rf', 'looks like an option'],
    [1, 'x'.repeat(5_000), 'is too long'],
    [1, '\ud800', 'is no text'],
    [3, 'ro,nosuid,uid=5,suid', 'suid, which a good one has not'],
    [3, 'ro,nosuid,uid=5,uid=0', 'uid=0, which a good one has not'],
    [3, 'ro,nosuid,uid=5,gid=0', 'gid=0, which a good one has not'],
    [1, 'ext4,suid', 'suid, which a good one has not'],
    [5, '/mnt/../etc', 'leads upwards'],
    [5, '/etc', 'left its folder'],
    [4, 'sda1', 'is no absolute path any more'],
  ])('catches argument %i as %j', (index, word, why) => {
    expect(escapeOf(withWord(index, word), good, allowed)).toContain(why);
  });

  it('catches another program, and other arguments', () => {
    expect(escapeOf({ ...good, binary: '/bin/sh' }, good, allowed)).toContain('another program');
    expect(escapeOf({ ...good, argv: [...good.argv, 'x'] }, good, allowed)).toContain(
      '8 arguments in place of 7',
    );
    expect(escapeOf({ ...good, argv: good.argv.slice(1) }, good, allowed)).toContain('6 arguments');
  });
});
