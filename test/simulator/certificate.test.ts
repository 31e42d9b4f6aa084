import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { type CertificateOptions, createCertificate, Simulator } from '@felhom/proxmox/simulator';
import { describe, expect, it } from 'vitest';

/** A handshake with a server that shows the certificate; rejects where the client does not trust it. */
async function handshake(options: CertificateOptions, servername: string, ca?: string): Promise<string> {
  const certificate = createCertificate(options);
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (socket) =>
    socket.end('hello'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve, reject) => {
      const socket: TLSSocket = connect({ host: '127.0.0.1', port, servername, ca: ca ?? certificate.cert });
      socket.once('data', (data) => resolve(String(data)));
      socket.once('error', reject);
    });
  } finally {
    server.close();
  }
}

describe('createCertificate', () => {
  it('makes a self-signed X.509 v3 certificate on P-256', () => {
    const { key, cert, fingerprint } = createCertificate({ commonName: 'pve.example.test' });
    const parsed = new X509Certificate(cert);
    expect(parsed.subject).toBe('CN=pve.example.test');
    expect(parsed.issuer).toBe(parsed.subject);
    expect(parsed.ca).toBe(true);
    expect(parsed.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect(parsed.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(parsed.fingerprint256).toBe(fingerprint);
    expect(parsed.serialNumber.length).toBeGreaterThan(20);
    expect(key).toContain('BEGIN PRIVATE KEY');
    expect(new Date(parsed.validTo).getTime()).toBeGreaterThan(Date.now() + 9 * 365 * 86_400_000);
  });

  it('takes dates on both sides of 2050', () => {
    const options = {
      notBefore: new Date('2020-01-02T03:04:05Z'),
      notAfter: new Date('2061-06-07T08:09:10Z'),
    };
    const parsed = new X509Certificate(createCertificate(options).cert);
    expect(parsed.validFrom).toBe('Jan  2 03:04:05 2020 GMT');
    expect(parsed.validTo).toBe('Jun  7 08:09:10 2061 GMT');
  });

  it('takes names and addresses of every form', () => {
    const altNames = ['a.example.test', '10.1.2.3', 'fe80::1:2', '2001:db8::', '::ffff:10.0.0.1'];
    const { subjectAltName } = new X509Certificate(createCertificate({ altNames }).cert);
    expect(subjectAltName).toBe(
      'DNS:a.example.test, IP Address:10.1.2.3, IP Address:FE80:0:0:0:0:0:1:2, IP Address:2001:DB8:0:0:0:0:0:0, IP Address:0:0:0:0:0:FFFF:A00:1',
    );
    expect(new X509Certificate(createCertificate({ altNames: [] }).cert).subjectAltName).toBeUndefined();
  });

  it('is never the same twice', () => {
    expect(createCertificate().fingerprint).not.toBe(createCertificate().fingerprint);
  });

  it('holds in a handshake, and only for its names, its dates and whoever trusts it', async () => {
    expect(await handshake({}, 'localhost')).toBe('hello');
    await expect(handshake({ altNames: ['other.test'] }, 'localhost')).rejects.toThrow(
      /Hostname\/IP does not match/,
    );
    const past = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') };
    await expect(handshake(past, 'localhost')).rejects.toThrow(/certificate has expired/);
    const future = { notBefore: new Date('2090-01-01'), notAfter: new Date('2091-01-01') };
    await expect(handshake(future, 'localhost')).rejects.toThrow(/not yet valid/);
    await expect(handshake({}, 'localhost', createCertificate().cert)).rejects.toThrow(
      /self-signed certificate/,
    );
  });
});

it('is what a simulator shows', async () => {
  await using sim = await Simulator.start({
    certificate: { commonName: 'other', notAfter: new Date('2044-01-01') },
  });
  const { hostname, port } = new URL(sim.url);
  const socket = connect({ host: hostname, port: Number(port), ca: sim.ca });
  const peer = await new Promise<X509Certificate | undefined>((resolve, reject) => {
    socket.once('secureConnect', () => resolve(socket.getPeerX509Certificate()));
    socket.once('error', reject);
  });
  expect(peer?.fingerprint256).toBe(sim.fingerprint);
  expect(peer?.validTo).toContain('2044');
  expect(socket.getProtocol()).toBe('TLSv1.3');
  socket.destroy();
});
