import { realpath } from 'node:fs/promises';
import * as z from 'zod';
import { smartRead, smartScan } from '../commands/smart.js';
import { type Hands, reading } from '../operation.js';
import { smartDevice, smartType } from './params.js';
import { parseSmartctl, type SmartReport } from './report.js';
import { parseSmartctlScan, type SmartScanEntry } from './scan.js';

const readParams = z.strictObject({
  device: smartDevice,
  type: smartType.optional(),
  wake: z.boolean().optional(),
});

/** The health of disks, as they report it themselves. */
export const smart = {
  /**
   * The devices that may have SMART: disks, also those behind RAID controllers, and USB disks whose bridge is known. Opening them can
   * wake them.
   *
   * Not the API: `nodes/{node}/disks/list` knows block devices only, not the disks behind a controller, and wakes each of them for its
   * health (pve-storage, Diskmanage.pm).
   */
  scan: reading(
    'smart.scan',
    z.strictObject({}),
    async (_params, hands): Promise<SmartScanEntry[]> =>
      parseSmartctlScan((await hands.run(smartScan, {})).stdout),
  ),

  /**
   * What one disk says of its health. `device` is `/dev/sda`, `/dev/nvme0` or below `/dev/disk/by-id`; `type` is smartctl's `-d`, for
   * USB bridges and RAID controllers. Without one, that of the scan and those of usual USB bridges are tried where smartctl does not
   * know the bridge.
   *
   * A disk that sleeps is left asleep unless `wake` is true, and reported as `asleep`. One that cannot be read is reported as
   * `unreadable`: that is no verdict on its health, and no error either.
   *
   * Not the API: `nodes/{node}/disks/smart` has no JSON values, no type for USB bridges, wakes sleeping disks, gives up after 10
   * seconds and answers every failure with `UNKNOWN` (pve-storage, Diskmanage.pm; it takes no name with `-` either, so none of by-id).
   *
   * @throws OutputError where smartctl prints no JSON; CommandError where it was ended
   */
  read: reading(
    'smart.read',
    readParams,
    async ({ device, type, wake = false }, hands): Promise<SmartReport> => {
      const target = await deviceOf(device);
      const first = await ask(hands, target, type, wake);
      if (type !== undefined || !isUnknownBridge(first, target)) return first;
      for (const guess of await guesses(hands, target)) {
        const report = await ask(hands, target, guess, wake);
        if (report.state === 'read' && report.verdict !== 'unknown') return report;
        // A bridge that refuses the question for the power mode is said to be in SLEEP, whatever is behind it.
        if (report.state === 'asleep' && report.powerMode !== 'SLEEP') return report;
      }
      return first;
    },
  ),
};

async function ask(
  hands: Hands,
  device: string,
  type: string | undefined,
  wake: boolean,
): Promise<SmartReport> {
  const { stdout, exitCode } = await hands.run(smartRead, { device, type, wake });
  return parseSmartctl(stdout, exitCode);
}

// smartctl shall be given the device itself. A link that leads nowhere stays as it is: smartctl says what is wrong with it.
function deviceOf(device: string): Promise<string> {
  return realpath(device).catch(() => device);
}

function isUnknownBridge({ state, reasons }: SmartReport, device: string): boolean {
  const code = reasons[0]?.code;
  // A virtual disk or a loop device has no bridge.
  return (
    state === 'unreadable' &&
    (code === 'usb-bridge-unknown' || code === 'type-unknown') &&
    device.startsWith('/dev/sd')
  );
}

/** Bridges between USB and SATA speak `sat`, some only its short form; those to NVMe one of three makers' own languages. */
const usual = ['sat', 'sat,12', 'sntasmedia', 'sntjmicron', 'sntrealtek'];

async function guesses(hands: Hands, device: string): Promise<string[]> {
  const scan = await smart.scan.prepare({}, hands);
  const found = (await scan.perform(hands)).filter(
    (entry) => entry.device === device && entry.error === undefined,
  );
  const types = found.flatMap(({ type }) =>
    type !== undefined && smartType.safeParse(type).success ? [type] : [],
  );
  return [...new Set([...types, ...usual])];
}
