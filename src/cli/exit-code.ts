import { ConfigError } from '../agent/config-error.js';
import { isPveError, isUnreachable } from '../agent/explain.js';
import { UsageError } from './args.js';

/** How the program ends. */
export const exitCode = { ok: 0, failed: 1, usage: 2, unreachable: 3 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The exit code of a report. */
export function codeOfReport(report: { ok: boolean; unreachable: boolean }): ExitCode {
  if (report.unreachable) return exitCode.unreachable;
  return report.ok ? exitCode.ok : exitCode.failed;
}

/** What keeps a command of the host from being run, or its answer from being understood. */
const notAsked = new Set<string>([
  'PVE_PROGRAM_MISSING',
  'PVE_NOT_ROOT',
  'PVE_SUDO',
  'PVE_HELPER',
  'PVE_OUTPUT',
]);

/** The exit code of an error that ended a command. */
export function codeOfError(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof ConfigError) return exitCode.usage;
  // Of a word of the command line: every other value was checked before.
  if (isPveError(error) && error.code === 'PVE_PARAMS') return exitCode.usage;
  // Not enrolled: that comes before.
  if (isPveError(error) && error.code === 'PVE_IDENTITY' && (error as { why?: unknown }).why === 'missing')
    return exitCode.usage;
  if (isPveError(error) && notAsked.has(error.code)) return exitCode.unreachable;
  return isUnreachable(error) ? exitCode.unreachable : exitCode.failed;
}
