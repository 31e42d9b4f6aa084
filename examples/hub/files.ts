// Files of the hub: its folder, its keys and its certificate, all closed to others.
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { KeyPair } from '@felhom/proxmox/agent';
import { createCertificate } from '@felhom/proxmox/simulator';

/** Where `npm run trial` is, and where the commands look if they are not told otherwise. */
export const trialFolder = join(tmpdir(), `felhom-trial-${userInfo().uid}`);

/** Makes a folder that nobody else may enter. In /tmp others may have been there before. */
export function privateFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stats = lstatSync(folder);
  const mine = process.getuid === undefined || stats.uid === process.getuid();
  if (!stats.isDirectory() || !mine || (stats.mode & 0o077) !== 0)
    throw new Error(`${folder} has to be a folder of yours that is closed to others: chmod 700`);
  return folder;
}

/** An Ed25519 key pair from a file (PKCS #8, PEM), which is made if it is not there. */
export function keyPairIn(file: string): KeyPair {
  const pem = contentOf(file, () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const privateKey = createPrivateKey(pem);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** The certificate of the hub: a given one, or one that it makes and signs itself. */
export function certificateIn(folder: string, given?: { cert: string; key: string }) {
  const text =
    given === undefined
      ? contentOf(join(folder, 'tls.pem'), () => {
          const { key, cert } = createCertificate({ commonName: 'felhom hub' });
          return `${key}\n${cert}`;
        })
      : `${readFileSync(given.key, 'utf8')}\n${readFileSync(given.cert, 'utf8')}`;
  return { key: text, cert: text, fingerprint: new X509Certificate(text).fingerprint256 };
}

/** What is in a file; where there is none, it is made. Never over one that is there. */
function contentOf(file: string, make: () => string): string {
  try {
    writeFileSync(file, make(), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
