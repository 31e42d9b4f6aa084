import * as z from 'zod';
import type { Command } from '../command.js';
import { daemonReload, fstabForget, fstabRead } from '../commands/fstab.js';
import { mounts, umount, users } from '../commands/mount.js';
import { RefusedError } from '../errors.js';
import { type Hands, type Operation, operation } from '../operation.js';
import type { FstabLine } from './fstab.js';
import type { FstabResult } from './fstab-edit.js';
import { takeInventory } from './inventory.js';
import { isCommandError } from './mount-error.js';
import { mountReason } from './mount-reasons.js';
import { type Mount, parseMounts } from './mount-table.js';
import type { FolderUser } from './mountpoint.js';
import { oneAtATime } from './one-at-a-time.js';
import { device as devicePath, mountpoint, uuid } from './params.js';

/** One of both, or both. */
export interface UsbUnmountParams {
  uuid?: string | undefined;
  mountpoint?: string | undefined;
  /** Also takes it out of fstab, where usb.mount has entered it. Default false: it is mounted again when the host starts. */
  forget?: boolean | undefined;
}

/** What was mounted before. */
export interface UsbUnmounted {
  readonly mountpoint: string;
  readonly device: string;
  /** How many times it was mounted there, one above the other. */
  readonly layers: number;
  /** True where fstab had it and has not any more. */
  readonly forgotten: boolean;
}

const params: z.ZodType<UsbUnmountParams> = z
  .strictObject({
    uuid: uuid.optional(),
    mountpoint: mountpoint.optional(),
    forget: z.boolean().optional(),
  })
  .refine((given) => given.uuid !== undefined || given.mountpoint !== undefined, {
    message: 'uuid or mountpoint is expected',
  });

interface Found {
  readonly layers: readonly Mount[];
  readonly mountpoint: string;
  readonly device: string;
  /** Of our entry in fstab. */
  readonly entry: string | undefined;
  readonly systemd: boolean;
}

/**
 * Unmounts a USB disk: everything that is mounted on its folder, one above the other. Never by force: what is in use stays mounted.
 *
 * Not in the API, as usb.mount.
 *
 * @throws RefusedError: `not-mounted`, `mountpoint-outside`, `not-usb`, `several-mounts`, `busy` (with who uses it)
 */
export const unmount: Operation<UsbUnmountParams, UsbUnmounted> = operation({
  name: 'usb.unmount',
  params,
  prepare: async (given, hands) => {
    const found = await find(given, hands);
    const { site } = hands;
    const commands: Command[] = found.layers.map(() => umount({ mountpoint: found.mountpoint }, site));
    if (found.entry !== undefined) {
      commands.push(fstabForget({ uuid: found.entry }, site));
      if (found.systemd) commands.push(daemonReload({}, site));
    }
    return {
      commands,
      perform: (doing) => oneAtATime(async () => carryOut(await find(given, doing), doing)),
    };
  },
});

