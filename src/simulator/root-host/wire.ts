/**
 * What a stub and the simulator say to each other over their socket: one JSON object a line, bytes as base64.
 * The stub's side is plain text in `stub-script.ts`.
 */

/** From a stub. */
export type FromStub =
  | {
      readonly kind: 'run';
      readonly tool: string;
      readonly argv: readonly string[];
      readonly cwd: string;
      readonly env: Readonly<Record<string, string>>;
      /** Its process, for paths below /proc/self. */
      readonly pid?: number;
    }
  /** A piece of its standard input, which it reads when it is asked to; null at the end. */
  | { readonly kind: 'stdin'; readonly data: string | null }
  | { readonly kind: 'signal'; readonly signal: string }
  /** Whoever read its output has closed it. */
  | { readonly kind: 'broken' };

/** To a stub. */
export type ToStub =
  | { readonly kind: 'out' | 'err'; readonly data: string }
  | { readonly kind: 'read' }
  | { readonly kind: 'exit'; readonly code: number }
  /** Die of a signal, as a program without a handler does. */
  | { readonly kind: 'die'; readonly signal: string };

/** Gives each line of a stream of bytes, parsed. Characters may be torn between two pieces. */
export class Lines {
  #rest = Buffer.alloc(0);

  *feed(bytes: Uint8Array): Generator<FromStub, void, void> {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (let end = this.#rest.indexOf(10); end !== -1; end = this.#rest.indexOf(10)) {
      const line = this.#rest.subarray(0, end).toString('utf8');
      this.#rest = this.#rest.subarray(end + 1);
      yield message(line);
    }
  }
}

/** Only our own stubs know the socket; anything else on it is a mistake worth an error. */
function message(line: string): FromStub {
  const value: unknown = JSON.parse(line);
  if (isMessage(value)) return value;
  throw new TypeError('not a message of a stub');
}

function isMessage(value: unknown): value is FromStub {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (value.kind === 'broken') return true;
  if (value.kind === 'signal') return 'signal' in value && typeof value.signal === 'string';
  if (value.kind === 'stdin')
    return 'data' in value && (typeof value.data === 'string' || value.data === null);
  return (
    value.kind === 'run' &&
    'tool' in value &&
    typeof value.tool === 'string' &&
    'cwd' in value &&
    typeof value.cwd === 'string' &&
    'argv' in value &&
    Array.isArray(value.argv) &&
    value.argv.every((word) => typeof word === 'string') &&
    'env' in value &&
    typeof value.env === 'object' &&
    value.env !== null
  );
}
