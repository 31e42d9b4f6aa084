import {
  AuthenticationError,
  ConflictError,
  HttpError,
  type HttpFacts,
  LockedError,
  type MissingKind,
  NotFoundError,
  PermissionError,
  ProxyError,
} from './http-errors.js';
import { bareRefusal, type PermissionDetail, parsePermission } from './permission.js';
import { problemIn } from './problem.js';

/** PVE's own words for a lock that stands in the way; the group is the lock. */
const locks: readonly RegExp[] = [
  /(?:CT|VM) is locked \(([\w-]+)\)/,
  /can't lock file '([^']+)' - got timeout/,
  /cfs-lock '([^']+)' error: got lock request timeout/,
];

/** PVE's words for something that does not exist. The first match counts, so the special ones stand first. */
const missing: readonly (readonly [RegExp, MissingKind])[] = [
  [/Configuration file '[^']*' does not exist/, 'guest'],
  [/\b(?:VM|CT) '?\d+'? does not exist/, 'guest'],
  [/^hostname lookup '[^']*' failed/, 'node'],
  [/no such cluster node '/, 'node'],
  [/no such task/, 'task'],
  [/no such user \(|\buser '[^']*' does not exist/, 'user'],
  [/\bstorage '[^']*' does not exist|^no such storage\b/i, 'storage'],
  [/\bsnapshot '[^']*' does not exist/, 'snapshot'],
  [/\bpool '[^']*' does not exist/, 'pool'],
  [/\bvolume '[^']*' does not exist/, 'volume'],
  [/^volume_size_info on '[^']*' failed/, 'volume'],
  [/^no such (?:file|volume|logical volume) '/, 'volume'],
  [/^no such \w+| does not exist\.?$/i, 'other'],
];

const exists = /already (?:exists|defined|used)\b|is already a pool member/;

/** The right error class for an HTTP answer with an error status. `identity` completes the fix of a refusal. */
export function classify(facts: HttpFacts, identity?: string): HttpError {
  const { status, text } = facts;
  if (status === 401) return new AuthenticationError(facts, { hint: hintFor401(text) });
  if (status >= 595 && status <= 599) return new ProxyError(facts, { hint: hintForProxy(status) });
  if (status === 403) return refusal(facts, parsePermission(text, identity) ?? bareRefusal);
  // PVE's own code answers 500, or 400 to a wrong parameter. Words that come with other statuses are another's.
  if (status === 400 || status === 500) return classifyWords(facts, identity);
  return new HttpError(facts, { hint: hintForStatus(status) });
}

function classifyWords(facts: HttpFacts, identity: string | undefined): HttpError {
  const words = [facts.text, ...Object.values(facts.errors ?? {})];
  // A parameter that is for root alone is refused by the parameter check (pve-container src/PVE/API2/LXC/Status.pm).
  const refused = first(words, (line) => parsePermission(line, identity));
  if (refused !== undefined) return refusal(facts, refused);
  const lock = first(words, (line) => locks.map((pattern) => pattern.exec(line)?.[1]).find(isText));
  if (lock !== undefined) return new LockedError(facts, lock);
  if (facts.text.includes('detected modified configuration')) return new ConflictError(facts, 'digest');
  if (words.some((line) => exists.test(line))) return new ConflictError(facts, 'exists');
  const kind = first(words, (line) => missing.find(([pattern]) => pattern.test(line))?.[1]);
  return kind === undefined
    ? new HttpError(facts, { problem: first(words, problemIn) })
    : new NotFoundError(facts, kind);
}

function refusal(facts: HttpFacts, detail: PermissionDetail): PermissionError {
  return new PermissionError(facts, detail, { hint: hintFor403(detail, facts.text) });
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}

function first<T>(lines: readonly string[], find: (line: string) => T | undefined): T | undefined {
  for (const line of lines) {
    const found = find(line.trim());
    if (found !== undefined) return found;
  }
  return undefined;
}

function hintFor401(text: string): string {
  if (/csrf/i.test(text)) return 'The CSRF token of the ticket is old or missing: log in again.';
  if (text === 'No ticket') return 'No usable credential arrived: check the token, and any proxy in between.';
  return "Check the token (or password), whether it has expired, and whether the user is enabled; the host's journal (journalctl -u pvedaemon -u pveproxy) has the reason.";
}

function hintFor403(detail: PermissionDetail, text: string): string {
  if (detail.rootOnly)
    return 'Only root@pam itself may do this, on the host; no token can, whatever its privileges.';
  if (detail.ticketOnly) return 'No token may do this: log in with user and password.';
  // The right to use a pool is asked before whether there is such a pool.
  if (/ does not exist\)?$/.test(text)) return 'It does not exist: check the name.';
  if (detail.fix === undefined)
    return 'PVE does not say which privilege is missing: see the operation in docs/tokens.md.';
  return `On the host, as root: ${detail.fix} (an entry on a path replaces what is inherited there: add to the role what the caller has on it already)`;
}

function hintForProxy(status: number): string {
  return status === 595
    ? 'The asked node could not reach the node that should do the work: is it up?'
    : 'The node that does the work did not answer in time; the work may still go on there.';
}

function hintForStatus(status: number): string | undefined {
  if (status === 404) return 'PVE never answers 404: the URL leads to another server or a reverse proxy.';
  if (status === 502 || status === 503 || status === 504) {
    return 'This comes from a reverse proxy in front of PVE, or the API daemons are down.';
  }
  if (status === 301 || status === 302 || status === 307 || status === 308) {
    return 'The server redirects: check the URL (https, host and port 8006).';
  }
  return undefined;
}
