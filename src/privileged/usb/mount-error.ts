import { CommandError, PrivilegedError } from '../errors.js';
import type { Driver } from './filesystems.js';
import { drivers } from './filesystems.js';
import { type MountReason, mountReason } from './mount-reasons.js';

/** A file system could not be mounted, or not as asked. `reason` is a stable word for programs. */
export class MountError extends PrivilegedError {
  readonly code = 'PVE_MOUNT';
  /** `not-as-asked`: mount said nothing, but what is mounted then is not what was asked for. */
  readonly reason: MountReason | 'not-as-asked' | 'not-persisted';
  readonly device: string;
  readonly mountpoint: string;
  /** What this call could not undo, in words; empty where all is as it was before. */
  readonly left: readonly string[];

  constructor(
    message: string,
    facts: {
      reason: MountError['reason'];
      device: string;
      mountpoint: string;
      left: readonly string[];
      hint?: string | undefined;
      cause?: unknown;
    },
  ) {
    const { reason, device, mountpoint, left, hint, cause } = facts;
    const rest = left.length === 0 ? '' : `; left behind: ${left.join(', ')}`;
    super(`${message}${rest}`, { cause, hint });
    this.reason = reason;
    this.device = device;
    this.mountpoint = mountpoint;
    this.left = left;
  }
}

/** What a failed `mount` means, and what to do about it. */
export function mountErrorOf(
  error: CommandError,
  facts: { device: string; driver: Driver; mountpoint: string; left: readonly string[] },
): MountError {
  const reason = mountReason(error);
  const said = error.stderr.trim().split('\n')[0] ?? '';
  return new MountError(`${facts.device} could not be mounted (${reason}): ${said || error.message}`, {
    ...facts,
    reason,
    hint: hintFor(reason, facts.driver),
    cause: error,
  });
}

function hintFor(reason: MountReason, driver: Driver): string | undefined {
  if (reason === 'unknown-filesystem') {
    const { package: name } = drivers[driver];
    if (name !== undefined) return `Install its driver: apt install ${name}`;
    return driver === 'ntfs3'
      ? "This kernel has no ntfs3: use fsType 'ntfs-3g' (apt install ntfs-3g)."
      : `This kernel has no ${driver}.`;
  }
  if (reason === 'unclean')
    return 'Windows did not let go of it: start Windows, turn off fast start-up, and shut down.';
  if (reason === 'corrupt') return `Check it: fsck of its kind, or a backup.`;
  if (reason === 'wrong-filesystem-or-option') return 'The log of the kernel (dmesg) tells more.';
  return undefined;
}

/** True for a mount that failed by itself. */
export function isCommandError(error: unknown): error is CommandError {
  return error instanceof CommandError;
}
