import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '~/cli/args.js';
import { type Running, run, start } from '../support/bin.js';

// The built program as a process of its own: a simulator for every other program.

interface Answer {
  url: string;
  fingerprint: string;
  proxmox: string;
  nodes: string[];
  tokens: Record<string, string>;
  root: { username: string; password: string };
  caFile: string;
  headerFile: string;
  curl: string;
}

/** A simulator that says in JSON what it is. */
async function begin(...args: string[]): Promise<Running & { told: Answer }> {
  const running = start(['simulate', '--json', ...args]);
  let out = '';
  running.child.stdout?.on('data', (text: string) => {
    out += text;
  });
  await running.seen(/^\}$/m);
  return { ...running, told: JSON.parse(out) };
}

async function end({ child, ended }: Running): Promise<number | null> {
  child.kill('SIGTERM');
  return (await ended).code;
}

/** What curl would do: its certificate, its header. */
function get({ url, caFile, headerFile }: Answer): Promise<{ status: number; body: string }> {
  const [name = '', value = ''] = readFileSync(headerFile, 'utf8').trim().split(': ');
  return new Promise((resolve, reject) => {
    request(
      `${url}/api2/json/version`,
      { ca: readFileSync(caFile), headers: { [name]: value } },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      },
    )
      .once('error', reject)
      .end();
  });
}

describe('simulate', () => {
  it('prints what one needs, and a line for curl that works as it stands', async () => {
    const { told, ...running } = await begin('--nodes', '2');
    expect(told).toMatchObject({ proxmox: '9.2', nodes: ['demo-felhom', 'demo-felhom-2'] });
    const { status, body } = await get(told);
    expect(status).toBe(200);
    expect(JSON.parse(body).data.release).toBe('9.2');
    expect(told.curl).toContain(`--cacert ${told.caFile} `);
    for (const token of Object.values(told.tokens)) expect(told.curl).not.toContain(token.split('=')[1]);
    expect(statSync(told.headerFile).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(told.headerFile)).mode & 0o777).toBe(0o700);
    // Where curl is installed, curl itself.
    if (spawnSync('curl', ['--version']).status === 0) {
      const shell = spawnSync('sh', ['-c', `${told.curl} --silent --show-error`], { encoding: 'utf8' });
      expect(shell).toMatchObject({ status: 0, stderr: '' });
      expect(JSON.parse(shell.stdout)).toEqual(JSON.parse(body));
    }
    expect(await end(running)).toBe(0);
    expect(existsSync(dirname(told.caFile))).toBe(false);
  });

  it('says it in words, too, and ends at Ctrl-C', async () => {
    const { child, ended, seen } = start(['simulate', '--version', '8.4']);
    await seen(/Ctrl-C ends it/);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'SIGINT: ending\n' });
    expect(stdout).toMatch(/^A simulated Proxmox VE 8\.4 listens at https:\/\/127\.0\.0\.1:\d+$/m);
    expect(stdout).toMatch(/^ {2}fingerprint +(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/m);
    expect(stdout).toMatch(/^ {2}token for automation +agent@pve!selftest=[\w-]{36}$/m);
    expect(stdout).toMatch(/^ {2}curl --cacert \S+ --header @\S+ https:\S+\/version$/m);
  });

  it.each(['7.4', '8.4', '9.2'] as const)('the selftest works on a simulated %s', async (version) => {
    const { told, ...running } = await begin('--version', version);
    const env = {
      FELHOM_AGENT_URL: told.url,
      FELHOM_AGENT_FINGERPRINT: told.fingerprint,
      FELHOM_AGENT_TOKEN: told.tokens['agent'] ?? '',
    };
    const looked = await run(['--selftest', '--json'], env);
    expect({ code: looked.code, stderr: looked.stderr }).toEqual({ code: 0, stderr: '' });
    const { checks } = JSON.parse(looked.stdout);
    expect(checks.map(({ name, status }: { name: string; status: string }) => `${name}: ${status}`)).toEqual([
      // Releases that are out of support get a warning.
      version === '9.2' ? 'version: ok' : 'version: warn',
      'nodes: ok',
      'node status: ok',
      'guests: ok',
      'storage: warn',
      'content: ok',
      'permissions: ok',
    ]);
    expect(looked.stdout).toContain(`Proxmox VE ${version}`);
    const task = await run(['--selftest=task', '--vmid', '101'], env);
    expect(task.stdout).toContain('4 steps: 4 ok');
    expect(task.code).toBe(0);
    // A wrong token is refused in that release's words, and the client tells it as such.
    const wrong = await run(['--selftest'], {
      ...env,
      FELHOM_AGENT_TOKEN: 'agent@pve!selftest=00000000-0000-4000-8000-000000000000',
    });
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain('401');
    expect(await end(running)).toBe(0);
  });

  it('a port that is taken: exit code 2, and what to do', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const ended = await run(['simulate', '--port', port]);
    taken.close();
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('--port: something else listens there');
  });

  it('wrong usage: exit code 2, as the other commands', async () => {
    const ended = await run(['simulate', '--version', '6.4']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('--version: one of 7.4, 8.4, 9.2 is expected');
    expect(ended.stderr).toContain('felhom-agent --help');
  });

  it('has numbers that repeat with their seed, and a port of its own choice', () => {
    expect(parseCommand(['simulate', '--seed', '5'])).toMatchObject({ wish: { seed: 5, port: 0 } });
  });
});
