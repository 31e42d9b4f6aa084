import { type Checked, either, list, maybe, object, text } from '../core/check.js';
import { type Issue, ParamsError } from '../core/errors.js';
import { normalizeFingerprint } from './certificate.js';
import type { Trust } from './tls.js';

/** A node of a cluster, as a host to call. */
export interface NodeUrl {
  /** `https://HOST[:PORT]`. */
  url: string;
  /** SHA-256 fingerprint(s) of this node's certificate, in place of the client's `fingerprint` or `ca`. */
  fingerprint?: string | readonly string[] | undefined;
  /** The node's name in the cluster. Without it the client finds out. */
  node?: string | undefined;
}

/** One host, or nodes of one cluster in order of preference. */
export type UrlOption = string | readonly (string | NodeUrl)[];

/** A host to call, checked. */
export interface Place {
  /** Where the API begins, without a trailing slash. */
  base: URL;
  trust: Trust;
  /** Its name in the cluster, where that was given. */
  node: string | undefined;
}

/** A text, or a list of them that is not empty. */
export const texts = either([text(), list(text(), 1)], 'a text or a list of texts is expected');

const nodeName = /^(?!localhost$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;
const entry = either(
  [
    text(),
    object({
      url: text(),
      fingerprint: maybe(texts),
      node: maybe(text(nodeName, `Invalid string: must match pattern ${nodeName}`)),
    }),
  ],
  'a URL, or an object with `url` and where wanted `fingerprint` and `node` (a name of a node) is expected',
);

export const urlCheck = either([text(), list(entry, 1)], 'a URL, or a list of URLs, is expected');

/**
 * Reads the hosts of a client. `trust` is how those prove who they are that have no fingerprint of their own; undefined if
 * that is wrong itself.
 * @throws ParamsError
 */
export function readPlaces(
  given: Checked<typeof urlCheck>,
  trust: Trust = { kind: 'system' },
  ownTransport = false,
): [Place, ...Place[]] {
  if (typeof given === 'string') return [{ base: parseUrl(given), trust, node: undefined }];
  const issues: Issue[] = [];
  const places: Place[] = [];
  for (const [index, one] of given.entries()) {
    const path = `url.${index}`;
    const { url, fingerprint, node }: NodeUrl = typeof one === 'string' ? { url: one } : one;
    try {
      if (fingerprint !== undefined && ownTransport)
        fail(`${path}.fingerprint`, 'a transport of your own has its own rules of trust: leave it out');
      const base = parseUrl(url, path);
      if (places.some((other) => other.base.href === base.href)) fail(path, 'this URL is in the list twice');
      if (node !== undefined && places.some((other) => other.node === node))
        fail(`${path}.node`, 'this node is in the list twice');
      const own = fingerprint === undefined ? undefined : [fingerprint].flat();
      places.push({
        base,
        node,
        trust:
          own === undefined
            ? trust
            : { kind: 'pins', pins: own.map((pin) => readPin(pin, `${path}.fingerprint`)) },
      });
    } catch (error) {
      if (!(error instanceof ParamsError)) throw error;
      issues.push(...error.issues);
    }
  }
  const [first, ...others] = places;
  if (issues.length > 0 || first === undefined) throw new ParamsError(issues);
  return [first, ...others];
}

/** @throws ParamsError */
export function readPin(text: string, path: string): string {
  return (
    normalizeFingerprint(text) ??
    fail(path, 'not a SHA-256 fingerprint: 64 hex digits, with or without colons, are expected')
  );
}

export function fail(path: string, message: string): never {
  throw new ParamsError([{ path, message }]);
}

/**
 * Reads the URL of a host. Without a port it is 8006, PVE's own; `:443` must be written out.
 * @throws ParamsError
 */
export function parseUrl(text: string, path = 'url'): URL {
  const trimmed = text.trim();
  // A URL parser leaves these out without a word, and reads `\` as `/`.
  if (/[\s\p{Cc}\\]/u.test(trimmed)) fail(path, 'there is a blank, a line break or a `\\` in it');
  if (trimmed === '') fail(path, 'empty: https://HOST:8006 is expected');
  if (/^https?:(?!\/\/)/i.test(trimmed)) fail(path, 'not a URL: https://HOST:8006 is expected, with `//`');
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.canParse(withScheme)
    ? new URL(withScheme)
    : fail(path, 'not a URL: https://HOST:8006 is expected');
  if (url.protocol === 'http:')
    fail(path, 'http:// would send the token in the clear: Proxmox VE speaks https:// only');
  if (url.protocol !== 'https:') fail(path, `${url.protocol}// is not https://`);
  if (url.username !== '' || url.password !== '')
    fail(path, 'a URL with a user or password: give the token or user as an option');
  if (url.search !== '' || url.hash !== '')
    fail(path, 'a URL with `?` or `#`: https://HOST:8006 is expected');
  const authority = withScheme.slice(withScheme.indexOf('//') + 2).replace(/[/?#].*$/s, '');
  if (!/:\d+$/.test(authority)) url.port = '8006';
  if (url.port === '0') fail(path, 'port 0 is no port');
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/api2(?:\/json)?$/, '');
  return url;
}
