import { type Backoff, pause } from '../core/backoff.js';
import { ParamsError } from '../core/errors.js';
import { ConflictError } from '../core/http-errors.js';
import type { Bound, Call, CallOptions } from '../core/op.js';
import { assertCallOptions } from './call-options.js';
import { withDeadline } from './deadline.js';
import type { Settings } from './options.js';
import type { lxc } from './resources/lxc.js';
import type { LxcConfig } from './resources/lxc-config.js';
import { rest } from './rest.js';
import type { LxcUpdateParams } from './types.js';

type BoundLxc = Bound<typeof lxc>;

/** A container on its node. */
export interface LxcRef {
  node: string;
  vmid: number;
}

/** What to change in a configuration: keys to set, and `delete`. Where and against which state is known already. */
export type LxcPatch = Omit<LxcUpdateParams, 'node' | 'vmid' | 'digest'>;

/** How to change a configuration by a function. */
export interface ChangeOptions extends CallOptions {
  /** How often the configuration is read and the change tried, at most. Default 5. */
  attempts?: number | undefined;
}

/** What a change by a function did. */
export interface ChangeResult {
  /** False where the function asked for nothing, and nothing was sent. */
  changed: boolean;
  /** How often the configuration was read. */
  attempts: number;
}

/** Changes a container's configuration. */
export interface LxcUpdate extends Call<LxcUpdateParams, void> {
  /**
   * Changes the configuration by a function of what it is now, so that nobody else's change is lost. It reads the
   * configuration, calls `change`, and sends what that returns with the digest of what was read. If somebody was quicker (ConflictError,
   * `digest`), all of that is done again after a random pause, at most `attempts` times. So `change` is called more than once: let it
   * do nothing but return the keys to set, and keys to `delete`. Nothing, or an object without keys, sends nothing.
   *
   * The configuration is the one with pending changes merged in: of a running container it may say what counts only
   * after the next start. Snapshots are part of the digest: one that is taken meanwhile is a conflict too.
   *
   * @throws ConflictError if it was outrun `attempts` times; OutcomeUnknownError if the answer to a change was lost,
   *   which is not tried again; LockedError and all else at once; what `change` throws, as it is.
   */
  (
    container: LxcRef,
    change: (config: LxcConfig) => LxcPatch | undefined | Promise<LxcPatch | undefined>,
    options?: ChangeOptions,
  ): Promise<ChangeResult>;
}

// Full jitter: those who met once must not meet again.
const backoff: Backoff = { initial: 200, max: 3_000, factor: 2, jitter: 1 };

/** Changes of containers that take more than one call. */
export interface LxcChanges {
  /**
   * Changes the configuration: keys that are given are set, those in `delete` are removed, in `revert` their pending change is.
   * Of a running container some keys wait for the next start, and PVE does not say which: see `pending`. Or by a function of
   * what the configuration is, which loses nobody else's change.
   * @throws ConflictError if `digest` is given and the configuration has changed since; LockedError.
   */
  readonly update: LxcUpdate;
}

/** Makes the function that changes a configuration by a function. */
export function lxcChanger({ config, update }: Pick<BoundLxc, 'config' | 'update'>, settings: Settings) {
  return async (
    container: LxcRef,
    change: (config: LxcConfig) => LxcPatch | undefined | Promise<LxcPatch | undefined>,
    { attempts = 5, ...options }: ChangeOptions = {},
  ): Promise<ChangeResult> => {
    if (!Number.isInteger(attempts) || attempts < 1)
      throw new ParamsError([{ path: 'attempts', message: 'a whole number from 1 is expected' }]);
    assertCallOptions(options, 'PUT /nodes/{node}/lxc/{vmid}/config');
    const { node, vmid, ...more } = container;
    const [key] = Object.keys(more);
    if (key !== undefined)
      throw new ParamsError([
        { path: key, message: 'let the function return it: here is only which container' },
      ]);
    const timeout = options.timeout ?? settings.timeouts.call;
    return withDeadline(timeout, options.signal, async (signal) => {
      for (let attempt = 1; ; attempt += 1) {
        const current = await config({ node, vmid }, { signal, timeout });
        const patch = (await change(current)) ?? {};
        if (Object.values(patch).every((value) => value === undefined))
          return { changed: false, attempts: attempt };
        try {
          await update({ ...patch, node, vmid, digest: current.digest }, { signal, timeout });
          return { changed: true, attempts: attempt };
        } catch (error) {
          const outrun = error instanceof ConflictError && error.kind === 'digest';
          if (!outrun || attempt >= attempts) throw error;
        }
        await rest(settings.clock, pause(backoff, attempt - 1, settings.random), signal);
      }
    });
  };
}
