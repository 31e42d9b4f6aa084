import { Simulator } from '@felhom/proxmox/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Interruption } from '~/cli/interruption.js';
import { run } from '~/cli/run.js';
import { Writer } from '~/cli/writer.js';
import { canary } from './canary.js';
import { Terminal } from './terminal.js';

const esc = String.fromCharCode(27);

describe('the program, in this process', () => {
  let sim: Simulator;
  beforeAll(async () => {
    sim = await Simulator.start({ authDelay: 0, speed: 20 });
  });
  afterAll(() => sim.close());
  const env = () => ({
    FELHOM_AGENT_URL: sim.url,
    FELHOM_AGENT_TOKEN: sim.tokens.agent,
    FELHOM_AGENT_FINGERPRINT: sim.fingerprint,
  });

  it('plain lines without a terminal: no colours, nothing that is overwritten', async () => {
    const terminal = new Terminal({ env: env() });
    expect(await run(['--selftest'], terminal)).toBe(0);
    expect(terminal.out).not.toContain(esc);
    expect(terminal.out).not.toContain('\r');
    expect(terminal.out).toMatch(/^\[ ok \] version +(?:\d+ ms|\d+\.\d s) {2}Proxmox VE 9/m);
    expect(terminal.out).toMatch(/^\[warn\] storage /m);
    expect(terminal.out).toMatch(/^ {2}lxc\.start +yes +everywhere \(\/vms\)$/m);
    expect(terminal.out).toMatch(/^ {2}lxc\.migrate +no +needs VM\.Migrate on \/vms\/\{vmid\}$/m);
    expect(terminal.err).toBe('');
  });

  it('colours and a line that changes on a terminal', async () => {
    const terminal = new Terminal({ env: env(), isTTY: true });
    await run(['--selftest'], terminal);
    expect(terminal.out).toContain(`${esc}[32m[ ok ]${esc}[39m`);
    expect(terminal.out).toContain('\r');
    expect(terminal.out).toContain('[ .. ] storage');
  });

  it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('neither with %j', async (more) => {
    const terminal = new Terminal({ env: { ...env(), ...more }, isTTY: true });
    await run(['--selftest'], terminal);
    expect(terminal.out).not.toContain(esc);
    expect(terminal.out).not.toContain('\r');
  });

  it('an empty NO_COLOR counts as not set', async () => {
    const terminal = new Terminal({ env: { ...env(), NO_COLOR: '' }, isTTY: true });
    await run(['--selftest'], terminal);
    expect(terminal.out).toContain(esc);
  });

  it('shows who calls without the secret', async () => {
    const terminal = new Terminal({ env: env() });
    await run(['--selftest'], terminal);
    expect(terminal.out).toContain('agent@pve!selftest=********');
    expect(terminal.out).not.toContain(sim.tokens.agent.split('=')[1]);
  });

  it('--json gives one object, and nothing else', async () => {
    const terminal = new Terminal({ env: env(), isTTY: true });
    expect(await run(['--selftest', '--json'], terminal)).toBe(0);
    const report = JSON.parse(terminal.out);
    expect(report).toMatchObject({ program: 'felhom-agent', exitCode: 0, ok: true, simulated: false });
    expect(report.checks).toHaveLength(7);
    expect(report.privileges.operations.length).toBeGreaterThan(30);
    expect(terminal.err).toBe('');
  });

  it('--json of a configuration that is wrong: the same form', async () => {
    const terminal = new Terminal({ env: { FELHOM_AGENT_TOKNE: canary } });
    expect(await run(['--selftest', '--json'], terminal)).toBe(2);
    expect(JSON.parse(terminal.out)).toMatchObject({
      exitCode: 2,
      ok: false,
      error: { code: 'PVE_CONFIG', issues: [{ path: 'FELHOM_AGENT_TOKNE' }] },
    });
    expect(terminal.out).not.toContain(canary);
  });

  it('the round trip with --json', async () => {
    const terminal = new Terminal({ env: env() });
    expect(await run(['--selftest=task', '--vmid', '101', '--json'], terminal)).toBe(0);
    expect(JSON.parse(terminal.out)).toMatchObject({ exitCode: 0, ok: true, interrupted: false });
  });

  it('the round trip shows how its tasks go, on a terminal', async () => {
    const terminal = new Terminal({ env: env(), isTTY: true });
    expect(await run(['--selftest=task', '--vmid', '101'], terminal)).toBe(0);
    expect(terminal.out).toMatch(/\[ \.\. \] snapshot +\d+ ms/);
    expect(terminal.out).toContain('Nothing is left behind.');
  });

  it('a signal during the round trip: cleans up, says so, and gives the signals back', async () => {
    const terminal = new Terminal({
      env: env(),
      onWrite: () => {
        if (/\[ ok \] container/.test(terminal.out) && terminal.err === '') terminal.signals.emit('SIGTERM');
      },
    });
    expect(await run(['--selftest=task', '--vmid', '101'], terminal)).toBe(1);
    expect(terminal.err).toContain('SIGTERM: ending');
    expect(terminal.out).toContain('Interrupted (SIGTERM), and cleaned up: nothing is left behind.');
    expect(terminal.exits).toEqual([]);
    expect(terminal.signals.eventNames()).toEqual([]);
  });
});

