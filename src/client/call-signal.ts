import type { Transport, TransportRequest } from './transport-types.js';

type Listener = () => void;

const reals = new WeakMap<object, AbortSignal>();

/**
 * The signal of one call. It has what this client uses of an AbortSignal, and costs a twentieth: Node's own, with its
 * listeners, takes longer than all else that is done for a small request.
 */
export class CallSignal {
  aborted = false;
  reason: unknown;
  readonly #listeners = new Set<Listener>();

  /** As the rest of the client takes it. Nothing but the client may: see `withRealSignal`. */
  get signal(): AbortSignal {
    return this as unknown as AbortSignal;
  }

  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  addEventListener(_type: 'abort', listener: Listener): void {
    if (!this.aborted) this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: Listener): void {
    this.#listeners.delete(listener);
  }
}

/** Gives a transport of the caller's own, which may hand it on to `fetch`, a signal of the platform's. */
export function withRealSignal(transport: Transport): Transport {
  const carry: Transport = (request) => transport(withReal(request));
  const { upgrade, close } = transport;
  if (upgrade !== undefined) carry.upgrade = (request) => upgrade.call(transport, withReal(request));
  if (close !== undefined) carry.close = () => close.call(transport);
  return carry;
}

// A URL that is only made when it is asked for is no property of its own.
function withReal(request: TransportRequest): TransportRequest {
  return { ...request, url: request.url, signal: realSignal(request.signal) };
}

function realSignal(signal: AbortSignal): AbortSignal {
  if (!(signal instanceof CallSignal)) return signal;
  const found = reals.get(signal);
  if (found !== undefined) return found;
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  else signal.addEventListener('abort', () => controller.abort(signal.reason));
  reals.set(signal, controller.signal);
  return controller.signal;
}
