// Reads one file of a host. A host's certificate is usually its own, so it may be named by its fingerprint.
import { get } from 'node:https';

const limit = 64 * 1024 * 1024;

/**
 * The text behind an https URL. With a SHA-256 `fingerprint` the certificate must be exactly that one; without,
 * it must be one that Node trusts.
 */
export function download(url, fingerprint) {
  const pin = fingerprint === undefined ? undefined : readFingerprint(fingerprint);
  return new Promise((resolve, reject) => {
    // No agent: a kept connection would not show its certificate again.
    const options = { agent: false, rejectUnauthorized: pin === undefined, timeout: 30_000 };
    const request = get(url, options, (response) => {
      if (response.statusCode !== 200) {
        request.destroy(new Error(`${url}: ${response.statusCode} ${response.statusMessage}`));
        return;
      }
      const chunks = [];
      let size = 0;
      response.on('data', (chunk) => {
        size += chunk.length;
        if (size > limit) request.destroy(new Error(`${url}: more than ${limit} bytes`));
        chunks.push(chunk);
      });
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      response.on('error', reject);
    });
    request.on('socket', (socket) => {
      socket.on('secureConnect', () => {
        const seen = socket.getPeerX509Certificate()?.fingerprint256 ?? 'none';
        if (pin === undefined || seen.replaceAll(':', '') === pin) return;
        request.destroy(new Error(`${url}: the certificate's fingerprint is ${seen}, not the expected one`));
      });
    });
    request.on('timeout', () => request.destroy(new Error(`${url}: no answer in 30 s`)));
    request.on('error', reject);
  });
}

/** The 64 digits of a fingerprint, as it is or as openssl prints it (`sha256 Fingerprint=AA:BB:…`). */
function readFingerprint(text) {
  const digits = text.replace(/^.*=/, '').replaceAll(':', '').trim().toUpperCase();
  if (!/^[0-9A-F]{64}$/.test(digits)) throw new Error('a SHA-256 fingerprint is expected: AA:BB:…');
  return digits;
}
