import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Simulator } from '@felhom/proxmox/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, run } from '../support/bin.js';
import { canary } from './canary.js';
import { snapshotsOf } from './host.js';

// The built program as a process of its own, over HTTPS.
let sim: Simulator;
let folder: string;
beforeAll(async () => {
  sim = await Simulator.start({ speed: 20 });
  folder = mkdtempSync(join(tmpdir(), 'felhom-binary-'));
});
afterAll(async () => {
  await sim.close();
  rmSync(folder, { recursive: true });
});

function env(token: string = sim.tokens.agent): Record<string, string> {
  return {
    FELHOM_AGENT_URL: sim.url,
    FELHOM_AGENT_TOKEN: token,
    FELHOM_AGENT_FINGERPRINT: sim.fingerprint,
  };
}

function file(name: string, content: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

/** Line `name` of a selftest. */
const line = ({ stdout }: Ended, name: string) =>
  stdout.split('\n').find((text) => text.slice(7).startsWith(name)) ?? '';

describe('a good run', () => {
  it('--selftest', async () => {
    const ended = await run(['--selftest'], env());
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(line(ended, 'version')).toMatch(/^\[ ok \] version +\d+ ms {2}Proxmox VE 9\.\d/);
    expect(line(ended, 'storage')).toMatch(/^\[warn\] .*nas is not active/);
    expect(ended.stdout).toContain('lxc.snapshots.create');
    expect(ended.all).not.toContain(sim.tokens.agent.split('=')[1]);
  });

  it('--selftest --simulate needs no configuration', async () => {
    const ended = await run(['--selftest', '--simulate']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('(simulated, in this process)');
  });

  it('--selftest=task --simulate picks a container, and leaves nothing', async () => {
    const ended = await run(['--selftest=task', '--simulate']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('using container 100 of the simulated host');
    expect(ended.stdout).toContain('4 steps: 4 ok');
  });

  it('--version and --help', async () => {
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
    const help = await run(['--help']);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('Exit codes');
  });

  it('trust shows the fingerprint, which then is the right pin', async () => {
    const ended = await run(['trust', sim.url.replace('https://', '')]);
    expect(ended.code).toBe(0);
    const shown = /fingerprint +((?:[0-9A-F]{2}:){31}[0-9A-F]{2})/.exec(ended.stdout)?.[1] ?? '';
    expect(shown).toBe(sim.fingerprint);
    expect((await run(['--selftest'], { ...env(), FELHOM_AGENT_FINGERPRINT: shown })).code).toBe(0);
    const json = JSON.parse((await run(['trust', sim.url, '--json'])).stdout);
    expect(json).toMatchObject({ ok: true, fingerprint: sim.fingerprint, url: sim.url });
  });

  it('a file with the token, and a file with the password', async () => {
    const { FELHOM_AGENT_TOKEN: token = '', ...rest } = env();
    const tokenFile = file('token', `${token}\n`);
    expect((await run(['--selftest'], { ...rest, FELHOM_AGENT_TOKEN_FILE: tokenFile })).code).toBe(0);
    const { username, password } = sim.logins.agent;
    const config = file(
      'ticket.json',
      JSON.stringify({
        url: sim.url,
        fingerprint: sim.fingerprint,
        user: username,
        passwordFile: file('password', password),
      }),
    );
    const ended = await run(['--selftest', '--config', config]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('agent@pve (password ********)');
    expect(ended.all).not.toContain(password);
  });
});

describe('a host that is not reached, or not trusted: exit code 3', () => {
  let silent: Server;
  let silentPort = 0;
  beforeAll(async () => {
    silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    silentPort = (silent.address() as { port: number }).port;
  });
  afterAll(() => {
    silent.close();
  });

  it('nothing listens', async () => {
    const ended = await run(['--selftest'], { ...env(), FELHOM_AGENT_URL: 'https://127.0.0.1:1' });
    expect(ended.code).toBe(3);
    expect(line(ended, 'version')).toMatch(/^\[FAIL\] .*nothing listens on that port/);
    expect(ended.stdout).toContain('-> Check the port');
  });

  it('a name that does not resolve', async () => {
    const ended = await run(['--selftest'], { ...env(), FELHOM_AGENT_URL: 'https://pve.invalid' });
    expect(ended.code).toBe(3);
    expect(ended.stdout).toMatch(/does not resolve|name server does not answer/);
  });

  it('a wrong fingerprint: both are shown, and the token is not sent', async () => {
    const wrong = sim.fingerprint.replace(/^../, (pair) => (pair === '00' ? '01' : '00'));
    const before = sim.requests.length;
    const ended = await run(['--selftest'], { ...env(), FELHOM_AGENT_FINGERPRINT: wrong });
    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain(`expected  ${wrong}`);
    expect(ended.stdout).toContain(`seen      ${sim.fingerprint}`);
    expect(sim.requests.length).toBe(before);
  });

  it('a certificate that nobody vouches for', async () => {
    const { FELHOM_AGENT_FINGERPRINT: _, ...rest } = env();
    const ended = await run(['--selftest'], rest);
    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain('felhom-agent trust HOST');
  });

  it('a host that accepts and says nothing', async () => {
    const url = `https://127.0.0.1:${silentPort}`;
    const ended = await run(['--selftest'], { ...env(), FELHOM_AGENT_URL: url, FELHOM_AGENT_TIMEOUT: '1' });
    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain('took longer than 1000 ms');
  });

  it('the round trip, and trust', async () => {
    const dead = { ...env(), FELHOM_AGENT_URL: 'https://127.0.0.1:1' };
    expect((await run(['--selftest=task', '--vmid', '101'], dead)).code).toBe(3);
    const trust = await run(['trust', '127.0.0.1:1']);
    expect(trust.code).toBe(3);
    expect(trust.stderr).toContain('nothing listens');
    expect((await run(['trust', '[::1]:1'])).code).toBe(3);
  });
});

describe('a check that fails: exit code 1', () => {
  it('a token that the host does not know: its 401 comes after 3 s, and once', async () => {
    await using slow = await Simulator.start({ speed: 10 });
    const ended = await run(['--selftest'], {
      ...env(`agent@pve!nobody=${canary}`),
      FELHOM_AGENT_URL: slow.url,
      FELHOM_AGENT_FINGERPRINT: slow.fingerprint,
    });
    expect(ended.code).toBe(1);
    expect(line(ended, 'version')).toMatch(/^\[FAIL\] .*401/);
    expect(ended.stdout).toContain('-> Check the token');
    expect(line(ended, 'nodes')).toMatch(/^\[skip\]/);
    expect(slow.requests).toHaveLength(1);
    expect(ended.all).not.toContain(canary);
  });

  it('a missing privilege in the round trip: the command that grants it', async () => {
    const ended = await run(['--selftest=task', '--vmid', '101'], env(sim.tokens.readonly));
    expect(ended.code).toBe(1);
    expect(line(ended, 'snapshot')).toMatch(/^\[FAIL\] .*403/);
    // The role keeps what the token has: an entry replaces what is inherited.
    expect(ended.stdout).toMatch(
      /-> On the host, as root: pveum role add (\S+); pveum role modify \1 --privs \S*VM\.Audit,\S*VM\.Snapshot /,
    );
    expect(await snapshotsOf(sim, 101)).toEqual([]);
  });

  it('an unknown vmid, and an unknown node', async () => {
    const vmid = await run(['--selftest=task', '--vmid', '4711'], env());
    expect(vmid.code).toBe(1);
    expect(line(vmid, 'container')).toMatch(/^\[FAIL\] .*no guest 4711/);
    const node = await run(['--selftest=task', '--vmid', '101', '--node', 'nosuch'], env());
    expect(node.code).toBe(1);
    expect(line(node, 'container')).toContain('not on nosuch');
  });
});

describe('wrong usage or configuration: exit code 2, before anything is sent', () => {
  it.each([
    ['unknown option --frobnicate', ['--frobnicate']],
    ['nothing to do', []],
    ['--vmid: a whole number is expected', ['--selftest=task', '--vmid', 'abc']],
    ['99 is no vmid', ['--selftest=task', '--vmid', '99']],
    ['needs --vmid', ['--selftest=task']],
    ['--token: secrets are never taken from the command line', ['--selftest', '--token', canary]],
    ['secrets are never taken from the command line', ['--selftest', `--token=${canary}`]],
    ['http://', ['trust', 'http://pve1']],
    ['url: ', ['trust', 'a b']],
  ])('%s', async (expected, args) => {
    const before = sim.requests.length;
    const ended = await run(args, env());
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(expected);
    expect(ended.stdout).toBe('');
    expect(ended.all).not.toContain(canary);
    expect(sim.requests.length).toBe(before);
  });

  it.each([
    ['http:// would send the token in the clear', { FELHOM_AGENT_URL: 'http://pve1:8006' }],
    ['FELHOM_AGENT_URL: ', { FELHOM_AGENT_URL: 'not a url' }],
    ['FELHOM_AGENT_TOKEN: no `=` in it', { FELHOM_AGENT_TOKEN: canary }],
    ['FELHOM_AGENT_TOKEN: no `!` in it', { FELHOM_AGENT_TOKEN: `agent@pve=${canary}` }],
    ['FELHOM_AGENT_SECRET: unknown variable', { FELHOM_AGENT_SECRET: canary }],
    ['FELHOM_AGENT_FINGERPRINT: not a SHA-256', { FELHOM_AGENT_FINGERPRINT: 'AB' }],
  ])('%s', async (expected, wrong) => {
    const ended = await run(['--selftest'], { ...env(), ...wrong });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(expected);
    expect(ended.all).not.toContain(canary);
  });

  it.each([
    ['missing', () => join(folder, 'none.json'), 'does not exist'],
    ['not JSON', () => file('broken.json', `{"token": "${canary}"`), 'not JSON'],
    ['a directory', () => folder, 'a directory, not a file'],
    ['open to all', () => file('open.json', `{"token": "a@b!cc=${canary}"}`, 0o644), 'chmod 600'],
    ['with a wrong key', () => file('key.json', '{"URL": "https://x"}'), 'URL: unknown key; is `url` meant?'],
  ])('a configuration that is %s', async (_, path, expected) => {
    const ended = await run(['--selftest', '--config', path()], {});
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(expected);
    expect(ended.all).not.toContain(canary);
  });

  it('none at all: says what is missing, and where it was looked for', async () => {
    const ended = await run(['--selftest']);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('FELHOM_AGENT_URL');
    expect(ended.stderr).toContain('/nonexistent/.config/felhom-agent/config.json');
  });
});
