import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { Client, ClientOptions } from '@felhom/proxmox';
import { onTestFinished } from 'vitest';
import { makeClient, token } from './client.js';
import { FastClock } from './clock.js';
import { certificate, json } from './server.js';

/** The task of an upload. */
export const upid = 'UPID:pve1:000005CC:000341C6:6B00659B:imgcopy::robot@pve!tests:';

interface Behaviour {
  /** What it does once this many bytes of the body came. */
  at?: number;
  act?: (socket: TLSSocket) => void;
  /** What it says once all came; nothing for never. */
  answer?: Buffer | undefined;
}

/** An HTTPS server that takes one big body after the other, byte by byte as it comes, and can misbehave meanwhile. */
export class UploadServer {
  /** The body of the last request. */
  body: Buffer = Buffer.alloc(0);
  /** By lower-case name, of the last request. */
  headers: Record<string, string> = {};
  /** The piece that the last request began with, as it came out of TLS. */
  first: Buffer = Buffer.alloc(0);
  /** Requests whose body came to its end. */
  complete = 0;
  open = 0;
  url = '';
  #waiting: (() => void)[] = [];

  static async start(behaviour: Behaviour = { answer: json({ data: upid }) }): Promise<UploadServer> {
    const self = new UploadServer();
    const { key, cert } = certificate();
    const sockets = new Set<TLSSocket>();
    const server = createServer({ key, cert }, (socket) => {
      sockets.add(socket);
      self.#serve(socket, behaviour);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    self.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return self;
  }

  /** A client of it. */
  client(options: Partial<ClientOptions> = {}): Client {
    const { fingerprint } = certificate();
    return makeClient({
      url: this.url,
      token,
      fingerprint,
      clock: new FastClock(),
      ...options,
    } as ClientOptions);
  }

  /** Resolves once `condition` holds; it is looked at after each thing that happens here. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  #happened(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #serve(socket: TLSSocket, { at, act, answer }: Behaviour): void {
    let head = Buffer.alloc(0);
    let length: number | undefined;
    let done = false;
    this.open += 1;
    socket.on('error', () => {});
    socket.on('close', () => {
      this.open -= 1;
      this.#happened();
    });
    socket.on('data', (chunk: Buffer) => {
      if (length === undefined) {
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf('\r\n\r\n');
        if (end === -1) return;
        this.first = chunk;
        this.headers = headersOf(head.subarray(0, end).toString('latin1'));
        length = Number(this.headers['content-length']);
        this.body = Buffer.from(head.subarray(end + 4));
      } else this.body = Buffer.concat([this.body, chunk]);
      if (at !== undefined && !done && this.body.length >= at) {
        done = true;
        act?.(socket);
      }
      if (this.body.length === length) {
        this.complete += 1;
        if (answer !== undefined) socket.write(answer);
        head = Buffer.alloc(0);
        length = undefined;
      }
      this.#happened();
    });
    this.#happened();
  }
}

function headersOf(head: string): Record<string, string> {
  const [, ...lines] = head.split('\r\n');
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
