import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a new installation lets a hub do: look. Everything else is refused until the host's owner allows it. */
export const firstPolicy = {
  version: 1,
  actions: { echo: {}, 'pve.selftest': {}, 'host.health': {}, 'guest.list': {} },
  bounds: {},
  approvers: {},
};

/** What the root helper of a new installation runs: what reads disks and sensors. */
export const firstPrivdConfig = {
  allow: [
    'block.list',
    'block.probe',
    'host.packages',
    'host.release',
    'host.sensors',
    'host.smartctl',
    'host.systemd',
    'host.util-linux',
    'sensors.read',
    'smart.read',
    'smart.scan',
  ],
};

/** The configuration of a new installation: the API of this very host, by the certificate that it has on its disk. */
export function firstConfig(root: string): object {
  const fingerprint = ownFingerprint(root);
  return {
    url: 'https://127.0.0.1:8006',
    tokenFile: 'token',
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
}

export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Of the certificate that pveproxy shows: the administrator's own, else the one that Proxmox VE made. */
function ownFingerprint(root: string): string | undefined {
  for (const name of ['pveproxy-ssl.pem', 'pve-ssl.pem']) {
    try {
      return new X509Certificate(readFileSync(join(root, 'etc/pve/local', name))).fingerprint256;
    } catch {
      // None there, or none that this user may read.
    }
  }
  return undefined;
}
