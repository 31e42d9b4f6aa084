import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createCertificate } from '~/simulator/certificate.js';
import { buildEntry, runModule } from '../support/child.js';
import { token } from '../support/client.js';
import { certificate, json, ScriptedServer, version } from '../support/server.js';

const answer = () => json(version);
let entry: Awaited<ReturnType<typeof buildEntry>>;

beforeAll(async () => {
  entry = await buildEntry();
});
afterAll(() => entry.remove());

/** The head of a script: a client and what tells it apart from the others. */
function prelude(options: object): string {
  return `
    import { Client } from ${JSON.stringify(entry.href)};
    const client = new Client(${JSON.stringify({ token, ...options })});
    // What keeps the process alive, beside the pipes that it prints to and the turns that it takes.
    const passing = /^(?:PipeWrap|TTYWrap|Immediate)$/;
    const alive = () => process.getActiveResourcesInfo().filter((name) => !passing.test(name));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
  `;
}

describe('a process with a client', () => {
  it('ends by itself after its calls: idle connections do not keep it', async () => {
    const server = await ScriptedServer.start(answer);
    const { fingerprint } = certificate();
    const output = await runModule(`
      ${prelude({ url: server.url, fingerprint })}
      const { version } = await client.version();
      await turn();
      await turn();
      console.log(JSON.stringify({ version, alive: alive() }));
    `);
    expect(output).toEqual({ version: '9.2.11', alive: [] });
  });

  it('ends by itself after a call that was given up while it connected', async () => {
    const server = await ScriptedServer.startTcp((socket) => socket.resume());
    const output = await runModule(`
      ${prelude({ url: server.url })}
      const { code } = await client.version({}, { signal: AbortSignal.timeout(100) }).catch((error) => error);
      await turn();
      await turn();
      console.log(JSON.stringify({ code, alive: alive() }));
    `);
    expect(output).toEqual({ code: 'PVE_ABORTED', alive: [] });
  });

  it('waits for a call that is under way', async () => {
    const server = await ScriptedServer.start(async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return json(version);
    });
    const { fingerprint } = certificate();
    const output = await runModule(`
      ${prelude({ url: server.url, fingerprint })}
      client.version().then(({ version }) => console.log(JSON.stringify(version)));
    `);
    expect(output).toBe('9.2.11');
  });

  it('loads undici with the first call, not with the package', async () => {
    const server = await ScriptedServer.start(answer);
    const { fingerprint } = certificate();
    const output = await runModule(`
      import { Session } from 'node:inspector';
      const session = new Session();
      session.connect();
      let scripts = 0;
      session.on('Debugger.scriptParsed', ({ params }) => {
        if (params.url.includes('/node_modules/undici/')) scripts += 1;
      });
      session.post('Debugger.enable');
      const { Client } = await import(${JSON.stringify(entry.href)});
      const client = new Client(${JSON.stringify({ token, url: server.url, fingerprint })});
      const before = scripts;
      await client.version();
      console.log(JSON.stringify({ before, after: scripts > 0 }));
    `);
    expect(output).toEqual({ before: 0, after: true });
  });

  it('is not talked out of its checks by NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
    const { fingerprint, cert } = createCertificate({ commonName: 'other' });
    const server = await ScriptedServer.start(answer);
    for (const [options, code] of [
      [{}, 'PVE_CONNECTION'],
      [{ ca: cert }, 'PVE_CONNECTION'],
      [{ fingerprint }, 'PVE_TLS_PIN'],
    ] as const) {
      const output = await runModule(
        `${prelude({ url: server.url, ...options })}
        const { code, kind } = await client.version().catch((error) => error);
        console.log(JSON.stringify({ code, kind, rejects: process.env.NODE_TLS_REJECT_UNAUTHORIZED }));`,
        { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      );
      expect(output).toEqual({ code, kind: code === 'PVE_TLS_PIN' ? 'pin' : 'certificate', rejects: '0' });
    }
    expect(server.connections).toBe(3);
    expect(server.applicationBytes).toBe(0);
  });

  it('trusts what NODE_EXTRA_CA_CERTS adds to the system', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'felhom-ca-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'ca.pem');
    await writeFile(file, certificate().cert);
    const server = await ScriptedServer.start(answer);
    const output = await runModule(
      `${prelude({ url: server.url })}
      console.log(JSON.stringify((await client.version()).release));`,
      { NODE_EXTRA_CA_CERTS: file },
    );
    expect(output).toBe('9.2');
  });
});
