import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as index from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { formatReport } from '../../scripts/conform/index.mjs';
import { conformLines, exchange, fileOf, type Recording, recording } from './harness.js';

/** The problems of lines that should not pass, as one text. */
async function problems(
  lines: readonly (Recording | string)[],
  tested: Parameters<typeof conformLines>[1] = {},
): Promise<string> {
  const report = await conformLines(lines, tested);
  expect(report.passed).toBeLessThan(report.played);
  return report.failures.flatMap((failure) => failure.problems).join('\n');
}

function withData(name: string, change: (data: Record<string, unknown>) => unknown): Recording {
  const line = recording(name);
  const { data } = line.response.body as { data: Record<string, unknown> };
  return { ...line, response: { ...line.response, body: { data: change(data) } } };
}

describe('a corrupted recording is caught', () => {
  it.each<{ what: string; line: Recording | string; problem: RegExp }>([
    { what: 'a line that is no JSON', line: '{"seq": 1, "na', problem: /SyntaxError/ },
    { what: 'a line without a request', line: '{"seq":1,"response":{"status":200}}', problem: /TypeError/ },
    {
      what: 'a required field that is gone',
      line: withData('lxc_status_100_running', ({ vmid: _gone, ...rest }) => rest),
      problem: /GET \/nodes\/\{node\}\/lxc\/\{vmid\}\/status\/current: unusable answer \(shape\): vmid/,
    },
    {
      what: 'a number that is none',
      line: withData('lxc_status_100_running', (data) => ({ ...data, maxmem: 'plenty' })),
      problem: /maxmem/,
    },
    {
      what: 'a UPID that is cut',
      line: withData('lxc_start_100', () => 'UPID:pve1:000001E5:00024E96:6B00632D:vzstart:100:root@pam!root'),
      problem: /a UPID is expected/,
    },
    {
      what: 'null where data belongs',
      line: withData('lxc_status_100_running', () => null),
      problem: /no-data/,
    },
    {
      what: 'data where the operation gives nothing',
      line: withData('ticket_put_csrf', () => 'OK'),
      problem: /PUT \/nodes\/\{node\}\/lxc\/\{vmid\}\/config/,
    },
  ])('$what', async ({ line, problem }) => {
    expect(await problems([line])).toMatch(problem);
  });

  it('also if the operation refuses the request, so that its answer came by client.call', async () => {
    expect(await problems([withData('agent_put_lock', () => 'done')])).toMatch(
      /PUT \/nodes\/\{node\}\/lxc\/\{vmid\}\/config: .*expected null/,
    );
  });
});