async function find(given: UsbUnmountParams, hands: Hands): Promise<Found> {
  const refuse = (why: string, text: string, hint?: string): never => {
    throw new RefusedError('usb.unmount', why, text, hint === undefined ? {} : { hint });
  };
  const { site } = hands;
  const inventory = await takeInventory(hands, () => given.uuid !== undefined);
  const inside = (path: string) => site.mountRoots.some((root) => path.startsWith(`${root}/`));
  if (given.mountpoint !== undefined && !inside(given.mountpoint))
    refuse('mountpoint-outside', `${given.mountpoint} is not below ${site.mountRoots.join(', ')}`);
  const sources = inventory.devices.filter((each) => each.uuid === given.uuid).map((each) => each.device);
  const fits = (mount: Mount) =>
    (given.mountpoint === undefined || mount.target === given.mountpoint) &&
    (given.uuid === undefined || sources.includes(mount.source));
  const candidates = inventory.mounts.filter(fits);
  const targets = [...new Set(candidates.map(({ target }) => target))];
  const what = [given.uuid, given.mountpoint].filter((each) => each !== undefined).join(' at ');
  const [target] = targets;
  if (target === undefined)
    return refuse(
      'not-mounted',
      `${what} is not mounted`,
      'Of a disk that was pulled out, name the mountpoint.',
    );
  if (targets.length > 1)
    return refuse('several-mounts', `${what} is mounted at ${targets.join(', ')}: name the mountpoint, too`);
  if (!inside(target))
    return refuse('mountpoint-outside', `${target} is not below ${site.mountRoots.join(', ')}`);
  // What lies above on the same folder goes first, whatever it is: so it has to be ours, too.
  const layers = inventory.mounts.filter((mount) => mount.target === target);
  for (const { source } of layers) {
    const device = inventory.devices.find((each) => each.device === source);
    // A stick that was pulled out is no device any more, but still mounted.
    const isGone = device === undefined && devicePath.safeParse(source).success;
    if (!isGone && !(site.allowTransports as readonly (string | undefined)[]).includes(device?.transport))
      return refuse(
        'not-usb',
        `${source} at ${target} is not attached by ${site.allowTransports.join(' or ')}`,
      );
  }
  const { entries, systemd } = (await hands.change(fstabRead, {})) as {
    entries: readonly FstabLine[];
    systemd: boolean;
  };
  const uuids = inventory.devices.filter(({ device }) => layers.some(({ source }) => source === device));
  const entry = entries.find(
    (each) => each.ours && (each.target === target || uuids.some((device) => device.uuid === each.uuid)),
  );
  return {
    layers,
    mountpoint: target,
    device: layers.at(-1)?.source ?? '',
    entry: given.forget === true ? entry?.uuid : undefined,
    systemd,
  };
}

async function carryOut(found: Found, hands: Hands): Promise<UsbUnmounted> {
  const { mountpoint: at } = found;
  for (const _layer of found.layers) {
    try {
      await hands.run(umount, { mountpoint: at });
    } catch (error) {
      if (!isCommandError(error) || mountReason(error) !== 'busy') throw error;
      throw await busy(hands, at, error);
    }
  }
  const still = parseMounts((await hands.run(mounts, {})).stdout).filter(({ target }) => target === at);
  if (still.length > 0)
    throw new RefusedError(
      'usb.unmount',
      'still-mounted',
      `${at} was unmounted, but ${still.map(({ source }) => source).join(', ')} is mounted there again`,
      { hint: 'Something mounts it by itself: systemd, from fstab, or an automounter.' },
    );
  const forgotten = found.entry !== undefined && (await forget(hands, found.entry));
  return { mountpoint: at, device: found.device, layers: found.layers.length, forgotten };
}

async function forget(hands: Hands, entry: string): Promise<boolean> {
  const result = (await hands.change(fstabForget, { uuid: entry })) as FstabResult;
  if (result.refused !== undefined)
    throw new RefusedError('usb.unmount', result.refused, `it was unmounted, but ${result.text}`);
  const { systemd } = (await hands.change(fstabRead, {})) as { systemd: boolean };
  if (result.changed && systemd) await hands.run(daemonReload, {});
  return result.changed;
}

async function busy(hands: Hands, at: string, cause: unknown): Promise<RefusedError> {
  const found = await hands.change(users, { mountpoint: at }).catch(() => ({ users: [] }));
  const table = parseMounts((await hands.run(mounts, {})).stdout);
  const below = table
    .filter(({ target }) => target.startsWith(`${at}/`))
    .map(({ target }) => `a mount at ${target}`);
  const who = [
    ...(found as { users: FolderUser[] }).users.map(({ pid, command }) => `${command} (${pid})`),
    ...below,
  ];
  return new RefusedError(
    'usb.unmount',
    'busy',
    `${at} is in use${who.length === 0 ? '' : `: ${who.join(', ')}`}`,
    {
      hint: 'End what uses it. A container that has it as a bind mount has to be stopped.',
      cause,
    },
  );
}
