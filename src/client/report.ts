import { isPveError } from '../core/errors.js';
import { type ClientEvents, type ErrorFacts, publish } from './diagnostics.js';
import type { Logger } from './options.js';
import type { Mask } from './server-text.js';

let requests = 0;

/** The number of a request, for the events of it. */
export function nextRequest(): number {
  requests += 1;
  return requests;
}

/** Tells what the client does: to its logger, and to who listens on a diagnostics channel. Never fails a call. */
export class Report {
  readonly #logger: Logger | undefined;
  readonly #mask: Mask;

  constructor(logger: Logger | undefined, mask: Mask) {
    this.#logger = logger;
    this.#mask = mask;
  }

  log(level: 'debug' | 'warn', fields: Record<string, unknown>, message: string): void {
    if (this.#logger === undefined) return;
    try {
      this.#logger[level](this.#masked(fields), message);
    } catch {
      // What became of the call counts for more than a log that is full.
    }
  }

  /** `fields` is only asked for where somebody listens. Its texts are masked, at any depth. */
  event<K extends keyof ClientEvents & string>(name: K, fields: () => ClientEvents[K]): void {
    publish(name, () => this.#masked(fields()));
  }

  #masked<T extends object>(fields: T): T {
    const entries = Object.entries(fields).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string'
        ? this.#mask(value)
        : typeof value === 'object' && value !== null
          ? this.#masked(value)
          : value,
    ]);
    return Object.fromEntries(entries) as T;
  }
}

/** The facts of an error that tell a listener enough. */
export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { name: 'Error', code: undefined, message: 'no error was thrown' };
  if (!isPveError(error)) return { name: error.name, code: undefined, message: error.message };
  const { name, code, message } = error;
  const { status, kind, sent } = error as { status?: number; kind?: string; sent?: string };
  return {
    name,
    code,
    message,
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(typeof sent === 'string' ? { sent } : {}),
  };
}
