import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  time,
  utf8String,
} from './der.js';

/** What a generated certificate says. */
export interface CertificateOptions {
  /** The subject's common name. `localhost` by default. */
  commonName?: string;
  /** Host names and IP addresses it is good for. `localhost`, `127.0.0.1` and `::1` by default; may be empty. */
  altNames?: readonly string[];
  /** First moment it is valid; an hour ago by default, for clocks that are a little late. */
  notBefore?: Date;
  /** Last moment it is valid; ten years from now by default. */
  notAfter?: Date;
}

/** A self-signed certificate with its key. */
export interface Certificate {
  /** The private key, PEM (PKCS #8). */
  key: string;
  /** The certificate, PEM. It may sign, so it works as a `ca` for itself. */
  cert: string;
  /** SHA-256 of the certificate, as PVE prints it: `AA:BB:…`. */
  fingerprint: string;
}

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Makes a self-signed X.509 v3 certificate on a fresh P-256 key. The defaults suit a server on this machine; an
 * expired one or one for another name is a matter of options.
 */
export function createCertificate(options: CertificateOptions = {}): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(setOf(sequence(oid('2.5.4.3'), utf8String(options.commonName ?? 'localhost'))));
  const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
  const keyId = createHash('sha1').update(spki).digest();
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    ecdsaWithSha256,
    name,
    sequence(
      time(options.notBefore ?? new Date(Date.now() - hour)),
      time(options.notAfter ?? new Date(Date.now() + 3650 * day)),
    ),
    name,
    spki,
    explicit(3, sequence(...extensions(options.altNames ?? ['localhost', '127.0.0.1', '::1'], keyId))),
  );
  const signature = sign('sha256', body, privateKey);
  const der = sequence(body, ecdsaWithSha256, bitString(signature));
  const hex = createHash('sha256').update(der).digest('hex').toUpperCase();
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(der),
    fingerprint: hex.replace(/(..)(?!$)/g, '$1:'),
  };
}

function extensions(altNames: readonly string[], keyId: Buffer): Buffer[] {
  const list = [
    extension('2.5.29.19', sequence(boolean(true)), true),
    // digitalSignature and keyCertSign: bits 0 and 5.
    extension('2.5.29.15', bitString(Buffer.from([0b1000_0100]), 2), true),
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.14', octetString(keyId)),
  ];
  if (altNames.length > 0) list.push(extension('2.5.29.17', sequence(...altNames.map(generalName))));
  return list;
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

function generalName(name: string): Buffer {
  return isIP(name) === 0 ? implicit(2, Buffer.from(name, 'ascii')) : implicit(7, addressBytes(name));
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // The URL parser writes every IPv6 address in hex groups, the embedded IPv4 forms too.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const left = groups(head);
  const right = groups(tail ?? '');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
