/** PVE's complaints by parameter name. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A refusal in PVE's words: becomes an HTTP answer, or the exit status of the task that met it. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: FieldErrors | undefined;
  /** Perl's `die` texts end with a newline in the body's `message`; what the router says itself does not. */
  readonly newline: boolean;

  constructor(status: number, text: string, options: { errors?: FieldErrors; newline?: boolean } = {}) {
    super(text);
    this.name = 'ApiError';
    this.status = status;
    this.errors = options.errors;
    this.newline = options.newline ?? true;
  }
}

/** A plain `die`: most things that PVE refuses for the state they are in. */
export function fail(text: string): ApiError {
  return new ApiError(500, text);
}

/** Wrong parameters, by name. */
export function invalid(errors: FieldErrors): ApiError {
  return new ApiError(400, 'Parameter verification failed.', { errors });
}

/** A missing right. Without detail PVE says nothing about which one. */
export function forbidden(detail?: string): ApiError {
  return new ApiError(403, `Permission check failed${detail === undefined ? '' : ` (${detail})`}`);
}

/** Real PVE could do this, the simulator cannot: loud, so that nobody takes silence for success. */
export function notModelled(what: string): ApiError {
  return new ApiError(501, `${what} is not modelled by the simulator`, { newline: false });
}

/** How an error reads at the end of a task: exceptions carry their code, a plain `die` does not. */
export function taskText(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  if (error.status === 500) return error.message;
  const details = Object.entries(error.errors ?? {}).map(([key, text]) => ` ${key}: ${text.trim()}`);
  return `${error.status} ${error.message}${details.join('')}`;
}
