import { type Sudoers, sudoersFor } from '../agent/sudoers.js';
import { type ExitCode, exitCode } from './exit-code.js';
import { showJson } from './show-json.js';
import { packageVersion } from './version.js';
import type { Writer } from './writer.js';

/** `sudoers [--user NAME]`: prints a file for /etc/sudoers.d. It asks nobody and changes nothing. */
export function sudoersCommand(user: string, json: boolean, writer: Writer): ExitCode {
  const sudoers = sudoersFor(user);
  if (json) showJson(writer, exitCode.ok, { ok: true, ...sudoers });
  else for (const line of linesOf(sudoers)) writer.line(line);
  return exitCode.ok;
}

function linesOf({ user, pinned, unpinned }: Sudoers): string[] {
  return [
    `# What ${user} may run as root: felhom-agent ${packageVersion()}, which reads the host by it.`,
    '# Every word is fixed. Print it anew after an update of felhom-agent: other words are refused.',
    `#   felhom-agent sudoers --user ${user} | visudo -c -f -`,
    `#   felhom-agent sudoers --user ${user} | install -m 0440 /dev/stdin /etc/sudoers.d/felhom-agent`,
    '# (a name with a dot in it would be ignored there)',
    ...pinned.flatMap(({ command, rule }) => ['', `# ${command}`, rule]),
    '',
    '# Not here, as a rule for them would allow more than them: they go through the root helper',
    '# (felhom-agent privd), which checks their parameters.',
    ...unpinned.map(({ command, why }) => `#   ${command}: ${why}`),
  ];
}
