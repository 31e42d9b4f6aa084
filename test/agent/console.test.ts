import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Simulator } from '@felhom/proxmox/simulator';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { EscapeKey } from '~/agent/escape-key.js';
import { run } from '../support/bin.js';
import { hasScript, startOnTerminal } from '../support/pty.js';

describe('the way out', () => {
  const feed = (...parts: string[]) => {
    const key = new EscapeKey();
    const results = parts.map((part) => key.feed(Buffer.from(part)));
    return {
      sent: Buffer.concat(results.map(({ send }) => send)).toString(),
      left: results.some(({ leave }) => leave),
    };
  };

  it.each([
    ['\x1dq', '', true],
    ['ls\r\x1dqrest', 'ls\r', true],
    ['\x1d\x1d', '\x1d', false],
    ['\x1d\x1dq', '\x1dq', false],
    ['\x1dx', '\x1dx', false],
    ['\x1d', '', false],
    ['q', 'q', false],
  ])('%j', (typed, sent, left) => {
    expect(feed(typed)).toEqual({ sent, left });
  });

  it('wherever the bytes are cut, it is the same; and other text goes through', () => {
    const text = fc.string({ unit: fc.constantFrom('\x1d', 'q', 'a', 'é') });
    fc.assert(
      fc.property(text, fc.nat(), (typed, cut) => {
        const at = typed.length === 0 ? 0 : cut % typed.length;
        const whole = feed(typed);
        const halves = feed(typed.slice(0, at), typed.slice(at));
        if (!whole.left) expect(halves).toEqual(whole);
        expect(halves.left).toBe(whole.left);
        if (!typed.includes('\x1d')) expect(whole).toEqual({ sent: typed, left: false });
      }),
    );
  });
});

describe('felhom-agent console', () => {
  it('without a terminal is refused, with what to use', async () => {
    const { code, stderr, stdout } = await run(['console', '100', '--simulate']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/needs a terminal.*client\.lxc\.console\(\)/);
  });
});

describe.skipIf(!hasScript)('felhom-agent console on a terminal (needs `script` of util-linux)', () => {
  let sim: Simulator;

  beforeEach(async () => {
    sim = await Simulator.start();
  });
  afterEach(() => sim.close());

  function begin(args: string[] = ['100'], more: Record<string, string> = {}) {
    return startOnTerminal(['console', ...args], {
      FELHOM_AGENT_URL: sim.url,
      FELHOM_AGENT_TOKEN: sim.tokens.agent,
      FELHOM_AGENT_FINGERPRINT: sim.fingerprint,
      ...more,
    });
  }

  /** A console that is open, and its terminal raw. */
  async function opened(args?: string[], more?: Record<string, string>) {
    const terminal = begin(args, more);
    await terminal.seen(/web login: $/);
    const modes = await terminal.modes();
    expect(modes).toContain('-icanon');
    expect(modes).toContain('-echo ');
    expect(modes).toContain('-opost');
    return terminal;
  }

  /** The terminal is as it was. */
  async function restored(terminal: Awaited<ReturnType<typeof opened>>) {
    const { code, before, after } = await terminal.ended;
    expect(after).toBe(before);
    expect(before).toMatch(/(?<!-)icanon/);
    return code;
  }

  it('shows the container, follows the size, and Ctrl-] q leaves', async () => {
    const terminal = await opened();
    expect(terminal.shown()).toContain('Console of container 100 (web) on demo-felhom. Ctrl-] q leaves it.');
    terminal.type('root\rstty size\r');
    await terminal.seen(/\r\n30 100\r\n/);
    await terminal.resize(72, 18);
    // The window tells the program, which tells the host.
    for (let tries = 0; !/\r\n18 72\r\n/.test(terminal.shown()) && tries < 100; tries += 1) {
      terminal.type('stty size\r');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await terminal.seen(/\r\n18 72\r\n/);
    terminal.type('echo ő🙂\x03\x1dq');
    expect(await restored(terminal)).toBe(0);
    expect(terminal.shown()).toContain('Left the console.');
  });

  it('the host that ends it: the terminal is given back', async () => {
    const terminal = await opened();
    terminal.type('\x1c');
    expect(await restored(terminal)).toBe(0);
    expect(terminal.shown()).toContain('The host closed the console.');
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)(
    '%s: the terminal is given back',
    async (signal) => {
      const terminal = await opened();
      terminal.kill(signal);
      expect(await restored(terminal)).toBe(1);
    },
  );

  it('an exception that nobody catches: the terminal is given back', async () => {
    const bomb = "process.on('SIGUSR2', () => { throw new Error('boom'); })";
    const terminal = await opened(['100'], {
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(bomb)}`,
    });
    terminal.kill('SIGUSR2');
    await terminal.seen(/boom/);
    expect(await restored(terminal)).not.toBe(0);
  });

  it('a host that vanishes: the terminal is given back, and the error is named', async () => {
    const sockets = new Set<Socket>();
    const between = createServer((socket) => {
      sockets.add(socket);
      const way = connect(Number(new URL(sim.url).port), '127.0.0.1').on('error', () => {});
      socket
        .on('error', () => {})
        .pipe(way)
        .pipe(socket);
    });
    await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void between.close());
    const url = `https://127.0.0.1:${(between.address() as AddressInfo).port}`;
    const terminal = await opened(['100'], { FELHOM_AGENT_URL: url });
    for (const socket of sockets) socket.resetAndDestroy();
    expect(await restored(terminal)).toBe(3);
    expect(terminal.shown()).toMatch(/felhom-agent: https:\S+: the server broke the connection/);
  });

  it('a simulated host works, too', async () => {
    const terminal = await opened(['100', '--simulate']);
    terminal.type('\x1dq');
    expect(await restored(terminal)).toBe(0);
  });

  it.each([
    [['101'], /container 101 is stopped: start it first/, 1],
    [['120'], /120 is a virtual machine\. Name a container\./, 1],
    [['999'], /no guest 999 that may be seen/, 1],
    [['100', '--node', 'other'], /container 100 is on node demo-felhom, not on other/, 1],
  ])('%j is refused before the terminal is touched', async (args, expected, code) => {
    const terminal = begin(args);
    expect(await restored(terminal)).toBe(code);
    expect(terminal.shown()).toMatch(expected);
  });

  it('a refused permission says which', async () => {
    const terminal = begin(['100'], { FELHOM_AGENT_TOKEN: sim.tokens.readonly });
    expect(await restored(terminal)).toBe(1);
    expect(terminal.shown()).toMatch(/Permission check failed \(\/vms\/100, VM\.Console\)/);
  });
});
