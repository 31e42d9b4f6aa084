import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { TimeoutError, TlsPinError } from '../core/connection-errors.js';
import type { CertificateInfo } from './certificate.js';
import { connectionError } from './connection-error.js';

/** How the server proves who it is. There is no way to skip the proof. */
export type Trust =
  /** The certificate authorities that Node trusts. */
  | { kind: 'system' }
  /** These certificate authorities (PEM) only. */
  | { kind: 'ca'; ca: readonly string[] }
  /** A leaf certificate with one of these SHA-256 fingerprints, whoever signed it, whatever its dates. */
  | { kind: 'pins'; pins: readonly string[] };

interface Target {
  hostname: string;
  port: string;
}

/** What undici calls to make a connection. */
export type Connector = (
  target: Target,
  done: (...result: [error: null, socket: TLSSocket] | [error: Error, socket: null]) => void,
) => void;

/**
 * Makes connections to one server. A socket is handed on only after the proof, so nothing of a request, the token
 * least of all, goes to a server that failed it. The signal ends a connection that is still being made.
 *
 * TLS sessions are never resumed. In a resumed one the server shows no certificate (Node gives none, and checks no
 * name), so whoever has the ticket key of the pinned server would pass for it. A full handshake costs a millisecond.
 */
export function createConnector(trust: Trust, timeout: number, signal: AbortSignal): Connector {
  return (target, done) => {
    const socket = open(target, trust);
    let settled = false;
    const settle = (error: Error | null) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', ended);
      if (error === null) done(null, socket);
      else {
        socket.destroy();
        done(error, null);
      }
    };
    const origin = `https://${target.hostname}:${target.port || '443'}`;
    const timer = setTimeout(
      () => settle(new TimeoutError('connect', timeout, { sent: 'no', origin })),
      timeout,
    );
    const ended = () => settle(closedEarly());
    signal.addEventListener('abort', ended, { once: true });
    // Stays for the life of the socket: an error after a failure has nobody else to go to.
    socket.on('error', settle);
    socket.once('close', ended);
    socket.once('secureConnect', () => settle(trust.kind === 'pins' ? pinProblem(socket, trust.pins) : null));
  };
}

function closedEarly(): Error {
  return Object.assign(new Error('the server closed the connection during the TLS handshake'), {
    code: 'ECONNRESET',
  });
}

function open(target: Target, trust: Trust): TLSSocket {
  const host = bareHost(target.hostname);
  return connect({
    host,
    port: Number(target.port),
    servername: isIP(host) === 0 ? host : '',
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    // A pin replaces the chain check, and is checked above before the socket is used. Stated either way, so that
    // NODE_TLS_REJECT_UNAUTHORIZED has no say.
    rejectUnauthorized: trust.kind !== 'pins',
    ...(trust.kind === 'ca' ? { ca: [...trust.ca] } : {}),
    ...(isIP(host) === 6 ? { checkServerIdentity: ipv6Identity } : {}),
  });
}

// Node's own check turns an address into ASCII as if it were a name, and in 22.23 nothing is left of an IPv6 one.
function ipv6Identity(host: string, { raw }: PeerCertificate): Error | undefined {
  if (new X509Certificate(raw).checkIP(host) !== undefined) return undefined;
  return Object.assign(new Error(`the certificate is not made out to ${host}`), {
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
}

function pinProblem(socket: TLSSocket, pins: readonly string[]): TlsPinError | null {
  const seen = socket.getPeerX509Certificate()?.fingerprint256 ?? 'none';
  return pins.includes(seen) ? null : new TlsPinError(pins, seen);
}

/** Host names of URLs have brackets around IPv6 addresses; sockets want none. */
function bareHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** Asks a server for its certificate and hangs up: see `inspectCertificate`. */
export function askCertificate(hostname: string, port: number, timeout: number): Promise<CertificateInfo> {
  return new Promise((resolve, reject) => {
    // Nothing is sent over this socket, so there is nothing that a wrong server could get.
    const socket = open({ hostname, port: String(port) }, { kind: 'pins', pins: [] });
    const origin = `https://${hostname}:${port}`;
    const timer = setTimeout(
      () => socket.destroy(new TimeoutError('connect', timeout, { sent: 'no', origin })),
      timeout,
    );
    const fail = (error: Error) => reject(connectionError(error, 'no', origin));
    socket.on('error', fail);
    socket.once('close', () => {
      clearTimeout(timer);
      fail(closedEarly());
    });
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      socket.destroy();
      if (certificate === undefined) return fail(new Error('the server showed no certificate'));
      resolve({
        fingerprint: certificate.fingerprint256,
        subject: oneLine(certificate.subject),
        issuer: oneLine(certificate.issuer),
        altNames: (certificate.subjectAltName ?? '').split(/,\s*/).filter((name) => name !== ''),
        validFrom: new Date(certificate.validFrom),
        validTo: new Date(certificate.validTo),
      });
    });
  });
}

function oneLine(name: string): string {
  return name.split('\n').reverse().join(', ');
}
