import { type Purpose, type Role, roleFor } from '../agent/role.js';
import { type ExitCode, exitCode } from './exit-code.js';
import { showJson } from './show-json.js';
import type { Writer } from './writer.js';

/** Whom a role is for, and where. */
export interface RoleWish {
  purpose: Purpose;
  /** `user@realm!token` or `user@realm`. */
  user: string | undefined;
  places: Readonly<Record<string, string | number | undefined>>;
}

const what: Readonly<Record<Purpose, string>> = {
  selftest: 'what --selftest needs',
  task: 'what --selftest=task needs',
  backup: 'what backups and restores need',
  all: 'what every operation that --selftest lists needs',
};

/** `role --for PURPOSE`: prints what to grant. It asks no host. */
export function roleCommand({ purpose, user, places }: RoleWish, json: boolean, writer: Writer): ExitCode {
  const role = roleFor(purpose, { places, ...(user === undefined ? {} : { identity: user }) });
  if (json) showJson(writer, exitCode.ok, { ok: true, ...role });
  else showRole(writer, role);
  return exitCode.ok;
}

/** Lines for a shell; what is said beside them are comments there. */
function showRole(writer: Writer, { purpose, commands, impossible, unknown, leftOut }: Role): void {
  writer.line(`# ${what[purpose]}, and no privilege more. In a root shell on the host:`);
  for (const command of commands) writer.line(command);
  const notes = [
    ...impossible.map(({ route, reason }) => `${route}: no role allows it (${reason})`),
    ...unknown.map(({ route, why }) => `${route}: ${why.join(' ')}`),
    ...[...new Set(leftOut.map(({ all = [], path, when }) => `${all.join(', ')} on ${path} (${when})`))].map(
      (line) => `left out: ${line}`,
    ),
  ];
  for (const note of notes) writer.line(`# ${note}`);
}
