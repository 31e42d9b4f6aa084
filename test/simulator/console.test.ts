import type { TLSSocket } from 'node:tls';
import { Simulator } from '@felhom/proxmox/simulator';
import { Agent, WebSocket } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { framesOf } from '../support/console.js';
import { call, open, token, type WireAnswer } from './client.js';

const N = '/api2/json/nodes/demo-felhom';

interface Ticket {
  user: string;
  ticket: string;
  upid: string;
  port: string;
}

describe('the console of the simulator', () => {
  let sim: Simulator;
  let agent: Record<string, string>;

  beforeEach(async () => {
    sim = await Simulator.start({ clock: 'manual' });
    agent = token(sim.tokens.agent);
  });
  afterEach(() => sim.close());

  async function termproxy(vmid = 100): Promise<Ticket> {
    const { json } = await call(sim, 'POST', `${N}/lxc/${vmid}/termproxy`, { headers: agent });
    return json.data as Ticket;
  }

  function pathOf({ port, ticket }: Pick<Ticket, 'port' | 'ticket'>, vmid = 100): string {
    return `${N}/lxc/${vmid}/vncwebsocket?port=${port}&vncticket=${encodeURIComponent(ticket)}`;
  }

  /** A client that this package has not written. */
  async function connected(ticket: Ticket, vmid = 100) {
    const dispatcher = new Agent({ connect: { ca: sim.ca } });
    const url = new URL(pathOf(ticket, vmid), sim.url.replace('https:', 'wss:'));
    const socket = new WebSocket(url, { protocols: ['binary'], dispatcher, headers: agent });
    socket.binaryType = 'arraybuffer';
    let text = '';
    let wake = (): void => {};
    let code: number | undefined;
    socket.addEventListener('message', ({ data }) => {
      text += Buffer.from(data as ArrayBuffer).toString();
      wake();
    });
    socket.addEventListener('close', (event) => {
      code = event.code;
      wake();
    });
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    const until = async (condition: () => boolean) => {
      while (!condition())
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    };
    return {
      socket,
      shown: () => text,
      seen: (pattern: RegExp) => until(() => pattern.test(text)),
      closed: () => until(() => code !== undefined).then(() => code),
    };
  }

  /** An upgrade by hand; the answer as far as the server ends it, or its head if it goes over. */
  async function upgrade(path: string, headers: Record<string, string> = agent): Promise<TLSSocket> {
    const socket = await open(sim);
    const lines = Object.entries({
      Host: 'pve1',
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version': '13',
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
    return socket;
  }

  async function all(socket: TLSSocket): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('latin1');
  }

  async function taskOf(upid: string): Promise<{ status: unknown; log: string[] }> {
    const get = async (what: string) =>
      (await call(sim, 'GET', `${N}/tasks/${encodeURIComponent(upid)}/${what}`, { headers: agent })).json
        .data;
    const { status, exitstatus } = (await get('status')) as Record<string, unknown>;
    return { status: exitstatus ?? status, log: ((await get('log')) as { t: string }[]).map(({ t }) => t) };
  }

  it('termproxy answers as the recording has it', async () => {
    const answer = await call(sim, 'POST', `${N}/lxc/100/termproxy`, { headers: agent });
    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual({
      user: 'agent@pve!selftest',
      ticket: expect.stringMatching(/^PVEVNC:[0-9A-F]{8}::[A-Za-z0-9+/]+=*$/),
      upid: expect.stringMatching(/^UPID:demo-felhom:.*:vncproxy:100:agent@pve!selftest:$/),
      port: '5900',
    });
    expect((await termproxy()).port).toBe('5901');
  });

  it.each<[string, () => Promise<WireAnswer>, number, string]>([
    [
      'without the right',
      () => call(sim, 'POST', `${N}/lxc/100/termproxy`, { headers: token(sim.tokens.readonly) }),
      403,
      'Permission check failed (/vms/100, VM.Console)',
    ],
    [
      'of no container',
      () => call(sim, 'POST', `${N}/lxc/999/termproxy`, { headers: agent }),
      500,
      "Configuration file 'nodes/demo-felhom/lxc/999.conf' does not exist",
    ],
    ['without credentials', () => call(sim, 'GET', `${N}/lxc/100/vncwebsocket`), 401, 'No ticket'],
    [
      'on a port beyond',
      () => call(sim, 'GET', pathOf({ port: '8006', ticket: 'x' }), { headers: agent }),
      400,
      'Parameter verification failed.',
    ],
  ])('%s it is refused', async (_what, send, status, reason) => {
    expect(await send()).toMatchObject({ status, reason });
  });

  it('a ticket is for its user, its container, its port, and for 40 seconds', async () => {
    const { ticket, port } = await termproxy();
    const status = async (path: string, as = agent) => (await call(sim, 'GET', path, { headers: as })).status;
    expect(await status(pathOf({ ticket, port }))).toBe(200);
    expect(await status(pathOf({ ticket, port }), token(sim.tokens.full))).toBe(401);
    expect(await status(pathOf({ ticket, port }, 102))).toBe(401);
    expect(await status(pathOf({ ticket, port: '5901' }))).toBe(401);
    const wrong = await call(sim, 'GET', pathOf({ ticket: `${ticket.slice(0, -3)}AA=`, port }), {
      headers: agent,
    });
    expect(wrong).toMatchObject({ status: 401, reason: 'permission denied - invalid PVEVNC ticket' });
    sim.advance(40_000);
    expect(await status(pathOf({ ticket, port }))).toBe(401);
  });

  it("a WebSocket of undici's works, and the end of the terminal is the end of the connection", async () => {
    const ticket = await termproxy();
    const { socket, seen, shown, closed } = await connected(ticket);
    expect(socket.protocol).toBe('binary');
    socket.send(`${ticket.user}:${ticket.ticket}\n`);
    await seen(/^OK[\s\S]*login: $/);
    socket.send('0:5:root\r');
    await seen(/:~# $/);
    // A size, a sign of life, and input, in one message and in text.
    socket.send('1:90:33:20:10:stty size\r');
    await seen(/33 90/);
    expect(shown()).toContain('web login: root');
    socket.send('0:1:\x1c');
    // No word of goodbye: the connection just ends.
    expect(await closed()).toBe(1006);
    sim.advance(500);
    expect(await taskOf(ticket.upid)).toEqual({ status: 'OK', log: ['TASK OK'] });
  });

  it.each([
    ['another user', ({ ticket }: Ticket) => `root@pam:${ticket}\n`],
    ['a wrong ticket', ({ user }: Ticket) => `${user}:PVEVNC:00000000::AAAA\n`],
    ['no colon', () => 'hello\n'],
    ['a line without an end', () => 'x'.repeat(5_000)],
  ])('%s: the terminal hangs up, and its task says why', async (_what, line) => {
    const ticket = await termproxy();
    const { socket, closed, shown } = await connected(ticket);
    socket.send(line(ticket));
    await closed();
    expect(shown()).toBe('');
    sim.advance(500);
    const { status, log } = await taskOf(ticket.upid);
    expect(status).toMatch(/^command '\/usr\/bin\/termproxy 5900 --path \/vms\/100 .*' failed: exit code 1$/);
    expect(log[0]).toBe('authentication request failed');
  });

  it('a terminal waits ten seconds for its client', async () => {
    const { upid } = await termproxy();
    sim.advance(9_900);
    expect((await taskOf(upid)).status).toBe('running');
    sim.advance(1_000);
    expect(await taskOf(upid)).toMatchObject({
      log: ['failed waiting for client: timed out', expect.anything()],
    });
    expect((await termproxy()).port).toBe('5900');
  });

  it('a login that fails, and a shell that is left', async () => {
    const ticket = await termproxy();
    const { socket, seen } = await connected(ticket);
    socket.send(`${ticket.user}:${ticket.ticket}\n`);
    const type = (text: string) => socket.send(`0:${Buffer.byteLength(text)}:${text}`);
    type('anna\rsecret\r');
    await seen(/Password: \r\n\r\nLogin incorrect\r\nweb login: $/);
    type('roo\x7fot\rfrobnicate\r');
    await seen(/-bash: frobnicate: command not found\r\nroot@web:~# $/);
    type('ls\x03');
    await seen(/# ls\^C\r\nroot@web:~# $/);
    type('exit\r');
    await seen(/exit\r\nlogout\r\n\r\nDebian[^\n]*\r\n\r\nweb login: $/);
  });

  it('with cmode=shell there is no login, and leaving the shell ends it', async () => {
    const form = { ...agent, 'Content-Type': 'application/x-www-form-urlencoded' };
    await call(sim, 'PUT', `${N}/lxc/101/config`, { headers: form, body: 'cmode=shell' });
    await call(sim, 'POST', `${N}/lxc/101/status/start`, { headers: agent });
    sim.advance(2_000);
    const ticket = await termproxy(101);
    const { socket, seen, closed } = await connected(ticket, 101);
    socket.send(`${ticket.user}:${ticket.ticket}\n`);
    await seen(/^OKroot@dns:~# $/);
    socket.send('0:1:\x04');
    await seen(/exit\r\n\r\n\[EOF - dtach terminating\]\r\n$/);
    await closed();
  });

  it('refusals of an upgrade are whole answers, and close the connection', async () => {
    const text = await all(await upgrade(`${N}/lxc/100/vncwebsocket?port=5900&vncticket=x`));
    expect(text).toMatch(/^HTTP\/1\.1 401 permission denied - invalid PVEVNC ticket\r\n/);
    expect(text).toContain('{"data":null,"message":"permission denied - invalid PVEVNC ticket\\n"}');
    expect(await all(await upgrade('/api2/json/version'))).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*"version"/);
    expect(await all(await upgrade(`${N}/lxc/100/vncwebsocket`, {}))).toMatch(
      /^HTTP\/1\.1 401 No ticket\r\n/,
    );
  });

  it.each([
    ['no key', { 'Sec-WebSocket-Key': '' }],
    ['another version', { 'Sec-WebSocket-Version': '8' }],
  ])('%s: hangs up without an answer', async (_what, headers) => {
    expect(await all(await upgrade(pathOf(await termproxy()), { ...agent, ...headers }))).toBe('');
  });

  it("the handshake is the RFC's example", async () => {
    const socket = await upgrade(pathOf(await termproxy()));
    const head = await new Promise<string>((resolve) =>
      socket.once('data', (chunk) => resolve(String(chunk))),
    );
    expect(head).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
    );
    socket.destroy();
  });

  it.each([
    ['in pieces', '02 81 00 00 00 00 61'],
    ['without a mask', '82 01 61'],
    ['with reserved bits', 'c2 81 00 00 00 00 61'],
    ['of more than 128 KiB', '82 ff 00 00 00 00 00 02 00 01 00 00 00 00'],
    ['of an unknown kind', '83 80 00 00 00 00'],
  ])('a frame %s ends the connection', async (_what, bytes) => {
    const socket = await upgrade(pathOf(await termproxy()));
    await new Promise((resolve) => socket.once('data', resolve));
    const closed = new Promise((resolve) => socket.on('error', () => {}).once('close', resolve));
    socket.write(Buffer.from(bytes.replaceAll(' ', ''), 'hex'));
    await closed;
  });

  it('a ping is answered by an unmasked pong', async () => {
    const socket = await upgrade(pathOf(await termproxy()));
    await new Promise((resolve) => socket.once('data', resolve));
    const answer = new Promise<Buffer>((resolve) => socket.once('data', resolve));
    socket.write(Buffer.from('8982000000006869', 'hex'));
    expect(await answer).toEqual(Buffer.from('8a026869', 'hex'));
    expect(framesOf(Buffer.from('8982000000006869', 'hex'))).toEqual(['ping:hi']);
    socket.destroy();
  });

  it('the journal has no ticket', async () => {
    const ticket = await termproxy();
    await call(sim, 'GET', pathOf(ticket), { headers: agent });
    expect(sim.requests.at(-1)?.params).toMatchObject({ vncticket: '***' });
    expect(JSON.stringify(sim.requests)).not.toContain(ticket.ticket);
  });
});
