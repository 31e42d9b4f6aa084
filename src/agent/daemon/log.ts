/** What stands beside the text of a line. Never a secret, and never what came from outside without `outputOf`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the daemon tells what it does. */
export interface Log {
  debug(text: string, fields?: LogFields): void;
  info(text: string, fields?: LogFields): void;
  warn(text: string, fields?: LogFields): void;
  error(text: string, fields?: LogFields): void;
}
