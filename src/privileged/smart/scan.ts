import { parseJson } from './report.js';
import { at, listOf, textOf } from './values.js';

/** A device that smartctl found. */
export interface SmartScanEntry {
  /** For `smart.read`: `/dev/sda`; of a RAID controller the same for all its disks, which `type` tells apart. */
  readonly device: string;
  /** For `smart.read`: `sat`, `nvme`, `megaraid,0`. */
  readonly type: string | undefined;
  readonly protocol: string | undefined;
  /** For people: `/dev/sda [SAT]`. */
  readonly info: string | undefined;
  /** Why it could not be opened. */
  readonly error: string | undefined;
}

/** Reads what `smartctl --scan-open --json` (or `--scan`) printed. @throws OutputError for anything but JSON */
export function parseSmartctlScan(output: string | Uint8Array): SmartScanEntry[] {
  // Where there is no device, the key is missing.
  return listOf(at(parseJson('smartctl', output), 'devices')).flatMap((entry) => {
    const device = textOf(at(entry, 'name'));
    if (device === undefined) return [];
    return [
      {
        device,
        type: textOf(at(entry, 'type')),
        protocol: textOf(at(entry, 'protocol')),
        info: textOf(at(entry, 'info_name')),
        error: textOf(at(entry, 'open_error')),
      },
    ];
  });
}
