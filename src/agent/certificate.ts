import { type CertificateInfo, inspectCertificate } from '../client/certificate.js';
import { connectionError } from '../client/connection-error.js';
import { parseUrl } from '../client/places.js';

/** The certificate that a host shows. */
export interface HostCertificate extends CertificateInfo {
  /** `https://HOST:PORT/`. */
  url: string;
}

/**
 * Asks a host for its certificate, without trusting it and without sending anything. `host` is `HOST`,
 * `HOST:PORT`, `[IPv6]:PORT` or an `https://` URL; the port is 8006 if none is given.
 *
 * @throws ParamsError if `host` is none of these; ConnectionError if it cannot be reached.
 */
export async function hostCertificate(host: string, timeout?: number): Promise<HostCertificate> {
  const url = parseUrl(host);
  try {
    const certificate = await inspectCertificate(url.hostname, Number(url.port), timeout);
    return { url: url.origin, ...certificate };
  } catch (error) {
    throw connectionError(error, 'no', url.origin);
  }
}
