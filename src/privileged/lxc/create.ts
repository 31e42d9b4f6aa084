import { pctCreate, pctRestore, pctStatus } from '../commands/pct.js';
import { pveshConfig } from '../commands/pve.js';
import { CommandError, RefusedError } from '../errors.js';
import { assertSuccess } from '../judge.js';
import { type Hands, operation } from '../operation.js';
import type { Finished } from '../runner.js';
import { readFeatures } from './arguments.js';
import { ContainerFaultError, LeftBehindError, type Receipt } from './errors.js';
import { type Before, type HostState, leftOf, lookBefore, lookNow, node, storagesOf } from './host-state.js';
import {
  hasBegun,
  type LxcConfig,
  parseConfigJson,
  parseStatus,
  type StorageRoom,
  warningsIn,
} from './output.js';
import { type CreateSpec, createSpec, type LxcFeatures, type RestoreSpec, restoreSpec } from './spec.js';

/** A container that was made, as its host has it now. */
export interface GoldenContainer {
  vmid: number;
  /** As PVE writes it, read back. */
  config: LxcConfig;
  digest: string | undefined;
  /** `running` or `stopped`. */
  status: string;
  /** What the worker warned of, and storages that promise more than they have. */
  warnings: string[];
}

/** What a golden container may do unless the call says something else: to run containers itself. */
const goldenFeatures: LxcFeatures = { nesting: true, keyctl: true };

/**
 * Makes a container with features that the API refuses to every token: `keyctl`, `fuse`, `mknod`, `mount`, bind mounts,
 * devices and a hook script are for root@pam itself, and a token of root is `root@pam!name` (pve-container src/PVE/LXC.pm
 * check_ct_modify_config_perm). Features are `nesting` and `keyctl` unless given; it is unprivileged unless `unprivileged: false`.
 *
 * That `pct create` ended with 0 proves little: the start may have failed, and what did not fit on a full storage is lost without an
 * error. So the configuration, the status and the room of its storages are read back.
 *
 * @throws CommandError where pct refused or failed: `problem` and `issues` say what
 * @throws ContainerFaultError where the container is there, but not what was asked for
 * @throws LeftBehindError where pct was killed and left something
 * @throws RefusedError (`storage-full`) where a storage has no room at all
 */
export const createGolden = operation<CreateSpec, GoldenContainer>({
  name: 'lxc.createGolden',
  params: createSpec,
  async prepare(given, hands) {
    const spec: CreateSpec = {
      ...given,
      unprivileged: given.unprivileged ?? true,
      features: { ...goldenFeatures, ...given.features },
    };
    const before = await lookBefore(hands, spec.vmid);
    refuseFull('lxc.createGolden', spec, before.storages);
    const command = pctCreate(spec, hands.site);
    return {
      commands: [command],
      async perform(doing) {
        const finished = await doing.attempt(pctCreate, spec);
        await judged(doing, before, spec, finished, () => assertSuccess(command, finished));
        return verified(doing, spec, before, finished);
      },
    };
  },
});

/**
 * Makes a container of a backup. Over the API a restore leaves out raw LXC lines, and bind mounts and other features of the backup
 * are refused to all but root@pam (pve-container src/PVE/LXC/Create.pm). Features and `unprivileged` are those of the backup unless given.
 *
 * `force` replaces the container that has the id; what a kill leaves then is told, but not cleaned up, as it may be of the old one.
 *
 * @throws as `createGolden` does
 */
export const restoreGolden = operation<RestoreSpec, GoldenContainer>({
  name: 'lxc.restoreGolden',
  params: restoreSpec,
  async prepare(spec, hands) {
    const before = await lookBefore(hands, spec.vmid);
    refuseFull('lxc.restoreGolden', spec, before.storages);
    const command = pctRestore(spec, hands.site);
    return {
      commands: [command],
      async perform(doing) {
        const finished = await doing.attempt(pctRestore, spec);
        await judged(doing, before, spec, finished, () => assertSuccess(command, finished));
        return verified(doing, spec, before, finished);
      },
    };
  },
});

type Spec = CreateSpec | RestoreSpec;

/** A storage with less is full: file systems keep some blocks for themselves. */
const least = 1024 * 1024;

function refuseFull(operationName: string, spec: Spec, storages: readonly StorageRoom[]): void {
  const asked = new Set([...promisedBy(spec).keys(), ...(spec.storage === undefined ? [] : [spec.storage])]);
  const full = storages.find(
    ({ storage, active, available }) => active && available < least && asked.has(storage),
  );
  if (full === undefined) return;
  throw new RefusedError(
    operationName,
    'storage-full',
    `storage ${full.storage} has no room left: pct would end with 0, and the container would be damaged`,
    { hint: 'Make room, or name another storage.' },
  );
}

/** Bytes that the new volumes may grow to, by storage. */
function promisedBy(spec: Spec): Map<string, number> {
  const promised = new Map<string, number>();
  for (const value of Object.values(spec)) {
    const volume =
      typeof value === 'object' && value !== null && 'volume' in value ? String(value.volume) : '';
    const [, storage, gib] = /^([^/:]+):(\d+(?:\.\d+)?)$/.exec(volume) ?? [];
    if (storage !== undefined) promised.set(storage, (promised.get(storage) ?? 0) + Number(gib) * 1024 ** 3);
  }
  return promised;
}

