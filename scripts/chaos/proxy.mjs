// A proxy between a client and a simulator: it ends TLS, so that it can cut at any byte of what is inside.

import { connect, createSecureContext, createServer } from 'node:tls';
import { answer, messageIn, page } from './message.mjs';

/**
 * Opens a proxy. `next(request)` says what goes wrong with a request that is complete; `restart()` restarts the host, and
 * `later(ms, action)` does something in that time of the host.
 */
export async function openProxy({ certificate, port, ca, next, restart, later }) {
  const secureContext = createSecureContext({ ca });
  const proxy = new Middle({ port, secureContext, next, restart, later });
  const server = createServer({ ...certificate, ALPNProtocols: ['http/1.1'] });
  server.on('connection', (socket) => proxy.meet(socket));
  server.on('secureConnection', (socket) => proxy.serve(socket));
  server.on('tlsClientError', () => {});
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  proxy.listening = server.address().port;
  proxy.close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      proxy.end();
    });
  return proxy;
}

class Middle {
  /** How many connections are to be refused, from the next one on. */
  refusing = 0;
  /** After how many bytes requests and answers were cut. */
  cuts = { request: new Set(), answer: new Set() };
  #options;
  #sockets = new Set();
  /** What is under TLS, by the other side's port: only that can be reset. */
  #raw = new Map();
  #session;

  constructor(options) {
    this.#options = options;
  }

  meet(socket) {
    const { remotePort } = socket;
    this.#sockets.add(socket);
    this.#raw.set(remotePort, socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#raw.delete(remotePort);
    });
    if (this.refusing === 0) return;
    this.refusing -= 1;
    socket.destroy();
  }

  end() {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Takes the requests of a connection, one after the other. */
  serve(socket) {
    const upstream = new Upstream(this.#options, this.#session, (session) => {
      this.#session = session;
    });
    this.#sockets.add(upstream);
    socket.on('error', () => {});
    socket.once('close', () => {
      upstream.destroy();
      this.#sockets.delete(upstream);
    });
    let buffer = Buffer.alloc(0);
    let busy = false;
    const work = async () => {
      if (busy) return;
      const request = messageIn(buffer);
      if (request === undefined) return;
      buffer = buffer.subarray(request.bytes.length);
      busy = true;
      try {
        if ((await this.#handle(request, socket, upstream)) === 'over') return;
      } catch {
        socket.destroy();
        return;
      }
      busy = false;
      void work();
    };
    socket.on('data', (chunk) => {
      buffer = Buffer.concat([buffer, chunk]);
      void work();
    });
  }

  /** Gives 'over' where the connection is at its end, or left alone for ever. */
  async #handle(request, socket, upstream) {
    const fault = await this.#options.next(request);
    const { kind, when } = fault ?? {};
    if (kind === 'cut-request') {
      const at = fault.at % request.bytes.length;
      this.cuts.request.add(at);
      if (at > 0) await upstream.part(request.bytes.subarray(0, at));
      return this.#hangUp(socket, fault.end);
    }
    if (kind === 'late') {
      this.#options.later(fault.ms, () => this.#alone(request.bytes));
      return finish(socket, answer(596, 'Connection timed out'));
    }
    if (when === 'before') {
      if (kind === 'restart') this.#options.restart();
      return kind === 'status' || kind === 'page'
        ? finish(socket, spoilt(fault))
        : this.#hangUp(socket, fault.end ?? 'reset');
    }
    const reply = await this.#ask(upstream, request.bytes, kind === 'restart' && when === 'during');
    if (kind === 'cut-answer') {
      const at = fault.at % (reply.bytes.length + 1);
      this.cuts.answer.add(at);
      await send(socket, reply.bytes.subarray(0, at));
      return this.#hangUp(socket, fault.end);
    }
    if (kind === 'restart') {
      if (when === 'after') this.#options.restart();
      return this.#hangUp(socket, 'reset');
    }
    if (kind === 'status' || kind === 'page') return finish(socket, spoilt(fault));
    if (kind === 'half')
      return finish(socket, answer(200, 'OK', half(reply), 'application/json;charset=UTF-8'));
    if (kind === 'hang-up') return this.#hangUp(socket, fault.end);
    if (kind === 'drip') for (const byte of reply.bytes) await send(socket, Buffer.from([byte]));
    else await send(socket, reply.bytes);
    if (!reply.closes && reply.whole) return undefined;
    socket.end();
    return 'over';
  }

  /** Ends a connection, or leaves it open without another word. */
  #hangUp(socket, how) {
    if (how === 'end') socket.end();
    if (how === 'reset') this.#raw.get(socket.remotePort)?.resetAndDestroy();
    return 'over';
  }

  async #ask(upstream, bytes, restarts) {
    const asked = upstream.ask(bytes);
    if (restarts) {
      await upstream.written;
      this.#options.restart();
    }
    return asked;
  }

  /** A request that its sender has given up: it arrives all the same. */
  async #alone(bytes) {
    const upstream = new Upstream(this.#options, this.#session, () => {});
    this.#sockets.add(upstream);
    await this.#ask(upstream, bytes, false).catch(() => {});
    upstream.destroy();
    this.#sockets.delete(upstream);
  }
}

