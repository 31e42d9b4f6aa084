import { once } from './once.js';
import type { Transport } from './transport-types.js';

const loadExchange = once(() => import('./fetch-exchange.js'));

/** The part of the Fetch API that `fetchTransport` needs. */
export type FetchLike = (request: Request) => Promise<Response | undefined>;

/**
 * A transport over any fetch-shaped function: another runtime's, or a mock's. It has that function's TLS rules and
 * connection limits, not this package's: a `fingerprint` or `ca` cannot be used with it. An upload needs a function
 * that streams a body and sends its `content-length`, as Node's does.
 */
export function fetchTransport(fetch: FetchLike): Transport {
  return async (request) => {
    const { FetchExchange } = await loadExchange();
    return new FetchExchange(request).run(fetch);
  };
}
