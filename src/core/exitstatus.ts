import { type PermissionDetail, parsePermission } from './permission.js';

/** A task's exit status, read. */
export interface ExitStatus {
  /** `ok` and `warnings` are success; `unknown` is `unexpected status`: cancelled, killed, or the host went down. */
  outcome: 'ok' | 'warnings' | 'error' | 'unknown';
  /** How many warnings PVE counted; 0 for every other outcome. */
  warnings: number;
  /** Set where the task failed for want of a privilege. */
  permission: PermissionDetail | undefined;
}

/**
 * Reads a task's `exitstatus`. `OK` and `WARNINGS: n` are success, as for Proxmox itself (pve-common
 * src/PVE/UPID.pm). `identity` completes the `fix` of a permission failure.
 */
export function parseExitStatus(exitstatus: string, identity?: string): ExitStatus {
  const none = { warnings: 0, permission: undefined };
  if (exitstatus === 'OK') return { outcome: 'ok', ...none };
  const warnings = /^WARNINGS: (\d+)$/.exec(exitstatus)?.[1];
  if (warnings !== undefined)
    return { outcome: 'warnings', warnings: Number(warnings), permission: undefined };
  if (exitstatus === 'unexpected status') return { outcome: 'unknown', ...none };
  return { outcome: 'error', warnings: 0, permission: parsePermission(exitstatus, identity) };
}

const percent = /(?:^|[^\d.])(\d{1,3}(?:\.\d+)?)\s?%/;

/**
 * The percentage (0..100) in a worker's log line, where it prints one: `INFO:  42% (…)` of vzdump,
 * `transferred 1.0 GiB of 2.0 GiB (50.00%)` of a copy. Undefined for any other line.
 */
export function parsePercent(line: string): number | undefined {
  const value = Number(percent.exec(line)?.[1] ?? Number.NaN);
  return value >= 0 && value <= 100 ? value : undefined;
}
