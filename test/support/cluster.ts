import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { onTestFinished } from 'vitest';
import { type Certificate, createCertificate } from '~/simulator/certificate.js';

export const names = ['a', 'b', 'c'] as const;
export type Name = (typeof names)[number];

/** One node of a simulated cluster, behind a real HTTPS server with a certificate of its own. */
export class NodeServer {
  readonly name: Name;
  readonly certificate: Certificate = createCertificate();
  /** `GET /nodes/b/lxc`, as it came in here. */
  readonly asked: string[] = [];
  /** The most connections that there were at a time. */
  mostOpen = 0;
  port = 0;
  /** Answers in place of the node: gives a response, or undefined to break the connection. */
  instead: ((request: Request) => Promise<Response | undefined>) | undefined;
  readonly #host: SimulatedHost;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(host: SimulatedHost, name: Name) {
    this.#host = host;
    this.name = name;
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  get fingerprint(): string {
    return this.certificate.fingerprint;
  }

  /** Listens; after a `stop`, on the port that it had. */
  async start(): Promise<void> {
    const { key, cert } = this.certificate;
    const server = createServer({ key, cert });
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      this.mostOpen = Math.max(this.mostOpen, this.#sockets.size);
      socket.on('error', () => {});
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('request', async (message, response) => {
      const { method = '', url = '' } = message;
      this.asked.push(`${method} ${url.replace('/api2/json', '')}`);
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk as Buffer);
      const body = method === 'GET' || method === 'DELETE' ? null : Buffer.concat(chunks);
      const headers = Object.entries(message.headers) as [string, string][];
      const request = new Request(new URL(url, this.url), { method, headers, body });
      try {
        const answer = await (this.instead ?? this.#host.fetchAt(this.name))(request);
        if (answer === undefined) throw new Error('no answer');
        const bytes = Buffer.from(await answer.arrayBuffer());
        response.writeHead(answer.status, answer.statusText, {
          ...Object.fromEntries(answer.headers),
          'content-length': bytes.length,
        });
        response.end(bytes);
      } catch {
        message.socket.destroy();
      }
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Nothing listens there any more. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
  }
}

/** A simulated cluster of the nodes `a`, `b` and `c`, each behind its own server. It ends with the test. */
export async function startCluster(): Promise<{ host: SimulatedHost; servers: Record<Name, NodeServer> }> {
  const host = new SimulatedHost({ nodes: [...names], speed: 1_000 });
  const list = names.map((name) => new NodeServer(host, name));
  await Promise.all(list.map((server) => server.start()));
  onTestFinished(async () => {
    await Promise.all(list.map((server) => server.stop()));
    await host.close();
  });
  const [a, b, c] = list as [NodeServer, NodeServer, NodeServer];
  return { host, servers: { a, b, c } };
}
