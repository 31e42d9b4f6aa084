import type { Command } from '../privileged/command.js';
import { ExecRunner } from '../privileged/exec-runner.js';
import { HelperRunner } from '../privileged/helper/helper-runner.js';
import { Privileged } from '../privileged/privileged.js';
import type { SiteOptions } from '../privileged/site.js';
import type { SmartReport } from '../privileged/smart/report.js';

export type { DoctorReport, Lack } from '../privileged/host/doctor.js';
export type { HostInfo } from '../privileged/host/host.js';
export type { SensorReading } from '../privileged/sensors/readings.js';
export type { SensorsReport } from '../privileged/sensors/sensors.js';
export type { UsbDevice } from '../privileged/usb/inventory.js';
export type { UsbMounted, UsbMountParams } from '../privileged/usb/mount-check.js';
export type { FsType } from '../privileged/usb/params.js';
export type { UsbStatus } from '../privileged/usb/status.js';
export type { UsbUnmounted, UsbUnmountParams } from '../privileged/usb/unmount.js';
export type { Command, SiteOptions, SmartReport };

/** How commands become root. Left out: as root where this process is root, with sudo elsewhere. */
export type HostRunner = 'direct' | 'sudo' | 'helper';

export interface HostWish {
  readonly runner: HostRunner | undefined;
  /** Of the root helper. */
  readonly socket: string | undefined;
  readonly site?: SiteOptions | undefined;
}

/** The root command line of this host, for a while. */
export interface OpenHost {
  readonly privileged: Privileged;
  close(): void;
}

/** @throws ParamsError */
export function openHost({ runner, socket, site }: HostWish): OpenHost {
  const open = (made: ExecRunner | HelperRunner, close: () => void): OpenHost => ({
    privileged: new Privileged({ ...site, runner: made, requester: 'felhom-agent' }),
    close,
  });
  if (runner === 'helper') {
    const helper = new HelperRunner(socket === undefined ? {} : { socket });
    return open(helper, () => helper.close());
  }
  return open(new ExecRunner(runner === undefined ? {} : { mode: runner }), () => {});
}

/** A disk, and what it says; or why nothing came of asking. */
export interface DiskHealth {
  readonly device: string;
  /** smartctl's name for how it is talked to. */
  readonly type: string | undefined;
  readonly report: SmartReport | undefined;
  readonly error: Error | undefined;
}

/** Which disks are asked. */
export interface SmartWish {
  /** All that smartctl finds, where it is left out. */
  readonly device: string | undefined;
  readonly type: string | undefined;
  readonly wake: boolean;
}

/**
 * Asks one disk or all of them, one after the other. One of several that cannot be asked does not keep the others from it.
 *
 * @throws what `smart.read` throws, where one disk was named
 */
export async function diskHealth(
  { smart }: Privileged,
  { device, type, wake }: SmartWish,
  signal: AbortSignal,
): Promise<DiskHealth[]> {
  const options = { signal };
  if (device !== undefined) {
    const report = await smart.read({ device, type, wake }, options);
    return [{ device, type: report.device.type ?? type, report, error: undefined }];
  }
  const rows: DiskHealth[] = [];
  for (const found of await smart.scan({}, options)) {
    // What could not be opened gets the types of usual USB bridges tried.
    const known = found.error === undefined ? found.type : undefined;
    const row = { device: found.device, type: found.type };
    try {
      const report = await smart.read({ device: found.device, type: known, wake }, options);
      rows.push({ ...row, type: report.device.type ?? found.type, report, error: undefined });
    } catch (error) {
      if (signal.aborted || !(error instanceof Error)) throw error;
      rows.push({ ...row, report: undefined, error });
    }
  }
  return rows;
}
