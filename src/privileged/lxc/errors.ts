import { PrivilegedError } from '../errors.js';
import type { LxcConfig } from './output.js';

/** Something that a create or restore left on the host when it was killed. */
export type Left =
  /** `/etc/pve/lxc/N.conf`, and its lock. Without a lock the container may be whole. */
  | { readonly kind: 'config'; readonly lock: string | undefined; readonly keys: readonly string[] }
  | { readonly kind: 'volume'; readonly volume: string }
  /** The root file system, where it is unpacked. */
  | { readonly kind: 'mount'; readonly path: string; readonly source: string }
  | { readonly kind: 'loop'; readonly device: string; readonly file: string }
  /** The worker, in a session of its own: it runs on until its next line of output. */
  | { readonly kind: 'worker'; readonly upid: string };

/** What shows that left-overs are of one call: for `lxc.cleanup`. Plain JSON. */
export interface Receipt {
  vmid: number;
  /** The task of the call. */
  upid: string;
  /** The volumes that were not there before it. */
  volumes: string[];
}

/**
 * A create or restore was killed, or failed to clean up: this is what it left. `cause` says how it ended. With `receipt`,
 * `lxc.cleanup(receipt)` removes it once the worker has ended; without, it could not be shown to be of this call.
 */
export class LeftBehindError extends PrivilegedError {
  readonly code = 'PVE_LEFT_BEHIND';
  readonly vmid: number;
  readonly left: readonly Left[];
  readonly receipt: Receipt | undefined;

  constructor(
    vmid: number,
    left: readonly Left[],
    facts: { receipt: Receipt | undefined; cause?: unknown; hint: string },
  ) {
    const what = left.length === 0 ? 'what nobody could look at' : left.map(shown).join(', ');
    super(`container ${vmid}: left on the host ${left.length === 1 ? 'is' : 'are'} ${what}`, {
      hint: facts.hint,
      ...('cause' in facts ? { cause: facts.cause } : {}),
    });
    this.vmid = vmid;
    this.left = left;
    this.receipt = facts.receipt;
  }
}

function shown(left: Left): string {
  switch (left.kind) {
    case 'config':
      return left.lock === undefined ? 'its configuration' : `its configuration (lock: ${left.lock})`;
    case 'volume':
      return `volume ${left.volume}`;
    case 'mount':
      return `${left.source} mounted at ${left.path}`;
    case 'loop':
      return `${left.device} (${left.file})`;
    case 'worker':
      return `the running worker ${left.upid}`;
  }
}

/** What is wrong with a container although pct ended with 0. */
export type ContainerFault =
  /** It was to be started, and is not running. */
  | 'not-started'
  /** A storage of it has no room left: what was written last may be missing in its file system, without an error. */
  | 'storage-full'
  /** Its configuration is not what was asked for. */
  | 'not-as-asked';

/** pct ended with 0, and the container is there, but it is not what was asked for. */
export class ContainerFaultError extends PrivilegedError {
  readonly code = 'PVE_CONTAINER_FAULT';
  readonly vmid: number;
  readonly why: ContainerFault;
  readonly config: LxcConfig;
  /** The last lines that pct printed: of a start that failed, they have its reason. */
  readonly said: readonly string[];

  constructor(
    vmid: number,
    why: ContainerFault,
    message: string,
    facts: { config: LxcConfig; said?: readonly string[]; hint: string },
  ) {
    super(message, { hint: facts.hint });
    this.vmid = vmid;
    this.why = why;
    this.config = facts.config;
    this.said = facts.said ?? [];
  }
}
