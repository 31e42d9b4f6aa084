import { request as httpsRequest } from 'node:https';
import {
  Client,
  type Clock,
  ConnectionError,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from '@felhom/proxmox';
import type { Simulator } from '@felhom/proxmox/simulator';

/** A client of a simulated host. */
export function clientOf(sim: Simulator, token: string = sim.tokens.agent): Client {
  return new Client({ url: sim.url, fingerprint: sim.fingerprint, token });
}

/** What becomes of a request: it arrives, it is lost, its answer is lost, or something else answers. */
export type Fate = 'arrives' | 'lost' | 'answer lost' | 'refused' | TransportResponse;

/** A client whose requests meet a fate. A request that is lost leaves it open whether it arrived. */
export function unluckyClient(
  sim: Simulator,
  fate: (request: TransportRequest) => Fate | Promise<Fate>,
  token: string = sim.tokens.agent,
): Client {
  const transport: Transport = async (request) => {
    const found = await fate(request);
    if (typeof found === 'object') return found;
    if (found === 'refused')
      throw new ConnectionError('nothing listens on that port', { kind: 'refused', sent: 'no' });
    const response = found === 'lost' ? undefined : await carry(sim, request);
    if (found === 'arrives' && response !== undefined) return response;
    throw new ConnectionError('the server broke the connection', { kind: 'reset', sent: 'unknown' });
  };
  return new Client({ url: sim.url, token, transport, retries: 0 });
}

/** A request that hangs until it is given up. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** An answer that is an error. */
export function answer(status: number, reason: string): TransportResponse {
  return { status, reason, headers: {}, body: new Uint8Array() };
}

/** An answer with data. */
export function json(data: unknown): TransportResponse {
  const body = Buffer.from(JSON.stringify({ data }));
  return { status: 200, reason: 'OK', headers: { 'content-type': 'application/json;charset=UTF-8' }, body };
}

/** Carries a request to the simulator, and does nothing else. */
export function carry(sim: Simulator, request: TransportRequest): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    const { method, headers, url } = request;
    const body = typeof request.body === 'string' ? request.body : undefined;
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = httpsRequest(
      url,
      { method, headers: { ...headers, ...length }, ca: sim.ca, checkServerIdentity: () => undefined },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            reason: response.statusMessage ?? '',
            headers: { 'content-type': response.headers['content-type'] ?? '' },
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Time that runs `speed` times as fast. */
export function fastClock(speed: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * speed,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / speed)),
  };
}

/** What was asked of the host that changes something: `POST /path`. */
export function changes(sim: Simulator): string[] {
  return sim.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
}

/** The names of a container's snapshots. */
export async function snapshotsOf(sim: Simulator, vmid: number): Promise<string[]> {
  await using client = clientOf(sim, sim.tokens.full);
  const all = await client.snapshots.list({ node: sim.node, vmid });
  return all.map(({ name }) => name).filter((name) => name !== 'current');
}
