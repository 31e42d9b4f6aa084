import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../support/bin.js';
import { certificate } from '../support/server.js';

const { key, cert, fingerprint } = certificate();
// What a secret may hold, and other forms of which must not be printed either.
const secret = 'canary%5ecret"tok/en&';
const password = 'canary pass"wörd\\%';
const totp = '918273';

/** A host that answers with what it was sent, in the places that the program prints: values, names, errors. */
let host: Server;
let url: string;
beforeAll(async () => {
  host = createServer({ key, cert }, (request, response) => {
    const { authorization = '' } = request.headers;
    const said = `${authorization} ${secret} ${encodeURIComponent(secret)} ${password} ${encodeURIComponent(password)} ${totp}`;
    const path = (request.url ?? '').replace('/api2/json', '').split('?')[0];
    const data: Readonly<Record<string, unknown>> = {
      '/access/ticket': { username: 'agent@pve', ticket: 'PVE:agent@pve:1::x', CSRFPreventionToken: 'x:y' },
      '/version': { version: said, release: '9.2', repoid: said },
      '/nodes': [{ node: 'a', status: 'online', id: said, type: 'node' }],
      '/cluster/resources': [{ id: said, type: 'lxc', vmid: 100, node: 'a', name: said, status: 'running' }],
      '/nodes/a/lxc/100/status/current': { vmid: 100, name: said, status: 'running' },
      '/access/permissions': { '/': { [said]: 1 }, [`/storage/${said}`]: { 'Sys.Audit': 1 } },
    };
    const answer = data[path ?? ''];
    response.writeHead(answer === undefined ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer === undefined ? { data: null, message: said } : { data: answer }));
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(host.address() as AddressInfo).port}`;
});
afterAll(() => {
  host.closeAllConnections();
  host.close();
});

const who = {
  token: { FELHOM_AGENT_TOKEN: `agent@pve!selftest=${secret}` },
  password: { FELHOM_AGENT_USER: 'agent@pve', FELHOM_AGENT_PASSWORD: password, FELHOM_AGENT_TOTP: totp },
};

describe('a host that sends back the secrets that it was sent', () => {
  const commands = [['--selftest'], ['--selftest=task', '--vmid', '100']];
  const cases = (['token', 'password'] as const).flatMap((name) =>
    commands.flatMap((args) => [
      { name, args },
      { name, args: [...args, '--json'] },
    ]),
  );

  it.each(cases)('$args with a $name: they are masked', async ({ name, args }) => {
    const env = { FELHOM_AGENT_URL: url, FELHOM_AGENT_FINGERPRINT: fingerprint, ...who[name] };
    const { all, stdout } = await run(args, env);
    expect(stdout).toContain('********');
    const secrets = name === 'token' ? [secret] : [password, totp];
    for (const text of secrets) {
      const forms = [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)];
      for (const form of forms) expect(all).not.toContain(form);
    }
    if (!args.includes('--json')) return;
    const { program, checks } = JSON.parse(stdout);
    expect(program).toBe('felhom-agent');
    expect(checks.length).toBeGreaterThan(3);
    // What it means, too, and not only how it is written.
    for (const text of secrets) expect(texts(JSON.parse(stdout)).join('\n')).not.toContain(text);
  });
});

/** All texts in a value, names too. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...texts(inner)]);
}
