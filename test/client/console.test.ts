import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { Client, type ConsoleStream, PermissionError } from '@felhom/proxmox';
import { Simulator } from '@felhom/proxmox/simulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../support/client.js';
import { HandClock } from '../support/clock.js';

describe('a console of a container', () => {
  let sim: Simulator;
  let client: Client;
  /** The client's clock. */
  let time: HandClock;

  beforeEach(async () => {
    sim = await Simulator.start({ clock: 'manual' });
    time = new HandClock();
    client = clientWith(sim.tokens.agent);
  });
  afterEach(async () => {
    await client.close();
    await sim.close();
  });

  function clientWith(token: string): Client {
    return new Client({ url: sim.url, token, fingerprint: sim.fingerprint, clock: time });
  }

  const web = () => ({ node: sim.node, vmid: 100 });

  /** Reads until the end of what was seen matches. */
  async function seen(stream: ConsoleStream, pattern: RegExp): Promise<string> {
    stream.setEncoding('utf8');
    let all = '';
    for (;;) {
      for (let part = stream.read(); part !== null; part = stream.read()) all += part;
      if (pattern.test(all)) return all;
      await once(stream, 'readable');
    }
  }

  async function statusOf(upid: string) {
    const { status, exitstatus } = await client.tasks.status(upid);
    return exitstatus ?? status;
  }

  it('types, shows, and is told its size', async () => {
    const stream = await client.lxc.console(web(), { size: { cols: 132, rows: 43 } });
    expect(await seen(stream, /login: $/)).toContain('Debian GNU/Linux 13 web tty1');
    stream.write('root\r');
    await seen(stream, /root@web:~# $/);
    stream.write('stty size\r');
    expect(await seen(stream, /# $/)).toContain('\r\n43 132\r\n');
    stream.resize(80, 25);
    stream.write('stty size\r');
    expect(await seen(stream, /# $/)).toContain('\r\n25 80\r\n');
    stream.destroy();
  });

  it('characters of several bytes survive, also when they are written in two halves', async () => {
    const stream = await client.lxc.console(web());
    const typed = Buffer.from('root\recho árvíztűrő 🙂\r');
    for (const byte of typed) stream.write(Buffer.of(byte));
    expect(await seen(stream, /🙂\r\n.*# $/s)).toContain('\r\nárvíztűrő 🙂\r\n');
    stream.destroy();
  });

  it('end() closes it: the task on the host ends, and everything is read', async () => {
    const stream = await client.lxc.console(web());
    expect(await statusOf(stream.upid)).toBe('running');
    stream.end('root\r');
    await readAll(stream);
    expect(await stream.ended).toEqual({ by: 'client' });
    sim.advance(1_000);
    expect(await statusOf(stream.upid)).toBe('OK');
  });

  it('end() without a reader ends, too', async () => {
    const stream = await client.lxc.console(web());
    stream.end();
    expect(await stream.ended).toEqual({ by: 'client' });
  });

  it('a host that does not hang up is left after two seconds', async () => {
    const stream = await client.lxc.console(web());
    stream.write('root\rseq 100000\r');
    await once(stream, 'readable');
    // Nobody reads, so that the end of the connection is never seen.
    stream.end();
    await once(stream, 'finish', { signal: AbortSignal.timeout(100) }).catch(() => {});
    time.advance(2_000);
    expect(await stream.ended).toEqual({ by: 'client' });
  });

  it('Ctrl-\\ detaches on the host, which ends it', async () => {
    const stream = await client.lxc.console(web());
    stream.write('\x1c');
    expect(await readAll(stream)).toContain('[detached]');
    expect(await stream.ended).toEqual({ by: 'host' });
    expect(stream.closed).toBe(true);
    // A key that was pressed too late.
    stream.resize(10, 10);
  });

  it('a container that stops ends it', async () => {
    const stream = await client.lxc.console(web());
    await client.lxc.stop(web());
    const all = readAll(stream);
    sim.advance(2_000);
    expect(await all).toContain('[EOF - dtach terminating]');
    expect(await stream.ended).toEqual({ by: 'host' });
  });

  it('the console of a stopped container opens and ends at once, as with PVE', async () => {
    const stream = await client.lxc.console({ node: sim.node, vmid: 101 });
    expect(await readAll(stream)).toBe('\r\n[EOF - dtach terminating]\r\n');
    expect(await stream.ended).toEqual({ by: 'host' });
  });

  it('a login stays logged in when its console is closed', async () => {
    const first = await client.lxc.console(web());
    first.write('root\r');
    await seen(first, /# $/);
    first.end();
    await first.ended;
    const second = await client.lxc.console(web());
    expect(await seen(second, /\$ $|# $/)).toBe('root@web:~# ');
    second.destroy();
  });

  it('a slow reader slows the host down, and loses nothing', async () => {
    const stream = await client.lxc.console(web());
    stream.write('root\r');
    await seen(stream, /# $/);
    stream.write('seq 100000\r');
    await once(stream, 'readable');
    const before = stream.readableLength;
    await new Promise((resolve) => setTimeout(resolve, 100));
    // One piece of what a socket gives may come on top.
    expect(stream.readableLength).toBeLessThan(before + 256 * 1024);
    expect(stream.readableLength).toBeLessThan(400_000);
    const numbers = (await seen(stream, /100000\r\n.*# $/)).split('\r\n').slice(1, -1);
    expect(numbers).toEqual(Array.from({ length: 100_000 }, (_, index) => String(index + 1)));
    stream.destroy();
  });

  it('much input arrives whole', async () => {
    const stream = await client.lxc.console(web());
    stream.write('root\r');
    await seen(stream, /# $/);
    const long = `${'x'.repeat(99_999)}🙂`;
    stream.write(`echo ${long}\r`);
    expect(await seen(stream, /🙂\r\nx+🙂\r\n/)).toContain(`\r\n${long}\r\n`);
    stream.destroy();
  });

  it('a signal ends an open one', async () => {
    const controller = new AbortController();
    const stream = await client.lxc.console(web(), { signal: controller.signal });
    const failed = once(stream, 'error');
    controller.abort(new Error('enough'));
    expect((await failed)[0]).toMatchObject({ name: 'AbortError', cause: new Error('enough') });
    expect((await stream.ended).by).toBe('client');
  });

  it('needs VM.Console, and says so', async () => {
    await using reader = clientWith(sim.tokens.readonly);
    const error = await failure(reader.lxc.console(web()), PermissionError);
    expect(error).toMatchObject({ path: '/vms/100', privileges: ['VM.Console'] });
  });

  it('a user with a password opens one, too', async () => {
    const { username: user, password } = sim.logins.root;
    await using root = new Client({ url: sim.url, fingerprint: sim.fingerprint, user, password });
    const stream = await root.lxc.console(web());
    expect(stream.user).toBe('root@pam');
    stream.destroy();
  });

  it('takes none of the connections of other calls', async () => {
    const { url, fingerprint, tokens } = sim;
    await using narrow = new Client({ url, fingerprint, token: tokens.agent, connections: 1 });
    const streams = [await narrow.lxc.console(web()), await narrow.lxc.console(web())];
    expect((await narrow.version()).version).toMatch(/^9/);
    for (const stream of streams) stream.destroy();
  });

  it('a task that is stopped ends its console', async () => {
    const stream = await client.lxc.console(web());
    const all = readAll(stream);
    // Its worker has begun by then.
    sim.advance(1_000);
    await client.tasks.stop(stream.upid);
    await all;
    expect(await stream.ended).toEqual({ by: 'host' });
  });
});