describe('a client that is wrong is caught', () => {
  it('by the class of an error', async () => {
    const errors = { ...index, PermissionError: index.NotFoundError };
    expect(await problems([recording('lxc_config_noacl')], { errors })).toMatch(/PermissionError expected/);
  });

  it('by an outcome that is said to be known', async () => {
    const errors = { ...index, OutcomeUnknownError: index.ProxyError };
    expect(await problems([recording('pvedaemon_frozen_put_applied_later')], { errors })).toMatch(
      /OutcomeUnknownError expected/,
    );
  });

  it('by what a request lost on the way', async () => {
    class Forgetful extends index.Client {
      constructor(options: index.ClientOptions) {
        const transport: index.Transport = (request) => {
          const url = new URL(request.url.href.replace(/purge=1&?/, ''));
          return options.transport?.({ ...request, url }) ?? Promise.reject(new Error('no transport'));
        };
        super({ ...options, transport } as index.ClientOptions);
      }
    }
    const line = exchange(
      { method: 'DELETE', path: '~/nodes/n/lxc/100', query: { purge: 1, force: 1 } },
      { body: { data: 'UPID:n:000001E5:00024E96:6B00632D:vzdestroy:100:robot@pve!tests:' } },
    );
    expect(await problems([line], { Client: Forgetful })).toMatch(/parameter purge: 1 was sent as \[\]/);
    expect((await conformLines([line])).failures).toEqual([]);
  });

  it('by a UPID that it reads or writes wrongly', async () => {
    const lines = [recording('lxc_start_100')];
    const parseUpid = (text: string) => ({ ...index.parseUpid(text), pid: 1 });
    const formatUpid = () => 'UPID:';
    expect(await problems(lines, { parseUpid })).toMatch(/pid should be 485: 1/);
    expect(await problems(lines, { formatUpid })).toMatch(/was written as UPID:/);
  });

  it('by an exit status that it takes for another', async () => {
    const parseExitStatus = () => ({ outcome: 'ok', warnings: 0, permission: undefined });
    const data = { upid: 'UPID:n:000001E5:00024E96:6B00632D:vzrestore:1:a@pam:', status: 'stopped' };
    const failed = {
      ...data,
      exitstatus: 'unable to restore CT 1 - 403 Permission check failed (/, Sys.Modify)',
    };
    const line = exchange({ path: `~/nodes/m/x` }, { body: { data: failed } });
    expect(await problems([line], { parseExitStatus })).toMatch(
      /should be \{ outcome: 'error'.*\n.*a refusal/,
    );
    expect((await conformLines([line])).failures).toEqual([]);
  });
});

describe('what nobody has recorded yet', () => {
  const upid = 'UPID:n:000001E5:00024E96:6B00632D:vzdump::robot@pve!tests:';
  const log = `~/nodes/n/tasks/${encodeURIComponent(upid)}/log`;
  const text = 'INFO: starting\nINFO: done\n';

  it.each<{ what: string; line: Recording; by: keyof Awaited<ReturnType<typeof conformLines>>['by'] }>([
    {
      what: 'a log as a file, which is not JSON',
      line: exchange({ path: log, query: { download: 1 } }, { body_raw: text }),
      by: 'call',
    },
    {
      what: 'a packed answer, as Python prints bytes',
      line: exchange(
        { path: '~/version' },
        {
          headers: [['Content-Encoding', 'gzip']],
          body_raw: python(gzipSync('{"data":{"version":"8.4.1","release":"8.4","repoid":"abc"}}')),
        },
      ),
      by: 'operation',
    },
    {
      what: 'a log that has no line yet',
      line: exchange({ path: log }, { body: { data: [{ n: 1, t: 'no content' }], total: 1 } }),
      by: 'operation',
    },
    {
      what: 'a log that is gone',
      line: exchange(
        { path: log },
        { body: { data: [{ n: 1, t: 'unable to open file - No such file or directory' }], total: 1 } },
      ),
      by: 'operation',
    },
    {
      what: 'the middle of a log',
      line: exchange(
        { path: log, query: { start: 50, limit: 2 } },
        {
          body: {
            data: [
              { n: 51, t: 'a' },
              { n: 52, t: 'b' },
            ],
            total: 80,
          },
        },
      ),
      by: 'operation',
    },
    {
      what: 'a vmid as a text, and flags as texts, of PVE 7',
      line: exchange(
        { path: '~/nodes/n/lxc' },
        { body: { data: [{ vmid: '100', status: 'stopped', template: '1', cpus: '0.5', lock: null }] } },
      ),
      by: 'operation',
    },
    {
      what: 'a path that no client may send',
      line: exchange(
        { path: '~/nodes/n/lxc/%2e%2e/config' },
        { status: 501, reason: "Method 'GET /nodes/n/config' not implemented", body_raw: '' },
      ),
      by: 'answer',
    },
    {
      what: 'a call of a host that is no PVE at all',
      line: exchange(
        { path: '/' },
        { status: 502, reason: 'Bad Gateway', body_raw: '<html><body>nginx</body></html>' },
      ),
      by: 'answer',
    },
    {
      what: 'a password that the answer quotes',
      line: exchange(
        { method: 'POST', path: '~/access/users', body: { userid: 'x@pve', password: 'hunter2!' } },
        {
          status: 400,
          reason: 'Parameter verification failed.',
          body: { errors: { password: "bad 'hunter2!'" } },
        },
      ),
      by: 'operation',
    },
    {
      what: 'keys that repeat',
      line: exchange(
        {
          method: 'PUT',
          path: '~/nodes/n/lxc/100/config',
          body: [
            ['delete', 'onboot'],
            ['delete', 'tags'],
          ],
        },
        { body: { data: null } },
      ),
      by: 'operation',
    },
    {
      what: 'a write whose answer a proxy lost',
      line: exchange(
        { method: 'POST', path: '~/nodes/n/lxc/100/status/stop' },
        { status: 599, reason: 'Too many redirections', body_raw: '' },
      ),
      by: 'operation',
    },
    {
      what: 'a raw answer in chunks',
      line: raw('GET /api2/json/version HTTP/1.1', [
        'HTTP/1.1 200 OK',
        'Transfer-Encoding: chunked',
        '',
        '10',
        '{"data":{"versio',
        '1c',
        'n":"9","release":"9.2","repo',
        'c',
        'id":"1234"}}',
        '0',
        '',
        '<<EOF>>',
      ]),
      by: 'operation',
    },
  ])('plays $what', async ({ line, by }) => {
    const report = await conformLines([line]);
    expect(report.failures).toEqual([]);
    expect(report.by).toEqual({ operation: 0, call: 0, answer: 0, [by]: 1 });
  });

  it.each<{ line: Recording; reason: RegExp }>([
    { line: exchange({ path: '/api2/extjs/version' }, { body: { success: 1 } }), reason: /format.*extjs/ },
    { line: exchange({ path: '/pve2/images/logo.png' }, { body_raw: 'PNG' }), reason: /outside/ },
    { line: exchange({ path: '~/version', method: 'HEAD' }, { body_raw: '' }), reason: /HEAD/ },
    { line: { ...exchange({ path: '~/version' }, {}), response: {} }, reason: /no answer/ },
    {
      line: exchange({ path: '~/x' }, { headers: [['Content-Encoding', 'gzip']], body_raw: "b'\\x1f\\x8b" }),
      reason: /not recorded as a whole/,
    },
    {
      line: raw('GET /api2/json HTTP/1.1', ['HTTP/1.1 200 OK', 'Content-Length: 9']),
      reason: /head.*not complete/,
    },
    {
      line: raw('GET / HTTP/1.1', ['HTTP/1.1 200 OK', 'Content-Length: 9', '', '{}']),
      reason: /body.*not complete/,
    },
    { line: raw('GET / HTTP/1.1', ['HTTP/1.1 100 Continue', '', '']), reason: /interim/ },
    { line: raw('GET / HTTP/1.1', ['SSH-2.0-OpenSSH', '', '']), reason: /not HTTP/ },
  ])('skips, and says why: $reason', async ({ line, reason }) => {
    const report = await conformLines([line]);
    expect(report).toMatchObject({ played: 0, passed: 0, failures: [] });
    expect(report.skipped).toEqual([{ where: 'made.jsonl:1 made', reason: expect.stringMatching(reason) }]);
  });
});

describe('the report', () => {
  it('lists what failed and what was skipped, and ends with the count', async () => {
    const lines = [
      recording('lxc_start_100'),
      withData('lxc_start_100', () => 'nonsense'),
      exchange({ path: '/api2/extjs/version' }, { body: {} }),
    ];
    const text = formatReport(await conformLines(lines));
    expect(text).toMatch(/^FAIL made\.jsonl:2 lxc_start_100\n {2}.*a UPID is expected/);
    expect(text).toMatch(/\nskip another format than JSON \(extjs\):\n {2}made\.jsonl:3 made\n/);
    expect(text.split('\n').slice(-2)).toEqual(['skipped: 1', 'conform: 1/2']);
  });
});

describe('npm run conform', () => {
  const script = fileURLToPath(new URL('../../scripts/conform.mjs', import.meta.url));
  const run = (file: string) =>
    new Promise<{ code: unknown; last: string | undefined }>((resolve) => {
      execFile(process.execPath, [script, file], (error, stdout) => {
        resolve({ code: error?.code ?? 0, last: stdout.trimEnd().split('\n').at(-1) });
      });
    });

  it('fails for one that does not conform, and for none at all', { timeout: 120_000 }, async () => {
    expect(await run(fileOf([recording('lxc_start_100')]))).toEqual({ code: 0, last: 'conform: 1/1' });
    expect(await run(fileOf(['{']))).toEqual({ code: 1, last: 'conform: 0/1' });
    expect(await run(fileOf([]))).toEqual({ code: 1, last: 'conform: 0/0' });
  });
});

function raw(request: string, lines: readonly string[]): Recording {
  const line = exchange({ path: '' }, {});
  return {
    ...line,
    request: { raw: `${request}\r\nHost: n\r\n\r\n` },
    response: {},
    extra: { response_raw: lines.join('\r\n') },
  };
}

/** Bytes as Python's `repr` has them. */
function python(bytes: Uint8Array): string {
  return `b'${Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'`;
}
