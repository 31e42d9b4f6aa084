import { Agent, type AgentOptions, request } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import type { Simulator } from '@felhom/proxmox/simulator';

/** An answer as it came over the wire. */
export interface WireAnswer {
  status: number;
  reason: string;
  /** Pairs of names and values, in order. */
  headers: [string, string][];
  text: string;
  json: { data?: unknown; message?: string; errors?: Record<string, string>; total?: number };
}

/** One HTTPS request with node:https, trusting the simulator's certificate. */
export function call(
  sim: Simulator,
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: string; agent?: AgentOptions } = {},
): Promise<WireAnswer> {
  const agent = new Agent({ ca: sim.ca, keepAlive: false, ...options.agent });
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, sim.url),
      { method, agent, headers: { ...options.headers, ...lengthOf(options.body) } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const raw = response.rawHeaders;
          const headers = Array.from({ length: raw.length / 2 }, (_, index): [string, string] => [
            raw[index * 2] ?? '',
            raw[index * 2 + 1] ?? '',
          ]);
          const json = text.startsWith('{') ? JSON.parse(text) : {};
          resolve({
            status: response.statusCode ?? 0,
            reason: response.statusMessage ?? '',
            headers,
            text,
            json,
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
}

/** The header of a complete token. */
export function token(value: string): Record<string, string> {
  return { Authorization: `PVEAPIToken=${value}` };
}

/** A TLS socket to the simulator. */
export async function open(sim: Simulator): Promise<TLSSocket> {
  const { hostname, port } = new URL(sim.url);
  const socket = connect({ host: hostname, port: Number(port), ca: sim.ca });
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  return socket;
}

/** Sends raw bytes and collects what comes back until the other side ends it. */
export async function exchange(sim: Simulator, bytes: string): Promise<string> {
  const socket = await open(sim);
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
    socket.write(bytes, 'latin1');
  });
}
