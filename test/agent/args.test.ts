import { describe, expect, it } from 'vitest';
import { parseCommand, UsageError } from '~/cli/args.js';
import { usage } from '~/cli/usage.js';
import { canary, canaryToken } from './canary.js';

const wish = { host: '127.0.0.1', port: 0, seed: 1, nodes: 1, version: '9.2' };
const base = { config: undefined, simulate: false, json: false };
const noWish = { socket: undefined, peer: undefined, group: undefined, users: [], config: undefined };
const runWish = {
  state: undefined,
  policy: undefined,
  config: undefined,
  simulate: false,
  runner: undefined,
  socket: undefined,
  level: 'info',
  json: false,
};

describe('the command line', () => {
  it.each([
    [['--selftest'], { kind: 'selftest', ...base }],
    [['--selftest', '--json', '-c', 'a.json'], { kind: 'selftest', ...base, json: true, config: 'a.json' }],
    [['--simulate', '--selftest'], { kind: 'selftest', ...base, simulate: true }],
    [['--selftest=task', '--vmid', '101'], { kind: 'task', ...base, vmid: 101, node: undefined }],
    [['--vmid=101', '--node', 'pve1', '--selftest=task'], { kind: 'task', ...base, vmid: 101, node: 'pve1' }],
    [
      ['--selftest=task', '--simulate'],
      { kind: 'task', ...base, simulate: true, vmid: undefined, node: undefined },
    ],
    [['trust', 'pve1'], { kind: 'trust', host: 'pve1', json: false }],
    [['trust', '[::1]:8006', '--json'], { kind: 'trust', host: '[::1]:8006', json: true }],
    [
      ['role', '--for', 'task', '--vmid', '101', '--user', 'ci@pve!x1', '--storage=nas'],
      {
        kind: 'role',
        json: false,
        wish: {
          purpose: 'task',
          user: 'ci@pve!x1',
          places: { vmid: 101, node: undefined, storage: 'nas', pool: undefined },
        },
      },
    ],
    [['sudoers'], { kind: 'sudoers', user: 'felhom-agent', json: false }],
    [['sudoers', '--user', 'svc_1', '--json'], { kind: 'sudoers', user: 'svc_1', json: true }],
    [['console', '101'], { kind: 'console', ...base, vmid: 101, node: undefined }],
    [
      ['console', '--node', 'pve1', '101', '-c', 'a.json'],
      { kind: 'console', ...base, vmid: 101, node: 'pve1', config: 'a.json' },
    ],
    [
      ['--simulate', 'console', '101'],
      { kind: 'console', ...base, vmid: 101, node: undefined, simulate: true },
    ],
    [['simulate'], { kind: 'simulate', json: false, wish }],
    [['run'], { kind: 'run', wish: runWish }],
    [
      ['run', '--state=/s', '--policy', 'p.json', '--simulate', '--log-level', 'debug', '--json'],
      {
        kind: 'run',
        wish: { ...runWish, state: '/s', policy: 'p.json', simulate: true, level: 'debug', json: true },
      },
    ],
    [
      ['run', '-c', 'c.json', '--runner', 'helper', '--socket', '/s'],
      { kind: 'run', wish: { ...runWish, config: 'c.json', runner: 'helper', socket: '/s' } },
    ],
    [
      [
        'simulate',
        '--port=8006',
        '--host',
        '::1',
        '--seed',
        '7',
        '--nodes',
        '3',
        '--version',
        '7.4',
        '--json',
      ],
      { kind: 'simulate', json: true, wish: { host: '::1', port: 8006, seed: 7, nodes: 3, version: '7.4' } },
    ],
    [['simulate', '-h'], { kind: 'help' }],
    [['privd'], { kind: 'privd', wish: { ...noWish } }],
    [
      ['privd', '--socket', '/run/x.sock', '--user', 'a', '--user', '998', '--group', 'g', '-c', 'x.json'],
      {
        kind: 'privd',
        wish: { socket: '/run/x.sock', peer: undefined, group: 'g', users: ['a', '998'], config: 'x.json' },
      },
    ],
    [['privd', '--peer', '3-17-998'], { kind: 'privd', wish: { ...noWish, peer: '3-17-998' } }],
    [['privd', '--help'], { kind: 'help' }],
    [['--help'], { kind: 'help' }],
    [['--selftest', '-h'], { kind: 'help' }],
    [['-V'], { kind: 'version' }],
  ])('%j', (argv, expected) => {
    expect(parseCommand(argv)).toEqual(expected);
  });

  it.each([
    [[], 'nothing to do'],
    [['--json'], '--json alone'],
    [['--frobnicate'], 'unknown option --frobnicate'],
    [['-x'], 'unknown option -x'],
    [['--selftest=all'], '--selftest takes no value, or `task`'],
    [['--selftest', 'task'], 'write --selftest=task'],
    [['selftest'], 'write --selftest, with two dashes'],
    [['--selftest', '--vmid', '101'], '--vmid does not go with --selftest'],
    [['--selftest=task'], 'needs --vmid'],
    [['--selftest=task', '--vmid', 'abc'], 'a whole number is expected'],
    [['--selftest=task', '--vmid', '1e3'], 'a whole number is expected'],
    [['--selftest=task', '--vmid', '-5'], 'a whole number is expected'],
    [['--selftest=task', '--vmid', '99'], '99 is no vmid'],
    [['--selftest=task', '--vmid', '1000000000'], 'is no vmid'],
    [['--selftest=task', '--vmid'], '--vmid needs a value'],
    [['--selftest=task', '--vmid', '--json'], '--vmid needs a value'],
    [['--selftest=task', '--vmid', '101', '--node', 'a/b'], '--node: a node name has'],
    [['--selftest', '--json=yes'], '--json takes no value'],
    [['--selftest', '--simulate', '--config', 'x'], 'leave out --config'],
    [['trust'], '`trust` takes one host'],
    [['trust', 'a', 'b'], '`trust` takes one host'],
    [['console'], '`console` takes one container'],
    [['console', '100', '101'], '`console` takes one container'],
    [['console', 'web'], '`console`: a whole number is expected'],
    [['console', '99'], '99 is no vmid'],
    [['console', '100', '--json'], '--json does not go with `console`'],
    [['console', '100', '--selftest'], '--selftest does not go with `console`'],
    [['console', '--vmid', '100'], '--vmid does not go with `console`'],
    [['console', '100', '--simulate', '-c', 'x'], 'leave out --config'],
    [['trust', 'a', '--vmid', '100'], '--vmid does not go with `trust`'],
    [['role'], '`role` needs --for selftest|task|backup|all'],
    [['role', '--for', 'fun'], '`role` needs --for'],
    [['role', '--for', 'all', '--simulate'], '--simulate does not go with `role`'],
    [['role', '--for', 'all', '--user', 'nobody'], 'USER@REALM!TOKENID or USER@REALM is expected'],
    [['role', '--for', 'all', '--user', 'root@pam'], 'root@pam may do everything'],
    [['role', '--for', 'all', '--storage', '../x'], '--storage: an id is expected'],
    [['role', '--for', 'all', '--pool', '$(reboot)'], '--pool: an id is expected'],
    [['role', 'backup'], 'unexpected word'],
    [['sudoers', 'me'], 'unexpected word'],
    [['sudoers', '--user', 'ALL'], '--user: the name of a user of this host'],
    [['sudoers', '--user', '%sudo'], '--user: the name of a user of this host'],
    [['sudoers', '--user', 'a ALL=(ALL) ALL'], '--user: the name of a user of this host'],
    [['sudoers', '--user', 'a\nb'], '--user: the name of a user of this host'],
    [['sudoers', '--user', 'root'], 'root needs no sudo'],
    [['sudoers', '--vmid', '100'], '--vmid does not go with `sudoers`'],
    [['run', 'now'], '`run` takes options only'],
    [['run', '--simulate', '-c', 'x'], 'leave out --config'],
    [['run', '--simulate', '--runner', 'sudo'], 'leave out --runner'],
    [['run', '--runner', 'su'], '--runner: direct, sudo or helper is expected'],
    [['run', '--socket', '/s'], "--socket is the root helper's"],
    [['run', '--log-level', 'loud'], '--log-level: debug, info, warn or error is expected'],
    [['--json', 'run'], '`run` comes first'],
    [['--json', 'privd'], '`privd` comes first'],
    [['privd', 'now'], '`privd` takes options only'],
    [['privd', '--socket', 'priv.sock'], '--socket: an absolute path'],
    [['privd', '--socket', '/x', '--peer', '0-1-2'], 'leave out --socket'],
    [['privd', '--user'], '--user needs a value'],
    [['privd', '--json'], 'unknown option --json'],
    [['--json', 'simulate'], '`simulate` comes first'],
    [['simulate', '101'], '`simulate` takes options only'],
    [['simulate', '--version'], '--version needs a value'],
    [['simulate', '--version', '9.1'], '--version: one of 7.4, 8.4, 9.2 is expected'],
    [['simulate', '--port', '65536'], '--port: a whole number from 0 to 65535 is expected'],
    [['simulate', '--port', '-1'], '--port: a whole number'],
    [['simulate', '--seed', '1.5'], '--seed: a whole number'],
    [['simulate', '--nodes', '0'], '--nodes: a whole number from 1 to 32'],
    [['simulate', '--nodes', '33'], '--nodes: a whole number from 1 to 32'],
    [['simulate', '--host', 'pve1'], '--host: an IP address'],
    [['simulate', '--vmid', '100'], 'unknown option --vmid'],
    [['simulate', '--json=1'], '--json takes no value'],
  ])('%j is refused', (argv, expected) => {
    expect(() => parseCommand(argv)).toThrow(UsageError);
    expect(() => parseCommand(argv)).toThrow(expected);
  });

  it.each([
    [['--token', canaryToken]],
    [[`--token=${canaryToken}`]],
    [['--selftest', `--token=${canary}`, '--help']],
    [['role', '--for', 'all', '--user', canaryToken]],
    [['sudoers', '--user', canaryToken]],
    [['--password', canary]],
    [['--api-token', canary]],
    [[`-token=${canary}`]],
    [[`--tokn=${canary}`]],
    [['--selftest', canaryToken]],
    [['console', canaryToken]],
    [[canary]],
    [[`--selftest=${canary}`]],
    [['--selftest=task', '--vmid', canary]],
    [['--selftest=task', '--vmid', '100', '--node', canaryToken]],
    [[`--json=${canary}`]],
    [['simulate', canaryToken]],
    [['simulate', '--port', canary]],
    [['simulate', '--host', canaryToken]],
    [['simulate', `--token=${canary}`]],
  ])('a secret in a wrong place is refused without repeating it (%#)', (argv) => {
    let message = '';
    try {
      parseCommand(argv);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('UsageError');
    expect(message).not.toContain(canary);
  });

  it('a token on the command line is told where it belongs', () => {
    expect(() => parseCommand(['--token', 'x'])).toThrow(/FELHOM_AGENT_TOKEN_FILE/);
  });

  it('the help fits a terminal, and names each option', () => {
    for (const line of usage.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
    for (const name of [
      'selftest',
      'simulate',
      'vmid',
      'node',
      'config',
      'json',
      'version',
      'help',
      'port',
      'host',
      'seed',
      'nodes',
      'runner',
      'socket',
      'type',
      'wake',
      'fs',
      'persist',
      'read-only',
      'forget',
      'dry-run',
      'all',
    ])
      expect(usage).toContain(`--${name}`);
  });
});
