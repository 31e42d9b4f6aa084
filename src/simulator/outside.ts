import { createHash } from 'node:crypto';
import { isIP } from 'node:net';

/**
 * What the simulated host finds beyond itself: every name below `.test` and `.example`, and `example.com`, `.org` and
 * `.net` with what is below them, is a server that answers. No address does, and no other name is known.
 */
export function reaches(host: string): boolean {
  return /(?:^|\.)(?:test|example|example\.(?:com|org|net))$/i.test(host);
}

/** What came of a connection. */
export function connectionProblem(host: string): string | undefined {
  if (reaches(host)) return undefined;
  return isIP(host) === 0 ? 'Name or service not known' : 'Connection refused';
}

/** A file that a server out there has. */
export interface RemoteFile {
  readonly name: string;
  readonly size: number;
  readonly mimetype: string;
  /** Its bytes, as far as a checksum needs any. */
  readonly bytes: string;
}

const types: readonly (readonly [pattern: RegExp, mimetype: string])[] = [
  [/\.iso$/i, 'application/x-iso9660-image'],
  [/\.(?:img|qcow2|raw|vmdk|ova)$/i, 'application/octet-stream'],
  [/\.(?:tar\.(?:gz|xz|zst)|tgz)$/i, 'application/octet-stream'],
];

/**
 * What a server answers for a URL: disk images, ISO images and archives of any name are there, always of the same
 * size and content, and anything else is not.
 */
export function remoteFile(url: URL): RemoteFile | undefined {
  const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
  const mimetype = types.find(([pattern]) => pattern.test(name))?.[1];
  if (mimetype === undefined) return undefined;
  const bytes = `the simulated file ${url.href}\n`;
  const size = 1_048_576 + (createHash('sha256').update(bytes).digest().readUInt32BE(0) % 536_870_912);
  return { name, size, mimetype, bytes };
}

/** Host and port of a URL, with the port that its scheme has. */
export function authorityOf(url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.hostname}:${port}`;
}
