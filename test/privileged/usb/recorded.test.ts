import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blkid, lsblk } from '~/privileged/commands/block.js';
import { findmntVerify } from '~/privileged/commands/fstab.js';
import { mount, mounts, umount } from '~/privileged/commands/mount.js';
import { siteOf } from '~/privileged/site.js';
import { parseProbe } from '~/privileged/usb/blkid.js';
import { parseVerdict } from '~/privileged/usb/fstab-verify.js';
import { parseLsblk } from '~/privileged/usb/lsblk.js';
import { mountReason } from '~/privileged/usb/mount-reasons.js';
import { parseMounts } from '~/privileged/usb/mount-table.js';

interface Recorded {
  name: string;
  argv: string[];
  exitCode: number | null;
  signal?: string;
  stdout: string;
  stderr: string;
}
const read = (file: string): Recorded[] =>
  readFileSync(new URL(`../../fixtures/recorded-cli/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded);
const all = [...read('mount.jsonl'), ...read('cli.jsonl')];
const of = (group: string) => all.filter(({ name }) => name.startsWith(`${group}/`));
const ended = ({ exitCode, signal, stdout, stderr }: Recorded) => ({
  exitCode: exitCode ?? undefined,
  signal,
  ended: undefined,
  stdout,
  stderr,
  cut: false,
  durationMs: 1,
});
const site = siteOf();

describe('what real programs said', () => {
  // By what they were called for: the words of one case must not be in the table that judges them alone.
  const reasons: Readonly<Record<string, string>> = {
    'UUID-missing-nolc': 'missing-device',
    'UUID-missing-trixie': 'missing-device',
    'LABEL-missing': 'missing-device',
    'device-missing': 'missing-device',
    'fake-missing-uuid': 'missing-device',
    'fstab-all-missing-uuid': 'missing-device',
    'mountpoint-missing': 'mountpoint-missing',
    'mountpoint-missing-trixie': 'mountpoint-missing',
    'mountpoint-is-file': 'mountpoint-not-folder',
    'wrong-fstype-xfs-on-ext4': 'wrong-filesystem-or-option',
    'wrong-fstype-trixie': 'wrong-filesystem-or-option',
    'no-filesystem': 'wrong-filesystem-or-option',
    'no-filesystem-trixie': 'wrong-filesystem-or-option',
    'partitioned-whole-disk': 'wrong-filesystem-or-option',
    'partitioned-gpt-whole-disk': 'wrong-filesystem-or-option',
    'bad-option-xfs': 'wrong-filesystem-or-option',
    'bad-option-uid-on-ext4': 'wrong-filesystem-or-option',
    'bad-option-trixie': 'wrong-filesystem-or-option',
    'exfat-no-kernel-support': 'unknown-filesystem',
    'luks-direct': 'unknown-filesystem',
    'luks-direct-trixie': 'unknown-filesystem',
    'ntfs3-type': 'unknown-filesystem',
    'ext4-corrupt': 'corrupt',
    'as-non-root': 'not-root',
    'fstab-by-target-again': 'already-mounted',
    'fstab-target-garbage-trixie': 'not-in-fstab',
  };

  it('mount: every failure has its reason', () => {
    const command = mount({ device: '/dev/sdb1', mountpoint: '/mnt/x', driver: 'ext4', options: {} }, site);
    const failed = of('mount').filter((each) => each.exitCode !== 0);
    expect(Object.fromEntries(failed.map((each) => [each.name.slice(6), mountReason(each)]))).toEqual(
      Object.fromEntries(failed.map(({ name }) => [name.slice(6), reasons[name.slice(6)]])),
    );
    expect(failed.length).toBeGreaterThan(20);
    for (const each of of('mount')) {
      const why = command.failureOf(ended(each));
      if (each.exitCode === 0) expect(why).toBeUndefined();
      else expect(why).toBe(`${mountReason(each)} (exit code ${each.exitCode})`);
    }
  });

  it('umount: every failure has its reason', () => {
    const command = umount({ mountpoint: '/mnt/x' }, site);
    const said = of('umount').map((each) => [each.name, command.failureOf(ended(each))]);
    expect(Object.fromEntries(said)).toMatchObject({
      'umount/not-mounted': 'not-mounted (exit code 32)',
      'umount/plain-dir': 'not-mounted (exit code 32)',
      'umount/missing-path': 'mountpoint-missing (exit code 32)',
      'umount/as-non-root': 'not-root (exit code 32)',
    });
    expect(mountReason({ stdout: '', stderr: 'umount: /mnt: target is busy.\n' })).toBe('busy');
  });

  it('findmnt: nothing found is no failure, a crash is one', () => {
    const command = mounts({}, site);
    for (const each of of('findmnt').filter(({ argv }) => argv.includes('--json'))) {
      const why = command.failureOf(ended(each));
      if (each.signal !== undefined) expect(why).toBeDefined();
      else {
        expect([each.name, why]).toEqual([each.name, undefined]);
        const found = parseMounts(each.stdout);
        expect(found.length > 0).toBe(each.exitCode === 0);
        for (const { target } of found) expect(target).toMatch(/^\//);
      }
    }
  });

  it('findmnt --verify: as many problems as it counts itself', () => {
    const command = findmntVerify({ file: 'fstab' }, site);
    const cases = of('findmnt-verify');
    expect(cases.length).toBeGreaterThan(20);
    for (const each of cases) {
      const verdict = parseVerdict({ ...ended(each) });
      const [, lines, errors] = /^(\d+) parse errors?, (\d+) errors?,/m.exec(each.stderr) ?? [];
      if (each.signal !== undefined) {
        expect([each.name, verdict.crashed]).toEqual([each.name, true]);
        expect(command.failureOf(ended(each))).toContain('crashed');
      } else {
        expect([each.name, command.failureOf(ended(each))]).toEqual([each.name, undefined]);
        const counted = lines === undefined ? (each.exitCode ?? 0) : Number(lines) + Number(errors);
        expect([each.name, verdict.problems.length]).toEqual([each.name, counted]);
      }
    }
  });

  it('lsblk: every list that has the columns is read', () => {
    const command = lsblk({}, site);
    const lists = [...of('lsblk'), ...of('lsblk-udev')].filter(({ argv }) => argv.includes('-O'));
    expect(lists.length).toBeGreaterThan(3);
    for (const each of lists) {
      expect(command.failureOf(ended(each))).toBeUndefined();
      const names = [...each.stdout.matchAll(/"kname": "([^"]*)"/g)].map(([, name]) => name);
      expect(parseLsblk(each.stdout).map(({ kname }) => kname)).toEqual([...new Set(names)]);
    }
    for (const each of of('lsblk').filter(({ exitCode }) => exitCode !== 0))
      expect(command.failureOf(ended(each))).toBe(`exit code ${each.exitCode}`);
  });

  it('blkid: what it exports, nothing, and what it may not read', () => {
    const command = blkid({ device: '/dev/loop1' }, site);
    const exported = of('blkid').filter(({ argv }) => argv.includes('export'));
    expect(exported.length).toBeGreaterThan(15);
    for (const each of exported) {
      const why = command.failureOf(ended(each));
      expect([each.name, why]).toEqual([each.name, each.stderr === '' ? undefined : 'exit code 2']);
      const probe = parseProbe(ended(each));
      const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(each.stdout)?.[1];
      expect([probe.uuid, probe.fstype]).toEqual([value('UUID'), value('TYPE')]);
      expect(probe.label).toBe(value('LABEL')?.replace('\\', ''));
    }
    expect(parseProbe({ exitCode: 8, stdout: '' }).found).toBe('ambivalent');
    expect(
      command.failureOf(ended({ name: '', argv: [], exitCode: 4, stdout: '', stderr: 'usage' })),
    ).toBeDefined();
  });
});
