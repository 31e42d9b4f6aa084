import { randomBytes } from 'node:crypto';
import { type IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as rest } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Certificate } from './certificate.js';
import { takeOver } from './console/take-over.js';
import type { Engine } from './engine.js';
import type { EngineResponse, Mishap } from './http.js';

/** An open door to an engine. */
export interface Door {
  readonly port: number;
  /** Shows another certificate from the next handshake on. Connections that are there stay. */
  renew(certificate: Certificate): void;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/** PVE's numbers: idle time of a connection, requests on one, and how much of headers it reads. */
const defaultIdle = 5000;
const maxRequests = 100;
const maxHeaders = 8192;
/** A body that nobody wants is still read up to this, so that its sender gets to see the answer. */
const maxDrained = 16 * 1024 * 1024;

/** Serves an engine over HTTPS. */
export async function openDoor(
  engine: Engine,
  options: { host: string; port: number; certificate: Certificate; idle?: number },
): Promise<Door> {
  const idle = options.idle ?? defaultIdle;
  const { key, cert } = options.certificate;
  const counts = new WeakMap<Socket, number>();
  const server = createServer({
    key,
    cert,
    ALPNProtocols: ['http/1.1'],
    keepAliveTimeout: idle,
    maxHeaderSize: maxHeaders,
    // How long the first byte of a request may take; looked at once a second.
    headersTimeout: idle,
    requestTimeout: 0,
    connectionsCheckingInterval: 1000,
  });
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const count = (counts.get(request.socket) ?? 0) + 1;
    counts.set(request.socket, count);
    void serve(engine, request, response, { last: count >= maxRequests, idle });
  };
  server.on('request', listener);
  // PVE never says "100 Continue": the client has to send its body anyway.
  server.on('checkContinue', listener);
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    void upgrade(engine, request, socket, head, idle);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket, idle));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    // A host that is down answers nobody. Its port stays taken, so the end comes right after the beginning.
    if (engine.world.down !== undefined || engine.world.apiDown) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  engine.onCut((world) => {
    if (world === engine.world) for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    renew: (certificate) => {
      server.setSecureContext({ key: certificate.key, cert: certificate.cert });
      // As after a restart of pveproxy, nobody resumes a session and never sees the new certificate.
      server.setTicketKeys(randomBytes(48));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        // Those that are still shaking hands are not among the server's own.
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A request that wants another protocol. It gets that if it may, and any other request its usual answer. */
async function upgrade(
  engine: Engine,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  idle: number,
): Promise<void> {
  socket.on('error', () => {});
  try {
    const answer = await ask(engine, request, idle);
    if (answer.mishap?.kind === 'drop') socket.destroy();
    else if (!takeOver(engine.world, request, answer, socket, head)) {
      const response = new ServerResponse(request);
      response.assignSocket(socket);
      response.once('finish', () => socket.end());
      write(request, response, answer, true);
    }
  } catch {
    socket.destroy();
  }
}

function ask(engine: Engine, request: IncomingMessage, idle: number): Promise<EngineResponse> {
  const [path = '', ...query] = (request.url ?? '').split('?');
  return engine.handle({
    method: request.method ?? '',
    path,
    query: query.join('?'),
    headers: headersOf(request),
    body: () => piecesOf(request, idle),
  });
}

async function serve(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
  { last, idle }: { last: boolean; idle: number },
): Promise<void> {
  try {
    const answer = await ask(engine, request, idle);
    if (answer.mishap?.kind === 'drop') {
      request.socket.destroy();
      return;
    }
    await drain(request);
    write(request, response, answer, last);
  } catch {
    // A fault of the simulator, or a client that went away in the middle of its body.
    request.socket.destroy();
  }
}

function headersOf({ headers }: IncomingMessage): Record<string, string | undefined> {
  const result: Record<string, string | undefined> = {};
  for (const name in headers) {
    const value = headers[name];
    result[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return result;
}

/** A body as it comes. A client that sends nothing of it for as long as a connection may idle is hung up on. */
async function* piecesOf(
  request: IncomingMessage,
  idle: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const timer = setTimeout(() => request.socket.destroy(), idle);
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      timer.refresh();
      yield piece as Buffer;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Closing with unread data in the socket would reset the connection and eat the answer. */
async function drain(request: IncomingMessage): Promise<void> {
  if (request.complete || request.readableEnded) return;
  let seen = 0;
  await new Promise<void>((resolve) => {
    request.on('data', (chunk: Buffer) => {
      seen += chunk.length;
      if (seen > maxDrained) resolve();
    });
    request.once('end', resolve);
    request.once('close', resolve);
    request.resume();
  });
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  answer: EngineResponse,
  last: boolean,
): void {
  const zipped = encode(request, answer);
  const pairs: string[] = [];
  for (const [name, value] of last ? closing(answer.headers) : answer.headers) {
    if (name !== 'Content-Length' || zipped === undefined) pairs.push(name, value);
    else pairs.push('Content-Encoding', 'gzip', name, String(zipped.length));
  }
  // The engine sets every header itself: an answer without a length ends with its connection.
  response.sendDate = false;
  response.useChunkedEncodingByDefault = false;
  // Pairs instead of an object, because PVE repeats a header.
  response.writeHead(answer.status, answer.reason, pairs);
  const body = zipped ?? answer.body;
  if (answer.mishap === undefined) response.end(body);
  else void sendBadly(response, Buffer.from(body ?? ''), answer.mishap);
}

/** Sends a body as a fault wants it. */
async function sendBadly(response: ServerResponse, body: Buffer, mishap: Mishap): Promise<void> {
  if (mishap.kind === 'cut') {
    // Ended only when the bytes are out, or a reset could overtake them.
    const { socket } = response;
    if (mishap.at === 0) response.flushHeaders();
    else response.write(body.subarray(0, mishap.at));
    socket?.end();
    return;
  }
  if (mishap.kind === 'drip') {
    for (let at = 0; at < body.length && !response.destroyed; at += mishap.bytes) {
      response.write(body.subarray(at, at + mishap.bytes));
      await rest(mishap.ms, undefined, { ref: false });
    }
  }
  response.end();
}

function closing(headers: EngineResponse['headers']): EngineResponse['headers'] {
  const [first, ...rest] = headers.filter(([name]) => name !== 'Connection');
  return first === undefined ? [] : [first, ['Connection', 'close'], ...rest];
}

function encode(request: IncomingMessage, answer: EngineResponse): Buffer | undefined {
  const { body = '', packed = false } = answer;
  const asks = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  return packed || (asks && Buffer.byteLength(body) > 1024) ? gzipSync(body) : undefined;
}

function refuse(error: NodeJS.ErrnoException, socket: Duplex, idle: number): void {
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    // PVE waits for more headers, which never come, until the connection counts as idle.
    setTimeout(() => socket.destroy(), idle).unref();
  } else if (error.code?.startsWith('HPE_') === true && socket.writable) {
    socket.end(
      'HTTP/1.0 400 bad request\r\nCache-Control: max-age=0\r\nConnection: close\r\nPragma: no-cache\r\nServer: pve-api-daemon/3.0\r\nContent-Length: 11\r\n\r\nbad request',
    );
  } else {
    // A handshake that failed, a reset, a request that did not come in time.
    socket.destroy();
  }
}
