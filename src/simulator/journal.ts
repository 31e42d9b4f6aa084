import type { Fault } from './faults.js';
import type { EngineRequest, EngineResponse } from './http.js';
import type { RawParams } from './schema.js';

/** What the journal keeps of a request. */
export interface JournalEntry {
  readonly method: string;
  /** Without the query, as sent. */
  readonly path: string;
  /** Of PVE's own answer, whatever became of it; undefined where a fault kept the request from being carried out. */
  readonly status: number | undefined;
  /** The UPID of the task that it started, where its answer is one. */
  readonly task?: string;
  /** The fault that struck it. */
  readonly fault?: Fault;
  /** `user@realm` or `user@realm!token`; undefined if it did not get that far. */
  readonly user: string | undefined;
  /** The parameters that were sent, secrets as `***`. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** Of any route, modelled or not: what is or may hold a password, a key or a token. */
const secretKeys =
  /password|ticket|otp$|secret|key$|keys$|keyring|^(?:tfa-challenge|value|token|target-endpoint|response|code|(?:input-)?data)$/i;
const longest = 10_000;

/** Adds a request to a journal, whose oldest entry goes when it gets too long. */
export function note(
  journal: JournalEntry[],
  { method, path }: EngineRequest,
  facts: {
    answer: EngineResponse | undefined;
    fault: Fault | undefined;
    user: string | undefined;
    params: RawParams;
  },
): void {
  const { answer, fault, user, params } = facts;
  const task = /^\{"data":"(UPID:[^"\\]+)"[,}]/.exec(answer?.body ?? '')?.[1];
  journal.push({
    method,
    path,
    status: answer?.status,
    ...(task === undefined ? {} : { task }),
    ...(fault === undefined ? {} : { fault }),
    user,
    params: Object.fromEntries(
      Object.entries(params).map(([key, value]) => [key, secretKeys.test(key) ? '***' : value]),
    ),
  });
  if (journal.length > longest) journal.shift();
}
