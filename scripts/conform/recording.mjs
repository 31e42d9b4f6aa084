// From a line of a recording to an exchange that can be played, or the reason why it cannot.

import { deflateSync, gzipSync } from 'node:zlib';
import { parsePythonBytes, parseRawRequest, parseRawResponse } from './raw-http.mjs';

const methods = ['GET', 'POST', 'PUT', 'DELETE'];
const base = '/api2/json';

/**
 * @typedef {object} Exchange
 * @property {string} method
 * @property {string[] | undefined} segments The path below `/api2/json`, decoded and split as PVE does it. Undefined: the
 *   request is none that a client could send, and only the answer counts.
 * @property {Record<string, unknown>} params Query and body together; the query wins, as on the server.
 * @property {boolean} paramsKnown False where the body of the request was not recorded.
 * @property {{ kind: 'token' | 'ticket', name: string }} caller
 * @property {{ status: number, reason: string, headers: Record<string, string>, body: Uint8Array }} response
 */

/**
 * @param {Record<string, any>} record One line of a recording.
 * @returns {{ exchange: Exchange } | { skip: string }}
 */
export function readRecord(record) {
  const raw = record.extra?.response_raw;
  return raw === undefined ? readParsed(record) : readRaw(record, raw);
}

function readParsed({ request, response }) {
  if (!(Number(response?.status) >= 100)) return { skip: 'no answer was recorded' };
  const { method, path: target = '', body, json_body: jsonBody, json, query } = request;
  const headers = headersOf(response.headers);
  const bytes = bodyOf(response, headers);
  if (bytes === undefined) return { skip: 'the body of the answer was not recorded as a whole' };
  return exchangeOf({
    method,
    target,
    params: { ...valuesOf(body ?? jsonBody ?? json), ...valuesOf(query) },
    paramsKnown: request.raw_body_len === undefined,
    caller: callerOf(request.as),
    response: { status: Number(response.status), reason: response.reason ?? '', headers, body: bytes },
  });
}

function readRaw({ request }, raw) {
  const response = parseRawResponse(raw);
  if (typeof response === 'string') return { skip: response };
  const { method, path: target, headers, body } = parseRawRequest(request?.raw ?? '');
  return exchangeOf({
    method,
    target,
    params: rawParams(headers, body),
    paramsKnown: !/chunked/i.test(headers['transfer-encoding'] ?? ''),
    caller: callerOf(/^PVEAPIToken[= ](.*)=[^=]*$/.exec(headers.authorization ?? '')?.[1]),
    response: { ...response, headers: headersOf(response.headers) },
  });
}

/** What a request that is not the client's would have given is nothing to compare with; an error is one however it was provoked. */
function exchangeOf({ method, target, params, ...rest }) {
  const foreign = methods.includes(method)
    ? outsideOfApi(target)
    : `${method || 'nothing'} is no method of the API`;
  if (foreign === undefined) {
    const [path, search = ''] = splitOnce(target, '?');
    return {
      exchange: { method, segments: segmentsOf(path), params: { ...params, ...formOf(search) }, ...rest },
    };
  }
  if (rest.response.status === 200) return { skip: foreign };
  return { exchange: { method: 'GET', segments: undefined, params: {}, ...rest } };
}

function outsideOfApi(path) {
  if (/^\/api2\/json(?:[/?]|$)/.test(path)) return undefined;
  const format = /^\/api2\/([^/?]+)/.exec(path)?.[1];
  return format === undefined ? 'a path outside of the API' : `another format than JSON (${format})`;
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/**
 * PVE decodes a path before it splits it, and runs of `/` count as one (pve-http-server src/PVE/APIServer/AnyEvent.pm).
 * @param {string} path
 * @returns {string[] | undefined} Undefined for escapes that are no UTF-8.
 */
export function segmentsOf(path) {
  try {
    return decodeURIComponent(path.slice(base.length))
      .split('/')
      .filter((segment) => segment !== '');
  } catch {
    return undefined;
  }
}

/** Parameters may be recorded as an object, as pairs, where a key can repeat, or as the text of a form. */
function valuesOf(given) {
  if (typeof given === 'string') return formOf(given);
  if (!Array.isArray(given)) return given !== null && typeof given === 'object' ? given : {};
  return gather(given);
}

/** @param {string} text A query, or the body of a form. */
function formOf(text) {
  return gather([...new URLSearchParams(text)]);
}

function gather(pairs) {
  const values = {};
  for (const [key, value] of pairs) values[key] = key in values ? [values[key], value].flat() : value;
  return values;
}

function rawParams(headers, body) {
  if (!/json/i.test(headers['content-type'] ?? '')) return formOf(body);
  try {
    return valuesOf(JSON.parse(body));
  } catch {
    return {};
  }
}

/** `user@realm!token`, or `user@realm ticket`; anything else is somebody. */
function callerOf(as) {
  const name = String(as ?? '');
  if (/^[^\s:/]+@[A-Za-z][\w.-]+![A-Za-z][\w.-]+$/.test(name)) return { kind: 'token', name };
  const user = /^([^\s:/]+@[A-Za-z][\w.-]+) ticket$/.exec(name)?.[1];
  return user === undefined ? { kind: 'token', name: 'somebody@pve!tt' } : { kind: 'ticket', name: user };
}

function headersOf(recorded) {
  const pairs = Array.isArray(recorded) ? recorded : Object.entries(recorded ?? {});
  const headers = {};
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : String(value);
  }
  return headers;
}

function bodyOf(response, headers) {
  const encoding = headers['content-encoding'];
  if (response.body !== null && response.body !== undefined) {
    // The recorder has unpacked it already: packed again, it is what was on the wire.
    const json = Buffer.from(JSON.stringify(response.body));
    if (encoding === 'gzip') return gzipSync(json);
    if (encoding === 'deflate') return deflateSync(json);
    delete headers['content-encoding'];
    return json;
  }
  const raw = response.body_raw ?? '';
  if (!raw.startsWith("b'") && !raw.startsWith('b"')) return Buffer.from(raw);
  const bytes = parsePythonBytes(raw);
  const length = Number(headers['content-length'] ?? bytes?.length);
  return bytes?.length === length ? bytes : undefined;
}
