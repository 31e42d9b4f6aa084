// The doors of the hub: HTTPS for agents, and a socket in its folder for operators, who are whoever may enter that folder.
import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { relative } from 'node:path';
import { protocolLimits, signatureHeader } from '@felhom/proxmox/agent';
import type { Hub } from './hub.ts';

/** What operators may call. */
const calls = ['token', 'queue', 'cancel', 'halt', 'approval', 'show', 'list'] as const;
export type Call = (typeof calls)[number];

/** Answers agents. */
export async function openDoor(
  hub: Hub,
  { cert, key, host, port }: { cert: string; key: string; host: string; port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createTlsServer({ cert, key, minVersion: 'TLSv1.2' }, (incoming, answer) => {
    void serve(incoming, answer, async (body) => {
      const { method, url, headers } = incoming;
      const signature = [headers[signatureHeader]].flat()[0];
      if (method !== 'POST') return { status: 405, body: { error: 'malformed' } };
      if (url === '/v1/enroll') return hub.enroll(body, signature);
      if (url === '/v1/heartbeat') return hub.heartbeat(body, signature);
      return { status: 404, body: { error: 'malformed' } };
    });
  });
  await listening(server, () => server.listen(port, host));
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, close: () => closed(server) };
}

/** Answers operators. */
export async function openOperatorDoor(hub: Hub, socket: string): Promise<{ close(): Promise<void> }> {
  const server = createServer((incoming, answer) => {
    void serve(incoming, answer, async (body) => {
      const { call, args } = JSON.parse(body.toString()) as { call: Call; args: never[] };
      if (!calls.includes(call)) return { status: 404, body: { error: `no such call: ${call}` } };
      try {
        const ask = hub[call] as (...args: never[]) => unknown;
        return { status: 200, body: { result: await ask.apply(hub, args) } };
      } catch (error) {
        return { status: 400, body: { error: (error as Error).message } };
      }
    });
  });
  await rm(socket, { force: true });
  await listening(server, () => server.listen(shortest(socket)));
  await chmod(socket, 0o600);
  return { close: () => closed(server) };
}

/** Calls a running hub as an operator. */
export function callHub<T>(socket: string, call: Call, ...args: unknown[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: shortest(socket), method: 'POST', path: '/' }, (answer) => {
      void bodyOf(answer, 64 * 1024 * 1024).then((body) => {
        const { result, error } = JSON.parse(body?.toString() ?? '{}') as { result: T; error?: string };
        if (error === undefined) resolve(result);
        else reject(new Error(error));
      }, reject);
    });
    asking.once('error', () => reject(new Error(`no hub runs there (${socket}): start it with \`serve\``)));
    asking.end(JSON.stringify({ call, args }));
  });
}

async function serve(
  incoming: IncomingMessage,
  answer: ServerResponse,
  decide: (body: Buffer) => Promise<{ status: number; body: object }>,
): Promise<void> {
  try {
    const body = await bodyOf(incoming, protocolLimits.body);
    // What is too long is not read to its end, so nothing can follow it on this connection.
    if (body === undefined) answer.setHeader('connection', 'close');
    const { status, body: json } =
      body === undefined ? { status: 413, body: { error: 'too-large' } } : await decide(body);
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  } catch (error) {
    // The caller went away, or the disk does not take any more: an agent keeps what was not acknowledged, and comes again.
    if (incoming.destroyed && !incoming.complete) return;
    console.error(`hub: ${(error as Error).message}`);
    answer.writeHead(503, { 'retry-after': '30' }).end(JSON.stringify({ error: 'busy' }));
  }
}

async function bodyOf(message: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > most) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Paths of sockets have about 100 bytes: from where we are, it may be shorter. */
function shortest(path: string): string {
  const near = relative(process.cwd(), path);
  const short = near.length < path.length ? near : path;
  if (Buffer.byteLength(short) > 100)
    throw new Error(`${path} is too long for a socket: choose another folder`);
  return short;
}

function listening(server: Server, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', resolve);
    listen();
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
