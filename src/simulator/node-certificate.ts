import { X509Certificate } from 'node:crypto';
import { createCertificate } from './certificate.js';
import type { NodeFacts } from './world.js';

/** Certificates of nodes without a door of their own, each made when somebody first asks. */
const made = new WeakMap<NodeFacts, string>();

/** The certificate of a node, PEM: the one that its door shows. */
export function certificateOf(node: NodeFacts): string {
  const known = node.certificate ?? made.get(node);
  if (known !== undefined) return known;
  const { cert } = createCertificate({ commonName: node.name, altNames: [node.name, node.ip] });
  made.set(node, cert);
  return cert;
}

/** What PVE tells of it. */
export function certificateRow(node: NodeFacts): object {
  const pem = certificateOf(node);
  const read = new X509Certificate(pem);
  const seconds = (text: string): number => Math.floor(Date.parse(text) / 1000);
  const line = (text: string): string => `/${text.split('\n').join('/')}`;
  return {
    filename: 'pve-ssl.pem',
    fingerprint: read.fingerprint256,
    subject: line(read.subject),
    issuer: line(read.issuer),
    notbefore: seconds(read.validFrom),
    notafter: seconds(read.validTo),
    san: (read.subjectAltName ?? '').split(', ').map((name) => name.replace(/^[^:]+:/, '')),
    pem,
    'public-key-type': 'id-ecPublicKey',
    'public-key-bits': 256,
  };
}
