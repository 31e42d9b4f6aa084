import * as z from 'zod';
import type { BackupConfig } from '../core/backup-config.js';
import { type Issue, ParamsError, RestoreRefusedError } from '../core/errors.js';
import { NotFoundError } from '../core/http-errors.js';
import * as ids from '../core/ids.js';
import type { Bound, CallOptions } from '../core/op.js';
import type { Upid } from '../core/upid.js';
import { issuesOf } from '../core/validate.js';
import type { lxc } from './resources/lxc.js';
import { restore as table } from './resources/restore.js';
import { findingsOf, type RestoreFinding, remap } from './restore-plan.js';
import type { Sender } from './send.js';
import type { RestoreCreateParams } from './types.js';

/** A restore that is to be looked at before it is done. */
export type RestorePlanParams = RestoreCreateParams & {
  /**
   * Where volumes go: the old storage's name and the new one's. A volume whose storage is not named goes to `storage`,
   * or where it was. Without this, PVE puts all on `storage` (default `local`).
   */
  storages?: Readonly<Record<string, string>> | undefined;
};

/** What a restore would do. Plain data: it can be shown, stored and given to `restore.create`. */
export interface RestorePlan {
  /** The parameters, with every disk spelt out where `storages` was given. */
  params: RestoreCreateParams;
  /** What the backup holds. */
  config: BackupConfig;
  findings: readonly RestoreFinding[];
  /** False where something `fails`: `restore.create` then throws. What a privilege is missing for, only PVE knows. */
  possible: boolean;
}

/** Restores, looked at before they are done. */
export interface Restores {
  /**
   * Reads the configuration in a backup and tells what a restore of it would not do: what only root@pam may bring back,
   * what is left out, what needs which privilege, and with `force` what is destroyed. Changes nothing.
   */
  plan(params: RestorePlanParams, options?: CallOptions): Promise<RestorePlan>;
  /**
   * Makes a container from a backup, or, with `force`, puts one back in place of what it is now. Returns the UPID
   * of a `vzrestore` task.
   *
   * Keys that are given replace those of the backup. What only root@pam may set is treated in the task: raw `lxc.*` lines are
   * dropped with a warning, bind mounts fail it. A privileged backup needs Sys.Modify on `/` since PVE 9. All of this
   * `plan` tells before; a plan that is not possible throws here, and nothing is sent.
   * (pve-container src/PVE/API2/LXC.pm, src/PVE/LXC/Create.pm)
   *
   * @throws ConflictError if the vmid is taken and `force` is not set; RestoreRefusedError for a plan.
   */
  create(restore: RestoreCreateParams | RestorePlan, options?: CallOptions): Promise<Upid>;
}

type BoundRestore = Bound<typeof table>;

/** The restores that look before. */
export function restoresOf(
  bound: BoundRestore,
  containers: Pick<Bound<typeof lxc>, 'config' | 'status'>,
  sender: Sender,
): Restores {
  const plan = async (given: RestorePlanParams, options?: CallOptions): Promise<RestorePlan> => {
    const { storages, ...rest } = checked(given);
    const { node, ostemplate: volume, vmid } = rest;
    const config = await bound.extractConfig({ node, volume }, options);
    const disks = storages === undefined ? {} : remap(config, storages, rest.storage);
    const params: RestoreCreateParams = { ...disks, ...rest };
    const existing =
      rest.force === true && vmid !== 'any'
        ? await existingOf(containers, { node, vmid }, options)
        : undefined;
    const findings = findingsOf(params, config, { isRoot: sender.identity === 'root@pam', existing });
    return { params, config, findings, possible: findings.every(({ effect }) => effect !== 'fails') };
  };
  const create = async (restore: RestoreCreateParams | RestorePlan, options?: CallOptions): Promise<Upid> => {
    if (!isPlan(restore)) return bound.create(restore, options);
    assertPossible(restore);
    return bound.create(restore.params, options);
  };
  return { plan, create };
}

const mapping = z.record(ids.storage, ids.storage).optional();

/** The parameters of a restore and its mapping, each as good as `create` would want it. */
function checked(params: RestorePlanParams): RestorePlanParams {
  const { storages, ...rest } = Object(params) as RestorePlanParams;
  const wrong = [
    ...issuesIn(table.create.params, rest),
    ...issuesIn(mapping, storages).map(({ path, message }) => ({ path: `storages.${path}`, message })),
  ];
  if (wrong.length > 0) throw new ParamsError(wrong);
  return params;
}

function issuesIn(schema: z.ZodType, value: unknown): Issue[] {
  const { error } = schema.safeParse(value);
  return error === undefined ? [] : issuesOf(error);
}

function isPlan(restore: RestoreCreateParams | RestorePlan): restore is RestorePlan {
  return 'findings' in Object(restore) && 'params' in Object(restore);
}

function assertPossible({ params, findings }: RestorePlan): void {
  const failing = findings.filter(({ effect }) => effect === 'fails');
  if (failing.length === 0) return;
  const rootOnly = failing.every((finding) => finding.rootOnly);
  const words = ['pct', 'restore', params.vmid === 'any' ? 'VMID' : String(params.vmid), params.ostemplate];
  if (params.storage !== undefined) words.push('--storage', params.storage);
  throw new RestoreRefusedError(
    failing.map(({ key, message }) => ({ path: key, message })),
    { rootOnly, hint: rootOnly ? `On the host, as root: ${words.map(quoted).join(' ')}` : undefined },
  );
}

function quoted(word: string): string {
  return /^[\w:./@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

async function existingOf(
  { config, status }: Pick<Bound<typeof lxc>, 'config' | 'status'>,
  container: { node: string; vmid: number },
  options?: CallOptions,
): Promise<{ config: Awaited<ReturnType<typeof config>>; running: boolean } | undefined> {
  try {
    const [now, { status: state }] = await Promise.all([
      config({ ...container, current: true }, options),
      status(container, options),
    ]);
    return { config: now, running: state === 'running' };
  } catch (error) {
    if (error instanceof NotFoundError && error.kind === 'guest') return undefined;
    throw error;
  }
}
