/** Why `mount` failed, as far as its words tell. */
export type MountReason =
  | 'missing-device'
  | 'mountpoint-missing'
  | 'mountpoint-not-folder'
  | 'not-in-fstab'
  | 'already-mounted'
  | 'busy'
  | 'unknown-filesystem'
  | 'wrong-filesystem-or-option'
  | 'corrupt'
  | 'unclean'
  | 'read-only'
  | 'not-root'
  | 'not-mounted'
  | 'usage'
  | 'other';

// The words of util-linux 2.36 to 2.41 and of ntfs-3g 2022.10, in the C locale. The first that fits counts.
const words: readonly (readonly [RegExp, MountReason])[] = [
  [/can't find in \/etc\/fstab|can't find in fstab/, 'not-in-fstab'],
  [/can't find (?:UUID|LABEL|PARTUUID|PARTLABEL|ID)=|special device .* does not exist/, 'missing-device'],
  [/mount point does not exist|no mount point specified/, 'mountpoint-missing'],
  [/mount point is not a directory/, 'mountpoint-not-folder'],
  [/\balready mounted or mount point busy/, 'busy'],
  [/\balready mounted\b/, 'already-mounted'],
  [/\b(?:target|device|resource) is busy|Device or resource busy/i, 'busy'],
  [/unknown filesystem type/, 'unknown-filesystem'],
  [/hibernated|unclean file system|metadata kept in Windows cache/i, 'unclean'],
  [/must be superuser|only root can|Operation not permitted|Permission denied/i, 'not-root'],
  [
    /probably corrupted filesystem|can't read superblock|Structure needs cleaning|NTFS is either inconsistent/,
    'corrupt',
  ],
  [/write-protected|Read-only file system/, 'read-only'],
  [
    /wrong fs type|bad option|bad superblock|Unknown parameter|cannot set mount option|fsconfig\(\) failed/,
    'wrong-filesystem-or-option',
  ],
  [/not mounted/, 'not-mounted'],
  [/bad usage|unrecognized option|invalid option|Try '/, 'usage'],
];

/** What `mount` or `umount` complains about. */
export function mountReason({ stderr, stdout }: { stderr: string; stdout: string }): MountReason {
  const text = `${stderr}\n${stdout}`;
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
}

/** The rule of `mount` and `umount`: the exit code decides, the words tell why. */
export function mountFailure(finished: {
  exitCode: number | undefined;
  signal: string | undefined;
  stderr: string;
  stdout: string;
}): string | undefined {
  const { exitCode, signal } = finished;
  if (exitCode === 0) return undefined;
  if (exitCode === undefined) return `it was ended by ${signal ?? 'a signal'}`;
  return `${mountReason(finished)} (exit code ${exitCode})`;
}