/** Throws what `assert` throws, or, where something stayed behind, what that is. */
async function judged(
  hands: Hands,
  before: Before,
  spec: Spec,
  finished: Finished,
  assert: () => void,
): Promise<void> {
  try {
    assert();
  } catch (error) {
    // What ended by itself before it had the container's lock has made nothing, and what is there is somebody else's.
    const killed = finished.signal !== undefined || finished.ended !== undefined;
    const refused = error instanceof CommandError && error.problem === 'exists';
    if (refused || (!killed && !hasBegun(finished.stdout))) throw error;
    const { vmid } = spec;
    const state = await lookNow(hands.afterwards, vmid).catch((reason: unknown) => {
      const why = reason instanceof Error ? reason.message : String(reason);
      throw new LeftBehindError(vmid, [], {
        receipt: undefined,
        cause: error,
        hint: `Look at it yourself: pct config, pvesm list, findmnt. It could not be found out here: ${why}`,
      });
    });
    const volumes = state.volumes.filter((volume) => !before.volumes.includes(volume));
    const upid = ownTask(state, before);
    const left = leftOf(vmid, { ...state, volumes }, upid);
    if (left.length === 0) throw error;
    const receipt = receiptFor({ spec, upid, volumes, state, before, finished });
    throw new LeftBehindError(vmid, left, {
      receipt,
      cause: error,
      hint:
        receipt === undefined
          ? 'It may be whole, or not be of this call alone: look at it yourself.'
          : 'lxc.cleanup(error.receipt) removes it, once the worker has ended.',
    });
  }
}

/** The task of this call: the only one that is new and did not fail because there was such a container. */
function ownTask({ tasks }: HostState, { upids }: Before): string | undefined {
  const fresh = tasks.filter(
    ({ upid, type, status }) =>
      !upids.includes(upid) && /^vz(?:create|restore)$/.test(type) && !/already exists/.test(status ?? ''),
  );
  return fresh.length === 1 ? fresh[0]?.upid : undefined;
}

function receiptFor(facts: {
  spec: Spec;
  upid: string | undefined;
  volumes: string[];
  state: HostState;
  before: Before;
  finished: Finished;
}): Receipt | undefined {
  const { spec, upid, volumes, state, before, finished } = facts;
  // Its own output shows that it had the lock. Volumes of before would go with the new ones.
  const replaces = 'force' in spec && spec.force === true;
  const isOwn = hasBegun(finished.stdout) && before.volumes.length === 0 && !replaces;
  // With more than its lock it may be whole: the worker had nothing more to say, and has come to its end.
  const isHalf = Object.keys(state.config ?? {}).every((key) => key === 'lock');
  return upid === undefined || !isOwn || !isHalf ? undefined : { vmid: spec.vmid, upid, volumes };
}

/** Reads back what pct made. */
async function verified(
  hands: Hands,
  spec: Spec,
  before: Before,
  { stdout }: Finished,
): Promise<GoldenContainer> {
  const { vmid } = spec;
  const { config, digest } = parseConfigJson((await hands.run(pveshConfig, { node, vmid })).stdout);
  const status = parseStatus((await hands.run(pctStatus, { vmid })).stdout) ?? 'unknown';
  const differs = differences(spec, config);
  if (differs.length > 0)
    throw new ContainerFaultError(
      vmid,
      'not-as-asked',
      `container ${vmid} was made otherwise: ${differs.join(', ')}`,
      {
        config,
        hint: 'Compare its configuration with what was asked for.',
      },
    );
  const full = fullStorage(config, await storagesOf(hands));
  if (full !== undefined)
    throw new ContainerFaultError(
      vmid,
      'storage-full',
      `container ${vmid} was made, but its storage ${full} has no room left: its file system may be damaged`,
      { config, hint: 'Make room, destroy the container and make it again: it cannot be trusted.' },
    );
  if (spec.start === true && status !== 'running') {
    const said = stdout.trimEnd().split('\n').slice(-3);
    throw new ContainerFaultError(
      vmid,
      'not-started',
      `container ${vmid} was made, but did not start: ${said.at(-1) ?? ''}`,
      { config, said, hint: `Mend its configuration and start it: the reason is in its task log, too.` },
    );
  }
  return {
    vmid,
    config,
    digest,
    status,
    warnings: [...warningsIn(stdout), ...overcommitted(spec, before.storages)],
  };
}

function differences(spec: Spec, config: LxcConfig): string[] {
  const features = readFeatures(config['features']);
  const wrong = Object.entries(spec.features ?? {}).filter(([key, value]) =>
    Array.isArray(value)
      ? [features[key] ?? []].flat().join(';') !== value.join(';')
      : (features[key] ?? false) !== value,
  );
  const unprivileged = config['unprivileged'] === '1';
  const missing = Object.keys(spec).filter(
    (key) => /^(?:mp|dev|net)\d+$|^hookscript$/.test(key) && config[key] === undefined,
  );
  return [
    ...wrong.map(([key]) => `features.${key}`),
    ...(spec.unprivileged === undefined || spec.unprivileged === unprivileged ? [] : ['unprivileged']),
    ...missing,
  ];
}

/** A storage of the container that is full now. */
function fullStorage(config: LxcConfig, storages: readonly StorageRoom[]): string | undefined {
  const used = new Set(
    Object.entries(config).flatMap(([key, value]) =>
      /^(?:rootfs|mp\d+)$/.test(key) && !value.startsWith('/') ? [value.slice(0, value.indexOf(':'))] : [],
    ),
  );
  return storages.find(({ storage, active, available }) => active && available < least && used.has(storage))
    ?.storage;
}

function overcommitted(spec: Spec, storages: readonly StorageRoom[]): string[] {
  return [...promisedBy(spec)].flatMap(([storage, bytes]) => {
    const room = storages.find((each) => each.storage === storage);
    if (room === undefined || !room.active || bytes <= room.available) return [];
    const mib = (value: number) => `${Math.floor(value / 1024 ** 2)} MiB`;
    return [
      `storage ${storage} had ${mib(room.available)} free, and ${mib(bytes)} were promised: when it is full, what is written is lost`,
    ];
  });
}
