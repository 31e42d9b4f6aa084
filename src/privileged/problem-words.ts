import type { Issue } from '../core/errors.js';
import { type Problem, problemIn } from '../core/problem.js';

/** The words of the command line for what the API tells by a status of its own; the first that fits counts. */
const words: readonly (readonly [RegExp, Problem])[] = [
  // pve-container src/PVE/LXC/Config.pm check_lock; pve-guest-common src/PVE/AbstractConfig.pm.
  [/\b(?:CT|VM) is locked \([\w-]+\)/, 'locked'],
  // pve-common src/PVE/Tools.pm lock_file: 5 s for a new container, 10 s elsewhere.
  [/can't lock file '[^']*' - got timeout|got lock request timeout/, 'lock-timeout'],
  [/\b(?:CT|VM) \d+ already exists\b/, 'exists'],
  [/detected modified configuration/, 'digest'],
  [
    /unable to activate storage '|\bstorage '[^']*' (?:does not exist|is disabled)|storage: No such storage/,
    'storage',
  ],
  [
    /Configuration file '[^']*' does not exist|\b(?:volume|snapshot|script|directory|Device) '?[^'\s]+'? does not exist|can't find file '|^can't open '[^']*' - No such file/m,
    'missing',
  ],
  [/\b(?:can't overwrite running container|cannot run fsck when container is running)/, 'running'],
];

/** What the output of a program of PVE complains about; undefined for what is not known. */
export function problemOf(text: string): Problem | undefined {
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? problemIn(text);
}

/**
 * The parameters that a program of PVE refused, from its lines below `400 Parameter verification failed.` and from `Unknown option: name`.
 * (pve-common src/PVE/CLIHandler.pm)
 */
export function issuesIn(text: string): Issue[] {
  const unknown = Array.from(text.matchAll(/^Unknown option: (\S+)$/gm), ([, path = '']) => ({
    path,
    message: 'unknown option',
  }));
  const start = text.indexOf('400 Parameter verification failed.\n');
  if (start === -1) return unknown;
  const lines = text.slice(start).split('\n').slice(1);
  const told = lines.flatMap((line) => {
    const [, path, message] = /^([\w.-]+(?:\[\d+\])?): (.+)$/.exec(line) ?? [];
    return path === undefined || message === undefined ? [] : [{ path, message: message.trim() }];
  });
  return [...unknown, ...told];
}