describe('signals', () => {
  const left = {
    node: 'pve1',
    vmid: 101,
    snapname: 'felhom-x',
    certain: true,
    command: 'pct delsnapshot 101 felhom-x',
  };

  it('the first ends the work, the second says what would be left, the third gives up and says it', () => {
    const terminal = new Terminal();
    const writer = new Writer(terminal.stdout, terminal.stderr, {});
    const interruption = new Interruption(terminal.signals as never, writer, () => terminal.exit(1));
    interruption.leftover = left;
    terminal.signals.emit('SIGINT');
    expect(interruption.signal.aborted).toBe(true);
    expect(interruption.name).toBe('SIGINT');
    expect(terminal.err).toBe('SIGINT: cleaning up, please wait\n');
    terminal.signals.emit('SIGINT');
    expect(terminal.err).toContain('still cleaning up');
    expect(terminal.err).toContain('Then this would be left: snapshot felhom-x of container 101 on pve1');
    expect(terminal.exits).toEqual([]);
    terminal.signals.emit('SIGTERM');
    expect(terminal.err).toContain('Gave up. Left behind: snapshot felhom-x');
    expect(terminal.err.trimEnd().endsWith('pct delsnapshot 101 felhom-x')).toBe(true);
    expect(terminal.exits).toEqual([1]);
  });

  it('where nothing is left, no signal speaks of cleaning up', () => {
    const terminal = new Terminal();
    const writer = new Writer(terminal.stdout, terminal.stderr, {});
    const interruption = new Interruption(terminal.signals as never, writer, () => terminal.exit(1));
    for (const name of ['SIGINT', 'SIGINT', 'SIGINT']) terminal.signals.emit(name);
    expect(interruption.signal.aborted).toBe(true);
    expect(terminal.err.split('\n')).toEqual([
      'SIGINT: ending',
      'SIGINT again: still ending, nothing is left behind. Once more ends the program at once.',
      'SIGINT: ended',
      '',
    ]);
    expect(terminal.exits).toEqual([1]);
  });

  it('a terminal that is closed is a signal, too', () => {
    const terminal = new Terminal();
    const writer = new Writer(terminal.stdout, terminal.stderr, {});
    const interruption = new Interruption(terminal.signals as never, writer, () => {});
    terminal.signals.emit('SIGHUP');
    expect(interruption.signal.aborted).toBe(true);
  });
});

describe('the writer', () => {
  it.each([true, false])('what a host says cannot act on the terminal (terminal: %s)', (isTTY) => {
    const terminal = new Terminal({ isTTY });
    const writer = new Writer(terminal.stdout, terminal.stderr, {});
    writer.line(`a${esc}[2Jb\u0007c\u009bd${esc}[8mhidden`);
    writer.note(`x${esc}]0;title\u0007`);
    expect(terminal.out).toBe('a\\x1b[2Jb\\x07c\\x9bd\\x1b[8mhidden\n');
    expect(terminal.err).toBe('x\\x1b]0;title\\x07\n');
  });

  it('masks texts, and the texts of JSON without touching its syntax or its own names', () => {
    const terminal = new Terminal({ isTTY: true });
    const writer = new Writer(terminal.stdout, terminal.stderr, {});
    const answer = { version: 'x version\u009b', rows: [['version']], '/version': 1, left: undefined };
    writer.maskWith((text) => text.replaceAll('version', '***'));
    writer.json(answer);
    expect(JSON.parse(terminal.out)).toEqual({ version: 'x ***\u009b', rows: [['***']], '/***': 1 });
    expect(terminal.out).toContain('\\u009b');
    terminal.out = '';
    writer.progress('a version');
    writer.line(writer.paint('red', 'the version'));
    writer.note('no version');
    expect(terminal.out + terminal.err).not.toContain('version');
  });

  it('a line of the moment is cut to the width, and cleared before the next line', () => {
    const terminal = new Terminal({ isTTY: true });
    const writer = new Writer(terminal.stdout, terminal.stderr, {});
    writer.progress('x'.repeat(500));
    writer.line('done');
    const clear = `\r${esc}[2K`;
    expect(terminal.out).toBe(`${clear}${'x'.repeat(99)}${clear}done\n`);
  });
});
