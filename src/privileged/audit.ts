/** What an audit hook gets of each command, after it ended. Holds no secret. */
export interface AuditEvent {
  /** When it began. */
  readonly at: Date;
  /** Who asked, as the caller named them. */
  readonly requester: string | undefined;
  /** The operation that it belongs to: `usb.mount`. */
  readonly operation: string;
  /** The command: `mount.mount`. */
  readonly command: string;
  readonly changes: boolean;
  /** Of a program. */
  readonly binary: string | undefined;
  readonly argv: readonly string[] | undefined;
  /** Of a change of files. */
  readonly files: readonly string[] | undefined;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly durationMs: number;
  /** At most 10 KiB each: the start and the end. */
  readonly stdout: string;
  readonly stderr: string;
  /** `code` and message of the error that it ended with. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

/** Hears of every command. What it throws is thrown to the caller: an audit that fails stops the work. */
export type Audit = (event: AuditEvent) => void;
