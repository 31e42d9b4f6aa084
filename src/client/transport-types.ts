import type { Duplex } from 'node:stream';
import type { Method } from '../core/route.js';

/** Time limits of one request, in milliseconds. */
export interface RequestTimeouts {
  /** Making the connection, TLS included. */
  connect: number;
  /** From the request to the head of its answer. PVE itself gives up on a silent node after 30 s, with 596. */
  headers: number;
  /** Between two pieces of a body: of the answer's, and of a request's that is streamed. */
  body: number;
}

/** A body that is made while it is sent. */
export interface StreamBody {
  /** Bytes in all. pveproxy takes no body of unknown length. */
  readonly length: number;
  /**
   * The bytes, asked for piece by piece as the connection takes them, once. An error of theirs ends the request, with
   * that error; the last piece is what completes the request, so it is given only when all is well.
   */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** Takes the body of a 200 while it comes in. */
export interface BodySink {
  /** The answer is a 200, and its body begins. */
  begin(): void;
  /** A piece of it. Where it gives a promise, nothing more is read until that is fulfilled. */
  write(piece: Uint8Array): Promise<void> | undefined;
}

/** One HTTP request. */
export interface TransportRequest {
  /** The route's template, for logs and errors. */
  route: string;
  method: Method;
  url: URL;
  /** @internal Path and query of the URL, as they are sent. */
  target?: string | undefined;
  headers: Readonly<Record<string, string>>;
  /**
   * A complete form body, or one that is streamed. Its `content-length` is among the headers: pveproxy refuses chunked
   * bodies.
   */
  body: string | StreamBody | undefined;
  /** Takes the body of a 200, whatever its size, in place of the `body` of the answer, which is then empty. */
  sink?: BodySink | undefined;
  timeouts: RequestTimeouts;
  /** More bytes than this in the answer's body end the request. */
  maxBody: number;
  /** Ends the request at any stage; its reason says why. */
  signal: AbortSignal;
}

/** The answer, whatever its status. */
export interface TransportResponse {
  status: number;
  /** The reason phrase; empty where the transport has none. */
  reason: string;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/**
 * Carries one request to the server and its answer back. Never repeats one. It throws a ConnectionError whose
 * `sent` tells whether anything may have reached the server, or a ResponseShapeError (`too-large`).
 */
export interface Transport {
  (request: TransportRequest): Promise<TransportResponse>;
  /**
   * Asks the server to go over to the WebSocket protocol, which consoles need; without it there are none. Gives the
   * bare connection with the answer if that is a 101.
   */
  upgrade?(request: TransportRequest): Promise<TransportResponse & { socket?: Duplex | undefined }>;
  /** Ends all connections. Requests after it fail. */
  close?(): Promise<void>;
}
