import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import * as ids from '~/core/ids.js';

const long = (length: number) => 'a'.repeat(length);

/** What fits the grammars of pve-common src/PVE/JSONSchema.pm, and what comes close. */
const cases: { name: string; schema: z.ZodType; good: unknown[]; bad: unknown[] }[] = [
  {
    name: 'node',
    schema: ids.node,
    good: ['pve1', 'a', '1', 'node-b2', 'A-1-b'],
    bad: ['', '-a', 'a-', 'a_b', 'a.b', 'a/b', 'a b', '..', 'pve1\n', 'pvé', 1],
  },
  {
    name: 'vmid',
    schema: ids.vmid,
    good: [100, 999_999_999],
    bad: [99, 0, -100, 1_000_000_000, 100.5, Number.NaN, '100', null],
  },
  {
    name: 'storage',
    schema: ids.storage,
    good: ['local', 'local-lvm', 'a1', 'Nfs_b.k9'],
    bad: ['', 'a', '1a', 'a-', 'a.', 'a/b', 'a:b', 'local\n', '-ab'],
  },
  {
    name: 'volume',
    schema: ids.volume,
    good: ['local:iso/x.iso', 'local:8', 'pbs:backup/ct/100/2026-01-02T03:04:05Z', 'local:iso/ß ☃.iso'],
    bad: ['', 'local', 'local:', ':x', '/dev/sda', 'a:x', 'local:x\n', 'local:\0', 'local:x\u0085', 8],
  },
  {
    name: 'snapname',
    schema: ids.snapname,
    good: ['s1', 'before-upgrade_2', `s${long(39)}`],
    bad: ['', 's', '1s', 'a b', 'current', 'vzdump', 'a/b', 'a.b', `s${long(40)}`, 's1\n'],
  },
  {
    name: 'upid',
    schema: ids.upid,
    good: ['UPID:n:000001E5:00024E96:6B00632D:vzstart:100:a@pam!t1:'],
    bad: ['', 'UPID:', 'UPID:n:000001E5:00024E96:6B00632D:vzstart:100:a@pam!t1', 5],
  },
];

describe.each(cases)('the id of a $name', ({ schema, good, bad }) => {
  it.each(good)('may be %j', (value) => {
    expect(schema.parse(value)).toBe(value);
  });

  it.each(bad)('may not be %j', (value) => {
    expect(schema.safeParse(value).success).toBe(false);
  });

  it('says what is expected, and not what was given', () => {
    const { error } = schema.safeParse('Passw0rd=/../');
    expect(error?.issues[0]?.message).toMatch(/^not a /);
    expect(JSON.stringify(error?.issues)).not.toContain('Passw0rd');
  });
});
