// HTTP/1.1 as bytes: how long a message is, and answers of our own.

const blank = Buffer.from('\r\n\r\n');

/** The first message in these bytes; undefined while some of it is missing. `whole` is false where only the end of the connection ends it. */
export function messageIn(bytes) {
  const end = bytes.indexOf(blank);
  if (end === -1) return undefined;
  const head = bytes.subarray(0, end).toString('latin1');
  const [start = '', ...lines] = head.split('\r\n');
  const found = lines.flatMap((line) => /^content-length: *(\d+)$/i.exec(line)?.[1] ?? [])[0];
  const isAnswer = start.startsWith('HTTP/');
  const whole = found !== undefined || !isAnswer || /^HTTP\/1\.1 (?:204|304)/.test(start);
  const length = end + blank.length + Number(found ?? 0);
  if (bytes.length < length) return undefined;
  const [method = '', target = ''] = start.split(' ');
  return {
    head,
    method,
    target,
    body: bytes.subarray(end + blank.length, length),
    bytes: bytes.subarray(0, length),
    whole,
    closes: lines.some((line) => /^connection: *close$/i.test(line)),
  };
}

/** An answer that ends its connection. */
export function answer(status, reason, body = '', type = 'text/html') {
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'Connection: close',
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

export const page = '<!DOCTYPE html><html><body><h1>It works!</h1></body></html>';

/** A login changes nothing: what becomes of it is no matter here. */
export function isLogin(path) {
  return path.endsWith('/access/ticket');
}
