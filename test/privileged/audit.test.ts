import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { AuditEvent } from '~/privileged/audit.js';
import { fileCommand } from '~/privileged/command.js';
import { Desk } from '~/privileged/desk.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { type CallOptions, operation } from '~/privileged/operation.js';
import { type ShellOptions, shellMaker, shellSite } from './support/shell.js';

const secret = 'qXzvKwmp+7/"gJtrYb"';
const runner = new ExecRunner({ mode: 'direct' });

/** An operation of one command, carried out with an audit. */
async function carryOut(script: string, options: ShellOptions = {}, call: CallOptions = {}) {
  const events: AuditEvent[] = [];
  const desk = new Desk({
    site: shellSite(options.binary),
    runner,
    audit: (event) => events.push(event),
    requester: 'the desk',
  });
  const maker = shellMaker(script, { changes: true, name: 'test.change', ...options });
  const change = operation({
    name: 'test.operation',
    params: z.strictObject({}),
    prepare: async () => ({ commands: [], perform: (hands) => hands.run(maker, { secret }) }),
  });
  const outcome = await desk.perform(change, {}, call).then(
    (finished) => ({ finished, error: undefined }),
    (error: Error) => ({ finished: undefined, error }),
  );
  return { ...outcome, events, event: events[0] };
}

describe('the audit', () => {
  it('hears who asked for what, the exact words, and how it ended', async () => {
    const { event, events } = await carryOut('echo out; echo err >&2');
    expect(events).toHaveLength(1);
    expect(event).toEqual({
      at: expect.any(Date),
      requester: 'the desk',
      operation: 'test.operation',
      command: 'test.change',
      changes: true,
      binary: '/bin/sh',
      argv: ['-c', 'echo out; echo err >&2', 'sh'],
      files: undefined,
      exitCode: 0,
      signal: undefined,
      durationMs: expect.any(Number),
      stdout: 'out\n',
      stderr: 'err\n',
      error: undefined,
    });
    expect(Math.abs((event?.at.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(event?.durationMs).toBeGreaterThan(0);
  });

  it('hears of the one that a call names', async () => {
    expect((await carryOut('true', {}, { requester: 'the call' })).event?.requester).toBe('the call');
  });

  it('hears of failures, by exit code, by time and by what was never started', async () => {
    expect((await carryOut('exit 3')).event).toMatchObject({ exitCode: 3, error: undefined });
    expect((await carryOut('kill -9 $$')).event).toMatchObject({ exitCode: undefined, signal: 'SIGKILL' });
    const { event, error } = await carryOut('x', { binary: '/nope/x' });
    expect(event).toMatchObject({
      exitCode: undefined,
      error: { code: 'PVE_PROGRAM_MISSING', message: error?.message },
    });
  });

  it('hears the start and the end of a long output', async () => {
    const { event, finished } = await carryOut(
      'echo first; head -c 100000 /dev/zero | tr "\\0" a; echo last',
    );
    expect(finished?.stdout).toHaveLength(100_011);
    expect(event?.stdout.length).toBeLessThan(10_400);
    expect(event?.stdout).toMatch(/^first\na+\n\[\.\.\. \d+ bytes left out \.\.\.\]\na+last\n$/);
  });

  it('stops the work where it throws', async () => {
    const desk = new Desk({
      site: shellSite(),
      runner,
      audit: () => {
        throw new Error('no room in the log');
      },
      requester: undefined,
    });
    const maker = shellMaker('true');
    const change = operation({
      name: 'test.operation',
      params: z.strictObject({}),
      prepare: async () => ({ commands: [], perform: (hands) => hands.run(maker, { secret }) }),
    });
    await expect(desk.perform(change, {})).rejects.toThrow('no room in the log');
  });

  it('hears the files of a change of files', async () => {
    const events: AuditEvent[] = [];
    const desk = new Desk({
      site: shellSite(),
      runner,
      audit: (event) => events.push(event),
      requester: undefined,
    });
    const maker = fileCommand({
      name: 'test.files',
      params: z.strictObject({}),
      timeout: 1_000,
      files: () => ['/etc/fstab'],
      perform: async () => 'changed',
    });
    const change = operation({
      name: 'test.operation',
      params: z.strictObject({}),
      prepare: async () => ({ commands: [], perform: (hands) => hands.change(maker, {}) }),
    });
    expect(await desk.perform(change, {})).toBe('changed');
    expect(events).toMatchObject([
      { files: ['/etc/fstab'], binary: undefined, argv: undefined, changes: true },
    ]);
  });
});

describe('a secret that a program repeats', () => {
  const echo = 'cat "$1"; echo "wrong: $(cat "$1")" >&2; ';
  const options = { args: [{ kind: 'secret', text: secret }] as const };
  const parts = ['qXzv', 'Kwmp', 'gJtr'];
  const clean = (value: unknown) => {
    const text = JSON.stringify(value);
    for (const part of parts) expect(text).not.toContain(part);
    expect(text).toContain('********');
  };

  it('is in the result for the parser, and not in the audit', async () => {
    const { event, finished } = await carryOut(echo, options);
    expect(finished?.stdout).toBe(secret);
    clean(event);
  });

  it('is not in the error', async () => {
    const { error } = await carryOut(`${echo} exit 3`, options);
    expect(error).toMatchObject({
      code: 'PVE_COMMAND',
      message: 'test.change failed: exit code 3: wrong: ********',
    });
    clean(error);
    clean({ ...error, message: error?.message, stack: error?.stack });
  });

  it('is not in the progress', async () => {
    const lines: string[] = [];
    await carryOut(echo, options, { onProgress: (line) => lines.push(line) });
    expect(lines).toHaveLength(2);
    clean(lines);
  });

  it('is not in the progress of a line that never ends, which takes no memory either', async () => {
    const lines: string[] = [];
    const script = 'echo first; head -c 3000000 /dev/zero | tr "\\0" a; cat "$1"; echo; echo last';
    await carryOut(script, options, { onProgress: (line) => lines.push(line) });
    expect(lines).toEqual(['first', 'last']);
  });

  it('is not in what is left beside a cut, not even in part', async () => {
    for (const size of [100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110]) {
      const script = `i=0; while [ $i -lt 40 ]; do cat "$1"; printf '|'; i=$((i+1)); done; exit 3`;
      const { event, error } = await carryOut(script, { ...options, output: size * 9 });
      for (const text of [JSON.stringify(event?.stdout), JSON.stringify(error)]) {
        expect(text).toContain('********');
        for (let at = 0; at + 4 <= secret.length; at += 1)
          expect(text).not.toContain(JSON.stringify(secret.slice(at, at + 4)).slice(1, -1));
      }
    }
  });
});
