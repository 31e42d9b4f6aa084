import { PveError } from './errors.js';

/**
 * Whether the request may have reached the server. `no`: provably not a byte of it. `partial`: provably not all of it,
 * so that the server cannot have done anything (of an upload that broke off). `unknown`: everything else.
 */
export type Sent = 'no' | 'partial' | 'unknown';

/** What went wrong on the way to the server. */
export type ConnectionKind =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'reset'
  | 'certificate'
  | 'tls'
  | 'timeout'
  | 'pin'
  | 'aborted'
  | 'closed'
  /** Not tried: the host could not be reached many times in a row (`breaker` of the client). */
  | 'resting'
  | 'other';

/** No usable HTTP answer came back. `sent` tells whether the request may have reached the server. */
export class ConnectionError extends PveError {
  readonly code: 'PVE_CONNECTION' | 'PVE_TIMEOUT' | 'PVE_TLS_PIN' | 'PVE_ABORTED' = 'PVE_CONNECTION';
  readonly kind: ConnectionKind;
  readonly sent: Sent;

  constructor(
    message: string,
    options: { kind: ConnectionKind; sent: Sent; cause?: unknown; hint?: string | undefined },
  ) {
    super(message, options);
    this.kind = options.kind;
    this.sent = options.sent;
  }
}

/**
 * Which of the time limits ran out: making the connection, a streamed body that does not get on, waiting for headers, a
 * silent answer, or the whole call.
 */
export type TimeoutPhase = 'connect' | 'send' | 'headers' | 'body' | 'call';

/** A time limit ran out. `phase` says which, `timeout` its milliseconds. */
export class TimeoutError extends ConnectionError {
  override readonly code = 'PVE_TIMEOUT';
  readonly phase: TimeoutPhase;
  readonly timeout: number;
  /** The server that was called, where that is known: `https://HOST:8006`. */
  readonly origin: string | undefined;

  constructor(
    phase: TimeoutPhase,
    timeout: number,
    options: { sent: Sent; cause?: unknown; origin?: string | undefined; hint?: string | undefined },
  ) {
    const { origin, ...rest } = options;
    const text = `${phaseText[phase]} took longer than ${timeout} ms`;
    super(origin === undefined ? text : `${origin}: ${text}`, {
      hint: phaseHint[phase],
      ...rest,
      kind: 'timeout',
    });
    this.phase = phase;
    this.timeout = timeout;
    this.origin = origin;
  }
}

const phaseText: Record<TimeoutPhase, string> = {
  connect: 'connecting',
  send: 'sending more of the body',
  headers: 'waiting for the answer',
  body: 'waiting for more of the answer',
  call: 'the call',
};

const phaseHint: Record<TimeoutPhase, string> = {
  connect: 'Check that the host is up, and any firewall in between: one that drops packets looks like this.',
  send: 'Nothing more could be sent: the source gave nothing, or the host took nothing. `timeouts.body` sets the limit.',
  headers:
    'The host took the call and did not answer: it may be busy, or its storage may hang. `timeouts.headers` sets the limit.',
  body: 'The answer stopped half way: check the network and any proxy in between. `timeouts.body` sets the limit.',
  call: 'Give the call more time (`timeout`, or `timeouts.call` of the client), or check how busy the host is.',
};

/** The server's certificate is not the pinned one. Nothing of the request was sent, the token included. */
export class TlsPinError extends ConnectionError {
  override readonly code = 'PVE_TLS_PIN';
  /** The SHA-256 fingerprints that would have been accepted. */
  readonly expected: readonly string[];
  /** The SHA-256 fingerprint of the certificate that the server showed, or `none`. */
  readonly seen: string;

  constructor(expected: readonly string[], seen: string) {
    super(`the server's certificate is not the pinned one: expected ${expected.join(' or ')}, seen ${seen}`, {
      kind: 'pin',
      sent: 'no',
      hint: 'Compare the seen fingerprint with the host itself (pvenode cert info); pin the new one only if they match.',
    });
    this.expected = expected;
    this.seen = seen;
  }
}

/** The caller's AbortSignal fired. `cause` is the signal's reason. The name is `AbortError`, as everywhere in Node. */
export class AbortedError extends ConnectionError {
  override readonly code = 'PVE_ABORTED';

  constructor(options: { sent: Sent; cause?: unknown }) {
    super('the call was aborted', { ...options, kind: 'aborted' });
    this.name = 'AbortError';
  }
}
