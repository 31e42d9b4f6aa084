import { describe, expect, it } from 'vitest';
import { conform } from '../../scripts/conform/index.mjs';
import { allRecordings, conformLines, type Recording, recording, recordings, sdk } from './harness.js';
import { withoutOperation } from './without-operation.js';

describe('what real hosts answered', () => {
  it('comes out of the client as it should, every single one', async () => {
    const report = await conform(sdk, recordings);
    expect(report.failures).toEqual([]);
    expect(report.passed).toBe(report.played);
    expect(report.played + report.skipped.length).toBe(allRecordings().length);
    // Most of it must be about the operations, or the schemas were not tested.
    expect(report.by.operation).toBeGreaterThan(450);
    expect(report.skipped.map(({ reason }) => reason)).toEqual([
      'more than one answer',
      'the server closed the connection without an answer',
    ]);
  });

  // No exception is made: an answer that a schema refuses is a failure above, with its operation and recording.
  it('went through the schema of its operation, but for the routes that are listed as having none', async () => {
    const { parsed, unclaimed } = await conform(sdk, recordings);
    expect([...parsed.values()].reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(394);
    expect(parsed.size).toBeGreaterThanOrEqual(39);
    const listed = Object.values(withoutOperation).flat();
    expect(
      listed.filter((route) => !unclaimed.has(route)),
      'take these out of the list',
    ).toEqual([]);
    expect(
      [...unclaimed.keys()].filter((route) => !listed.includes(route)),
      'without operation',
    ).toEqual([]);
  });

  it('is a failure where its operation refuses it, with the names of both', async () => {
    const line = edit(recording('version_agent'), (response) => ({ ...response, body: { data: {} } }));
    const { failures } = await conformLines([line]);
    expect(failures).toMatchObject([
      { where: 'made.jsonl:1 version_agent', problems: [expect.stringContaining('GET /version')] },
    ]);
  });

  it('does so for hosts that have the words in the reason phrase alone, cut at its first line break', async () => {
    const report = await conformLines(allRecordings().map(asOldHost));
    expect(report.failures).toEqual([]);
    expect(report.played).toBeGreaterThan(700);
  });

  it('does so behind a proxy that erases reason phrases', async () => {
    const report = await conformLines(
      allRecordings().map((line) => edit(line, (response) => ({ ...response, reason: '' }))),
    );
    expect(report.failures).toEqual([]);
  });

  it('does so under other names', async () => {
    const renamed = allRecordings().map((line) =>
      JSON.stringify(line)
        .replaceAll('pve1', 'node-b2')
        .replaceAll('agent@pve', 'svc.x@corp.lan')
        .replace(/"local\b/g, '"nfs-bk'),
    );
    expect((await conformLines(renamed)).failures).toEqual([]);
  });

  it.each([400, 403, 404, 500, 501, 502, 503, 595, 596, 599])(
    'does so if each answer had the status %i',
    async (status) => {
      const lines = allRecordings().filter((line) => line.extra === undefined);
      const report = await conformLines(
        lines.map((line) => edit(line, (response) => ({ ...response, status }))),
      );
      expect(report.failures).toEqual([]);
      expect(report.played).toBe(lines.length);
    },
  );
});

function edit(
  line: Recording,
  change: (response: Recording['response']) => Recording['response'],
): Recording {
  return { ...line, response: change(line.response) };
}

function asOldHost(line: Recording): Recording {
  return edit(line, (response) => {
    if (line.extra !== undefined || response.status === 200) return response;
    const { message: _gone, ...body } = (response.body ?? {}) as Record<string, unknown>;
    return { ...response, reason: response.reason?.split('\n')[0] ?? '', body };
  });
}
