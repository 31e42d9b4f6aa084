import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tables } from '~/client/resources/tables.js';
import { type AnyOp, isOp, type Table } from '~/core/op.js';
import { expectedTask } from '~/core/worker-types.js';

const upid = 'UPID:n1:000001E5:00024E96:6B00632D:vzstart:100:a@pam:';
const params = {
  node: 'n1',
  vmid: '100',
  storage: 'local',
  volume: 'local:iso/a.iso',
  service: 'cron',
  filename: 'a.iso',
  template: 't',
};

function operations(table: Table): AnyOp[] {
  return Object.values(table).flatMap((entry) => (isOp(entry) ? [entry] : operations(entry)));
}

/** Operations of which a UPID is an answer that is taken. */
const starting = operations(tables).filter(
  ({ route, returns }) =>
    !route.startsWith('GET ') && returns.safeParse(upid).success && !returns.safeParse('x').success,
);

describe('the task of a call', () => {
  it('is known of every operation that answers with a UPID, and of that which starts one without a word', () => {
    expect(starting.length).toBeGreaterThan(45);
    const unknown = starting
      .map(({ route }) => route)
      .filter((route) => expectedTask(route, params) === undefined);
    expect([...new Set(unknown)].sort()).toMatchInlineSnapshot(`[]`);
    expect(expectedTask('POST /nodes/{node}/lxc/{vmid}/template', params)).toMatchObject({
      types: ['vztemplate'],
    });
  });

  it('is none of a call that changes something at once', () => {
    for (const route of [
      'PUT /nodes/{node}/lxc/{vmid}/config',
      'POST /pools',
      'DELETE /nodes/{node}/tasks/{upid}',
    ])
      expect(expectedTask(route, params)).toBeUndefined();
    expect(expectedTask('POST /nodes/{node}/vzdump', { ...params, stop: '1' })).toBeUndefined();
    expect(expectedTask('POST /nodes/{node}/lxc', {})).toBeUndefined();
  });

  it.each([
    ['POST /nodes/{node}/lxc', {}, ['vzcreate'], ['100'], ['101', '']],
    ['POST /nodes/{node}/lxc', { restore: '1' }, ['vzrestore'], ['100'], ['1000']],
    ['POST /nodes/{node}/qemu', { archive: 'local:backup/x' }, ['qmrestore'], ['100'], []],
    ['POST /nodes/{node}/lxc/{vmid}/status/start', {}, ['vzstart', 'hastart'], ['100'], ['10']],
    [
      'POST /nodes/{node}/lxc/{vmid}/move_volume',
      {},
      ['move_volume'],
      ['100', '100-mp0>101-mp1'],
      ['1000', '101-mp0>100-mp1'],
    ],
    [
      'DELETE /nodes/{node}/storage/{storage}/content/{volume}',
      {},
      ['imgdel'],
      ['local', '100@local'],
      ['100@nas', 'nas'],
    ],
    [
      'DELETE /nodes/{node}/storage/{storage}/prunebackups',
      {},
      ['prunebackups'],
      ['100@local'],
      ['101@local'],
    ],
    ['POST /nodes/{node}/vzdump', { vmid: '100,101' }, ['vzdump'], ['', '101'], ['102']],
    ['POST /nodes/{node}/startall', {}, ['startall'], [''], ['100']],
    ['POST /nodes/{node}/services/{service}/restart', {}, ['srvrestart'], ['cron'], ['ssh', '']],
    ['POST /nodes/{node}/storage/{storage}/download-url', {}, ['download'], ['a.iso'], ['b.iso']],
  ])('%s with %o: %o about %o, not %o', (route, more, types, about, not) => {
    const task = expectedTask(route, { ...params, ...more });
    expect(task).toMatchObject({ node: 'n1', types });
    expect(about.filter((id) => task?.isAbout(id) !== true)).toEqual([]);
    expect(not.filter((id) => task?.isAbout(id) === true)).toEqual([]);
  });

  it('is about nothing else than what the call names', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999_999_999 }), fc.string(), (vmid, id) => {
        const task = expectedTask('POST /nodes/{node}/lxc/{vmid}/clone', { node: 'n1', vmid: String(vmid) });
        expect(task?.isAbout(String(vmid))).toBe(true);
        expect(task?.isAbout(id)).toBe(id === String(vmid));
      }),
    );
  });
});

describe('the log of a task', () => {
  const shows = (route: string, more: object, lines: string[], marker?: string) =>
    expectedTask(route, { ...params, ...more })?.logShows?.(lines, marker);
  const backup = 'POST /nodes/{node}/vzdump';
  const job = 'INFO: starting new backup job: vzdump 100 101 --storage local --mode snapshot';

  it('tells which guests a backup is of, or shows its marker', () => {
    expect(shows(backup, { vmid: '101,100' }, [job])).toBe(true);
    expect(shows(backup, { vmid: '100,102' }, [job])).toBe(false);
    expect(shows(backup, { all: '1', vmid: undefined }, [job])).toBeUndefined();
    expect(shows(backup, { vmid: '100,101' }, [])).toBeUndefined();
    expect(shows(backup, { vmid: '100,101' }, [job], 'job-1234')).toBe(false);
    expect(shows(backup, { vmid: '1' }, [`${job} --notes-template '[intent job-1234]'`], 'job-1234')).toBe(
      true,
    );
  });

  it('tells which file was uploaded', () => {
    const upload = 'POST /nodes/{node}/storage/{storage}/upload';
    const lines = ['starting file import from: /var/tmp/x', 'target file: /var/lib/vz/template/iso/a.iso'];
    expect(shows(upload, {}, lines)).toBe(true);
    expect(shows(upload, { filename: 'b.iso' }, lines)).toBe(false);
    expect(shows(upload, {}, lines.slice(0, 1))).toBeUndefined();
  });
});
