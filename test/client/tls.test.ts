import { randomBytes } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import { ConnectionError, inspectCertificate, TimeoutError, TlsPinError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { createCertificate } from '~/simulator/certificate.js';
import { clientOf, failure, makeClient, token } from '../support/client.js';
import { certificate, json, ScriptedServer, version } from '../support/server.js';

const answer = () => json(version);
const day = 86_400_000;
const other = createCertificate({ commonName: 'other' });
const expired = createCertificate({ notBefore: new Date(0), notAfter: new Date(Date.now() - day) });
const early = createCertificate({ notBefore: new Date(Date.now() + day) });
const elsewhere = createCertificate({ commonName: 'pve9', altNames: ['pve9.example'] });

describe('trust by the system or an authority', () => {
  it('refuses a self-signed certificate, says why and what to do, and sends nothing', async () => {
    const server = await ScriptedServer.start(answer);
    const client = makeClient({ url: server.url, token });
    const error = await failure(client.version(), ConnectionError);
    expect(error).toMatchObject({ kind: 'certificate', sent: 'no', code: 'PVE_CONNECTION' });
    expect(error.hint).toMatch(/`ca`.*pve-root-ca\.pem.*pin/);
    expect(server.applicationBytes).toBe(0);
  });

  it('accepts a certificate that its `ca` signed, and no other', async () => {
    const good = await ScriptedServer.start(answer);
    const bad = await ScriptedServer.start(answer, { certificate: other });
    const ca = certificate().cert;
    await expect(makeClient({ url: good.url, token, ca }).version()).resolves.toMatchObject({
      release: '9.2',
    });
    const error = await failure(makeClient({ url: bad.url, token, ca }).version(), ConnectionError);
    expect(error.kind).toBe('certificate');
    expect(bad.applicationBytes).toBe(0);
    await expect(makeClient({ url: bad.url, token, ca: [ca, other.cert] }).version()).resolves.toMatchObject({
      release: '9.2',
    });
  });

  it.each([
    { what: 'expired', shown: expired, text: /expired/, hint: /ca.*pin/ },
    { what: 'not valid yet', shown: early, text: /not valid yet/, hint: /clocks/ },
    { what: 'for another name', shown: elsewhere, text: /other names/, hint: /names in the URL|fingerprint/ },
  ])('refuses a certificate that is $what although its `ca` signed it', async ({ shown, text, hint }) => {
    const server = await ScriptedServer.start(answer, { certificate: shown });
    const client = makeClient({ url: server.url, token, ca: shown.cert });
    const error = await failure(client.version(), ConnectionError);
    expect(error).toMatchObject({ kind: 'certificate', sent: 'no' });
    expect(error.message).toMatch(text);
    expect(error.hint).toMatch(hint);
    expect(server.applicationBytes).toBe(0);
  });

  it('fails each of many calls on a certificate for another name, and leaves none of them hanging', async () => {
    const server = await ScriptedServer.start(answer, { certificate: elsewhere });
    const client = makeClient({ url: server.url, token, ca: elsewhere.cert, connections: 1 });
    const errors = await Promise.all(
      Array.from({ length: 5 }, () => failure(client.version({}, { timeout: 3_000 }), ConnectionError)),
    );
    expect(errors.map((error) => error.kind)).toEqual(Array.from({ length: 5 }, () => 'certificate'));
    expect(server.applicationBytes).toBe(0);
  });
});

describe('trust by fingerprint', () => {
  const plain = certificate().fingerprint.replaceAll(':', '');

  it.each([
    ['with colons', certificate().fingerprint],
    ['without colons', plain],
    ['in lower case', certificate().fingerprint.toLowerCase()],
    ['with a prefix', `SHA256:${plain}`],
    ['as one of several', [other.fingerprint, certificate().fingerprint]],
  ])('accepts a pin %s', async (_form, fingerprint) => {
    const server = await ScriptedServer.start(answer);
    await expect(clientOf(server, { fingerprint }).version()).resolves.toMatchObject({ version: '9.2.11' });
  });

  it('refuses any other certificate before a byte of the request is sent', async () => {
    const server = await ScriptedServer.start(answer, { certificate: other });
    const pinned = [certificate().fingerprint, expired.fingerprint];
    const error = await failure(clientOf(server, { fingerprint: pinned }).version(), TlsPinError);
    expect(error).toMatchObject({ code: 'PVE_TLS_PIN', kind: 'pin', sent: 'no', seen: other.fingerprint });
    expect(error.expected).toEqual(pinned);
    expect(error.message).toContain(other.fingerprint);
    expect(error.hint).toMatch(/pvenode cert info/);
    await server.until(() => server.open === 0);
    expect(server.applicationBytes).toBe(0);
  });

  it('does not retry a wrong pin, and gives it to a write as it is', async () => {
    const server = await ScriptedServer.start(answer, { certificate: other });
    const client = clientOf(server);
    await failure(client.lxc.start({ node: 'pve1', vmid: 101 }), TlsPinError);
    expect(server.connections).toBe(1);
  });

  it.each([
    ['expired', expired],
    ['not valid yet', early],
    ['for another name', elsewhere],
  ])('accepts a pinned certificate that is %s: the pin replaces these checks', async (_what, shown) => {
    const server = await ScriptedServer.start(answer, { certificate: shown });
    await expect(clientOf(server, { fingerprint: shown.fingerprint }).version()).resolves.toMatchObject({
      release: '9.2',
    });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'is not fooled by a server that holds the ticket keys of the pinned one (%s)',
    async (protocol) => {
      const tls = { ticketKeys: randomBytes(48), minVersion: protocol, maxVersion: protocol };
      const first = await ScriptedServer.start(answer, { tls });
      const { port } = first;
      const session = await takeSession(port);
      const client = clientOf(first);
      await client.version();
      await first.close();
      const impostor = await ScriptedServer.start(answer, { certificate: other, port, tls });
      // The ticket does resume a session there: a client that offered one would be shown no certificate at all.
      expect(await resumes(port, session)).toBe(true);
      const before = impostor.applicationBytes;
      const error = await failure(client.version(), TlsPinError);
      expect(error.seen).toBe(other.fingerprint);
      expect(impostor.applicationBytes).toBe(before);
      expect(impostor.requests).toEqual([]);
    },
  );

  it('follows a renewed certificate as soon as the pin names both', async () => {
    const first = await ScriptedServer.start(answer);
    const { port } = first;
    const client = clientOf(first, { fingerprint: [certificate().fingerprint, other.fingerprint] });
    await client.version();
    await first.close();
    await ScriptedServer.start(answer, { certificate: other, port });
    await expect(client.version()).resolves.toMatchObject({ release: '9.2' });
  });
});

describe('servers that are no HTTPS servers', () => {
  it('says so when the port speaks plain HTTP', async () => {
    const server = await ScriptedServer.startTcp((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 301 Moved\r\nLocation: https://x/\r\n\r\n'));
    });
    const error = await failure(clientOf(server).version(), ConnectionError);
    expect(error).toMatchObject({ kind: 'tls', sent: 'no' });
    expect(error.message).toMatch(/does not speak TLS/);
    expect(error.hint).toMatch(/8006/);
  });

  it('is a broken connection when the server closes during the handshake', async () => {
    const server = await ScriptedServer.startTcp((socket) => socket.destroy());
    const error = await failure(clientOf(server, { retries: 0 }).version(), ConnectionError);
    expect(error).toMatchObject({ kind: 'reset', sent: 'no' });
    expect(error.hint).toMatch(/ALLOW_FROM/);
  });

  it('is a TimeoutError of connecting when the server never finishes the handshake', async () => {
    const server = await ScriptedServer.startTcp((socket) => socket.resume());
    const client = clientOf(server, { timeouts: { connect: 60 } });
    const error = await failure(client.version(), TimeoutError);
    expect(error).toMatchObject({ phase: 'connect', timeout: 60, sent: 'no', kind: 'timeout' });
    await server.until(() => server.open === 0);
  });

  it('is `refused` when nothing listens', async () => {
    const server = await ScriptedServer.start(answer);
    const { url } = server;
    await server.close();
    const client = makeClient({ url, token, fingerprint: certificate().fingerprint, retries: 0 });
    const error = await failure(client.version(), ConnectionError);
    expect(error).toMatchObject({ kind: 'refused', sent: 'no' });
    expect(error.hint).toMatch(/8006.*pveproxy/);
  });

  it('is `dns` when the name does not resolve', async () => {
    const client = makeClient({ url: 'https://no-such-host.invalid', token, retries: 0 });
    const error = await failure(client.version(), ConnectionError);
    expect(error).toMatchObject({ kind: 'dns', sent: 'no' });
  });
});

describe('addresses', () => {
  it('reaches an IPv6 address, by pin and by authority', async () => {
    const server = await ScriptedServer.start(answer, { host: '::1' });
    const url = `https://[::1]:${server.port}`;
    const { cert, fingerprint } = certificate();
    await expect(makeClient({ url, token, fingerprint }).version()).resolves.toMatchObject({
      release: '9.2',
    });
    await expect(makeClient({ url, token, ca: cert }).version()).resolves.toMatchObject({ release: '9.2' });
    expect(server.requests[0]?.headers['host']).toBe(`[::1]:${server.port}`);
  });

  it('refuses a certificate that is made out to other addresses than this IPv6 one', async () => {
    const server = await ScriptedServer.start(answer, { host: '::1', certificate: elsewhere });
    const client = makeClient({ url: `https://[::1]:${server.port}`, token, ca: elsewhere.cert, retries: 0 });
    const error = await failure(client.version(), ConnectionError);
    expect(error).toMatchObject({ kind: 'certificate', sent: 'no' });
    expect(server.requests).toHaveLength(0);
  });

  it('checks a host name by the authority', async () => {
    const server = await ScriptedServer.start(answer);
    const url = `https://localhost:${server.port}`;
    await expect(makeClient({ url, token, ca: certificate().cert }).version()).resolves.toBeDefined();
  });
});

describe('inspectCertificate', () => {
  it('shows the certificate of a server that nobody trusts, and sends nothing', async () => {
    const server = await ScriptedServer.start(answer, { certificate: elsewhere });
    const info = await inspectCertificate('127.0.0.1', server.port);
    expect(info).toMatchObject({
      fingerprint: elsewhere.fingerprint,
      subject: 'CN=pve9',
      issuer: 'CN=pve9',
      altNames: ['DNS:pve9.example'],
    });
    expect(info.validTo.getTime()).toBeGreaterThan(Date.now());
    await server.until(() => server.open === 0);
    expect(server.applicationBytes).toBe(0);
  });

  it('fails with the same errors as a call', async () => {
    const silent = await ScriptedServer.startTcp((socket) => socket.resume());
    await expect(inspectCertificate('127.0.0.1', silent.port, 50)).rejects.toBeInstanceOf(TimeoutError);
    const hangsUp = await ScriptedServer.startTcp((socket) => socket.destroy());
    const broken = await failure(inspectCertificate('127.0.0.1', hangsUp.port), ConnectionError);
    expect(broken.kind).toBe('reset');
    await hangsUp.close();
    const refused = await failure(inspectCertificate('127.0.0.1', hangsUp.port), ConnectionError);
    expect(refused.kind).toBe('refused');
  });
});

function tlsClient(port: number, session?: Buffer): TLSSocket {
  return connect({ host: '127.0.0.1', port, rejectUnauthorized: false, session });
}

/** A session ticket of a server. */
function takeSession(port: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = tlsClient(port);
    socket.once('error', reject);
    socket.once('session', (session) => {
      socket.destroy();
      resolve(session);
    });
    // TLS 1.3 gives the ticket with the first answer.
    socket.write('GET / HTTP/1.1\r\n\r\n');
    socket.resume();
  });
}

function resumes(port: number, session: Buffer): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = tlsClient(port, session);
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(socket.isSessionReused());
      socket.destroy();
    });
  });
}
