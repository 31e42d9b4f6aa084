// Bytes that a recording holds as text: raw socket exchanges, and Python's way of printing bytes.

/** Marks the end of the connection in a raw recording. */
const endOfFile = '<<EOF>>';

/**
 * A raw exchange holds one character a byte. A text with characters above U+00FF was decoded as UTF-8 instead.
 * @param {string} text
 */
function bytesOf(text) {
  return Buffer.from(text, /[^\0-\u{ff}]/u.test(text) ? 'utf8' : 'latin1');
}

/**
 * Reads Python's `repr` of bytes: `b'\x1f\x8b…'`. Gives undefined for a text that is none, or is cut off.
 * @param {string} text
 * @returns {Buffer | undefined}
 */
export function parsePythonBytes(text) {
  const match = /^b(['"])((?:\\(?:x[0-9a-f]{2}|[nrt\\'"])|[^\\])*)\1$/is.exec(text);
  if (match === null) return undefined;
  const escapes = { n: '\n', r: '\r', t: '\t' };
  const plain = match[2].replace(/\\(?:x([0-9a-f]{2})|(.))/gis, (_all, hex, char) =>
    hex === undefined ? (escapes[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(plain, 'latin1');
}

/**
 * Takes the answer of a raw exchange apart. Gives a text, the reason, if it is not exactly one complete answer.
 * @param {string} raw
 */
export function parseRawResponse(raw) {
  const bytes = bytesOf(raw.endsWith(endOfFile) ? raw.slice(0, -endOfFile.length) : raw);
  if (bytes.length === 0) return 'the server closed the connection without an answer';
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return 'the head of the answer is not complete';
  const [statusLine, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const match = /^HTTP\/1\.\d (\d{3})(?: (.*))?$/s.exec(statusLine);
  if (match === null) return 'the answer is not HTTP/1.x';
  if (match[1].startsWith('1')) return 'the answer begins with an interim one';
  const headers = headerPairs(lines);
  const rest = bytes.subarray(end + 4);
  const body = cutBody(rest, Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])));
  if (typeof body === 'string') return body;
  return { status: Number(match[1]), reason: match[2] ?? '', headers, body };
}

/** @param {string[]} lines */
function headerPairs(lines) {
  return lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
}

function cutBody(rest, headers) {
  if (/chunked/i.test(headers['transfer-encoding'] ?? '')) return unchunk(rest);
  const length = headers['content-length'];
  if (length === undefined) return rest;
  if (rest.length < Number(length)) return 'the body of the answer is not complete';
  return rest.length > Number(length) ? 'more than one answer' : rest;
}

function unchunk(rest) {
  const parts = [];
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf('\r\n', at);
    const size =
      lineEnd === -1 ? Number.NaN : Number.parseInt(rest.subarray(at, lineEnd).toString('latin1'), 16);
    if (Number.isNaN(size) || lineEnd + 2 + size > rest.length)
      return 'the body of the answer is not complete';
    if (size === 0) return Buffer.concat(parts);
    parts.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}

/**
 * Takes the request of a raw exchange apart; what is no request has an empty method. `|0.5|` in it is a pause of the recorder.
 * @param {string} raw
 */
export function parseRawRequest(raw) {
  const [head, ...tail] = raw.split('\r\n\r\n');
  const [requestLine, ...lines] = head.split('\r\n');
  const [, method = '', path = ''] = /^([A-Z]+) (\/\S*) HTTP\/1\.\d$/.exec(requestLine) ?? [];
  const headers = Object.fromEntries(headerPairs(lines).map(([name, value]) => [name.toLowerCase(), value]));
  return { method, path, headers, body: tail.join('\r\n\r\n').replace(/^\|[\d.]+\|/, '') };
}
