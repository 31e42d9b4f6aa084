/**
 * What PVE complains about, where a program may want to act on it: the guest is `locked`, a lock was not to be had in time
 * (`lock-timeout`), a thing `exists` or is `missing`, the `digest` is old, a guest is `running` or `not-running`, it is `protected`, the
 * cluster has no `quorum`, a `storage` is not usable or full, or PVE is `busy`: no worker could be started, or what it asked did not answer.
 */
export type Problem =
  | 'locked'
  | 'lock-timeout'
  | 'exists'
  | 'missing'
  | 'digest'
  | 'running'
  | 'not-running'
  | 'protected'
  | 'quorum'
  | 'storage'
  | 'busy';

/** PVE's words by what they mean; the first that fits counts. What is locked, missing or there already has error classes of its own. */
const words: readonly (readonly [RegExp, Problem])[] = [
  // pve-cluster src/PVE/Cluster.pm: also after the name of a lock.
  [/\bno quorum[!?]/, 'quorum'],
  [/can't ac?quire lock '[^']*' - /, 'lock-timeout'],
  [/- protection mode enabled|cannot remove protected volume/, 'protected'],
  [/\b(?:CT|VM) '?\d+'? already running\b/, 'running'],
  // pve-container src/PVE/API2/LXC.pm and below: what a guest must be stopped for.
  [
    /\b(?:container|CT|VM|guest) (?:\d+ )?is running\b|running (?:container|VM)\b|VM is running - /i,
    'running',
  ],
  [/\b(?:CT|VM) '?\d+'? (?:is )?not running\b/, 'not-running'],
  // pve-storage src/PVE/Storage.pm.
  [
    /\bstorage '[^']*' (?:is (?:not online|disabled|not available on node)|does not support)|can't activate storage '/,
    'storage',
  ],
  [/content type '[^']*' is not available (?:or configured )?on storage '/, 'storage'],
  [/No space left on device|\bnot enough (?:free )?space\b|\bout of space\b|Disk quota exceeded/i, 'storage'],
  // pve-common src/PVE/RESTEnvironment.pm: a worker could not be started. pve-cluster: held its lock for too long.
  [/got no worker upid - |unable to fork worker|'-locked command timed out - aborting/, 'busy'],
  [/\b(?:device|dataset|target|resource) is busy\b|Resource temporarily unavailable/i, 'busy'],
  [/\bqmp command '[^']*' failed - (?:got timeout|unable to connect)/, 'busy'],
];

/** What a text of PVE complains about, of an answer or of a task's exit status; undefined for what is not known. */
export function problemIn(text: string): Problem | undefined {
  return words.find(([pattern]) => pattern.test(text))?.[1];
}
