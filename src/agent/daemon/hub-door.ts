import { CallDeadline, onAbort } from '../../client/abort.js';
import { CallSignal } from '../../client/call-signal.js';
import type { Trust } from '../../client/tls.js';
import { undiciTransport } from '../../client/transport.js';
import type { Transport } from '../../client/transport-types.js';
import { ConnectionError, type ConnectionKind } from '../../core/connection-errors.js';
import { ParamsError, ResponseShapeError } from '../../core/errors.js';
import { HubError } from './errors.js';
import { type BodyType, type KeyPair, signatureHeader, signBody } from './protocol/body-signature.js';
import { jsonOf } from './protocol/command.js';
import { limits } from './protocol/heartbeat.js';

/** Time limits of one request to the hub, in milliseconds. `all` is from begin to end. */
export interface HubTimeouts {
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
  readonly all: number;
}

const usual: HubTimeouts = { connect: 10_000, headers: 30_000, body: 10_000, all: 60_000 };
/** Bytes of an answer at most. */
const largestAnswer = 4 * 1024 * 1024;

/** A request to the hub. */
export interface HubRequest {
  /** Below the hub's URL: `v1/heartbeat`. */
  readonly path: string;
  readonly type: BodyType;
  readonly body: object;
  readonly key: KeyPair;
  /** Of the agent. */
  readonly version: string;
  readonly signal: AbortSignal;
}

/**
 * HTTPS to one hub, over one connection. The hub proves who it is before anything is sent; redirects are not followed; nothing is sent a second
 * time.
 */
export class HubDoor {
  readonly #url: URL;
  readonly #transport: Transport;
  readonly #timeouts: HubTimeouts;

  constructor(url: URL, trust: Trust, timeouts: Partial<HubTimeouts> = {}) {
    this.#url = url;
    this.#timeouts = { ...usual, ...timeouts };
    const { connect: connectTimeout } = this.#timeouts;
    this.#transport = undiciTransport({ origin: url.origin, trust, connections: 1, connectTimeout });
  }

  /**
   * Sends a signed request and gives the JSON of the answer, of which nothing is checked.
   *
   * @throws HubError, ConnectionError; ParamsError where the body is longer than the protocol allows
   */
  async ask({ path, type, body, key, version, signal }: HubRequest): Promise<unknown> {
    const text = JSON.stringify(body);
    const bytes = Buffer.from(text);
    if (bytes.length > limits.body)
      throw new ParamsError([{ path: 'body', message: `${bytes.length} bytes, and ${limits.body} may be` }]);
    const url = new URL(path, this.#url);
    const { all, ...timeouts } = this.#timeouts;
    const ends = new CallSignal();
    const timer = setTimeout(() => ends.abort(new CallDeadline(all, url.origin)), all);
    const unfollow = onAbort(signal, () => ends.abort(signal.reason));
    if (signal.aborted) ends.abort(signal.reason);
    try {
      const answer = await this.#transport({
        route: `POST /${path}`,
        method: 'POST',
        url,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': `felhom-agent/${version}`,
          [signatureHeader]: signBody(type, bytes, key),
        },
        body: text,
        timeouts,
        maxBody: largestAnswer,
        signal: ends.signal,
      });
      const json = jsonOf(Buffer.from(answer.body));
      if (answer.status !== 200) throw refusal(answer.status, answer.headers['retry-after'], json);
      if (json === undefined)
        throw new HubError('shape', 'the answer of the hub is no JSON', { hint: proxyHint });
      return json;
    } catch (error) {
      throw ofHub(error);
    } finally {
      clearTimeout(timer);
      unfollow();
    }
  }

  async close(): Promise<void> {
    await this.#transport.close?.();
  }
}

const proxyHint = 'Check the URL of the hub, and any proxy in between.';

/** Words for a failure, as the protocol has them. Nothing else of what a hub says gets into an error. */
const words = ['unknown-agent', 'bad-token', 'bad-signature', 'malformed', 'too-large', 'busy'] as const;

function refusal(status: number, after: string | undefined, body: unknown): HubError {
  const given = (body as { error?: unknown } | null | undefined)?.error;
  const word = words.find((known) => known === given);
  const facts = { status, retryAfter: seconds(after) };
  if (word === 'unknown-agent')
    return new HubError('unknown-agent', 'the hub does not know this agent, or not any more', {
      ...facts,
      hint: 'Enroll it anew, with a new token: `felhom-agent enroll --again`.',
    });
  if (word === 'bad-token')
    return new HubError(
      'token',
      'the hub does not take the token: it is used up, expired, or of another hub',
      {
        ...facts,
        hint: 'Let the hub make a new one.',
      },
    );
  const redirect = status >= 300 && status < 400;
  return new HubError('status', `the hub answered ${status}${word === undefined ? '' : ` (${word})`}`, {
    ...facts,
    hint: redirect ? 'Redirects are not followed: give the URL that they lead to.' : undefined,
  });
}

/** `Retry-After` in seconds; its form with a date depends on two clocks and is not taken. */
function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

const hints: Partial<Record<ConnectionKind, string>> = {
  dns: 'Check the host name in the URL of the hub, and the name server.',
  refused: 'Check the port in the URL of the hub, and whether the hub runs.',
  certificate:
    "Name the CA that signed the hub's certificate (`--ca FILE`), or pin the certificate (`--fingerprint`).",
  pin: 'Compare the fingerprint that was seen with the one that the hub prints, on the hub itself. Trust the new one only if they are the same.',
  timeout: 'Check the hub, and any firewall in between: one that drops packets looks like this.',
  reset: proxyHint,
  tls: proxyHint,
};

/** The transport's errors speak of Proxmox VE; their advice is not for a hub. */
function ofHub(error: unknown): unknown {
  if (error instanceof ResponseShapeError)
    return new HubError('shape', `the answer of the hub has more than ${largestAnswer} bytes`, {
      hint: proxyHint,
    });
  if (!(error instanceof ConnectionError) || error.kind === 'aborted') return error;
  const { message, kind, sent } = error;
  return new ConnectionError(message, { kind, sent, cause: error.cause, hint: hints[kind] });
}
