import type { Client } from '../client/client.js';
import { TaskError } from '../core/errors.js';
import { PermissionError } from '../core/http-errors.js';
import type { CallOptions } from '../core/op.js';
import { grantLine, type PermissionDetail } from '../core/permission.js';
import { failure } from './explain.js';
import type { Finding } from './finding.js';

/**
 * A failure as a finding. Of a refusal, with a command that grants what is missing **and keeps what is there**: an
 * entry replaces what the caller inherits at its path, so the missing privilege alone would take all others away.
 */
export async function failureOf(client: Client, error: unknown, options: CallOptions = {}): Promise<Finding> {
  const finding = failure(error);
  const { path, privileges, mode, fix } = refusalIn(error) ?? {};
  if (path === undefined || privileges === undefined || fix === undefined) return finding;
  const missing = mode === 'any' ? privileges.slice(0, 1) : privileges;
  const command = await safeGrant(client, path, missing, options);
  const advice =
    command === undefined ? `Needs ${missing.join(', ')} on ${path}.` : `On the host, as root: ${command}`;
  const data = { error: { ...Object(finding.data?.['error']), hint: advice, fix: command } };
  return { ...finding, advice: [advice], data };
}

/**
 * The same for a look that the selftest takes: that the caller may not look is no failure of the host. Tokens are
 * meant to be narrow.
 */
export async function refusedLook(client: Client, error: unknown): Promise<Finding> {
  const finding = await failureOf(client, error);
  return error instanceof PermissionError ? { ...finding, status: 'warn' } : finding;
}

// Without knowing what is there, no command is safe to recommend.
async function safeGrant(
  client: Client,
  path: string,
  missing: readonly string[],
  options: CallOptions,
): Promise<string | undefined> {
  try {
    const answer = await client.access.permissions({ path }, options);
    const all = new Set([...Object.keys(answer[path] ?? {}), ...missing]);
    return grantLine(path, [...all].sort(), client.identity);
  } catch {
    return undefined;
  }
}

function refusalIn(error: unknown): PermissionDetail | undefined {
  if (error instanceof PermissionError) return error;
  return error instanceof TaskError ? error.permission : undefined;
}
