import {
  type AtaAttribute,
  powerOnHours as hoursOfAttributes,
  leadingCount,
  plausibleHours,
  wearOf,
} from './attributes.js';
import { at, countOf, listOf, numberOf } from './values.js';

/** What a disk tells of itself in numbers, alike for ATA, NVMe and SCSI. Undefined is what it does not tell. */
export interface SmartFigures {
  /** °C. */
  readonly temperature: number | undefined;
  /** Whole hours. */
  readonly powerOnHours: number | undefined;
  readonly powerCycles: number | undefined;
  /** The share of the rated endurance that is used: 0 new, 1 used up. Of solid-state disks. */
  readonly wear: number | undefined;
  /** The share of spare blocks that is left. Of NVMe disks. */
  readonly spare: number | undefined;
  /** Sectors that were replaced by spare ones: ATA attribute 5, the list of grown defects of SCSI. */
  readonly reallocated: number | undefined;
  /** Sectors that could not be read, and wait for a write. */
  readonly pending: number | undefined;
  /** Sectors that could not be read when the disk looked for itself (ATA attribute 198). */
  readonly uncorrectable: number | undefined;
  /** Reads and writes that failed for good: NVMe media errors, ATA attribute 187, SCSI's uncorrected errors. */
  readonly mediaErrors: number | undefined;
  /** Entries that the error log ever had. NVMe counts refused commands here, too: not a sign of damage. */
  readonly errorLogCount: number | undefined;
}

const nvme = 'nvme_smart_health_information_log';

export function figuresOf(json: unknown, attributes: readonly AtaAttribute[]): SmartFigures {
  const named = (id: number, name: RegExp) =>
    leadingCount(attributes.find((row) => row.id === id && name.test(row.name)));
  const percentLeft = numberOf(at(json, nvme, 'available_spare'));
  const isEmpty = isEmptyLog(json);
  return {
    temperature: temperatureOf(json, attributes),
    powerOnHours:
      plausibleHours(numberOf(at(json, 'power_on_time', 'hours'))) ??
      plausibleHours(isEmpty ? undefined : numberOf(at(json, nvme, 'power_on_hours'))) ??
      hoursOfAttributes(attributes),
    powerCycles:
      countOf(at(json, 'power_cycle_count')) ??
      countOf(isEmpty ? undefined : at(json, nvme, 'power_cycles')) ??
      named(12, /power_cycle/i) ??
      countOf(at(json, 'scsi_start_stop_cycle_counter', 'accumulated_start_stop_cycles')),
    wear: isEmpty ? undefined : wear(json, attributes),
    spare:
      isEmpty || percentLeft === undefined || percentLeft < 0 || percentLeft > 100
        ? undefined
        : percentLeft / 100,
    reallocated:
      named(5, /re-?alloc|retired|retried_bl|bad_bl/i) ?? countOf(at(json, 'scsi_grown_defect_list')),
    pending:
      named(197, /pending/i) ??
      countOf(at(json, 'ata_pending_defects_log', 'count')) ??
      countOf(at(json, 'scsi_pending_defects', 'count')),
    uncorrectable: named(198, /uncor|uerr/i),
    mediaErrors:
      countOf(isEmpty ? undefined : at(json, nvme, 'media_errors')) ??
      named(187, /uncor|_unc_/i) ??
      scsiErrors(json),
    errorLogCount:
      countOf(isEmpty ? undefined : at(json, nvme, 'num_err_log_entries')) ??
      countOf(at(json, 'ata_smart_error_log', 'extended', 'count')) ??
      countOf(at(json, 'ata_smart_error_log', 'summary', 'count')),
  };
}

/**
 * True where the log of an NVMe disk is there and nothing was ever written into it: no spare, no threshold, no hours, no data. That is
 * how virtual disks and some USB bridges answer, and its zeros mean nothing.
 */
export function isEmptyLog(json: unknown): boolean {
  const log = at(json, nvme);
  if (log === undefined) return false;
  const names = [
    'critical_warning',
    'available_spare',
    'available_spare_threshold',
    'percentage_used',
    'power_on_hours',
    'power_cycles',
    'data_units_written',
    'host_writes',
    'host_reads',
  ];
  return names.every((name) => (numberOf(at(log, name)) ?? 0) === 0) && (temperatureOf(json, []) ?? 0) === 0;
}

function temperatureOf(json: unknown, attributes: readonly AtaAttribute[]): number | undefined {
  const current = plausible(numberOf(at(json, 'temperature', 'current')));
  // A SCSI device that has no sensor answers with zeros.
  const hasTrip = (numberOf(at(json, 'temperature', 'drive_trip')) ?? 1) > 0;
  if (current !== undefined && (current !== 0 || hasTrip)) return current;
  const others = [
    at(json, nvme, 'temperature'),
    at(json, 'ata_sct_status', 'temperature', 'current'),
    at(json, 'scsi_environmental_reports', 'temperature_1', 'current'),
    ...attributes
      .filter(({ id, name }) => (id === 194 || id === 190) && /temp/i.test(name) && !/warn/i.test(name))
      .sort((a, b) => b.id - a.id)
      .map(({ raw }) => /^(-?\d{1,3})(?:\.\d+)?(?= |$)/.exec(raw ?? '')?.[1]),
  ];
  return others
    .map((value) => plausible(numberOf(value)))
    .find((value) => value !== undefined && value !== 0);
}

// -273 is a sensor that reports 0 Kelvin, 255 one that is not there.
function plausible(degrees: number | undefined): number | undefined {
  return degrees !== undefined && degrees > -60 && degrees < 200 ? degrees : undefined;
}

function wear(json: unknown, attributes: readonly AtaAttribute[]): number | undefined {
  const percent = wearPercent(json);
  if (percent !== undefined) return Math.min(percent, 100) / 100;
  if ((numberOf(at(json, 'rotation_rate')) ?? 0) > 0) return undefined;
  return wearOf(attributes);
}

/** Percent as NVMe, SCSI and the statistics of ATA devices tell it: can be above 100. */
export function wearPercent(json: unknown): number | undefined {
  const found = [
    at(json, nvme, 'percentage_used'),
    at(json, 'scsi_percentage_used_endurance_indicator'),
    at(json, 'percentage_used_endurance_indicator'),
    ...enduranceStatistic(json),
  ].map(numberOf);
  const isDisk = (numberOf(at(json, 'rotation_rate')) ?? 0) > 0;
  // smartctl 7.5 guesses this one from an attribute where nothing better is there.
  const general = isDisk ? undefined : numberOf(at(json, 'endurance_used', 'current_percent'));
  return [...found, general].find((percent) => percent !== undefined && percent >= 0 && percent <= 255);
}

function enduranceStatistic(json: unknown): unknown[] {
  return listOf(at(json, 'ata_device_statistics', 'pages')).flatMap((page) =>
    listOf(at(page, 'table'))
      .filter((row) => at(row, 'name') === 'Percentage Used Endurance Indicator')
      .filter((row) => at(row, 'flags', 'valid') !== false)
      .map((row) => at(row, 'value')),
  );
}

function scsiErrors(json: unknown): number | undefined {
  const counts = ['read', 'write', 'verify']
    .map((name) => countOf(at(json, 'scsi_error_counter_log', name, 'total_uncorrected_errors')))
    .filter((count) => count !== undefined);
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}
