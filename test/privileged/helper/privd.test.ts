import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, lstat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HelperRunner } from '~/privileged/helper/helper-runner.js';
import { commands } from '~/privileged/registry.js';
import { siteOf } from '~/privileged/site.js';
import { bin, type Running, run, start } from '../../support/bin.js';
import { dist } from '../../support/dist.js';
import { folder, isRoot, processesWith, RawClient, script, until } from './stage.js';

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const has = (tool: string) => process.env['PATH']?.split(':').some((path) => existsSync(join(path, tool)));
const user = 54_321;

/** A helper as a process of its own, whose lsblk is a script. */
async function privd(body: string, options: { args?: string[]; config?: object } = {}) {
  const place = await folder();
  const socket = join(place, 'priv.sock');
  const lsblk = await script(join(place, 'lsblk'), body);
  const config = join(place, 'privd.json');
  await writeFile(config, JSON.stringify({ users: [0], group: 0, programs: { lsblk }, ...options.config }), {
    mode: 0o600,
  });
  const args = ['privd', '--socket', socket, '--config', config, ...(options.args ?? [])];
  const running = start(args);
  onTestFinished(() => ended(running));
  await running.seen(/listens at/);
  const runner = new HelperRunner({ socket });
  onTestFinished(() => runner.close());
  return { place, socket, config, runner, ...running };
}

async function ended({ child, ended }: Running): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

/** The one command that this helper's tests ask for; its program is a script of the test. */
function list() {
  const command = commands.get('block.list')?.fromUnknown({}, siteOf());
  if (command === undefined) throw new Error('there is no block.list');
  return command;
}

/** A client as a process of its own, of another user; prints what came of its command. */
function clientOf(socket: string, ids: { user: number; groups: number[] }, wrap: readonly string[] = []) {
  const file = (name: string) => JSON.stringify(pathToFileURL(join(dist, 'privileged', name)).href);
  const source = `
import { HelperRunner } from ${file('helper/helper-runner.js')};
import { commands } from ${file('registry.js')};
import { siteOf } from ${file('site.js')};
process.setgroups(${JSON.stringify(ids.groups)});
process.setgid(${ids.user});
process.setuid(${ids.user});
const runner = new HelperRunner({ socket: ${JSON.stringify(socket)} });
try {
  const { stdout } = await runner.run(commands.get('block.list').fromUnknown({}, siteOf()));
  console.log(JSON.stringify({ stdout }));
} catch (error) {
  console.log(JSON.stringify(error));
}
runner.close();`;
  const [program = '', ...args] = [...wrap, process.execPath, '--input-type=module', '--eval', source];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const answer = new Promise<Record<string, unknown>>((resolve, reject) => {
    child.once('close', () => (output === '' ? reject(new Error('no answer')) : resolve(JSON.parse(output))));
  });
  answer.catch(() => {});
  return { child, answer };
}

