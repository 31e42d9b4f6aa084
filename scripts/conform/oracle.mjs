// What a caller should get for an answer. Written from PVE's sources and from what hosts said, not from the
// client: the two are compared, so this file imports nothing of it.

import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

const unpack = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

/** Parameters whose values an error must never hold. */
const secretParams = ['password', 'confirmation-password', 'otp', 'tfa-challenge'];

/** The body as text, unpacked. @param {{ headers: Record<string, string>, body: Uint8Array }} response */
function textOf({ headers, body }) {
  const decode = unpack[headers['content-encoding']] ?? ((bytes) => bytes);
  return decode(body).toString('utf8');
}

function jsonOf(text) {
  try {
    const json = JSON.parse(text);
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {import('./recording.mjs').Exchange} exchange
 * @returns {{ data: unknown, total: unknown } | { error: string, fields: object, uncertain: boolean }}
 */
export function expectedOutcome({ method, segments, params, response }) {
  const json = jsonOf(textOf(response));
  if (response.status === 200) {
    if (json === undefined && isJournal(method, segments))
      return { data: textOf(response).split('\n').slice(0, -1) };
    if (json !== undefined && 'data' in json) return { data: json.data, total: json.total };
    return { error: 'ResponseShapeError', fields: {}, uncertain: method !== 'GET' };
  }
  const { status, reason } = response;
  const hide = (text) => withoutSecrets(text, params);
  const message = typeof json?.message === 'string' ? json.message : '';
  const body = textOf(response).trim();
  // A page of HTML, from a proxy in front, says nothing about the call.
  const plain = json === undefined && !body.startsWith('<') ? body : '';
  const text = hide(message.trim() || reason.trim() || plain || 'no reason given');
  const given = Object.entries(json?.errors ?? {}).map(([key, value]) => [key, hide(String(value))]);
  const errors = given.length === 0 ? undefined : Object.fromEntries(given);
  const { error, ...fields } = meaning(status, text, errors ?? {});
  return {
    error,
    fields: { status, reason: hide(reason), text, errors, ...fields },
    uncertain: uncertain(method, status),
  };
}

/** What the journal's reader prints goes out as it is: JSON, or bare lines. */
function isJournal(method, segments = []) {
  return method === 'GET' && segments.length === 3 && segments[0] === 'nodes' && segments[2] === 'journal';
}

/** A write may have happened although its answer is an error that something in between made; 595 came before it. */
function uncertain(method, status) {
  return method !== 'GET' && ((status >= 596 && status <= 599) || (status >= 502 && status <= 504));
}

function withoutSecrets(text, params) {
  const secrets = secretParams
    .map((name) => params[name])
    .filter((value) => typeof value === 'string' && value.length >= 4);
  return secrets
    .reduce((shown, secret) => shown.replaceAll(secret, '********'), text)
    .replace(/([^\s:/='"]+@[A-Za-z][\w.-]+![A-Za-z][\w.-]*)=[^\s'",;]+/g, '$1=********');
}

/** The error class of a status and its words, and the fields that only this class has. */
function meaning(status, text, errors) {
  if (status === 401) return { error: 'AuthenticationError' };
  if (status >= 595 && status <= 599) return { error: 'ProxyError' };
  if (status === 403) return { error: 'PermissionError', ...(permissionIn(text) ?? bare) };
  // Everything else that PVE's own code says is 500, or 400 for a parameter; words of other statuses mean nothing.
  if (status !== 400 && status !== 500) return { error: 'HttpError' };
  const words = [text, ...Object.values(errors)].map((line) => line.trim());
  const search = (find) => words.map(find).find((found) => found !== undefined);
  const permission = search(permissionIn);
  if (permission !== undefined) return { error: 'PermissionError', ...permission };
  const lock = search(lockIn);
  if (lock !== undefined) return { error: 'LockedError', lock };
  if (text.includes('detected modified configuration')) return { error: 'ConflictError', kind: 'digest' };
  if (search((line) => (isTaken(line) ? true : undefined))) return { error: 'ConflictError', kind: 'exists' };
  const kind = search(missingIn);
  return kind === undefined ? { error: 'HttpError' } : { error: 'NotFoundError', kind };
}

const bare = { path: undefined, privileges: [], rootOnly: false, ticketOnly: false };

/** Other words than `Permission check failed` for something that only root@pam may do. */
const rootWords = [
  'Only root can pass arbitrary filesystem paths.',
  'Only root may set this option.',
  'Only root may use this option.',
  'only root@pam may ',
];

/**
 * What a refused permission check says, as a 403 has it, or as the exit status of a task that has it after its
 * status (`403 Permission check failed (…)`) or after what it was about (`unable to restore CT 1 - 403 …`).
 * @param {string} text
 */
export function permissionIn(text) {
  const own = text.replace(/^unable to .*? - /s, '');
  if (rootWords.some((words) => own.startsWith(words))) return { ...bare, rootOnly: true };
  if (/^restoring '.*' to bind mount is only possible for root/.test(own)) return { ...bare, rootOnly: true };
  if (own.startsWith('missing privileges to access ')) return bare;
  const check = own.replace(/^\d{3} /, '').trim();
  const opening = 'Permission check failed';
  if (!check.startsWith(opening)) return undefined;
  // A reason phrase ends at the first line break of the text, so the last parenthesis may be missing.
  const inner = check.slice(opening.length).trim().replace(/^\(/, '').replace(/\)$/, '').trim();
  if (inner.includes('root@pam')) return { ...bare, rootOnly: true };
  if (inner.startsWith('URI ')) return { ...bare, ticketOnly: true };
  if (!inner.startsWith('/')) return bare;
  const [path, needed] = inner.split(', ');
  const privileges = needed.split(' for ')[0].split('|');
  return {
    path,
    privileges,
    mode: privileges.length > 1 ? 'any' : 'all',
    rootOnly: false,
    ticketOnly: false,
  };
}

function lockIn(line) {
  const [, held] = /(?:CT|VM) is locked \((.*?)\)/.exec(line) ?? [];
  const [, file] = /can't lock file '(.*?)' - got timeout/.exec(line) ?? [];
  const [, cluster] = /cfs-lock '(.*?)' error: got lock request timeout/.exec(line) ?? [];
  return held ?? file ?? cluster;
}

function isTaken(line) {
  return ['already exists', 'already defined', 'already used', 'already a pool member'].some((words) =>
    line.includes(words),
  );
}

function missingIn(line) {
  if (/Configuration file '.*' does not exist/.test(line)) return 'guest';
  if (/\b(?:VM|CT) '?\d+'? does not exist/.test(line)) return 'guest';
  if (/^hostname lookup '.*' failed/.test(line) || line.includes('no such cluster node')) return 'node';
  if (line.includes('no such task')) return 'task';
  if (/no such user \(/.test(line)) return 'user';
  if (line.startsWith('volume_size_info on ')) return 'volume';
  const thing = /\b(storage|snapshot|volume|pool|user) '.*?' does not exist/.exec(line)?.[1];
  if (thing !== undefined) return thing;
  if (/^no such storage\b/i.test(line)) return 'storage';
  if (/^no such (?:file|volume|logical volume) '/i.test(line)) return 'volume';
  return /^no such \w+/i.test(line) || / does not exist\.?$/.test(line) ? 'other' : undefined;
}

/** How a task ended, by its exit status (pve-common src/PVE/UPID.pm). */
export function expectedEnd(exitstatus) {
  const warnings = /^WARNINGS: (\d+)$/.exec(exitstatus);
  if (exitstatus === 'OK') return { outcome: 'ok', warnings: 0 };
  if (warnings !== null) return { outcome: 'warnings', warnings: Number(warnings[1]) };
  return { outcome: exitstatus === 'unexpected status' ? 'unknown' : 'error', warnings: 0 };
}

/** What a page of a task's log means: PVE says with a line that there is no line, and that there is no log. */
export function expectedPage(data, total, start) {
  const [only] = data.length === 1 && Number(total ?? 1) === 1 && Number(data[0].n) === 1 ? data : [];
  if (only?.t === 'no content') return { texts: [], total: 0, found: true };
  if (only?.t.startsWith('unable to open file - ')) return { texts: [], total: 0, found: false };
  return {
    texts: data.map((line) => String(line.t)),
    total: Number(total ?? start + data.length),
    found: true,
  };
}
