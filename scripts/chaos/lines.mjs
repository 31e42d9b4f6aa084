// The two ways from a client to a simulated host: over TLS with a proxy in between, which can cut at any byte, and in
// process, with the faults that the simulator has of its own.

import { isLogin } from './message.mjs';
import { openProxy } from './proxy.mjs';

const writes = ['POST', 'PUT', 'DELETE'];

/** Over TLS. */
export async function wire(parts, { host, engine, arena, onRequest }) {
  const inner = parts.createCertificate({ commonName: host.node });
  const door = await parts.openDoor(engine, { host: '127.0.0.1', port: 0, certificate: inner });
  const armed = { write: undefined, reads: [] };
  const proxy = await openProxy({
    certificate: arena.certificate,
    port: door.port,
    ca: inner.cert,
    restart: () => host.restart(),
    later: arena.later,
    next: async (request) => {
      const isRead = request.method === 'GET' || isLogin(request.target);
      if (!isRead) await onRequest(request);
      const fault = isRead ? armed.reads.shift() : armed.write;
      if (!isRead) armed.write = undefined;
      return fault;
    },
  });
  return {
    options: {
      url: `https://127.0.0.1:${proxy.listening}`,
      fingerprint: arena.certificate.fingerprint,
      timeouts: { connect: 5_000, headers: arena.patience, body: arena.patience, call: 60_000 },
    },
    arm: (fault, reads) => {
      if (fault?.kind === 'refuse') proxy.refusing = fault.times;
      armed.write = fault?.kind === 'refuse' ? undefined : fault;
      armed.reads = [...reads];
    },
    disarm: () => {
      proxy.refusing = 0;
      armed.write = undefined;
      armed.reads = [];
    },
    cuts: proxy.cuts,
    close: async () => {
      await proxy.close();
      await door.close();
    },
  };
}

/** In process. */
export async function inProcess(parts, { host, fetch, arena, onRequest }) {
  let rules = [];
  let late;
  const carry = async (request) => {
    const isRead = request.method === 'GET' || isLogin(request.url);
    const body = new Uint8Array(await request.arrayBuffer());
    const again = () =>
      new Request(request.url, {
        method: request.method,
        headers: request.headers,
        ...(body.length === 0 ? {} : { body }),
      });
    if (!isRead)
      await onRequest({
        method: request.method,
        target: new URL(request.url).pathname,
        body: Buffer.from(body),
      });
    if (!isRead && late !== undefined) {
      const { ms } = late;
      late = undefined;
      arena.later(ms, () => fetch(again()));
      return new Response(null, { status: 596, statusText: 'Connection timed out' });
    }
    return fetch(again());
  };
  return {
    options: { url: host.url, transport: parts.fetchTransport(carry) },
    arm: (fault, reads) => {
      if (fault?.kind === 'late') late = fault;
      else if (fault !== undefined)
        rules.push(host.faults.add({ on: writes, actor: arena.actor, times: 1, fault }));
      for (const [index, each] of reads.entries())
        if (each !== undefined)
          rules.push(
            host.faults.add({ on: 'GET', actor: arena.actor, nth: index + 1, times: 1, fault: each }),
          );
    },
    disarm: () => {
      for (const rule of rules) rule.remove();
      rules = [];
      late = undefined;
    },
    cuts: undefined,
    close: async () => {},
  };
}