describe.skipIf(!isRoot)('felhom-agent privd (needs root)', () => {
  it('runs a command as root, with nothing of its own environment and no descriptor more', async () => {
    const { runner, socket } = await privd("id -u; env; ls /proc/self/fd | grep -c '^[0-9]$'");
    const { stdout, exitCode } = await runner.run(list());
    expect(exitCode).toBe(0);
    const [id, ...rest] = stdout.trim().split('\n');
    expect(id).toBe('0');
    // Of the first ten: three, and the one that ls opens.
    expect(rest.pop()).toBe('4');
    expect(
      rest
        .map((line) => line.split('=')[0])
        .sort()
        .join(),
    ).toMatch(/^(?:LANG|LC_ALL),PATH,PWD$/);
    const { mode, uid } = await lstat(socket);
    expect([mode & 0o7777, uid]).toEqual([0o660, 0]);
  });

  it('works for the user that it was told of, and for nobody else', async () => {
    const { socket, child, seen } = await privd('echo well', {
      args: ['--user', String(user), '--group', '54320'],
    });
    const groups = [54_320];
    expect(await clientOf(socket, { user, groups }).answer).toEqual({ stdout: 'well\n' });
    const refused = { code: 'PVE_HELPER', reason: 'not-allowed', sent: 'no' };
    // In the group, but another user.
    const other = await clientOf(socket, { user: user + 1, groups }).answer;
    expect(other).toMatchObject({ ...refused, message: expect.stringContaining(`user with id ${user + 1}`) });
    await seen(new RegExp(`user ${user + 1}: refused`));
    // Root is a user like others here.
    expect(await clientOf(socket, { user: 0, groups }).answer).toMatchObject(refused);
    // The user, but not in the group: the kernel says no.
    const outside = await clientOf(socket, { user, groups: [] }).answer;
    expect(outside).toMatchObject({ ...refused, cause: { code: 'EACCES' } });
    expect(child.exitCode).toBeNull();
  });

  it.skipIf(!has('setpriv'))(
    'works for a user who may not become root by any other way (needs setpriv)',
    async () => {
      const { socket } = await privd('grep NoNewPrivs /proc/$PPID/status', {
        config: { users: [user], group: user },
      });
      const ids = { user, groups: [user] };
      const { stdout } = await clientOf(socket, ids, ['setpriv', '--no-new-privs']).answer;
      expect(stdout).toMatch(/NoNewPrivs:\s0/);
    },
  );

  it('ends all that a client was waiting for when the client is killed, even what ignores SIGTERM', async () => {
    const mark = String(Date.now());
    const body = `trap '' TERM\nsleep 77${mark} &\nsh -c 'trap "" TERM; sleep 78${mark}; sleep 79${mark}' &\nwait; sleep 76${mark}`;
    const { socket, seen } = await privd(body, { config: { users: [user], group: user } });
    const { child } = clientOf(socket, { user, groups: [user] });
    const alive = async () =>
      (await Promise.all([77, 78, 79, 76].map((head) => processesWith('sleep', `${head}${mark}`)))).flat()
        .length;
    await until(async () => (await alive()) === 2);
    child.kill('SIGKILL');
    await seen(/block\.list \{\}: ended by SIGKILL \(aborted\)/);
    await until(async () => (await alive()) === 0);
  }, 30_000);

  it('that is killed itself: the client learns that nobody knows what came of it', async () => {
    const mark = `75${Date.now()}`;
    const { runner, child } = await privd(`exec sleep ${mark}`);
    const answer = caught(runner.run(list()));
    await until(async () => (await processesWith('sleep', mark)).length === 1);
    child.kill('SIGKILL');
    expect(await answer).toMatchObject({
      code: 'PVE_HELPER',
      reason: 'gone',
      sent: 'unknown',
      command: 'block.list',
    });
    // Without systemd, which ends what such a helper has left, it goes on.
    for (const id of await processesWith('sleep', mark)) process.kill(id, 'SIGKILL');
    expect(await caught(runner.run(list()))).toMatchObject({ reason: 'not-running', sent: 'no' });
  });

  it('that was killed is followed by one at the same place', async () => {
    const first = await privd('echo first');
    await ended(first);
    const args = ['privd', '--socket', first.socket, '--config', first.config];
    const second = start(args);
    onTestFinished(() => ended(second));
    await second.seen(/listens at/);
    expect((await first.runner.run(list())).stdout).toBe('first\n');
    // One that lives is not pushed aside.
    const third = await run(args);
    expect([third.code, third.stderr]).toEqual([1, expect.stringContaining('EADDRINUSE')]);
    expect((await first.runner.run(list())).stdout).toBe('first\n');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s: waits for what runs, answers it, and goes', async (signal) => {
    const { place, socket, runner, child, ended, seen } = await privd(
      'until [ -e "$0.go" ]; do sleep 0.01; done; echo done',
    );
    const answer = runner.run(list());
    await until(async () => (await processesWith(join(place, 'lsblk'))).length > 0);
    child.kill(signal);
    await seen(/ending/);
    await writeFile(join(place, 'lsblk.go'), '');
    expect((await answer).stdout).toBe('done\n');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/block\.list \{\}: exit code 0, \d+ ms/);
    expect(await caught(lstat(socket))).toMatchObject({ code: 'ENOENT' });
  });

  it('goes on after clients that talk nonsense, or hang up in the middle', async () => {
    const { socket, runner, child } = await privd('echo well');
    for (const bytes of ['\0\0', 'GET / HTTP/1.0\r\n\r\n', '\0\0\0\x02[]', '\x7f\xff\xff\xff']) {
      const client = createConnection({ path: socket });
      await new Promise((resolve) => client.write(bytes, 'latin1', resolve));
      client.destroy();
    }
    const known = await RawClient.welcome(socket);
    known.socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    expect((await known.rest()).at(-1)).toMatchObject({ type: 'refused', reason: 'protocol' });
    expect((await runner.run(list())).stdout).toBe('well\n');
    expect(child.exitCode).toBeNull();
  });

  it('runs what its configuration allows, and tells it', async () => {
    const { runner } = await privd('echo well', { config: { allow: [] } });
    expect(await runner.ping()).toMatchObject({ commands: [] });
    expect(await caught(runner.run(list()))).toMatchObject({ reason: 'not-allowed', sent: 'no' });
    const some = await privd('echo well', {
      config: { allow: ['block.*', 'mount.list'], deny: ['block.list'] },
    });
    const { commands: names } = await some.runner.ping();
    expect(names).toEqual(
      [...commands.keys()].filter((name) => /^block\.(?!list$)|^mount\.list$/.test(name)).sort(),
    );
    expect(names.length).toBeGreaterThan(1);
    const open = await privd('echo well');
    expect((await open.runner.ping()).commands).toEqual([...commands.keys()].sort());
    expect((await open.runner.ping()).version).toBe((await run(['--version'])).stdout.trim());
  });

  it.each<[string, object | string, RegExp]>([
    ['no JSON', '{', /not JSON/],
    ['an unknown key', { user: 'x' }, /privd\.json: user: unknown key/],
    ['no users', { users: [] }, /users/],
    ['a user that is not there', { users: ['nobody-of-that-name'] }, /no nobody-of-that-name/],
    ['a group that is not there', { users: [0], group: 'nobody-of-that-name' }, /no nobody-of-that-name/],
    ['an unknown command', { users: [0], allow: ['sh'] }, /sh is no command/],
    ['an unknown area', { users: [0], deny: ['sh.*'] }, /deny: sh\.\* is no command/],
    [
      'an unknown way to attach a disk',
      { users: [0], allowTransports: ['wifi'] },
      /allowTransports\.0: one of/,
    ],
    ['a relative path', { users: [0], mountRoots: ['mnt'] }, /mountRoots\.0: an absolute path/],
    ['an unknown program', { users: [0], programs: { sh: '/bin/sh' } }, /programs\.sh: not a program/],
  ])('does not start with %s in its configuration', async (_, content, why) => {
    const place = await folder();
    const config = join(place, 'privd.json');
    await writeFile(config, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
    const { code, stderr } = await run(['privd', '--socket', join(place, 's'), '--config', config]);
    expect(code).toBe(2);
    expect(stderr).toMatch(why);
  });

  it('does not start with a configuration that somebody else could have written', async () => {
    const place = await folder();
    const config = join(place, 'privd.json');
    await writeFile(config, '{"users":[0],"group":0}', { mode: 0o600 });
    const args = ['privd', '--socket', join(place, 's'), '--config', config];
    const expectRefused = async () => {
      const { code, stderr } = await run(args);
      expect([code, stderr]).toEqual([2, expect.stringContaining('others could change it')]);
    };
    await chmod(config, 0o620);
    await expectRefused();
    await chmod(config, 0o600);
    await chown(config, user, 0);
    await expectRefused();
    await chown(config, 0, 0);
    await chmod(place, 0o777);
    await expectRefused();
    expect((await run([...args.slice(0, -1), join(place, 'none.json')])).stderr).toMatch(
      /cannot be read \(ENOENT\)/,
    );
  });

  it('does not start without root, nor without a socket', async () => {
    const source = `
import { startPrivd } from ${JSON.stringify(pathToFileURL(join(dist, 'agent/privd.js')).href)};
process.setuid(${user});
await startPrivd({ users: [] }, { env: {}, folder: '/', version: '1', log: () => {} }).catch((error) => console.log(JSON.stringify(error)));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', source]);
    expect(JSON.parse(stdout)).toMatchObject({ code: 'PVE_NOT_ROOT' });
    const { code, stderr } = await run(['privd', '--user', '0', '--group', '0']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--socket PATH')]);
    // What was passed to another process is not taken.
    const other = await run(['privd', '--user', '0', '--group', '0'], { LISTEN_FDS: '1', LISTEN_PID: '1' });
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('passed no socket')]);
  });
});

describe.skipIf(!isRoot || !has('systemd-socket-activate'))(
  'felhom-agent privd at a socket that was passed to it (needs root and systemd-socket-activate)',
  () => {
    async function activated(options: string[], args: string[]) {
      const place = await folder();
      const socket = join(place, 'priv.sock');
      const lsblk = await script(join(place, 'lsblk'), 'ls -l /proc/self/fd; env');
      const config = join(place, 'privd.json');
      await writeFile(config, JSON.stringify({ users: [0], group: 0, programs: { lsblk } }), { mode: 0o600 });
      const child = spawn(
        'systemd-socket-activate',
        ['-l', socket, ...options, process.execPath, bin, 'privd', '--config', config, ...args],
        { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
      );
      let log = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
      const closed = new Promise((resolve) => child.once('close', resolve));
      onTestFinished(async () => {
        process.kill(-Number(child.pid), 'SIGKILL');
        await closed;
      });
      // The socket's file is there a moment before anybody listens.
      await until(() => log.includes('Listening'));
      const runner = new HelperRunner({ socket });
      onTestFinished(() => runner.close());
      return { socket, runner, log: () => log };
    }

    it('one that listens: knows its clients by their proof', async () => {
      const { runner, log } = await activated([], []);
      const { stdout } = await runner.run(list());
      expect(stdout).not.toMatch(/ [3-9] -> socket:/);
      expect(stdout).not.toContain('LISTEN_');
      await until(() => /user 0: block\.list \{\}: exit code 0/.test(log()));
    });

    it('a connection: knows its client by what systemd has found out', async () => {
      const { runner, log } = await activated(['--accept'], ['--peer', '0-123-0']);
      const { stdout } = await runner.run(list());
      expect(stdout).not.toMatch(/ [3-9] -> socket:/);
      expect((await runner.run(list())).exitCode).toBe(0);
      await until(() => /user 0: block\.list/.test(log()));
      runner.close();
    });

    it.each([
      ['another user', '0-123-54321', 'user with id 54321'],
      ['one that systemd does not know', '0-unknown', 'cannot tell which user'],
      ['something else', '$(id)-1-0', 'cannot tell which user'],
    ])('a connection of %s: is refused before anything is read', async (_, peer, why) => {
      const { socket, runner, log } = await activated(['--accept'], ['--peer', peer]);
      expect(await caught(runner.run(list()))).toMatchObject({
        reason: 'not-allowed',
        sent: 'no',
        message: expect.stringContaining(why),
      });
      const client = await RawClient.connect(socket);
      expect((await client.rest()).map(({ type }) => type)).toEqual(['refused']);
      expect(log()).not.toContain('block.list');
    });

    it('one of the network is not taken', async () => {
      const place = await folder();
      const config = join(place, 'privd.json');
      await writeFile(config, '{"users":[0],"group":0}', { mode: 0o600 });
      const port = 20_000 + (process.pid % 20_000);
      const child = spawn(
        'systemd-socket-activate',
        ['-l', `127.0.0.1:${port}`, process.execPath, bin, 'privd', '--config', config],
        { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
      );
      let log = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
      const code = new Promise((resolve) => child.once('close', resolve));
      await until(() => log.includes('Listening'));
      createConnection({ port, host: '127.0.0.1' }).on('error', () => {});
      expect(await code).not.toBe(0);
      expect(log).toContain('no unix socket');
    });
  },
);
