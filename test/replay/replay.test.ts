import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatReport, type Report, replay } from '../../scripts/replay/index.mjs';
import { simulatorOf } from '../../scripts/replay/simulator.mjs';
import { allRecordings, fileOf, type Recording, recording, recordings } from '../conform/harness.js';
import { dist } from '../support/dist.js';

const simulated = await simulatorOf((path) => import(pathToFileURL(join(dist, path)).href));

function replayed(lines: readonly Recording[]): Promise<Report> {
  return replay(simulated, [fileOf(lines)]);
}

/** The recording with another body. */
function edit(name: string, change: (data: unknown) => unknown): Recording {
  const line = recording(name);
  const body = line.response.body as { data: unknown };
  return { ...line, response: { ...line.response, body: { ...body, data: change(body.data) } } };
}

describe('the simulator, asked what a real host was asked', () => {
  it('answers the same, but for what is known to be otherwise', async () => {
    const report = await replay(simulated, recordings);
    // Each difference has a reason, and may only become rarer.
    expect(report.differences.filter(({ reason }) => reason === undefined).length).toBe(0);
    expect(report.equal / report.total).toBeGreaterThanOrEqual(0.98);
    expect(report.total + report.skipped.length).toBe(allRecordings().length);
    expect(report.skipped.length).toBeLessThan(10);
  }, 60_000);

  it('does so for parts of the story, too: any third of the recordings', async () => {
    const all = allRecordings();
    for (const rest of [0, 1, 2]) {
      const report = await replayed(all.filter((_, index) => index % 3 === rest));
      expect(report.equal / report.total, `part ${rest}`).toBeGreaterThanOrEqual(0.95);
    }
  }, 60_000);
});

describe('a replay notices', () => {
  it.each<{ what: string; line: Recording; problem: RegExp }>([
    {
      what: 'a field that the simulator does not have',
      line: edit('node_time', (data) => ({ ...(data as object), leap: 1 })),
      problem: /body\.data\.leap is missing/,
    },
    {
      what: 'a field that a real host does not have',
      line: edit('node_time', () => ({ time: 1, localtime: 1 })),
      problem: /body\.data\.timezone is too much/,
    },
    {
      what: 'another type',
      line: edit('cluster_nextid', Number),
      problem: /number expected: string/,
    },
    {
      what: 'another value, where that does not hang on the moment',
      line: edit('access_role', () => ({ 'VM.Audit': 1, 'Sys.Audit': 0 })),
      problem: /body\.data\.Sys\.Audit: 0 expected: 1|is too much/,
    },
    {
      what: 'no rows where there should be some',
      line: edit('access_domains', () => []),
      problem: /0 rows expected: 2/,
    },
    {
      what: 'another field in the rows of a list',
      line: edit('lxc_status_index', (data) => (data as object[]).map((row) => ({ ...row, more: 1 }))),
      problem: /more is missing/,
    },
    {
      what: 'a row that looks like none of the recorded ones',
      line: edit('access_domains', () => [{ realm: 'pam', type: 'pam' }]),
      problem: /data\[\]/,
    },
    {
      what: 'another status',
      line: { ...recording('version_agent'), response: { status: 403, reason: 'No', body: null } },
      problem: /status 403 expected: 200/,
    },
    {
      what: 'another reason',
      line: {
        ...recording('cluster_nextid_bad'),
        response: { ...recording('cluster_nextid_bad').response, reason: 'Something else' },
      },
      problem: /reason 'Something else' expected: 'Parameter verification failed\.'/,
    },
    {
      what: 'other keys of errors',
      line: {
        ...recording('cluster_nextid_bad'),
        response: {
          ...recording('cluster_nextid_bad').response,
          body: { data: null, message: 'Parameter verification failed.\n', errors: { node: 'x' } },
        },
      },
      problem: /errors of 'node' expected: 'vmid'/,
    },
    {
      what: 'another answer on the wire',
      line: {
        ...recording('wire_chunked_post'),
        extra: {
          response_raw: (recording('wire_chunked_post').extra?.response_raw ?? '').replace(
            'Connection: close',
            'Connection: Keep-Alive',
          ),
        },
      },
      problem: /connection 'Keep-Alive' expected: 'close'/,
    },
  ])('$what', async ({ line, problem }) => {
    const { differences, total } = await replayed([line]);
    expect(total).toBe(1);
    expect(differences.flatMap(({ problems }) => problems).join('\n')).toMatch(problem);
  });

  it('an end of a task that does not follow from what was asked', async () => {
    const lines = ['lxc_create_busybox_dir', 'lxc_create_busybox_dir__task_status'].map(recording);
    expect((await replayed(lines)).differences).toEqual([]);
    const failed = edit('lxc_create_busybox_dir__task_status', (data) => ({
      ...(data as object),
      exitstatus: 'out of luck',
    }));
    const { differences } = await replayed([recording('lxc_create_busybox_dir'), failed]);
    expect(differences.flatMap(({ problems }) => problems).join()).toMatch(/"out of luck" expected: "OK"/);
  });
});

describe('its report', () => {
  it('ends with the share that is equal, which is never rounded up', () => {
    const report: Report = { total: 10_000, equal: 9999, staged: 3, skipped: [], differences: [] };
    expect(formatReport(report)).toMatch(/\nreplay: 9999\/10000 equal \(99\.9 %\)$/);
  });

  it('tells what cannot be replayed, what is different, why that may be, and what was set before', () => {
    const text = formatReport({
      total: 2,
      equal: 1,
      staged: 1,
      skipped: [{ where: '7 upload', reason: 'it was not recorded' }],
      differences: [{ where: '8 start', problems: ['status'], changes: ['guest 100 runs'], reason: 'old' }],
    });
    expect(text.split('\n')).toEqual([
      'not replayable: 7 upload: it was not recorded',
      'different: 8 start (old)',
      '    status',
      '    after: guest 100 runs',
      'the state was set by what the recording tells before 1 of 2 requests',
      'different for a known reason: 1, for none: 0',
      'replay: 1/2 equal (50.0 %)',
    ]);
  });
});
