import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ParamsError } from '~/core/errors.js';
import { FenceError, HelperError, MissingProgramError, RefusedError } from '~/privileged/errors.js';
import { ExecRunner } from '~/privileged/exec-runner.js';
import { encodeFrame } from '~/privileged/helper/frames.js';
import { HelperRunner } from '~/privileged/helper/helper-runner.js';
import { giveProof, proofFolderOf } from '~/privileged/helper/peer.js';
import { protocol } from '~/privileged/helper/protocol.js';
import type { Finished } from '~/privileged/runner.js';
import { files, helper, missing, processesWith, RawClient, script, sh, shell, site, until } from './stage.js';

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a command through the helper', () => {
  it('ends as it would without it', async () => {
    const { runner } = await helper();
    const direct = new ExecRunner({ mode: 'direct' });
    for (const text of ['echo out; echo err >&2; exit 3', 'kill -9 $$', 'printf "ä€😀"', 'env', 'true']) {
      const { durationMs: _, ...expected } = await direct.run(sh(text));
      const { durationMs, ...got } = await runner.run(sh(text));
      expect(got, text).toEqual(expected);
      expect(durationMs).toBeGreaterThan(0);
    }
  });

  it('gets what it reads, and a secret is in no line of the log', async () => {
    const { runner, lines } = await helper();
    const command = shell({ script: 'cat', password: 'canary-1' }, site);
    expect((await runner.run(command)).stdout).toBe('canary-1');
    expect(lines.join('\n')).toContain('test.shell {"script":"cat","password":"********"}: exit code 0');
    expect(lines.join('\n')).not.toContain('canary-1');
  });

  it('tells of its output as it comes', async () => {
    const { runner } = await helper();
    const heard: string[] = [];
    let release = () => {};
    const first = new Promise<void>((resolve) => {
      release = resolve;
    });
    const controller = new AbortController();
    const run = runner.run(sh('echo one; echo two >&2; sleep 1000'), {
      signal: controller.signal,
      onOutput: (text, stream) => {
        heard.push(`${stream}:${text}`);
        if (heard.length === 2) release();
      },
    });
    // The command is not over.
    await first;
    expect(heard.sort()).toEqual(['stderr:two\n', 'stdout:one\n']);
    controller.abort();
    expect(await run).toMatchObject({
      ended: 'aborted',
      signal: 'SIGTERM',
      stdout: 'one\n',
      stderr: 'two\n',
    });
  });

  it('is ended with all that it started, when its caller aborts', async () => {
    const { runner } = await helper();
    const controller = new AbortController();
    const mark = `73${Math.floor(Math.random() * 1e9)}`;
    const run = runner.run(sh(`sleep ${mark} & sleep ${mark}`), { signal: controller.signal });
    await until(async () => (await processesWith('sleep', mark)).length === 2);
    controller.abort();
    expect((await run).ended).toBe('aborted');
    await until(async () => (await processesWith('sleep', mark)).length === 0);
  });

  it('is not asked for where the caller has aborted before', async () => {
    const { runner, lines } = await helper();
    const reason = new Error('changed my mind');
    expect(await caught(runner.run(sh('true'), { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(lines).toEqual([]);
  });

  it('fails with the errors of the helper, of their classes', async () => {
    const { runner } = await helper({ allow: ['test.missing', 'test.files'] });
    expect(await caught(runner.run(missing({}, site)))).toBeInstanceOf(MissingProgramError);
    expect(await caught(runner.run(missing({}, site)))).toMatchObject({
      binary: '/nonexistent/smartctl',
      package: 'smartmontools',
    });
    const refused = await caught(runner.run(files({ fail: 'refused' }, site)));
    expect(refused).toBeInstanceOf(RefusedError);
    expect(refused).toMatchObject({ why: 'busy', operation: 'usb.mount', hint: 'Wait.' });
    expect(await caught(runner.run(files({ fail: 'system' }, site)))).toMatchObject({ code: 'ENOENT' });
    const denied = await caught(runner.run(sh('true')));
    expect(denied).toBeInstanceOf(HelperError);
    expect(denied).toMatchObject({ reason: 'not-allowed', sent: 'no', command: 'test.shell' });
  });

  it('gives the result of a change of files', async () => {
    const { runner } = await helper();
    const finished = await runner.run(files({}, site));
    expect(finished).toMatchObject({ value: { written: ['a', 1, null] }, exitCode: 0, stdout: '' });
  });

  it('ends with all that there is to say of it', async () => {
    const whole: Required<Finished> = {
      exitCode: 1,
      signal: 'SIGKILL',
      ended: 'timeout',
      stdout: 'o'.repeat(200_000),
      stderr: 'e',
      cut: true,
      durationMs: 1.5,
      left: [12, 13],
      value: { a: [null] },
    };
    const { runner } = await helper({ runner: { run: async () => whole } });
    expect(await runner.run(sh('true'))).toEqual(whole);
  });

  it('that fails with a secret in its words: the log has it masked', async () => {
    const fail = async () => Promise.reject(new Error('wrong password canary-4'));
    const { runner, lines } = await helper({ runner: { run: fail } });
    const error = await caught(runner.run(shell({ script: 'true', password: 'canary-4' }, site)));
    expect((error as Error).message).toContain('wrong password');
    expect(lines.join()).toContain('wrong password ********');
  });

  it('is made again with the paths of the helper, not with those of the client', async () => {
    const { runner, socket } = await helper();
    const path = join(socket, '..', 'evil');
    await script(path, 'echo evil');
    const command = shell({ script: 'echo good' }, { ...site, programs: { ...site.programs, pct: path } });
    expect(command.binary).toBe(path);
    expect((await runner.run(command)).stdout).toBe('good\n');
  });

  it('is nothing that somebody else made', async () => {
    const { runner } = await helper();
    const fake = { name: 'test.shell', kind: 'process', params: { script: 'true' } };
    expect(await caught(runner.run(fake as never))).toBeInstanceOf(FenceError);
  });

  it('may not be larger than a message', async () => {
    const { runner, lines } = await helper();
    expect(await caught(runner.run(sh('#'.repeat(600_000))))).toBeInstanceOf(ParamsError);
    expect((await runner.run(sh(`#${'x'.repeat(100_000)}\necho ok`))).stdout).toBe('ok\n');
    expect(lines.every((line) => line.length < 2_000)).toBe(true);
  });

  it('names who asked in the log, as one line', async () => {
    const { runner, lines } = await helper();
    await runner.run(sh('true'), { requester: 'job 7\nuser 0: forged' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('for "job 7\\nuser 0: forged"');
  });
});

describe('a helper', () => {
  it('tells its release and its commands', async () => {
    const { runner } = await helper({ allow: ['test.strict', 'test.files'] });
    expect(await runner.ping()).toEqual({ version: '1.2.3', commands: ['test.files', 'test.strict'] });
  });

  it('serves one command after the other over one connection', async () => {
    const { runner, socket } = await helper({ connections: 1 });
    for (const word of ['a', 'b', 'c'])
      expect((await runner.run(sh(`echo ${word}`))).stdout).toBe(`${word}\n`);
    // It is taken: what else comes hears so.
    const other = new HelperRunner({ socket });
    expect(await caught(other.run(sh('true')))).toMatchObject({ reason: 'busy', sent: 'no' });
    runner.close();
    await until(async () => (await caught(other.ping())) === undefined);
    other.close();
  });

  it('serves fifty clients at once, each with its own answer', async () => {
    const { socket } = await helper({ running: 8 });
    const runners = Array.from({ length: 50 }, () => new HelperRunner({ socket }));
    const answers = await Promise.all(
      runners.map((runner, index) => runner.run(sh(`echo ${index}; exit ${index}`))),
    );
    expect(answers.map(({ stdout, exitCode }) => [stdout, exitCode])).toEqual(
      runners.map((_, index) => [`${index}\n`, index]),
    );
    for (const runner of runners) runner.close();
  });

  it('says that it is busy where a command waited too long for a place', async () => {
    const { runner } = await helper({ running: 1, patience: { queue: 20 } });
    const controller = new AbortController();
    const long = runner.run(sh('sleep 1000'), { signal: controller.signal });
    await until(async () => (await processesWith('sleep\x001000')).length > 0);
    expect(await caught(runner.run(sh('true')))).toMatchObject({ reason: 'busy', sent: 'no' });
    controller.abort();
    await long;
    expect((await runner.run(sh('true'))).exitCode).toBe(0);
  });

  it('runs no more at once than it may', async () => {
    const { socket } = await helper({ running: 2 });
    const place = join(socket, '..');
    const text = `mkdir ${place}/run-$$; ls ${place} | grep -c '^run-'; sleep 0.05; rmdir ${place}/run-$$`;
    const runner = new HelperRunner({ socket, connections: 6 });
    const counts = await Promise.all(Array.from({ length: 12 }, () => runner.run(sh(text))));
    expect(Math.max(...counts.map(({ stdout }) => Number(stdout)))).toBe(2);
    runner.close();
  });

  it('closes a connection that rests, and the next command finds another one', async () => {
    const { runner, lines } = await helper({ patience: { idle: 20 } });
    for (let count = 0; count < 50; count += 1) {
      // Some of them come when the helper has just said goodbye.
      const pause = shell({ script: `sleep 0.0${count % 10}` }, site);
      expect((await runner.run(pause)).exitCode).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 15 + (count % 10)));
    }
    expect(lines.filter((line) => line.includes('exit code 0'))).toHaveLength(50);
  });

  it('lets what runs come to its end when it is closed, and takes nothing more', async () => {
    const { running, runner, socket } = await helper();
    const place = join(socket, '..');
    const run = runner.run(sh(`until [ -e ${place}/go ]; do sleep 0.01; done; echo done`));
    await until(async () => (await processesWith(`${place}/go`)).length > 0);
    const closed = running.close(60_000);
    expect(await caught(new HelperRunner({ socket }).run(sh('true')))).toMatchObject({ sent: 'no' });
    await script(join(place, 'go'), '');
    expect((await run).stdout).toBe('done\n');
    await closed;
  });

  it('ends what runs when it is closed and time is up', async () => {
    const { running, runner } = await helper();
    const run = runner.run(sh('sleep 1001'));
    await until(async () => (await processesWith('sleep\x001001')).length > 0);
    await running.close(10);
    expect(await run).toMatchObject({ ended: 'aborted' });
    expect(await processesWith('sleep\x001001')).toEqual([]);
  });

  it('leaves nothing behind: no socket, no proofs', async () => {
    const { running, runner, socket } = await helper();
    await runner.ping();
    expect(await readdir(proofFolderOf(socket))).toEqual([]);
    runner.close();
    await running.close(0);
    expect(await readdir(join(socket, '..'))).toEqual(['priv.sock.proof']);
    expect(await caught(runner.ping())).toMatchObject({ reason: 'no-socket', sent: 'no' });
  });

  it('keeps no output for a client that does not read, and the command goes on', async () => {
    const { socket } = await helper();
    const client = await RawClient.welcome(socket);
    client.socket.pause();
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 5);
    const place = join(socket, '..');
    const text = `head -c 100000000 /dev/zero | tr '\\0' x; touch ${place}/over`;
    client.send({ type: 'run', id: 1, command: 'test.shell', params: { script: text } });
    await until(async () => (await readdir(place)).includes('over'));
    clearInterval(watch);
    expect(most - before).toBeLessThan(60_000_000);
    // And the client, when it reads again, learns what it has missed, and gets what is kept.
    client.socket.resume();
    const messages: Record<string, unknown>[] = [];
    for (let next = await client.read(); next !== undefined; next = await client.read()) {
      messages.push(next);
      if (next['type'] === 'finished') break;
    }
    const sum = (type: string, count: (message: Record<string, unknown>) => number) =>
      messages
        .filter((message) => message['type'] === type)
        .reduce((all, message) => all + count(message), 0);
    const lost = sum('output', ({ lost = 0 }) => Number(lost));
    expect(lost).toBeGreaterThan(90_000_000);
    expect(lost + sum('output', ({ text }) => String(text).length)).toBe(100_000_000);
    expect(sum('text', ({ text }) => String(text).length)).toBeLessThan(1_100_000);
    expect(messages.at(-1)).toMatchObject({ type: 'finished', exitCode: 0, cut: true });
  }, 60_000);

  it('closes the connection of a client that never reads', async () => {
    const { socket } = await helper({ patience: { reading: 50 }, connections: 1 });
    const client = await RawClient.welcome(socket);
    client.socket.pause();
    const text = "head -c 10000000 /dev/zero | tr '\\0' x";
    client.send({ type: 'run', id: 1, command: 'test.shell', params: { script: text } });
    const other = new HelperRunner({ socket });
    await until(async () => (await caught(other.ping())) === undefined);
    other.close();
    client.socket.resume();
    expect((await client.rest()).some(({ type }) => type === 'finished')).toBe(false);
  });
});

describe('a client that does not keep to the protocol', () => {
  const hello = { type: 'hello', protocol };
  const run = { type: 'run', id: 1, command: 'test.shell', params: { script: 'true' } };

  it.each<[string, (client: RawClient) => void, RegExp]>([
    ['garbage', (client) => client.socket.write('GET / HTTP/1.1\r\n\r\n'), /bytes/],
    ['a long message', (client) => client.send({ ...hello, text: 'x'.repeat(5_000) }), /bytes/],
    ['a command before its hello', (client) => client.send(run), /no hello/],
    [
      'a hello with more than belongs there',
      (client) => client.send({ ...hello, user: 0 }),
      /none of the protocol/,
    ],
    ['no object', (client) => client.socket.write(encodeFrame([], 100)), /none of the protocol/],
  ])('%s at first: hears why, and is shown out', async (_, say, why) => {
    const { socket, runner } = await helper();
    const client = await RawClient.connect(socket);
    say(client);
    const all = await client.rest();
    expect(all.map(({ type }) => type)).toEqual(['hello', 'refused']);
    expect(all[1]).toMatchObject({ reason: 'protocol', message: expect.stringMatching(why) });
    expect((await runner.run(sh('echo well'))).stdout).toBe('well\n');
  });

  it.each<[string, (client: RawClient) => void, RegExp]>([
    [
      'a message of two gigabytes',
      (client) => client.socket.write(Buffer.from([0x7f, 0xff, 0xff, 0xff])),
      /bytes/,
    ],
    ['garbage', (client) => client.socket.write(Buffer.from([0, 0, 0, 3, 1, 2, 3])), /no JSON/],
    ['no parameters', (client) => client.send({ ...run, params: undefined }), /none of the/],
    ['a second hello', (client) => client.send(hello), /second hello/],
    ['an unknown type', (client) => client.send({ type: 'exec', id: 1, argv: ['sh'] }), /none of the/],
    ['words for the program', (client) => client.send({ ...run, argv: ['sh'] }), /none of the/],
    ['another program', (client) => client.send({ ...run, binary: '/bin/sh' }), /none of the/],
    ['an id that is no number', (client) => client.send({ ...run, id: '1' }), /none of the/],
    ['an end of what was not begun', (client) => client.send({ type: 'cancel', id: 5 }), /not begun/],
    [
      'two commands at once',
      (client) => {
        client.send({ ...run, params: { script: 'sleep 1002' } });
        client.send({ ...run, id: 2 });
      },
      /while another/,
    ],
  ])('%s later: hears why, and is shown out', async (_, say, why) => {
    const { socket, runner } = await helper();
    const client = await RawClient.welcome(socket);
    say(client);
    const refused = (await client.rest()).find(({ type }) => type === 'refused');
    expect(refused).toMatchObject({ reason: 'protocol', message: expect.stringMatching(why) });
    expect((await runner.run(sh('echo well'))).stdout).toBe('well\n');
    await until(async () => (await processesWith('sleep\x001002')).length === 0);
  });

  it('an id that was used before runs nothing', async () => {
    const { socket, lines } = await helper();
    const client = await RawClient.welcome(socket);
    client.send({ ...run, id: 7 });
    while ((await client.read())?.['type'] !== 'finished');
    client.send({ ...run, id: 7 });
    expect(await client.rest()).toMatchObject([
      { type: 'refused', message: expect.stringMatching(/used before/) },
    ]);
    expect(lines.filter((line) => line.includes('exit code'))).toHaveLength(1);
  });

  it('half a message, and then silence: is shown out in time', async () => {
    const { socket } = await helper({ patience: { hello: 30 } });
    const client = await RawClient.connect(socket);
    client.socket.write(Buffer.from([0, 0, 0]));
    expect((await client.rest()).map(({ type }) => type)).toEqual(['hello']);
    const idle = await helper({ patience: { idle: 30 } });
    const known = await RawClient.welcome(idle.socket);
    known.socket.write(Buffer.from([0, 0, 0, 9, 0x7b]));
    expect((await known.rest()).map(({ type }) => type)).toEqual(['bye']);
  });

  it('another version: hears which', async () => {
    const { socket } = await helper();
    const client = await RawClient.connect(socket);
    client.send({ type: 'hello', protocol: 2 });
    expect((await client.rest()).at(-1)).toMatchObject({ type: 'refused', reason: 'version' });
  });

  it('the wrong proof, or none: is not welcome, and has said nothing else', async () => {
    const { socket, lines } = await helper();
    const client = await RawClient.connect(socket);
    const nonce = String((await client.read())?.['nonce']);
    client.send(hello);
    client.send(run);
    expect(await client.rest()).toMatchObject([{ type: 'refused', reason: 'not-allowed' }]);
    // The name was for once.
    await giveProof(socket, nonce);
    const other = await RawClient.connect(socket);
    await other.read();
    other.send(hello);
    expect(await other.rest()).toMatchObject([{ type: 'refused', reason: 'not-allowed' }]);
    expect(lines.join()).not.toContain('test.shell');
  });

  it('thousands of questions and no ear for the answers: waits, and fills no memory', async () => {
    const { socket, runner } = await helper();
    const client = await RawClient.welcome(socket);
    client.socket.pause();
    const before = process.memoryUsage.rss();
    const pings = Array.from({ length: 50_000 }, (_, index) =>
      encodeFrame({ type: 'ping', id: index + 1 }, 100),
    );
    client.socket.write(Buffer.concat(pings));
    expect((await runner.run(sh('echo well'))).stdout).toBe('well\n');
    expect(client.socket.writableLength).toBeGreaterThan(0);
    expect(process.memoryUsage.rss() - before).toBeLessThan(60_000_000);
    client.socket.resume();
    for (let count = 0; count < 50_000; count += 1) expect((await client.read())?.['type']).toBe('pong');
  }, 60_000);

  it.each<[string, unknown, string]>([
    ['an unknown command', {}, 'nothing.here'],
    ['a name of every object', {}, 'constructor'],
    ['a name of every object', {}, '__proto__'],
    ['no command', {}, ''],
    ['a path', {}, '/bin/sh'],
    ['null', null, 'test.strict'],
    ['a list', [100, 'a'], 'test.strict'],
    ['a word too much', { vmid: 100, name: 'a', argv: ['-x'] }, 'test.strict'],
    ['text for a number', { vmid: '100', name: 'a' }, 'test.strict'],
    ['an option', { vmid: 100, name: '--help' }, 'test.strict'],
    ['a new line', { vmid: 100, name: 'a\nb' }, 'test.strict'],
    ['a new line at the end', { vmid: 100, name: 'a\n' }, 'test.strict'],
    ['a NUL byte', { vmid: 100, name: 'a\0' }, 'test.strict'],
    ['a shell', { vmid: 100, name: '$(id)' }, 'test.strict'],
    ['an infinite number', { vmid: Number.POSITIVE_INFINITY, name: 'a' }, 'test.strict'],
    ['a list in place of a text', { vmid: 100, name: ['a'] }, 'test.strict'],
  ])(
    'hostile parameters that were written by hand, %s: are refused by the helper itself',
    async (_, params, command) => {
      const { socket, lines } = await helper();
      const client = await RawClient.welcome(socket);
      client.send({ type: 'run', id: 1, command, params });
      const { type, error } = (await client.read()) as { type: string; error: { code: string } };
      expect([type, error.code]).toEqual(['failed', command === 'test.strict' ? 'PVE_PARAMS' : 'PVE_FENCE']);
      expect(lines.join()).not.toContain('exit code');
      // The connection is good still.
      client.send({ type: 'run', id: 2, command: 'test.strict', params: { vmid: 100, name: 'a' } });
      expect(await client.read()).toMatchObject({ type: 'started' });
    },
  );

  it('keys of prototypes reach nothing', async () => {
    const { socket } = await helper();
    for (const text of [
      '{"vmid":100,"name":"a","__proto__":{"x":1}}',
      '{"__proto__":{"vmid":100,"name":"a"}}',
    ]) {
      const client = await RawClient.welcome(socket);
      const frame = Buffer.from(`{"type":"run","id":1,"command":"test.strict","params":${text}}`);
      const head = Buffer.alloc(4);
      head.writeUInt32BE(frame.length);
      client.socket.write(Buffer.concat([head, frame]));
      expect(await client.rest()).toMatchObject([{ type: 'refused', reason: 'protocol' }]);
    }
    expect(({} as { x?: unknown }).x).toBeUndefined();
    const known = await RawClient.welcome(socket);
    known.send({
      type: 'run',
      id: 1,
      command: 'test.strict',
      params: { vmid: 100, name: 'a', constructor: { prototype: { x: 1 } } },
    });
    expect(await known.read()).toMatchObject({ type: 'failed', error: { code: 'PVE_PARAMS' } });
  });
});
