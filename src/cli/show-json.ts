import { isPveError } from '../agent/explain.js';
import type { ExitCode } from './exit-code.js';
import { packageVersion } from './version.js';
import type { Writer } from './writer.js';

/** The answer for machines: one object, and nothing else on the standard output. */
export function showJson(writer: Writer, exitCode: ExitCode, answer: object): void {
  writer.json({ program: 'felhom-agent', version: packageVersion(), exitCode, ...answer });
}

/** An error for machines. */
export function showJsonError(writer: Writer, exitCode: ExitCode, error: unknown): void {
  const fields = isPveError(error)
    ? error.toJSON()
    : {
        name: error instanceof Error ? error.name : 'Error',
        message: String(error instanceof Error ? error.message : error),
      };
  const code = isPveError(error) ? { code: error.code } : {};
  showJson(writer, exitCode, { ok: false, error: { ...code, ...fields } });
}
