import { readFileSync } from 'node:fs';
import type { ProcessCommand } from './command.js';
import { FenceError, MissingProgramError, type PrivilegedError, StartError } from './errors.js';
import { packageOf } from './programs.js';

/** Why a process could not be started: for what came up after the program was looked at. */
export function startFailure(
  command: ProcessCommand,
  file: string,
  { code = 'unknown', cause }: { code?: string | undefined; cause?: unknown },
): PrivilegedError {
  const { program, binary, name } = command;
  if (code === 'ENOENT') {
    const interpreter = interpreterOf(file);
    const missing =
      interpreter === undefined ? `there is no ${file}` : `${file} needs ${interpreter}, which is missing`;
    return new MissingProgramError({
      program,
      binary,
      package: packageOf(program),
      missing,
      cause,
    });
  }
  if (code === 'EACCES' || code === 'ENOEXEC' || code === 'EPERM')
    return new FenceError(`${file} cannot be executed (${code})`, {
      command: name,
      hint: 'It needs the mode 755, a file system that is mounted without noexec, and to be for this kind of processor.',
      cause,
    });
  if (code === 'E2BIG') return new FenceError('the arguments are too long', { command: name, cause });
  return new StartError(`${file} could not be started (${code})`, {
    command: name,
    hint: 'The host lacks processes, memory or open files: look at its limits (systemctl show --property=TasksMax,LimitNOFILE UNIT).',
    cause,
  });
}

/** What a script is run by; of a program, the kernel's ENOENT is about its loader. */
function interpreterOf(file: string): string | undefined {
  try {
    const first = readFileSync(file, 'latin1').slice(0, 256).split('\n')[0] ?? '';
    return /^#!\s*(\S+)/.exec(first)?.[1] ?? 'the loader of another system';
  } catch {
    return undefined;
  }
}
