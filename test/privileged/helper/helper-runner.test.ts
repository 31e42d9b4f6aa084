import { chown, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { HelperRunner } from '@felhom/proxmox/privileged';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ParamsError } from '~/core/errors.js';
import { HelperError } from '~/privileged/errors.js';
import { encodeFrame, FrameReader } from '~/privileged/helper/frames.js';
import { frameLimit } from '~/privileged/helper/protocol.js';
import { folder, helper, isRoot, sh, shell, site, strict } from './stage.js';

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const [hello, welcome] = [{ type: 'hello', protocol: 1, version: '1.0.0' }, { type: 'welcome' }];
const finished = { type: 'finished', exitCode: 0, cut: false, durationMs: 1 };

/** A helper that answers what a test says; counts connections. */
async function fake(
  answer: (message: Record<string, unknown>, connection: number, socket: Socket) => object[],
) {
  const path = join(await folder(), 'priv.sock');
  const heard: Record<string, unknown>[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    const number = connections;
    const reader = new FrameReader(frameLimit);
    const say = (messages: object[]) => {
      for (const message of messages) socket.write(encodeFrame(message, frameLimit));
    };
    say(answer({ type: 'connected' }, number, socket));
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      reader.push(bytes);
      for (let next = reader.next(); next !== undefined; next = reader.next()) {
        heard.push(next as Record<string, unknown>);
        say(answer(next as Record<string, unknown>, number, socket));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen({ path }, resolve));
  const runner = new HelperRunner({ socket: path });
  onTestFinished(() => {
    runner.close();
    server.close();
  });
  return { runner, path, heard, runs: () => heard.filter(({ type }) => type === 'run').length };
}

/** The answers of a helper that does as it should, but for `run`. */
function usual(run: (id: unknown, connection: number, socket: Socket) => object[]) {
  return (message: Record<string, unknown>, connection: number, socket: Socket) => {
    if (message['type'] === 'connected') return [hello];
    if (message['type'] === 'hello') return [welcome];
    return message['type'] === 'run' ? run(message['id'], connection, socket) : [];
  };
}

/** Closes the connection, after these messages. */
function gone(socket: Socket, ...messages: object[]): object[] {
  for (const message of messages) socket.write(encodeFrame(message, frameLimit));
  socket.end();
  return [];
}

describe('HelperRunner: what became of a command', () => {
  it('a goodbye in the place of a beginning: it is asked for again, over another connection', async () => {
    const { runner, runs } = await fake(
      usual((id, connection) =>
        connection === 1
          ? [{ type: 'bye' }]
          : [
              { type: 'started', id },
              { ...finished, id },
            ],
      ),
    );
    expect((await runner.run(sh('true'))).exitCode).toBe(0);
    expect(runs()).toBe(2);
  });

  it('nothing but goodbyes: nothing was run', async () => {
    const { runner } = await fake(usual(() => [{ type: 'bye' }]));
    expect(await caught(runner.run(sh('true')))).toMatchObject({ reason: 'busy', sent: 'no' });
  });

  it.each<[string, (id: unknown, socket: Socket) => object[]]>([
    ['before it said that it had begun', (_, socket) => gone(socket)],
    ['after it had begun', (id, socket) => gone(socket, { type: 'started', id })],
    ['with a goodbye after it had begun', (id) => [{ type: 'started', id }, { type: 'bye' }]],
  ])('the helper went away %s: it is not known, and nothing is asked for twice', async (_, run) => {
    const { runner, runs } = await fake(usual((id, __, socket) => run(id, socket)));
    const error = await caught(runner.run(sh('true')));
    expect(error).toBeInstanceOf(HelperError);
    expect(error).toMatchObject({ reason: 'gone', sent: 'unknown', command: 'test.shell' });
    expect((error as HelperError).hint).toContain('look at the host');
    expect(runs()).toBe(1);
    const read = await caught(runner.run(strict({ vmid: 100, name: 'a' }, site)));
    expect(read).toMatchObject({ reason: 'gone', hint: expect.stringContaining('Nothing was changed') });
  });

  it.each<[string, (id: unknown) => object[]]>([
    ['an unknown message', (id) => [{ type: 'executed', id }]],
    ['the end of another command', () => [{ ...finished, id: 99 }]],
    ['an end without its facts', (id) => [{ type: 'finished', id }]],
    ['a greeting', () => [hello]],
  ])('the helper said %s: it does not speak as it should', async (_, run) => {
    const { runner } = await fake(usual(run));
    expect(await caught(runner.run(sh('true')))).toMatchObject({ reason: 'protocol', sent: 'unknown' });
  });

  it('an abort that the helper does not hear is an end all the same', async () => {
    const { runner, heard } = await fake(
      usual((id, _, socket) => {
        setTimeout(() => socket.destroy(), 50);
        return [{ type: 'started', id }];
      }),
    );
    const controller = new AbortController();
    const run = caught(runner.run(sh('true'), { signal: controller.signal, onOutput: () => {} }));
    setTimeout(() => controller.abort(), 20);
    expect(await run).toMatchObject({ reason: 'gone', sent: 'unknown' });
    expect(heard.at(-1)).toEqual({ type: 'cancel', id: 1 });
  });

  it('what was left out of the output is told in its place', async () => {
    const { runner } = await fake(
      usual((id) => [
        { type: 'started', id },
        { type: 'output', id, stream: 'stdout', text: 'a' },
        { type: 'output', id, stream: 'stdout', text: 'b', lost: 5 },
        { type: 'text', id, stream: 'stdout', text: 'x' },
        { type: 'text', id, stream: 'stderr', text: 'e' },
        { type: 'text', id, stream: 'stdout', text: 'y' },
        { ...finished, id },
      ]),
    );
    let heard = '';
    const end = await runner.run(sh('true'), {
      onOutput: (text) => {
        heard += text;
      },
    });
    expect(heard).toBe('a\n[... 5 bytes left out ...]\nb');
    expect(end).toMatchObject({ stdout: 'xy', stderr: 'e' });
  });
});

describe('HelperRunner: a helper that cannot be used', () => {
  it('is not there', async () => {
    const socket = join(await folder(), 'none.sock');
    expect(await caught(new HelperRunner({ socket }).run(sh('true')))).toMatchObject({
      code: 'PVE_HELPER',
      reason: 'no-socket',
      sent: 'no',
      socket,
      hint: expect.stringContaining('felhom-priv.socket'),
    });
  });

  it('is a file, or a socket that nobody listens at', async () => {
    const path = await folder();
    await writeFile(join(path, 'file'), '');
    const file = new HelperRunner({ socket: join(path, 'file') });
    expect(await caught(file.ping())).toMatchObject({ reason: 'not-running', sent: 'no' });
    const { socket, running } = await helper();
    await symlink(socket, join(path, 'link'));
    await running.close(0);
    expect(await caught(new HelperRunner({ socket: join(path, 'link') }).ping())).toMatchObject({
      sent: 'no',
    });
  });

  it('says nothing, or something else', async () => {
    const silent = await fake((_, __, socket) => gone(socket));
    expect(await caught(silent.runner.ping())).toMatchObject({ reason: 'gone', sent: 'no' });
    const closing = await fake(() => [{ type: 'bye' }]);
    expect(await caught(closing.runner.ping())).toMatchObject({ reason: 'gone', sent: 'no' });
    const shy = await fake(({ type }, _, socket) => (type === 'connected' ? [hello] : gone(socket)));
    expect(await caught(shy.runner.ping())).toMatchObject({ reason: 'gone', sent: 'no' });
    const other = await fake(() => [{ jsonrpc: '2.0' }]);
    expect(await caught(other.runner.ping())).toMatchObject({ reason: 'protocol', sent: 'no' });
    expect(other.heard).toEqual([]);
  });

  it('is of another version: nothing was said to it', async () => {
    const { runner, heard } = await fake(() => [{ ...hello, protocol: 2, more: true, version: '9.9.9' }]);
    const error = await caught(runner.run(sh('true')));
    expect(error).toMatchObject({ reason: 'version', sent: 'no', message: expect.stringContaining('9.9.9') });
    expect(heard).toEqual([]);
  });

  it.each(['not-allowed', 'busy', 'version', 'protocol'])('refuses: %s', async (reason) => {
    const { runner } = await fake(() => [{ type: 'refused', reason, message: 'because' }]);
    expect(await caught(runner.run(sh('true')))).toMatchObject({ reason, sent: 'no', message: 'because' });
  });

  it.skipIf(!isRoot)('has a socket of another user: it is told nothing (needs root)', async () => {
    const { runner, path, heard } = await fake(usual(() => []));
    await chown(path, 54_321, 54_321);
    const error = await caught(runner.run(shell({ script: 'true', password: 'canary-2' }, site)));
    expect(error).toMatchObject({ reason: 'not-allowed', message: expect.stringContaining('54321') });
    expect(heard).toEqual([]);
  });

  it('shows no secret in any error', async () => {
    const command = shell({ script: 'true', password: 'canary-3' }, site);
    const errors = [
      await caught((await fake(() => [{ ...hello, protocol: 2 }])).runner.run(command)),
      await caught((await fake(usual((_, __, socket) => gone(socket)))).runner.run(command)),
      await caught((await fake(usual((id) => [{ type: 'x', id }]))).runner.run(command)),
    ];
    const { inspect } = await import('node:util');
    for (const error of errors) {
      expect(error).toBeInstanceOf(HelperError);
      expect(inspect(error, { depth: 9 }) + JSON.stringify(error) + (error as Error).stack).not.toContain(
        'canary-3',
      );
    }
  });

  it('is named by an absolute path only', () => {
    for (const socket of ['priv.sock', '', '127.0.0.1:80', '/a\0b'])
      expect(() => new HelperRunner({ socket })).toThrow(ParamsError);
    expect(() => new HelperRunner({ connections: 0 })).toThrow(ParamsError);
    expect(new HelperRunner().socket).toBe('/run/felhom-agent/priv.sock');
  });
});

describe('the commands of this package', () => {
  it('are run by the helper, who hears who asked', async () => {
    const { commands } = await import('~/privileged/registry.js');
    const { runner, lines } = await helper({ commands, site: { programs: { lsblk: '/bin/echo' } } });
    const list = await commands.get('block.list')?.({} as never, site);
    if (list === undefined) throw new Error('there is no block.list');
    expect((await runner.run(list, { requester: 'job 7' })).stdout).toContain('--json');
    expect(lines.join()).toContain('block.list {} for "job 7": exit code 0');
  });
});
