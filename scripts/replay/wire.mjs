// Exchanges that were recorded byte by byte: sent as bytes to the simulator's own server, and compared answer by answer.

import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { parseRawRequest } from '../conform/raw-http.mjs';

/** Milliseconds that an answer may take: a server that is asked nothing sensible hangs up after five seconds. */
const limit = 8000;

/** A raw record as an exchange, or the reason why it is none. */
export function rawExchange({ seq, name, request, extra }) {
  const raw = request.raw;
  if (!/\r\n\r\n/.test(raw))
    return { seq, name, answer: {}, params: {}, skip: 'the bytes of the request were not recorded' };
  const { method, path: target, headers } = parseRawRequest(raw);
  const answers = answersOf(extra.response_raw);
  const [first = { status: 0, reason: '', body: null }] = answers;
  const [rawPath = '', search = ''] = target.split('?');
  return {
    seq,
    name,
    method,
    target,
    path: /^\/api2\/json(\/.*)$/.exec(decoded(rawPath))?.[1],
    params: Object.fromEntries(new URLSearchParams(search)),
    request: { as: /PVEAPIToken=([^=\s]+)=/.exec(headers.authorization ?? '')?.[1] ?? null },
    answer: { ...first, data: first.body?.data, errors: first.body?.errors },
    answers,
    bytes: raw,
  };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Sends the bytes of a request, and gives the answers that come before the connection ends or as many as expected came.
 * @param {number} port @param {string} text @param {number} expected
 */
export async function sendBytes(port, text, expected) {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  const pieces = [];
  let over = false;
  socket.on('data', (piece) => pieces.push(piece));
  for (const event of ['close', 'end', 'error'])
    socket.on(event, () => {
      over = true;
    });
  await new Promise((resolve) => socket.once('secureConnect', resolve).once('error', resolve));
  // `|0.5|` is a pause of the recorder.
  for (const part of text.split(/\|[\d.]+\|/)) {
    socket.write(Buffer.from(part, 'latin1'));
    await pause(20);
  }
  const received = () => answersOf(Buffer.concat(pieces).toString('latin1'));
  for (
    let waited = 0;
    !over && waited < limit && (expected === 0 || received().length < expected);
    waited += 10
  )
    await pause(10);
  socket.destroy();
  return received();
}

/** Complete answers in a text of one character a byte. */
function answersOf(text) {
  const answers = [];
  let rest = text.replace(/<<EOF>>$/, '');
  for (;;) {
    const [head, status, reason, lines] = /^HTTP\/1\.\d (\d{3}) ?(.*?)\r\n(.*?)\r\n\r\n/s.exec(rest) ?? [];
    if (head === undefined) return answers;
    const headers = lines
      .split('\r\n')
      .map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]);
    const of = (name) => headers.filter(([key]) => key === name).map(([, value]) => value);
    const length = Number(of('content-length')[0] ?? 0);
    const body = rest.slice(head.length, head.length + length);
    // What was not recorded byte for byte has another length.
    if (body.length < length)
      return [
        ...answers,
        { status: Number(status), reason, connection: of('connection').join(), body: undefined },
      ];
    answers.push({
      status: Number(status),
      reason,
      connection: of('connection').join(),
      body: bodyOf(body, of('content-encoding')[0]),
    });
    rest = rest.slice(head.length + length);
  }
}

function bodyOf(text, encoding) {
  try {
    const bytes = Buffer.from(text, 'latin1');
    return JSON.parse((encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch {
    return encoding === 'gzip' ? undefined : null;
  }
}
