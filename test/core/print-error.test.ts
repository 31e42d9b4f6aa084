import { inspect } from 'node:util';
import * as sdk from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientOf, failure } from '../support/client.js';
import { json, ScriptedServer } from '../support/server.js';

const route = 'POST /nodes/{node}/lxc/{vmid}/status/start';
const upid = 'UPID:n:000001E5:00024E96:6B00632D:vzstart:100:a@pam:';
const text = 'Permission check failed (/vms/100, VM.PowerMgmt)';
const facts = { status: 403, reason: text, text, route };
const detail = {
  path: '/vms/100',
  privileges: ['VM.PowerMgmt'],
  mode: 'all' as const,
  rootOnly: false,
  ticketOnly: false,
  fix: "pveum acl modify /vms/100 --roles PVEVMUser --tokens 'a@pve!b'",
};

/** Without the places in this file and in the sources, which other tests look at. */
const shown = (error: Error): string =>
  inspect(error)
    .split('\n')
    .filter((line) => !/^\s+at /.test(line))
    .join('\n');

describe('what a console shows of an error', () => {
  it('is its message, what to do, and the fields that the message does not tell', () => {
    expect(shown(new sdk.PermissionError(facts, detail, { hint: 'Have it granted.' }))).toBe(
      [
        `PermissionError: ${route}: 403 ${text}`,
        '  hint: Have it granted.',
        "  code: 'PVE_PERMISSION', status: 403, path: '/vms/100', privileges: [ 'VM.PowerMgmt' ], mode: 'all'",
        '  rootOnly: false, ticketOnly: false',
        `  fix: "${detail.fix}"`,
      ].join('\n'),
    );
    expect(shown(new sdk.ParamsError([{ path: 'vmid', message: 'missing' }], { route }))).toBe(
      `ParamsError: ${route}: vmid: missing\n  code: 'PVE_PARAMS'`,
    );
    expect(shown(new sdk.TaskError(upid, 'job errors', { log: ['one', 'two'] }))).toBe(
      `TaskError: task ${upid} failed: job errors\n  code: 'PVE_TASK', exitstatus: 'job errors', log: [ 'one', 'two' ]`,
    );
    expect(shown(new sdk.HttpError({ ...facts, status: 400, errors: { vmid: 'no\n' } }))).toBe(
      `HttpError: ${route}: 400 ${text} (vmid: no)\n  code: 'PVE_HTTP', status: 400`,
    );
  });

  it('has the whole chain of causes, also from others, without the noise of system calls', async () => {
    const server = await ScriptedServer.start(() => json({}));
    await server.close();
    const error = await failure(clientOf(server, { retries: 0 }).version(), sdk.ConnectionError);
    const outer = new sdk.TaskTimeoutError(upid, 5, { cause: new Error('in between', { cause: error }) });
    expect(shown(outer)).toBe(
      [
        `TaskTimeoutError: task ${upid} did not end within 5 ms`,
        '  hint: The task goes on: wait again with a longer timeout, or stop it.',
        "  code: 'PVE_TASK_TIMEOUT', timeout: 5",
        '  cause: Error: in between',
        `    cause: ConnectionError: ${server.url}: nothing listens on that port`,
        '      hint: Check the port (Proxmox VE listens on 8006) and whether pveproxy runs.',
        "      code: 'PVE_CONNECTION', kind: 'refused', sent: 'no'",
        `      cause: Error: connect ECONNREFUSED 127.0.0.1:${server.port}`,
      ].join('\n'),
    );
  });

  it('has every error of several, and survives a cause that is its own', () => {
    const own: Error & { cause?: unknown } = new Error('turns');
    own.cause = own;
    const all = new AggregateError([new Error('first'), own, 'a text'], 'all failed');
    expect(shown(new sdk.SourceError('failed', { size: 2, read: 1, cause: all }))).toBe(
      [
        'SourceError: the source failed after 1 of 2 bytes',
        "  code: 'PVE_SOURCE', why: 'failed', size: 2, read: 1",
        '  cause: AggregateError: all failed',
        '    cause: Error: first',
        '    cause: Error: turns',
        '      cause: Error, as above',
        "    cause: 'a text'",
      ].join('\n'),
    );
  });

  it('has the places in the code of the caller alone', () => {
    const error = new sdk.AbortedError({ sent: 'no' });
    error.stack = [
      'AbortError: the call was aborted',
      '    at race (/app/node_modules/@felhom/proxmox/dist/client/race.js:6:1)',
      '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
      '    at async main (file:///app/main.js:5:3)',
      '    at node:internal/main:1:1',
    ].join('\n');
    expect(inspect(error)).toBe(
      "AbortError: the call was aborted\n  code: 'PVE_ABORTED', kind: 'aborted', sent: 'no'\n    at async main (file:///app/main.js:5:3)",
    );
  });

  it('is one line where it is deep inside of something', () => {
    const error = new sdk.HttpError(facts);
    expect(inspect({ error }, { depth: 0 })).toContain(`[HttpError: ${route}: 403 ${text}]`);
    expect(inspect([error])).toContain("code: 'PVE_HTTP'");
  });

  it('is complete: whatever the message, every field is in it or below', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.array(fc.string()), (message, exitstatus, log) => {
        const error = new sdk.TaskError(message, exitstatus, { log });
        const whole = inspect(error, { maxStringLength: null, maxArrayLength: null });
        expect(whole.startsWith(`TaskError: ${error.message}`)).toBe(true);
        if (exitstatus !== '' && !error.message.includes(exitstatus)) expect(whole).toContain('exitstatus: ');
        if (!log.every((line) => error.message.includes(line.trim()))) expect(whole).toContain('log: ');
      }),
    );
  });
});
