// From the lines of recordings to exchanges in the order of time: what was asked, and what the host answered.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parsePythonBytes } from '../conform/raw-http.mjs';
import { rawExchange } from './wire.mjs';

/**
 * @typedef {object} Exchange
 * @property {number} seq Its place in time.
 * @property {string} name
 * @property {string} method
 * @property {string} path Decoded, below `/api2/json`; undefined for what is outside of the API.
 * @property {string} target As sent: path and query.
 * @property {Record<string, unknown>} params Query and body together.
 * @property {any} request The request as recorded.
 * @property {{ status: number, reason: string, data: unknown, errors: object | undefined, body: any }} answer
 */

/**
 * @param {readonly string[]} files
 * @returns {Exchange[]}
 */
export function readRecordings(files) {
  const records = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line)),
  );
  const sorted = records
    .map((record, index) => ({ ...record, seq: Number(record.seq ?? index + 1) }))
    .sort((a, b) => a.seq - b.seq);
  return sorted.map((record) =>
    record.request?.raw === undefined ? exchangeOf(record) : rawExchange(record),
  );
}

function exchangeOf({ seq, name, request, response }) {
  const [rawPath, search = ''] = split(request.path, '?');
  const query = new URLSearchParams(search);
  for (const [key, value] of pairsOf(request.query)) query.append(key, value);
  const json = request.json_body ?? request.json;
  const form = pairsOf(request.body);
  const body = response.body ?? unpacked(response);
  return {
    seq,
    name,
    method: request.method,
    path: pathOf(rawPath),
    target: query.size === 0 ? rawPath : `${rawPath}?${query}`,
    params: { ...Object.fromEntries(form), ...json, ...Object.fromEntries(query) },
    form: request.body === undefined ? undefined : new URLSearchParams(form).toString(),
    json: json === undefined ? undefined : JSON.stringify(json),
    request,
    answer: {
      status: Number(response.status),
      reason: response.reason ?? '',
      body,
      data: body?.data,
      errors: body?.errors,
      text: response.body_raw,
    },
  };
}

/** A body that was packed is recorded as Python prints bytes; undefined where that was cut short. */
function unpacked({ body_raw: raw, headers }) {
  if (!(headers ?? []).some(([name, value]) => /^content-encoding$/i.test(name) && value === 'gzip'))
    return null;
  const bytes = parsePythonBytes(raw ?? '');
  try {
    return bytes === undefined ? undefined : JSON.parse(gunzipSync(bytes));
  } catch {
    return undefined;
  }
}

/** The path of the API's tree, or undefined outside of it. */
function pathOf(rawPath) {
  let path = rawPath;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    // PVE takes it as it is, too.
  }
  const found = /^\/api2\/+(?:json|extjs|html)(\/.*)?$/.exec(path);
  return found === null ? undefined : (found[1] ?? '/').replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
}

/** Parameters may be recorded as an object, as pairs, or as the text of a form. */
function pairsOf(given) {
  if (given === undefined || given === null) return [];
  if (typeof given === 'string') return [...new URLSearchParams(given)];
  const pairs = Array.isArray(given) ? given : Object.entries(given);
  return pairs.flatMap(([key, value]) => [value].flat().map((one) => [key, whole(String(one))]));
}

/** A long value is recorded by its beginning and its length. */
function whole(text) {
  const [, start, length] = /^(.*)…\((\d+) characters\)$/s.exec(text) ?? [];
  return start === undefined || start === ''
    ? text
    : start.repeat(Math.ceil(Number(length) / start.length)).slice(0, Number(length));
}

function split(text, separator) {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
