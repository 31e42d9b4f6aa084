import * as z from 'zod';
import { smartDevice, smartType } from '../../../privileged/smart/params.js';
import { mount } from '../../../privileged/usb/mount.js';
import { mountpoint, uuid } from '../../../privileged/usb/params.js';
import type { UsbStatus } from '../../../privileged/usb/status.js';
import { diskHealth } from '../../host.js';
import { type ActionContext, action, plain } from './action.js';
import { digestOf } from './digest.js';
import { orRefused } from './refusals.js';

const minute = 60_000;

/** What one disk, or each of them, says of its health. */
export const diskSmart = action({
  name: 'disk.smart',
  version: 1,
  params: z.strictObject({
    /** All that smartctl finds, where it is left out. */
    device: smartDevice.optional(),
    type: smartType.optional(),
    /** Wakes a disk that sleeps. */
    wake: z.boolean().default(false),
  }),
  risk: 'LOW',
  executor: 'privileged',
  timeout: () => 15 * minute,
  resume: 'none',
  run: async ({ privileged, signal }, { device, type, wake }) => {
    const disks = await diskHealth(privileged, { device, type, wake }, signal);
    return plain({ disks: disks.map(({ error, ...disk }) => ({ ...disk, error: error?.message })) });
  },
});

/** Mounts the file system of a USB disk by its UUID. */
export const usbMount = action({
  name: 'disk.usb.mount',
  version: 1,
  params: mount.params,
  // Programs on a disk that anybody can plug in.
  risk: ({ options }) => (options?.exec === true ? 'HIGH' : 'MEDIUM'),
  executor: 'privileged',
  timeout: () => 5 * minute,
  locks: ({ uuid: id, mountpoint: at }) => [`disk:${id}`, `mountpoint:${at}`],
  touches: ({ uuid: id }) => ({ disks: [id] }),
  state: (context, { uuid: id }) => stateOf(context, id),
  precheck: async ({ privileged, signal }, params) => {
    await orRefused(privileged.plan.usb.mount(params, { signal }));
  },
  resume: 'probe',
  run: async (context, params) => {
    await context.remember({ uuid: params.uuid });
    return plain(await orRefused(context.privileged.usb.mount(params, { signal: context.signal })));
  },
  probe: async ({ privileged, signal }, { uuid: id, mountpoint: at, persist }) => {
    const status = await privileged.usb.status({ uuid: id }, { signal });
    const value = plain(briefly(status));
    if (!isMountedAt(status, at)) return { outcome: 'failed', value, message: 'it is not mounted there' };
    const wanted = persist !== undefined && persist !== false;
    if (wanted && status.persisted?.mountpoint !== at)
      return { outcome: 'failed', value, message: 'it is mounted, but fstab does not have it' };
    return { outcome: 'done', value };
  },
});

/** Unmounts a USB disk, by its UUID: one that was pulled out has none any more, and is for somebody at the host. */
export const usbUnmount = action({
  name: 'disk.usb.unmount',
  version: 1,
  params: z.strictObject({
    uuid,
    /** Where it is mounted at several places: which. */
    mountpoint: mountpoint.optional(),
    /** Takes it out of fstab, too. */
    forget: z.boolean().default(false),
  }),
  risk: 'MEDIUM',
  executor: 'privileged',
  timeout: () => 15 * minute,
  locks: ({ uuid: id, mountpoint: at }) => [`disk:${id}`, ...(at === undefined ? [] : [`mountpoint:${at}`])],
  touches: ({ uuid: id }) => ({ disks: [id] }),
  state: (context, { uuid: id }) => stateOf(context, id),
  precheck: async ({ privileged, signal }, params) => {
    await orRefused(privileged.plan.usb.unmount(params, { signal }));
  },
  resume: 'probe',
  run: async (context, params) => {
    await context.remember({ uuid: params.uuid });
    return plain(await orRefused(context.privileged.usb.unmount(params, { signal: context.signal })));
  },
  probe: async ({ privileged, signal }, { uuid: id, mountpoint: at, forget }) => {
    const status = await privileged.usb.status({ uuid: id }, { signal });
    const value = plain(briefly(status));
    const mounted = at === undefined ? status.mounted : isMountedAt(status, at);
    if (mounted) return { outcome: 'failed', value, message: 'it is still mounted' };
    if (forget && status.persisted?.ours === true)
      return { outcome: 'failed', value, message: 'it is unmounted, but fstab still has it' };
    return { outcome: 'done', value };
  },
});

function isMountedAt({ mounts }: UsbStatus, at: string): boolean {
  return mounts.some(({ target }) => target === at);
}

function briefly({ devices, mounts, mounted, lost, persisted }: UsbStatus) {
  return {
    devices: devices.map(({ device, fstype, label }) => ({ device, fstype, label })),
    mounts: mounts.map(({ target, source }) => ({ target, source })),
    mounted,
    lost,
    persisted,
  };
}

async function stateOf({ privileged, signal }: ActionContext, id: string): Promise<string> {
  const { devices, mounts, persisted } = await privileged.usb.status({ uuid: id }, { signal });
  return digestOf([
    devices.map(({ device, fstype, size, serial, uses }) => [device, fstype, size, serial, uses]),
    mounts.map(({ target, source }) => [target, source]),
    persisted ?? null,
  ]);
}
