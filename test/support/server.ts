import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import { type Certificate, createCertificate } from '~/simulator/certificate.js';

/** A request as it came over the wire. */
export interface Received {
  method: string;
  /** Path and query, raw. */
  target: string;
  /** By lower-case name; a repeated one is joined by `, `. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Which connection it came over, from 1. */
  connection: number;
  /** Which request it is, from 1. */
  number: number;
}

/** What a server does with a request: gives bytes, or nothing and writes to the socket itself (or never answers). */
export type Handler = (
  request: Received,
  socket: TLSSocket,
  server: ScriptedServer,
) => string | Buffer | undefined | Promise<string | Buffer | undefined>;

export interface ServerOptions {
  certificate?: Certificate;
  host?: string;
  port?: number;
  tls?: TlsOptions;
}

let shared: Certificate | undefined;

/** A certificate for this machine, made once per test file. */
export function certificate(): Certificate {
  shared ??= createCertificate();
  return shared;
}

/** Bytes of an answer. Without `headers` it has a right Content-Length and the connection is kept. */
export function raw(
  status: string,
  headers: Readonly<Record<string, string | number | readonly string[]>> = {},
  body: string | Buffer = '',
): Buffer {
  const length = Object.keys(headers).some((name) => /^(?:content-length|transfer-encoding)$/i.test(name))
    ? {}
    : { 'Content-Length': Buffer.byteLength(body) };
  const lines = Object.entries({ ...headers, ...length }).flatMap(([name, value]) =>
    [value].flat().map((item) => `${name}: ${item}`),
  );
  // The reason phrase of a Perl server may hold any byte.
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status}\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`, 'latin1'),
    Buffer.from(body),
  ]);
}

/** `200` with a JSON body, as pveproxy sends it. */
export function json(body: unknown, headers: Readonly<Record<string, string>> = {}): Buffer {
  return raw(
    '200 OK',
    { 'Content-Type': 'application/json;charset=UTF-8', ...headers },
    JSON.stringify(body),
  );
}

/** An error as a current host sends it: the text in the reason and in `message`, and the connection closes. */
export function refusal(status: number, text: string, errors?: Readonly<Record<string, string>>): Buffer {
  const [reason = ''] = text.split('\n');
  return raw(
    `${status} ${reason}`,
    { 'Content-Type': 'application/json;charset=UTF-8', Connection: 'close' },
    JSON.stringify({ data: null, message: `${text}\n`, ...(errors === undefined ? {} : { errors }) }),
  );
}

/** The answer to `GET /version`. */
export const version = { data: { version: '9.2.11', release: '9.2', repoid: 'f1e2d3c4' } };

/** An HTTPS server that records what it gets and answers what it is told to. */
export class ScriptedServer {
  readonly requests: Received[] = [];
  /** TCP connections so far. */
  connections = 0;
  /** TCP connections that are open, and the most there ever were. */
  open = 0;
  mostOpen = 0;
  /** Bytes inside TLS that came in. */
  applicationBytes = 0;
  /** Where it listens, or listened before it was closed. */
  port = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #handle: Handler;
  #waiting: (() => void)[] = [];

  private constructor(server: Server, handle: Handler) {
    this.#server = server;
    this.#handle = handle;
    server.on('connection', (socket: Socket) => this.#connected(socket));
    server.on('secureConnection', (socket: TLSSocket) => this.#serve(socket, this.connections));
    server.on('tlsClientError', () => {});
  }

  /** Starts one on a free port of 127.0.0.1. It ends with the test. */
  static async start(
    handle: Handler | readonly Handler[],
    options: ServerOptions = {},
  ): Promise<ScriptedServer> {
    const { key, cert } = options.certificate ?? certificate();
    const server = createTlsServer({ key, cert, ...options.tls });
    return ScriptedServer.#listen(new ScriptedServer(server, inTurn(handle)), options);
  }

  /** One that speaks no TLS: `connected` has the bare socket. */
  static async startTcp(connected: (socket: Socket) => void): Promise<ScriptedServer> {
    const server = createTcpServer(connected);
    return ScriptedServer.#listen(new ScriptedServer(server, () => undefined), {});
  }

  static async #listen(server: ScriptedServer, options: ServerOptions): Promise<ScriptedServer> {
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      server.#server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
    });
    server.port = (server.#server.address() as AddressInfo).port;
    onTestFinished(() => server.close());
    return server;
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  /** Resolves once `condition` holds; it is looked at after each thing that happens here. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** Resets all connections, as a host that crashed does. */
  reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Breaks all connections, and takes no more. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (!this.#server.listening) return;
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #happened(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  #connected(socket: Socket): void {
    this.connections += 1;
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      this.open -= 1;
      this.#sockets.delete(socket);
      this.#happened();
    });
    this.#happened();
  }

  #serve(socket: TLSSocket, connection: number): void {
    let pending = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      this.applicationBytes += chunk.length;
      pending = Buffer.concat([pending, chunk]);
      for (let found = takeRequest(pending); found !== undefined; found = takeRequest(pending)) {
        pending = found.rest;
        this.#answer({ ...found.request, connection, number: this.requests.length + 1 }, socket);
      }
      this.#happened();
    });
  }

  #answer(request: Received, socket: TLSSocket): void {
    this.requests.push(request);
    void Promise.resolve(this.#handle(request, socket, this)).then((bytes) => {
      if (bytes === undefined || socket.destroyed) return;
      socket.write(bytes);
      // As pveproxy does it: `Connection: close` is meant.
      if (/\r\nconnection: close\r\n/i.test(bytes.toString('latin1'))) socket.end();
    });
  }
}

/** One handler per request, the last one for all that follow. */
function inTurn(handle: Handler | readonly Handler[]): Handler {
  if (typeof handle === 'function') return handle;
  return (request, ...rest) => handle[Math.min(request.number, handle.length) - 1]?.(request, ...rest);
}

function takeRequest(
  bytes: Buffer,
): { request: Omit<Received, 'connection' | 'number'>; rest: Buffer<ArrayBuffer> } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const [method = '', target = ''] = first.split(' ');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const stop = end + 4 + Number(headers['content-length'] ?? 0);
  if (bytes.length < stop) return undefined;
  const body = bytes.subarray(end + 4, stop).toString('utf8');
  return { request: { method, target, headers, body }, rest: Buffer.from(bytes.subarray(stop)) };
}
