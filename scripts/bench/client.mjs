import { connect } from 'node:tls';

// A client with as little of its own as possible, so that what is measured is the server.

/** Sends `requests` times the same GET over `connections` sockets at once, each one request after the other. */
export async function load(target, path, { requests, connections }) {
  let left = requests;
  const take = () => {
    left -= 1;
    return left >= 0;
  };
  await Promise.all(Array.from({ length: connections }, () => useUp(target, path, take)));
}

async function useUp(target, path, take) {
  let connection;
  while (take()) {
    connection ??= await open(target);
    const { ended } = await connection.get(path);
    if (ended) connection = undefined;
  }
  connection?.close();
}

/** One GET on a socket of its own: the answer's headers as pairs, and its body. */
export async function get(target, path) {
  const connection = await open(target);
  const { head, body } = await connection.get(path);
  connection.close();
  const [status = '', ...lines] = head.split('\r\n');
  if (!status.startsWith('HTTP/1.1 200 ')) throw new Error(`${path}: ${status}`);
  return { headers: lines.flatMap((line) => line.split(': ')), body };
}

async function open(target) {
  const { hostname, port } = new URL(target.url);
  const socket = connect({ host: hostname, port: Number(port), ca: target.ca, session: target.session });
  socket.on('session', (session) => {
    target.session = session;
  });
  socket.setNoDelay();
  socket.setEncoding('latin1');
  await new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  const header = target.token === undefined ? '' : `Authorization: PVEAPIToken=${target.token}\r\n`;
  let received = '';
  let waiting;
  const settle = () => {
    const answer = take(received);
    if (answer === undefined) return;
    received = received.slice(answer.length);
    waiting?.resolve(answer);
  };
  socket.on('data', (chunk) => {
    received += chunk;
    settle();
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the connection closed without an answer')));
  return {
    get: async (path) => {
      const answer = await new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${header}\r\n`);
      });
      waiting = undefined;
      const ended = /^Connection: close\r?$/m.test(answer.head);
      if (ended) socket.destroy();
      return { ...answer, ended };
    },
    close: () => socket.destroy(),
  };
}

/** The first whole answer in what was received. */
function take(text) {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = text.slice(0, end);
  const length = end + 4 + Number(/^Content-Length: (\d+)\r?$/m.exec(head)?.[1]);
  return text.length < length ? undefined : { head, body: text.slice(end + 4, length), length };
}
