import { attributesOf, type Disk, type SmartAttribute } from '../disks.js';

/** What `smartctl` tells of a disk, in the shape of its JSON. */

/** Which parts were asked for. */
export interface Sections {
  readonly info: boolean;
  readonly health: boolean;
  readonly attributes: boolean;
  readonly errors: boolean;
  readonly tests: boolean;
}

/** Types that can be given with `-d`, as far as this machine can tell them apart. */
export const deviceTypes =
  /^(?:auto|ata|scsi|nvme(?:,\d+)?|sat(?:,(?:auto|\d+))*|usbcypress.*|usbjmicron.*|usbprolific|usbsunplus|sntasmedia|sntjmicron.*|sntrealtek)$/;

export function typeOf({ type }: Disk): 'nvme' | 'sat' {
  return type === 'nvme' ? 'nvme' : 'sat';
}

/**
 * The exit code, a set of bits: 4 a command failed, 8 the disk says it is failing, 16 an attribute of that kind is
 * beyond its threshold, 64 and 128 entries in its logs. All but the first say something of the disk, not of the call.
 */
export function healthBits(disk: Disk, wanted: Sections): number {
  const { smart } = disk;
  const isAta = typeOf(disk) === 'sat';
  const beyond = attributesOf(smart).some((row) => isPrefailure(row) && row.value <= row.threshold);
  return (
    (smart.stumbles ? 4 : 0) |
    (wanted.health && !smart.passed ? 8 : 0) |
    (isAta && (wanted.attributes || wanted.health) && beyond ? 16 : 0) |
    (wanted.errors && smart.errors > 0 ? 64 : 0) |
    (wanted.tests && smart.failedTests > 0 ? 128 : 0)
  );
}

export function diskReport(disk: Disk, wanted: Sections): object {
  const isNvme = typeOf(disk) === 'nvme';
  const { smart } = disk;
  return {
    ...(wanted.info ? identity(disk) : {}),
    ...(wanted.health ? { smart_status: status(disk) } : {}),
    ...(wanted.attributes
      ? isNvme
        ? { nvme_smart_health_information_log: health(disk) }
        : attributes(disk)
      : {}),
    ...(wanted.attributes || wanted.info
      ? {
          temperature: { current: smart.temperature },
          power_cycle_count: smart.powerCycles,
          power_on_time: { hours: smart.powerOnHours },
        }
      : {}),
    ...(wanted.errors ? errorLog(disk) : {}),
    ...(wanted.tests ? testLog(disk) : {}),
  };
}

function identity({ model, serial, firmware, size, rpm, type }: Disk): object {
  return {
    model_name: model,
    serial_number: serial,
    firmware_version: firmware,
    user_capacity: { blocks: Math.floor(size / 512), bytes: size },
    logical_block_size: 512,
    ...(type === 'nvme' ? {} : { physical_block_size: 4096, rotation_rate: rpm }),
    smart_support: { available: true, enabled: true },
  };
}

function status(disk: Disk): object {
  const { passed } = disk.smart;
  return typeOf(disk) === 'nvme' ? { passed, nvme: { value: passed ? 0 : 4 } } : { passed };
}

function health({ smart, wearout }: Disk): object {
  return {
    critical_warning: smart.passed ? 0 : 4,
    temperature: smart.temperature,
    available_spare: 100,
    available_spare_threshold: 10,
    percentage_used: wearout === 'N/A' ? 0 : 100 - wearout,
    data_units_read: 4_211_870,
    data_units_written: 6_904_113,
    power_cycles: smart.powerCycles,
    power_on_hours: smart.powerOnHours,
    unsafe_shutdowns: 7,
    media_errors: smart.reallocated,
    num_err_log_entries: smart.errors,
  };
}

function attributes({ smart }: Disk): object {
  return { ata_smart_attributes: { revision: 16, table: attributesOf(smart).map(attributeRow) } };
}

function isPrefailure({ flags }: SmartAttribute): boolean {
  return flags.startsWith('P');
}

function attributeRow(row: SmartAttribute): object {
  const { id, name, value, threshold, flags, raw, rawValue } = row;
  const bits = [...'POSRCK'].map((letter) => flags.includes(letter));
  const [prefailure, updated_online, performance, error_rate, event_count, auto_keep] = bits;
  return {
    id,
    name,
    value,
    worst: value,
    thresh: threshold,
    when_failed: isPrefailure(row) && value <= threshold ? 'now' : '',
    flags: {
      value: bits.reduce((sum, bit, index) => sum + (bit ? 2 ** index : 0), 0),
      string: `${flags} `,
      prefailure,
      updated_online,
      performance,
      error_rate,
      event_count,
      auto_keep,
    },
    raw: { value: rawValue, string: raw },
  };
}

function errorLog(disk: Disk): object {
  const { errors } = disk.smart;
  if (typeOf(disk) === 'nvme') return { nvme_error_information_log: { size: 64, read: 16, unread: 0 } };
  return { ata_smart_error_log: { summary: { revision: 1, count: errors } } };
}

/** The failed tests first, which were the last ones; a good one at the end. */
function testLog({ smart, type }: Disk): object {
  if (type === 'nvme') return {};
  const row = (passed: boolean, hours: number): object => ({
    type: { value: 1, string: 'Short offline' },
    status: passed
      ? { value: 0, string: 'Completed without error', passed }
      : { value: 116, string: 'Completed: read failure', remaining_percent: 40, passed },
    lifetime_hours: Math.max(0, smart.powerOnHours - hours),
  });
  const table = [
    ...Array.from({ length: smart.failedTests }, (_, index) => row(false, index + 1)),
    row(true, 900),
  ];
  return {
    ata_smart_self_test_log: {
      standard: {
        revision: 1,
        table,
        count: table.length,
        error_count_total: smart.failedTests,
        error_count_outdated: 0,
      },
    },
  };
}
