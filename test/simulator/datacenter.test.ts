import { describe, expect, it } from 'vitest';
import { Harness } from './harness.js';

type Row = Record<string, unknown>;
const jobs = '/cluster/backup';
const daily = { id: 'daily1', schedule: 'daily', vmid: '102,100', storage: 'local' };

describe('backup jobs', () => {
  it('are kept, changed and removed', async () => {
    const h = new Harness();
    const made = { ...daily, 'prune-backups': 'keep-last=3', bwlimit: 10 };
    expect((await h.call('full', 'POST', jobs, made)).body).toBe('{"data":null}');
    expect((await h.call('full', 'GET', `${jobs}/daily1`)).data).toEqual({
      id: 'daily1',
      type: 'vzdump',
      enabled: 1,
      schedule: 'daily',
      vmid: '102,100',
      storage: 'local',
      'prune-backups': { 'keep-last': '3' },
      bwlimit: '10',
    });
    await h.call('full', 'PUT', `${jobs}/daily1`, { enabled: 0, all: 1, exclude: 120, delete: 'bwlimit' });
    const [row] = (await h.call('readonly', 'GET', jobs)).data;
    expect(row).toMatchObject({
      enabled: 0,
      all: 1,
      exclude: '120',
      'next-run': Date.UTC(2026, 10, 21) / 1000,
    });
    expect(Object.keys(row)).not.toContain('vmid');
    expect(Object.keys(row)).not.toContain('bwlimit');
    expect((await h.call('full', 'DELETE', `${jobs}/daily1`)).body).toBe('{"data":null}');
    expect((await h.call('full', 'GET', `${jobs}/daily1`)).errors).toEqual({ id: "No such job 'daily1'" });
  });

  it('get a name where they have none', async () => {
    const h = new Harness();
    await h.call('full', 'POST', jobs, { schedule: 'weekly', all: 1 });
    expect((await h.call('full', 'GET', jobs)).data[0].id).toMatch(/^[0-9a-f]{8}-/);
  });

  it.each<[string, Record<string, string | number>, Record<string, string>]>([
    ['no schedule', { vmid: 100 }, { schedule: "neither 'starttime' nor 'schedule' were set" }],
    ['no guest', { schedule: 'daily' }, { vmid: 'property is missing' }],
    ['two choices', { schedule: 'daily', vmid: 100, all: 1 }, { all: "option conflicts with option 'vmid'" }],
    [
      'a choice and an exception',
      { schedule: 'daily', vmid: 100, exclude: 101 },
      { all: "option conflicts with option 'vmid'" },
    ],
    [
      'a script',
      { schedule: 'daily', vmid: 100, script: '/x' },
      { script: 'Only root may set this option.' },
    ],
  ])('are refused with %s', async (_what, values, errors) => {
    const h = new Harness();
    expect((await h.call('full', 'POST', jobs, values)).errors).toEqual(errors);
    expect((await h.call('full', 'GET', jobs)).data).toEqual([]);
  });

  it('are refused in other words for what is there, what is not, and what they change', async () => {
    const h = new Harness();
    await h.call('full', 'POST', jobs, daily);
    expect((await h.call('full', 'POST', jobs, daily)).message).toBe("Job 'daily1' already exists\n");
    expect((await h.call('full', 'PUT', `${jobs}/nope`, { enabled: 0 })).message).toBe(
      'no such vzdump job\n',
    );
    expect((await h.call('full', 'PUT', `${jobs}/daily1`)).message).toBe('no options specified\n');
    expect((await h.call('full', 'PUT', `${jobs}/daily1`, { delete: 'schedule' })).errors).toEqual({
      delete: "unknown option 'schedule'",
    });
    expect(
      (await h.call('full', 'POST', jobs, { ...daily, id: 'b2', schedule: 'mon 4..2:00' })).errors,
    ).toEqual({
      schedule:
        "invalid format - invalid calendar event 'mon 4..2:00' - unable to parse calendar event at '4..2:00' - Nom(Eof)\n\n",
    });
    expect((await h.call('agent', 'POST', jobs, daily)).message).toBe(
      'Permission check failed (/, Sys.Modify)\n',
    );
    expect((await h.call('noacl', 'GET', jobs)).message).toBe('Permission check failed (/, Sys.Audit)\n');
  });

  it('say what they take, and what no job takes', async () => {
    const h = new Harness();
    await h.call('full', 'POST', jobs, { ...daily, vmid: '999,102' });
    expect((await h.call('readonly', 'GET', `${jobs}/daily1/included_volumes`)).data).toEqual({
      children: [
        {
          id: 102,
          type: 'lxc',
          name: 'db',
          leaf: 0,
          children: [
            {
              id: '102:rootfs',
              name: 'local-btrfs:102/vm-102-disk-0.raw',
              included: 1,
              reason: 'rootfs',
              leaf: 1,
            },
            {
              id: '102:mp0',
              name: 'local-btrfs:102/vm-102-disk-1.raw',
              included: 1,
              reason: 'enabled',
              leaf: 1,
            },
          ],
        },
        { id: 999, type: 'unknown', leaf: 1 },
      ],
    });
    const missing = (await h.call('readonly', 'GET', '/cluster/backup-info/not-backed-up')).data;
    expect(missing.map((row: Row) => row['vmid'])).toEqual([100, 101, 110, 120]);
  });
});