/** A connection to the simulator, made when it is needed. */
class Upstream {
  /** Fulfilled once the last request has gone out. */
  written = Promise.resolve();
  #options;
  #session;
  #keep;
  #socket;

  constructor(options, session, keep) {
    this.#options = options;
    this.#session = session;
    this.#keep = keep;
  }

  async #open() {
    if (this.#socket !== undefined && !this.#socket.destroyed) return this.#socket;
    const { port, secureContext } = this.#options;
    const socket = connect({
      host: '127.0.0.1',
      port,
      secureContext,
      session: this.#session,
      checkServerIdentity: () => undefined,
    });
    this.#socket = socket;
    socket.on('session', this.#keep);
    socket.setNoDelay();
    await new Promise((resolve, reject) => {
      socket.once('secureConnect', resolve);
      socket.once('error', reject);
    });
    socket.on('error', () => {});
    return socket;
  }

  /** Sends some bytes of a request, and no more. */
  async part(bytes) {
    const socket = await this.#open();
    await send(socket, bytes);
    socket.destroy();
  }

  /** Sends a request and gives the answer to it, as bytes. */
  async ask(bytes) {
    const opened = this.#open();
    this.written = opened.then((socket) => send(socket, bytes));
    // Whoever waits for it gets to know; of the others the answer tells that the connection failed.
    this.written.catch(() => {});
    const socket = await opened;
    let received = Buffer.alloc(0);
    return new Promise((resolve, reject) => {
      const done = (message) => {
        socket.off('data', take);
        socket.off('close', ended);
        if (message === undefined) reject(new Error('the simulator gave no answer'));
        else resolve(message);
      };
      const take = (chunk) => {
        received = Buffer.concat([received, chunk]);
        const message = messageIn(received);
        if (message?.whole === true) done(message);
      };
      const ended = () => {
        const message = messageIn(received);
        done(message && { ...message, bytes: received });
      };
      socket.on('data', take);
      socket.on('close', ended);
    });
  }

  destroy() {
    this.#socket?.destroy();
  }
}

function send(socket, bytes) {
  if (bytes.length === 0 || socket.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      socket.off('close', done);
      resolve();
    };
    socket.once('close', done);
    socket.write(bytes, done);
  });
}

async function finish(socket, bytes) {
  await send(socket, bytes);
  socket.end();
  return 'over';
}

function spoilt({ kind, status = 200, reason = 'Error' }) {
  return kind === 'page' ? answer(status, 'OK', page) : answer(status, reason);
}

function half({ body }) {
  return body.subarray(0, Math.max(1, Math.floor(body.length / 2)));
}