describe('a schedule', () => {
  const next = async (schedule: string, iterations = 3): Promise<string[]> => {
    const h = new Harness();
    const { data } = await h.call('noacl', 'GET', '/cluster/jobs/schedule-analyze', { schedule, iterations });
    return data.map((row: Row) => new Date(Number(row['timestamp']) * 1000).toISOString().slice(0, 16));
  };

  it.each([
    // It is Friday, the 20th of November 2026, 09:00.
    ['daily', ['2026-11-21T00:00', '2026-11-22T00:00', '2026-11-23T00:00']],
    ['hourly', ['2026-11-20T10:00', '2026-11-20T11:00', '2026-11-20T12:00']],
    ['weekly', ['2026-11-23T00:00', '2026-11-30T00:00', '2026-12-07T00:00']],
    ['yearly', ['2027-01-01T00:00', '2028-01-01T00:00', '2029-01-01T00:00']],
    ['mon..fri 02:30', ['2026-11-23T02:30', '2026-11-24T02:30', '2026-11-25T02:30']],
    ['sat,sun 23:05', ['2026-11-21T23:05', '2026-11-22T23:05', '2026-11-28T23:05']],
    ['fri..mon 9:00', ['2026-11-21T09:00', '2026-11-22T09:00', '2026-11-23T09:00']],
    ['09:01', ['2026-11-20T09:01', '2026-11-21T09:01', '2026-11-22T09:01']],
    ['*/20', ['2026-11-20T09:20', '2026-11-20T09:40', '2026-11-20T10:00']],
  ])('%s comes next', async (schedule, expected) => {
    expect(await next(schedule)).toEqual(expected);
  });

  it('is printed as C prints times', async () => {
    const h = new Harness();
    const { data } = await h.call('full', 'GET', '/cluster/jobs/schedule-analyze', { schedule: 'monthly' });
    expect(data[0]).toEqual({ timestamp: Date.UTC(2026, 11, 1) / 1000, utc: 'Tue Dec  1 00:00:00 2026' });
    expect(data).toHaveLength(10);
  });

  it.each(['nonsense', '24:60', 'mon..xyz 02:30'])('that is none is refused: %s', async (schedule) => {
    const { errors } = await new Harness().call('full', 'GET', '/cluster/jobs/schedule-analyze', {
      schedule,
    });
    expect(errors?.['schedule']).toMatch(
      `invalid format - invalid calendar event '${schedule}' - unable to parse`,
    );
  });

  it('that is over has no times', async () => {
    expect(await next('2020-01-01')).toEqual([]);
  });
});

describe('options of the datacenter', () => {
  it('are set, read as objects, and taken back', async () => {
    const h = new Harness();
    await h.call('full', 'PUT', '/cluster/options', { 'next-id': 'lower=500,upper=502', console: 'html5' });
    expect((await h.call('readonly', 'GET', '/cluster/options')).data).toEqual({
      mac_prefix: 'BC:24:11',
      description: '',
      'next-id': { lower: '500', upper: '502' },
      console: 'html5',
      'allowed-tags': [],
    });
    expect((await h.call('noacl', 'GET', '/cluster/options')).data).toEqual({
      console: 'html5',
      'allowed-tags': [],
    });
    expect((await h.call('noacl', 'GET', '/cluster/nextid')).data).toBe('500');
    await h.call('full', 'PUT', '/cluster/options', { delete: 'next-id,console' });
    expect((await h.call('noacl', 'GET', '/cluster/nextid')).data).toBe('103');
  });

  it('bound the free numbers', async () => {
    const h = new Harness();
    await h.call('full', 'PUT', '/cluster/options', { 'next-id': 'lower=100,upper=103' });
    expect((await h.call('full', 'GET', '/cluster/nextid')).message).toBe(
      'unable to get any free VMID in range [100, 103]\n',
    );
  });

  it('are refused where they are wrong, and to those who may not', async () => {
    const h = new Harness();
    const wrong = await h.call('full', 'PUT', '/cluster/options', { 'next-id': 'lower=few', keyboard: 'xx' });
    expect(Object.keys(wrong.errors ?? {}).sort()).toEqual(['keyboard', 'next-id']);
    expect((await h.call('readonly', 'PUT', '/cluster/options', { keyboard: 'de' })).message).toBe(
      'Permission check failed (/, Sys.Modify)\n',
    );
  });
});
